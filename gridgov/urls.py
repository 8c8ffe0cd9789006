"""Addresses of the site; this module only wires."""

from django.urls import include, path

from gridgov.organizations import urls as organizations
from gridgov.records import urls as records

from . import views
from .tasks import views as tasks

# 系统管理 is one namespace of two apps: the trail stands above the people it tells of and may not be imported there.
administration = [*organizations.urlpatterns, *records.urlpatterns]

urlpatterns = [
    path("", views.workbench, name="workbench"),
    path("tasks/", tasks.worklist, name="worklist"),
    path("tasks/calendar/", tasks.calendar, name="calendar"),
    path("tasks/calendar.ics", tasks.calendar_export, name="calendar-export"),
    path("help/", views.help_page, name="help"),
    path("about/", views.about, name="about"),
    path("", include((administration, organizations.app_name))),
    path("", include("standards.urls")),
    path("", include("standards.activities.urls")),
    path("", include("evaluation.urls")),
]

handler400 = views.bad_request
handler403 = views.permission_denied
handler404 = views.not_found
handler500 = views.server_error

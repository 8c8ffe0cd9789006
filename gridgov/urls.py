"""Addresses of the site; this module only wires."""

from django.urls import include, path

from . import views

urlpatterns = [
    path("", views.workbench, name="workbench"),
    path("help/", views.help_page, name="help"),
    path("about/", views.about, name="about"),
    path("", include("gridgov.organizations.urls")),
    path("", include("standards.urls")),
    path("", include("evaluation.urls")),
]

handler400 = views.bad_request
handler403 = views.permission_denied
handler404 = views.not_found
handler500 = views.server_error

"""Addresses of applications, of opening a panel, and of what it measures."""

from django.urls import path

from ..views import applications, measures, opening

urlpatterns = [
    path("applications/", applications.applications, name="applications"),
    path("applications/new/", applications.application_new, name="application-new"),
    path("applications/<int:pk>/", applications.application, name="application"),
    path("applications/<int:pk>/edit/", applications.application_edit, name="application-edit"),
    path("applications/<int:pk>/form.<slug:ext>", applications.application_form, name="application-form"),
    path("applications/<int:pk>/submit/", applications.application_submit, name="application-submit"),
    path("applications/<int:pk>/accept/", applications.application_accept, name="application-accept"),
    path("applications/<int:pk>/return/", applications.application_return, name="application-return"),
    path("applications/<int:pk>/documents/add/", applications.document_add, name="application-document-add"),
    path("applications/<int:pk>/documents/gather/", applications.document_gather, name="application-gather"),
    path(
        "applications/<int:pk>/documents/<int:document_pk>/",
        applications.document,
        name="application-document",
    ),
    path(
        "applications/<int:pk>/documents/<int:document_pk>/remove/",
        applications.document_remove,
        name="application-document-remove",
    ),
    path("evaluations/panels/new/", opening.panel_new, name="panel-new"),
    path("evaluations/<int:pk>/measures/", measures.measures, name="measures"),
    path("evaluations/<int:pk>/surveys/new/", measures.survey_new, name="survey-new"),
    path("evaluations/<int:pk>/surveys/<int:survey_pk>/edit/", measures.survey_edit, name="survey-edit"),
    path(
        "evaluations/<int:pk>/surveys/<int:survey_pk>/remove/", measures.survey_remove, name="survey-remove"
    ),
    path("evaluations/<int:pk>/turnarounds/", measures.turnarounds, name="turnarounds"),
    path(
        "evaluations/<int:pk>/turnarounds/<int:turnaround_pk>/edit/",
        measures.turnaround_edit,
        name="turnaround-edit",
    ),
    path(
        "evaluations/<int:pk>/turnarounds/<int:turnaround_pk>/remove/",
        measures.turnaround_remove,
        name="turnaround-remove",
    ),
]

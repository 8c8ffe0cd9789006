"""Addresses of applications, of opening a panel, and of what it measures."""

from django.urls import path

from ..views import measures

urlpatterns = [
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

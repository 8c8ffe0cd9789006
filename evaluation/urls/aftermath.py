"""Addresses of what comes after the result: 整改, 复评, 申诉, 归档."""

from django.urls import path

from ..views import archives, complaints, problems, repeats

urlpatterns = [
    path("evaluations/<int:pk>/problems/", problems.problems, name="problems"),
    path("evaluations/<int:pk>/problems/draft/", problems.problems_draft, name="problems-draft"),
    path("evaluations/<int:pk>/problems/new/", problems.problem_new, name="problem-new"),
    path("evaluations/<int:pk>/problems/notify/", problems.problems_notify, name="problems-notify"),
    path("evaluations/<int:pk>/problems/notice.<str:ext>", problems.problems_paper, name="problems-paper"),
    path("problems/<int:pk>/edit/", problems.problem_edit, name="problem-edit"),
    path("problems/<int:pk>/remove/", problems.problem_remove, name="problem-remove"),
    path("problems/<int:pk>/<slug:step>/", problems.problem_step, name="problem-step"),
    path("evaluations/<int:pk>/repeat/", repeats.repeat_new, name="repeat-new"),
    path("evaluations/<int:pk>/complaints/", complaints.complaints, name="complaints"),
    path("evaluations/<int:pk>/complaints/new/", complaints.complaint_new, name="complaint-new"),
    path(
        "evaluations/<int:pk>/complaints/<int:complaint_pk>/answer/",
        complaints.complaint_answer,
        name="complaint-answer",
    ),
    path("evaluations/<int:pk>/archive.zip", archives.archive, name="archive"),
]

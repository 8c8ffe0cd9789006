"""Addresses of the evaluation app."""

from django.urls import path

from .views import evidence, operations

app_name = "evaluation"
urlpatterns = [
    # The sheet's data: saving, what others did, history, evidence.
    path("evaluations/<int:pk>/operations/", operations.operation, name="operation"),
    path("evaluations/<int:pk>/changes/", operations.changes, name="changes"),
    path("evaluations/<int:pk>/judge/", operations.judge, name="judge"),
    path("evaluations/<int:pk>/history/<str:target>/", operations.history, name="history"),
    path("evaluations/<int:pk>/evidence/<str:target>/add/", evidence.evidence_add, name="evidence-add"),
    path("evaluations/<int:pk>/evidence/<int:evidence_pk>/", evidence.evidence, name="evidence"),
    path(
        "evaluations/<int:pk>/evidence/<int:evidence_pk>/remove/",
        evidence.evidence_remove,
        name="evidence-remove",
    ),
]

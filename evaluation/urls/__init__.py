"""Addresses of the evaluation app."""

from django.urls import path

from ..views import evaluations, evidence, fulfilment, operations, reports, scorecard, sheet
from ..views import results as locked
from . import (
    accepting,
    aftermath,
    applications,
    consensus,
    gap_plans,
    gaps,
    linking,
    offline,
    panels,
    plans,
    results,
    verification,
    working,
)

app_name = "evaluation"
urlpatterns = [
    path("scorecard/", scorecard.scorecard, name="scorecard"),
    path("scorecard/<str:section>/", scorecard.scorecard_section, name="scorecard-section"),
    path("standards/<int:pk>/requirements/", fulfilment.standard_requirements, name="standard-requirements"),
    path("evaluations/", evaluations.evaluations, name="evaluations"),
    path("evaluations/new/", evaluations.evaluation_new, name="evaluation-new"),
    path("evaluations/<int:pk>/", evaluations.evaluation, name="evaluation"),
    path("evaluations/<int:pk>/edit/", evaluations.evaluation_edit, name="evaluation-edit"),
    path("evaluations/<int:pk>/conclusion/", evaluations.conclusion, name="conclusion"),
    path("evaluations/<int:pk>/participants/", evaluations.participants, name="participants"),
    path(
        "evaluations/<int:pk>/participants/<int:participant_pk>/remove/",
        evaluations.participant_remove,
        name="participant-remove",
    ),
    path("evaluations/<int:pk>/sheet/<str:section>/", sheet.sheet, name="sheet"),
    path("evaluations/<int:pk>/lock/", locked.lock, name="lock"),
    path("evaluations/<int:pk>/reopen/", locked.reopen, name="reopen"),
    path("results/<int:pk>/", locked.result, name="result"),
    path("results/<int:pk>/report.pdf", reports.report, name="report"),
    path("results/<int:pk>/document.json", reports.result_document, name="result-document"),
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
    # A panel: from the application to the archive.
    *applications.urlpatterns,
    *panels.urlpatterns,
    *plans.urlpatterns,
    *working.urlpatterns,
    *offline.urlpatterns,
    *consensus.urlpatterns,
    *results.urlpatterns,
    *verification.urlpatterns,
    *aftermath.urlpatterns,
    *linking.urlpatterns,
    *accepting.urlpatterns,
    *gaps.urlpatterns,
    *gap_plans.urlpatterns,
]

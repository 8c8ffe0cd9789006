"""Addresses of the private sheets: handing in, sending back, reading those of others, the score table as Excel."""

from django.urls import path

from ..views import evidence, score_table, sheet, working

urlpatterns = [
    path("evaluations/<int:pk>/sheet.xlsx", score_table.sheet_excel, name="sheet-excel"),
    path("evaluations/<int:pk>/import/", score_table.sheet_import, name="sheet-import"),
    path(
        "evaluations/<int:pk>/import/confirm/",
        score_table.sheet_import_confirm,
        name="sheet-import-confirm",
    ),
    path("evaluations/<int:pk>/submit/", working.sheet_submit, name="sheet-submit"),
    path(
        "evaluations/<int:pk>/members/<int:participant_pk>/return/", working.sheet_return, name="sheet-return"
    ),
    path(
        "evaluations/<int:pk>/members/<int:participant_pk>/<str:section>/",
        sheet.working_sheet,
        name="working-sheet",
    ),
    path("evaluations/<int:pk>/self-evidence/<str:sha256>/", evidence.self_evidence, name="self-evidence"),
]

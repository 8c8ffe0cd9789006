"""Addresses of verification."""

from django.urls import path

from ..views import comparison, reports, verification

urlpatterns = [
    path("evaluations/<int:pk>/report.docx", reports.report_word, name="report-word"),
    path("results/<int:pk>/signed-report.pdf", reports.signed_report, name="signed-report"),
    path("results/<int:pk>/comparison/", comparison.comparison, name="comparison"),
    path("verify/", verification.verification, name="verification"),
    path("verify/file/", verification.verification_file, name="verification-file"),
]

"""Addresses of the activities app: one list a kind, and what all kinds have in common."""

from django.urls import path

from .kinds import KINDS
from .views import documents, exchange, parts, people, records, steps

app_name = "activities"

ONE = "activities/<str:kind>/<int:pk>/"
PART = f"{ONE}<str:part>/"
PART_ROW = f"{PART}<int:part_pk>/"

urlpatterns = [
    *(path(f"activities/{slug}/", records.records, {"kind": slug}, name=slug) for slug in KINDS),
    path("activities/people/chart/", people.chart, name="chart"),
    path("activities/<str:kind>/new/", records.record_new, name="record-new"),
    path("activities/<str:kind>/export/", exchange.export, name="export"),
    path("activities/<str:kind>/template/", exchange.template, name="template"),
    path("activities/<str:kind>/import/", exchange.upload, name="import"),
    path("activities/<str:kind>/import/confirm/", exchange.confirm, name="import-confirm"),
    path(ONE, records.record, name="record"),
    path(f"{ONE}edit/", records.record_edit, name="record-edit"),
    path(f"{ONE}remove/", records.record_remove, name="record-remove"),
    path(f"{ONE}roster/", parts.roster, name="roster"),
    path(f"{ONE}steps/<str:step>/", steps.step, name="step"),
    path(f"{ONE}documents/add/", documents.document_add, name="document-add"),
    path(f"{ONE}documents/<int:document_pk>/", documents.document, name="document"),
    path(f"{ONE}documents/<int:document_pk>/remove/", documents.document_remove, name="document-remove"),
    path(f"{PART}new/", parts.part_new, name="part-new"),
    path(f"{PART}export/", exchange.part_export, name="part-export"),
    path(f"{PART}template/", exchange.template, name="part-template"),
    path(f"{PART}import/", exchange.upload, name="part-import"),
    path(f"{PART}import/confirm/", exchange.confirm, name="part-import-confirm"),
    path(f"{PART_ROW}edit/", parts.part_edit, name="part-edit"),
    path(f"{PART_ROW}remove/", parts.part_remove, name="part-remove"),
]

"""Addresses of the standards app."""

from django.urls import path

from .views import (
    adoption,
    chart,
    documents,
    exports,
    opinions,
    papers,
    registry,
    reviewing,
    system,
    tables,
    templates,
)
from .views.upkeep import amendments, numbers, reviews, revisions

app_name = "standards"
urlpatterns = [
    path("standards/", registry.standards, name="standards"),
    path("standards/export/", exports.export, name="export"),
    path("standards/new/<slug:origin>/", registry.standard_new, name="standard-new"),
    path("standards/<int:pk>/", registry.standard, name="standard"),
    path("standards/<int:pk>/edit/", registry.standard_edit, name="standard-edit"),
    path("standards/<int:pk>/correct/", registry.standard_correct, name="standard-correct"),
    path("standards/<int:pk>/withdraw/", registry.standard_withdraw, name="standard-withdraw"),
    path("standards/<int:pk>/documents/add/", documents.document_add, name="document-add"),
    path("standards/<int:pk>/documents/<int:document_pk>/", documents.document, name="document"),
    path(
        "standards/<int:pk>/documents/<int:document_pk>/remove/",
        documents.document_remove,
        name="document-remove",
    ),
    path("standards/<int:pk>/rounds/<int:number>/", reviewing.review_round, name="review-round"),
    path(
        "standards/<int:pk>/rounds/<int:number>/arrange/",
        reviewing.review_round_arrange,
        name="review-round-arrange",
    ),
    path(
        "standards/<int:pk>/rounds/<int:number>/send/", reviewing.review_round_send, name="review-round-send"
    ),
    path(
        "standards/<int:pk>/rounds/<int:number>/minutes/",
        reviewing.review_round_minutes,
        name="review-round-minutes",
    ),
    path(
        "standards/<int:pk>/rounds/<int:number>/opinions/",
        reviewing.review_round_handle,
        name="review-round-handle",
    ),
    path(
        "standards/<int:pk>/rounds/<int:number>/forms/<int:form_pk>/recall/",
        reviewing.opinion_form_recall,
        name="opinion-form-recall",
    ),
    path("opinions/", opinions.my_opinions, name="my-opinions"),
    path("opinions/<int:pk>/", opinions.opinion_form, name="opinion-form"),
    path("opinions/<int:pk>/rows/", opinions.opinion_form_rows, name="opinion-form-rows"),
    path("opinions/<int:pk>/sign/", opinions.opinion_form_sign, name="opinion-form-sign"),
    path(
        "opinions/<int:pk>/documents/<int:document_pk>/",
        opinions.opinion_form_document,
        name="opinion-form-document",
    ),
    path("standards/<int:pk>/adopt/", adoption.adopt, name="adopt"),
    path("standards/<int:pk>/decline/", adoption.adoption_decline, name="adoption-decline"),
    path("standards/<int:pk>/papers/<slug:kind>.<slug:ext>", papers.paper, name="paper"),
    path("standards/<int:pk>/papers/<slug:kind>/keep/", papers.paper_keep, name="paper-keep"),
    path("standards/<int:pk>/archive.zip", papers.archive, name="archive"),
    path(
        "system/versions/<int:pk>/papers/<slug:kind>.<slug:ext>", papers.version_paper, name="version-paper"
    ),
    path("system/templates/", templates.templates, name="templates"),
    path("system/templates/<slug:kind>/new/", templates.template_new, name="template-new"),
    path("system/templates/<slug:kind>/retire/", templates.template_retire, name="template-retire"),
    path("system/templates/<slug:kind>/own.docx", templates.template, name="template"),
    path("system/templates/<slug:kind>/built-in.docx", templates.template_builtin, name="template-builtin"),
    path("standards/<int:pk>/reviews/start/", reviews.review_start, name="review-start"),
    path("standards/<int:pk>/reviews/<int:review_pk>/", reviews.review, name="review"),
    path(
        "standards/<int:pk>/reviews/<int:review_pk>/opinion/", reviews.review_opinion, name="review-opinion"
    ),
    path(
        "standards/<int:pk>/reviews/<int:review_pk>/conclude/",
        reviews.review_conclude,
        name="review-conclude",
    ),
    path("standards/<int:pk>/amendments/new/", amendments.amendment_new, name="amendment-new"),
    path("standards/<int:pk>/amendments/<int:amendment_pk>/", amendments.amendment, name="amendment"),
    path(
        "standards/<int:pk>/amendments/<int:amendment_pk>/confirm/",
        amendments.amendment_confirm,
        name="amendment-confirm",
    ),
    path(
        "standards/<int:pk>/amendments/<int:amendment_pk>/decline/",
        amendments.amendment_decline,
        name="amendment-decline",
    ),
    path("standards/<int:pk>/revisions/new/", revisions.revision_new, name="revision-new"),
    path("standards/<int:pk>/revisions/<int:request_pk>/", revisions.revision, name="revision"),
    path(
        "standards/<int:pk>/revisions/<int:request_pk>/accept/",
        revisions.revision_accept,
        name="revision-accept",
    ),
    path(
        "standards/<int:pk>/revisions/<int:request_pk>/decline/",
        revisions.revision_decline,
        name="revision-decline",
    ),
    path("standards/<int:pk>/replaces/", revisions.replaces, name="replaces"),
    path("standards/<int:pk>/move/", numbers.standard_move, name="standard-move"),
    path("standards/<int:pk>/aliases/new/", numbers.alias_new, name="alias-new"),
    path("standards/<int:pk>/aliases/<int:alias_pk>/remove/", numbers.alias_remove, name="alias-remove"),
    path("standards/aliases/", numbers.aliases, name="aliases"),
    path("standards/aliases/new/", numbers.alias_table, name="alias-table"),
    path("system/", system.system, name="system"),
    path("system/chart/", chart.chart, name="chart"),
    path("system/chart.pdf", chart.chart_pdf, name="chart-pdf"),
    path("system/table/", tables.table, name="system-table"),
    path("system/table.xlsx", tables.table_export, name="system-table-export"),
    path("system/table.pdf", tables.table_pdf, name="system-table-pdf"),
    path("system/statistics/", system.statistics, name="statistics"),
    path("system/nodes/new/", system.node_new, name="node-new"),
    path("system/nodes/<int:pk>/remove/", system.node_remove, name="node-remove"),
    path("system/nodes/<int:pk>/restore/", system.node_restore, name="node-restore"),
]

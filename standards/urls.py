"""Addresses of the standards app."""

from django.urls import path

from .views import documents, exports, registry, system

app_name = "standards"
urlpatterns = [
    path("standards/", registry.standards, name="standards"),
    path("standards/export/", exports.export, name="export"),
    path("standards/new/<slug:origin>/", registry.standard_new, name="standard-new"),
    path("standards/<int:pk>/", registry.standard, name="standard"),
    path("standards/<int:pk>/edit/", registry.standard_edit, name="standard-edit"),
    path("standards/<int:pk>/correct/", registry.standard_correct, name="standard-correct"),
    path("standards/<int:pk>/publish/", registry.standard_publish, name="standard-publish"),
    path("standards/<int:pk>/withdraw/", registry.standard_withdraw, name="standard-withdraw"),
    path("standards/<int:pk>/documents/add/", documents.document_add, name="document-add"),
    path("standards/<int:pk>/documents/<int:document_pk>/", documents.document, name="document"),
    path(
        "standards/<int:pk>/documents/<int:document_pk>/remove/",
        documents.document_remove,
        name="document-remove",
    ),
    path("system/", system.system, name="system"),
    path("system/statistics/", system.statistics, name="statistics"),
    path("system/nodes/new/", system.node_new, name="node-new"),
    path("system/nodes/<int:pk>/remove/", system.node_remove, name="node-remove"),
    path("system/nodes/<int:pk>/restore/", system.node_restore, name="node-restore"),
]

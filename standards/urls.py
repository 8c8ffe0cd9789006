"""Addresses of the standards app."""

from django.urls import path

from .views import exports, system

app_name = "standards"
urlpatterns = [
    path("standards/export/", exports.export, name="export"),
    path("system/", system.system, name="system"),
    path("system/statistics/", system.statistics, name="statistics"),
    path("system/nodes/new/", system.node_new, name="node-new"),
    path("system/nodes/<int:pk>/remove/", system.node_remove, name="node-remove"),
    path("system/nodes/<int:pk>/restore/", system.node_restore, name="node-restore"),
]

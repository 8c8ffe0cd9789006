"""WHAT HAPPENED: append-only events. WHAT PROVES IT: attachments by SHA-256."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "gridgov.records"
    label = "records"
    verbose_name = "记录"

    def ready(self):
        from . import receivers  # noqa: F401  registering is importing

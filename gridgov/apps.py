"""The site itself: start-up checks, management commands, template tags that no app owns."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "gridgov"
    verbose_name = "网格化治理标准体系管理与评价"

    def ready(self):
        from . import checks  # noqa: F401  registering is importing

"""WHAT AN ORGANISATION MUST HAVE AND HAS: the tree, the registry, numbers, the 标准明细表."""

from django.apps import AppConfig


class StandardsConfig(AppConfig):
    name = "standards"
    verbose_name = "标准"

    def ready(self):
        from . import receivers  # noqa: F401  registering is importing

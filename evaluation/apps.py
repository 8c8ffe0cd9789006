"""HOW FAR IT IS: the scorecard of Appendix A, sheets, scoring, locked results, reports."""

from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "evaluation"
    verbose_name = "评价"

    def ready(self):
        from . import receivers  # noqa: F401  registering is importing

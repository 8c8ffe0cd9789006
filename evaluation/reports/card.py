"""The card of the report on the page of a panel: its narrative and its draft before the lock, the report after it."""

from ..models import Evaluation, Result
from ..permissions import can_draft_report


def report_card(user, evaluation: Evaluation) -> dict:
    """Nothing for whoever may see neither; the narrative is shown to those who write it."""
    may_draft = can_draft_report(user, evaluation)
    rows = Result.objects.visible_to(user).filter(evaluation=evaluation).defer("document")
    return {
        "may_draft": may_draft,
        "narrative": narrative(evaluation) if may_draft else [],
        "last_report": rows.order_by("-version").first(),
    }


def narrative(evaluation: Evaluation) -> list[tuple[str, str]]:
    fields = ("achievements", "problems", "advice")
    return [(evaluation._meta.get_field(name).verbose_name, getattr(evaluation, name)) for name in fields]

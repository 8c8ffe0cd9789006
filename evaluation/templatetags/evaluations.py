"""Tags of the workbench and of pages with standards and sheets: progress, signs of a status."""

from django import template

from standards.templatetags.registry import SIGNS

from ..models import Evaluation
from ..permissions import evaluable_organizations, sheet_for
from ..sheet_page import build_tabs, total_bar
from ..sheets import read_result

register = template.Library()


@register.filter
def status_sign(status: str) -> str:
    """The sign that stands before the word of a status; it stays when printed in grey."""
    return SIGNS[status]


@register.filter
def grouped(digest: str) -> str:
    """A hash grouped by eight."""
    return " ".join(digest[place : place + 8] for place in range(0, len(digest), 8))


@register.inclusion_tag("evaluation/_progress_card.html")
def evaluation_progress(user):
    """The newest open evaluation of the user's own organisation or participation, as score bar and tables."""
    evaluation = Evaluation.objects.open().concerning(user).with_people().first()
    if evaluation is None:
        return {"evaluation": None, "may_open": evaluable_organizations(user).exists()}
    result = read_result(sheet_for(user, evaluation) or evaluation.official)
    return {"evaluation": evaluation, "bar": total_bar(result), "tabs": build_tabs(result)}

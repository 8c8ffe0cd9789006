"""Tags of the workbench and of pages with standards and sheets: progress, hashes."""

from django import template

from ..models import Evaluation, Sheet
from ..permissions import evaluable_organizations, sheet_for
from ..scoring import Result
from ..sheet.page import Tab, build_tabs, total_bar
from ..sheet.reading import read_result

register = template.Library()
MOST = 20


@register.filter
def grouped(digest: str) -> str:
    """A hash grouped by eight."""
    return " ".join(digest[place : place + 8] for place in range(0, len(digest), 8))


@register.inclusion_tag("evaluation/_progress_card.html")
def evaluation_progress(user):
    """The open evaluation of the user's own organisation or participation, as score bar and tables.

    The newest on whose sheet he can still judge, else the newest. A member of a panel sees his own tables; who is
    absent nothing of the sheets.
    """
    found = Evaluation.objects.open().concerning(user).with_people()[:MOST]
    sheets = [(evaluation, sheet_for(user, evaluation)) for evaluation in found]
    if not sheets:
        return {"evaluation": None, "may_open": evaluable_organizations(user).exists()}
    evaluation, sheet = next((pair for pair in sheets if pair[1] and pair[1].is_open), sheets[0])
    if sheet is None:
        return {"evaluation": evaluation}
    result = read_result(sheet)
    if sheet.is_private:
        return {"evaluation": evaluation, "sheet": sheet, "tabs": own_tabs(sheet, result)}
    return {"evaluation": evaluation, "bar": total_bar(result), "tabs": build_tabs(result)}


def own_tabs(sheet: Sheet, result: Result) -> list[Tab]:
    """Of a private sheet the tables given to its member: the other ones are not his to judge."""
    given = set(sheet.participant.assignments.values_list("section", flat=True))
    return [tab for tab in build_tabs(result, assigned=given) if tab.is_assigned]

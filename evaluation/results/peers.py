"""Which results stand beside a locked one: the self-evaluation or the panel's, and that of an earlier year.

Only what was locked before counts for a self-evaluation or an earlier year beside a report, so that printing it
again years later gives the same comparison.
"""

from django.db.models import Q, QuerySet

from ..models import Result
from .comparison import Comparison, compare
from .document import read_document

HERE = "本次"
SELF, PANEL = "自我评价", "评估组"


def comparison_of(result: Result, among: QuerySet) -> Comparison:
    """The comparison of a result with its peers out of `among`: in three statements, whatever there is."""
    found = [(HERE, result), *peers(result, among)]
    return compare([(label, row.sha256, read_document(row.document)) for label, row in found])


def peers(result: Result, among: QuerySet) -> list[tuple[str, Result]]:
    """(label, result) of the peers of a locked result, its counterpart first."""
    mine = among.filter(evaluation__organization=result.evaluation.organization_id).select_related(
        "evaluation"
    )
    other, before = counterpart(result, mine), earlier(result, mine)
    found = [(f"{other.evaluation.year} 年{label_of(other)}", other)] if other else []
    return found + ([(f"{before.evaluation.year} 年{label_of(before)}", before)] if before else [])


def label_of(result: Result) -> str:
    return PANEL if result.evaluation.is_by_panel else SELF


def counterpart(result: Result, mine: QuerySet) -> Result | None:
    """For a panel's result the self-evaluation applied with, else the newest before it; for a self-evaluation the
    panel's of its year.
    """
    evaluation = result.evaluation
    if not evaluation.is_by_panel:
        panels = mine.exclude(evaluation__kind="self").filter(evaluation__year=evaluation.year)
        return panels.order_by("-locked_at", "-pk").first()
    own = mine.filter(evaluation__kind="self", locked_at__lt=result.locked_at)
    if evaluation.application_id:
        own = own.filter(applications=evaluation.application_id)
    return own.order_by("-locked_at", "-pk").first()


def earlier(result: Result, mine: QuerySet) -> Result | None:
    """The newest result of the same kind for an earlier year; a panel's only when it was told before this lock."""
    told = Q(evaluation__kind="self") | Q(notice__recorded_at__lt=result.locked_at)
    rows = mine.filter(
        told, evaluation__kind=result.evaluation.kind, evaluation__year__lt=result.evaluation.year
    )
    rows = rows.filter(locked_at__lt=result.locked_at)
    return rows.order_by("-evaluation__year", "-version").first()

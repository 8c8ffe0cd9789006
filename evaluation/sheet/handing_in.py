"""What a private sheet still lacks before it is handed in, and why it came back. Reading only."""

from dataclasses import dataclass

from gridgov.records.models import Event

from ..aftermath.repeats import is_judged_anew
from ..models import Sheet
from ..obstacles import sheet_url
from .reading import read_result

NO_TABLES = "还没有分给您要评的表，请组织单位在评估组中分工。"


@dataclass(frozen=True, slots=True)
class Gap:
    """One assigned table: how much of it is judged, and which requirements are missing."""

    code: str
    title: str
    judged: int
    count: int
    missing: tuple[str, ...]
    wordless: tuple[str, ...]

    @property
    def is_finished(self) -> bool:
        return not self.missing


def gaps_of(sheet: Sheet) -> list[Gap]:
    """The assigned tables in printed order; empty when none is assigned. Two statements."""
    codes = set(sheet.participant.assignments.values_list("section", flat=True))
    sections = [section for section in read_result(sheet).sections if section.code in codes]
    return [gap_in(section, sheet.evaluation) for section in sections]


def gap_in(section, evaluation) -> Gap:
    """Of a 复评 its affected items alone."""
    items = [item for item in section.items if is_judged_anew(evaluation, item.code)]
    rows = [row for item in items for row in item.requirements]
    return Gap(
        section.code,
        section.section.short_title,
        sum(row.is_judged for row in rows),
        len(rows),
        tuple(row.code for row in rows if not row.is_judged),
        tuple(row.code for row in rows if row.reason_due),
    )


def linked(evaluation, codes) -> list[tuple[str, str]]:
    """Requirements with the address where each is judged."""
    return [(code, sheet_url(evaluation, code)) for code in codes]


def return_label(participant) -> str:
    """Under which words the trail tells of a sheet sent back."""
    return f"{participant.user} 的底稿"


def return_reason(sheet: Sheet) -> str:
    """Why an open sheet was sent back by the leader; empty when it was not."""
    if not (sheet.is_private and sheet.is_open):
        return ""
    label = return_label(sheet.participant)
    rows = Event.objects.about(sheet.evaluation).filter(verb="return")
    return next((row.reason for row in rows if label in row.changes), "")

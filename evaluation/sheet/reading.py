"""Reading a sheet: what is found now, its result, its evidence. A fixed number of statements."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache

from django.db import connection

from ..models import Evidence, Judgement
from ..models import Sheet as SheetRow
from ..models.scorecard import scorecard_of
from ..scoring import (
    ItemDecision,
    Result,
    Scorecard,
    SectionResult,
    Sheet,
    parse_decision,
    parse_judgement,
    score,
    score_section,
)
from ..scoring import Judgement as Fact

LABELS = {"note": "备注", "finding": "发现的问题", "asked": "提问记录"}
CURRENT = f"SELECT target, value FROM {Judgement._meta.db_table} WHERE sheet_id = %s"


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands at a target now: its value in the exchange format ({}: cleared), its version, whose, when."""

    value: dict
    version: int
    author: str
    at: datetime


@dataclass(frozen=True)
class CurrentSheet:
    """The pure sheet, with who, when and which version for every target ever touched."""

    sheet: Sheet
    entries: Mapping[str, Entry]

    @cached_property
    def result(self) -> Result:
        return score(self.sheet)


def read_sheet(sheet: SheetRow) -> CurrentSheet:
    """A sheet as it is now, in one statement (the edition's text is kept per process)."""
    rows = Judgement.objects.filter(sheet=sheet).values_list(
        "target", "value", "version", "author_name", "updated_at"
    )
    entries = {target: Entry(*rest) for target, *rest in rows}
    values = {target: entry.value for target, entry in entries.items()}
    return CurrentSheet(sheet_from_values(sheet.evaluation.edition.scorecard, values), entries)


def sheet_from_values(card: Scorecard, values: Mapping[str, dict]) -> Sheet:
    """The pure sheet from values of the exchange format by target; {} is no judgement."""
    judgements, decisions = {}, {}
    for target, value in values.items():
        if value and target in card.items_by_code:
            decisions[target] = parse_decision(card.items_by_code[target], value)
        elif value:
            judgements[target] = parse_judgement(card.requirements_by_code[target], value)
    return Sheet(card, judgements, decisions)


def read_result(sheet: SheetRow) -> Result:
    """The result of a sheet as it is now, in one statement.

    Made for every save: of seven tables six are known from before.
    """
    edition = (sheet.evaluation.edition_id, sheet.evaluation.edition.sha256)
    tables = {section: [] for section in table_of(edition).values()}
    with connection.cursor() as cursor:
        cursor.execute(CURRENT, [sheet.pk])
        for row in cursor.fetchall():
            tables[table_of(edition)[row[0]]].append(row)
    sections = tuple(scored(edition, code, tuple(sorted(rows))) for code, rows in tables.items())
    total = sum(section.score for section in sections)
    return Result(scorecard_of(*edition), sections, total, sum(section.items_sum for section in sections))


@lru_cache(maxsize=8)
def table_of(edition: tuple[int, str]) -> dict[str, str]:
    """Requirement or item code → code of its table, in printed order."""
    sections = scorecard_of(*edition).sections
    items = [(section.code, item) for section in sections for item in section.items]
    return {
        code: section for section, item in items for code in (item.code, *(r.code for r in item.requirements))
    }


@lru_cache(maxsize=1_000)
def scored(edition: tuple[int, str], code: str, rows: tuple[tuple[str, str], ...]) -> SectionResult:
    """One table, scored from its stored values. The key holds all of them, so it is never behind the database."""
    card, judgements, decisions = scorecard_of(*edition), {}, {}
    for target, text in rows:
        fact = parsed(edition, target, text)
        if isinstance(fact, ItemDecision):
            decisions[target] = fact
        elif fact is not None:
            judgements[target] = fact
    section = next(section for section in card.sections if section.code == code)
    return score_section(section, Sheet(card, judgements, decisions))


@lru_cache(maxsize=20_000)
def parsed(edition: tuple[int, str], target: str, text: str) -> Fact | ItemDecision | None:
    """One stored value, read. The key holds the content, so the cache can never be behind the database."""
    card, value = scorecard_of(*edition), json.loads(text)
    if not value:
        return None
    if target in card.items_by_code:
        return parse_decision(card.items_by_code[target], value)
    return parse_judgement(card.requirements_by_code[target], value)


def evidence_of(sheet: SheetRow) -> dict[str, list[Evidence]]:
    """Target → its evidence in force, oldest first. One statement."""
    found = defaultdict(list)
    rows = sheet.evidence.kept().select_related("attachment", "standard", "added_by")
    for evidence in rows.order_by("target", "pk"):
        found[evidence.target].append(evidence)
    return dict(found)


def count_evidence(sheet: SheetRow) -> Counter:
    """Target → how many pieces of evidence lie there. One statement."""
    return Counter(sheet.evidence.kept().values_list("target", flat=True))


def figures(result: Result, target: str | None = None) -> dict:
    """Every number of the page, ready for JSON; the derivations of the target's item and its requirements too.

    {"total", "total_uncapped", "verdict", "earned", "deducted", "unjudged", "distance", "left",
     "sections": {code: {"score", "items", "earned", "deducted", "unjudged", "judged", "count"}},
     "items": {code: {"score", "lost", "judged", "zero"}},
     "item": {"code", "derivation", "requirements": {code: {"state", "lost", "derivation"}}}}
    `earned` counts finished items only, so earned + deducted + unjudged = full marks; `distance` is earned minus
    the pass mark; `left` how many requirements are not judged.
    """
    known = {
        "total": result.total,
        "total_uncapped": result.total_uncapped,
        "verdict": result.verdict,
        "earned": result.earned,
        "deducted": result.deducted,
        "unjudged": result.unjudged,
        "distance": result.earned - result.scorecard.pass_mark,
        "left": sum(section.figures["count"] - section.figures["judged"] for section in result.sections),
        "sections": {section.code: section.figures for section in result.sections},
        "items": {
            code: numbers for section in result.sections for code, numbers in section.item_figures.items()
        },
    }
    card = result.scorecard
    item = card.items_by_code.get(target) or card.item_of.get(target)
    return known | ({"item": derivations(result.items[item.code])} if item else {})


def derivations(item) -> dict:
    rows = {
        row.code: {"state": row.state, "lost": row.lost, "derivation": row.derivation}
        for row in item.requirements
    }
    return {"code": item.code, "derivation": item.derivation, "requirements": rows}


def value_words(card: Scorecard, target: str, value: dict) -> str:
    """A stored value in words, as it would count alone: `每缺一项扣2分：缺1项，扣2分`; 未评 for {}."""
    if not value:
        return "未评"
    result = score(sheet_from_values(card, {target: value}))
    words = (result.requirements.get(target) or result.items[target]).derivation
    texts = [f"{label}：{value[name]}" for name, label in LABELS.items() if value.get(name)]
    return "。".join([words, *texts])

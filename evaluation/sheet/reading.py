"""Reading a sheet: what is found now, its result, and what the registry can tell. A fixed number of statements."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache

from django.db import connection
from django.db.models import F, OuterRef, Subquery

from standards.models import Standard, StandardDocument

from ..models import Evaluation, Evidence, Judgement
from ..models import Sheet as SheetRow
from ..models.scorecard import scorecard_of
from ..proposing.facts import LinkedStandard
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

# The columns of a standard that a link tells of; reading all forty takes half as long again.
TOLD = ("number", "title", "stage", "origin", "approved_on", "issued_on", "effective_on")
TOLD += ("replaced_on", "withdrawn_on")
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


def registry_facts(evaluation: Evaluation) -> dict[str, list[LinkedStandard]]:
    """Requirement code → its linked standards on the evaluation's date, in registry order. One statement.

    A link counts when the standard is in force on that day, approved, and its text attached (T/CSSG 001.2 9.3.2).
    """
    rows = Standard.objects.filter(organization=evaluation.organization_id)
    found = defaultdict(list)
    for code, linked in linked_standards(rows, evaluation.edition_id, evaluation.as_of):
        found[code].append(linked)
    return dict(found)


def linked_standards(
    rows, edition: int, on: date, codes: Iterable[str] | None = None
) -> Iterator[tuple[str, LinkedStandard]]:
    """Requirement and standard of every link of an edition among `rows`, in registry order. One statement."""
    text = StandardDocument.objects.kept().filter(standard=OuterRef("pk"), kind="text").order_by("-pk")
    wanted = {} if codes is None else {"fulfilments__requirement__in": codes}
    links = rows.filter(fulfilments__edition=edition, **wanted).annotate(
        requirement=F("fulfilments__requirement"), text_sha256=Subquery(text.values("attachment__sha256")[:1])
    )
    for standard in links.only(*TOLD).in_order():
        yield standard.requirement, linked_standard(standard, standard.text_sha256 or "", on)


def linked_standard(standard: Standard, text_sha256: str, on: date) -> LinkedStandard:
    status = standard.status(on)
    return LinkedStandard(
        pk=standard.pk,
        number=standard.number,
        title=standard.title,
        status=status.value,
        word=status.label,
        why_not=why_not(standard, status, bool(text_sha256), on),
        approved_on=standard.approved_on,
        issued_on=standard.issued_on,
        effective_on=standard.effective_on,
        ends_on=min(filter(None, [standard.withdrawn_on, standard.replaced_on]), default=None),
        text_sha256=text_sha256,
    )


def why_not(standard: Standard, status: str, has_text: bool, on: date) -> str:
    """What stands after 「不计，原因：」; empty when the standard counts."""
    reasons = {
        Standard.Status.DRAFT: "制定中",
        Standard.Status.UPCOMING: f"即将实施，{standard.effective_on} 起",
        Standard.Status.REPLACED: f"{standard.replaced_on} 起被代替",
        Standard.Status.WITHDRAWN: f"{standard.withdrawn_on} 起废止",
        Standard.Status.IDENTIFIED: "待采用",
        Standard.Status.ABANDONED: "已终止",
    }
    if status in reasons:
        return reasons[status]
    if standard.origin == Standard.Origin.OWN and not (standard.approved_on and standard.approved_on <= on):
        return "没有批准"
    return "" if has_text else "无文本"


def evidence_of(sheet: SheetRow) -> dict[str, list[Evidence]]:
    """Target → its evidence in force, oldest first. One statement."""
    found = defaultdict(list)
    rows = sheet.evidence.kept().select_related("attachment", "standard", "added_by")
    for evidence in rows.order_by("target", "pk"):
        found[evidence.target].append(evidence)
    return dict(found)


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

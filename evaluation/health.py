"""What the requirements of Appendix A tell of a registry: standards that serve none, or the wrong one (tree §6.2)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from standards.health.problem import Check, Examination, Link, Problem, Severity
from standards.health.registry import about
from standards.models import Standard

from .models import Fulfilment, ScorecardEdition
from .scoring import Requirement

UNTICKED = Check("unticked", "没有挂接评价要求", "第5部分 附录A", Severity.SCORE)
ELSEWHERE = Check("ticked-elsewhere", "挂接的要求属于别的分类", "第5部分 附录A", Severity.SCORE)
CHECKS = (UNTICKED, ELSEWHERE)
SHOWN = ("number", "title", "organization", "node__code", "node__clause", "node__subsystem")


@dataclass(frozen=True)
class Ticked:
    """What is ticked, on a day: the standards in force with their `node`, the codes each is ticked for."""

    requirements: Mapping[str, Requirement]
    standards: tuple[Standard, ...]
    codes: Mapping[int, list[str]]


def read_ticked(organization, on: date) -> Ticked | None:
    """Three statements; None before there is an edition."""
    edition = ScorecardEdition.objects.newest()
    if edition is None:
        return None
    codes = defaultdict(list)
    links = Fulfilment.objects.filter(edition=edition.pk, standard__organization=organization)
    for standard, code in links.order_by("pk").values_list("standard_id", "requirement"):
        codes[standard].append(code)
    rows = Standard.objects.of(organization).in_force(on=on).select_related("node").only(*SHOWN).in_order()
    return Ticked(edition.scorecard.requirements_by_code, tuple(rows), codes)


def examine(ticked: Ticked) -> Iterator[Problem]:
    """Every fault of what is ticked. Pure."""
    by_leaf = wanted_at(ticked.requirements)
    for row in ticked.standards:
        mine, here = ticked.codes.get(row.pk, []), by_leaf.get(row.node.code, [])
        if here and not mine:
            sentence = f"现行，没有挂接评价要求，所在分类对应 {'、'.join(here)}，评价时不计。"
            yield problem(UNTICKED, row, sentence)
        if wrong := [code for code in mine if is_elsewhere(ticked.requirements.get(code), row)]:
            named = [leaf for code in wrong for leaf in ticked.requirements[code].node_codes]
            leaves = "、".join(dict.fromkeys(named))
            sentence = f"挂接的 {'、'.join(wrong)} 属于分类 {leaves}，标准归在 {row.node.code}。"
            yield problem(ELSEWHERE, row, sentence)


def wanted_at(requirements: Mapping[str, Requirement]) -> dict[str, list[str]]:
    """Leaf → the requirements whose proof is a standard ticked for them (class a)."""
    found = defaultdict(list)
    for code, requirement in requirements.items():
        for leaf in requirement.node_codes if requirement.judging == "a" else ():
            found[leaf].append(code)
    return found


def is_elsewhere(requirement: Requirement | None, row: Standard) -> bool:
    """Whether the requirement names leaves, and not that of the standard."""
    leaves = requirement.node_codes if requirement else ()
    return bool(leaves) and not {row.node.code, row.node.clause}.intersection(leaves)


def problem(check: Check, row: Standard, sentence: str) -> Problem:
    return about(check, row, sentence, Link("挂接评价要求", "evaluation:standard-requirements", (row.pk,)))


def find(organization, on: date) -> Iterator[Problem]:
    ticked = read_ticked(organization, on)
    return iter(()) if ticked is None else examine(ticked)


EXAMINATION = Examination(CHECKS, find)

"""What the facts hold for one requirement: one small function per kind of evidence rule. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from evaluation.scoring import Requirement

from .facts import Facts, Record, RegistryRow
from .grounds import (
    ground_of_record,
    ground_of_row,
    ground_of_standard,
    ground_of_whole,
    label_of,
    lack,
    sentences,
)
from .proposal import Ground
from .rules import DOCUMENTS, MEASURES, EvidenceRule

NO_VERSION = "没有已发布、正在运行的标准体系表"
NO_STANDARD = "没有挂接的标准"
NOT_COUNTING = "挂接的标准都不能计入"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule found: grounds, how many things are missing and which, the measured value if there is one.

    `missing` counts for 不满足; with `value` the figure decides.
    """

    grounds: tuple[Ground, ...] = ()
    missing: tuple[str, ...] = ()
    value: str = ""
    cautions: tuple[str, ...] = ()
    is_unknown: bool = False


def by_standards(requirement: Requirement, rule: EvidenceRule, facts: Facts) -> Finding:
    """≥ 1 standard ticked for it that counts (tree §6.2 no. 2); a leaf the organisation does without is told."""
    linked = facts.linked.get(requirement.code, ())
    grounds = tuple(map(ground_of_standard, linked))
    if any(standard.counts for standard in linked):
        return Finding(grounds)
    return Finding(
        grounds, (NOT_COUNTING if linked else NO_STANDARD,), cautions=removed(requirement.node_codes, facts)
    )


def by_places(requirement: Requirement, rule: EvidenceRule, facts: Facts) -> Finding:
    """A standard that counts at each place; one ticked for the requirement serves a single place too."""
    linked = facts.linked.get(requirement.code, ())
    grounds = {standard.pk: ground_of_standard(standard) for standard in linked}
    serves = len(rule.nodes) == 1 and any(standard.counts for standard in linked)
    wholes, empty = [], []
    for code in rule.nodes:
        rows = [row for row in facts.registry if code in row.path]
        if is_leaf(code, facts):
            grounds |= {row.pk: ground_of_row(row) for row in rows if row.pk not in grounds}
        else:
            wholes.append(ground_of_whole(code, rows, facts))
        if not serves and all(row.why_not for row in rows):
            empty.append(code)
    missing = tuple(f"{label_of(code, facts)}没有能计入的标准" for code in empty)
    return Finding((*wholes, *grounds.values()), missing, cautions=removed(empty, facts))


def removed(codes: Iterable[str], facts: Facts) -> tuple[str, ...]:
    """What to mind of leaves the organisation does without: perhaps they are not applicable."""
    return tuple(
        f"体系中已删减 {facts.removed[code].label}，理由：{facts.removed[code].reason}。"
        "确无需要的，经界定可判不适用（第5部分 8.2）。"
        for code in codes
        if code in facts.removed
    )


def by_version(requirement: Requirement, rule: EvidenceRule, facts: Facts) -> Finding:
    """A 体系版本 runs (A1-7-1), each document belongs to it (A1-7-3), the sub-system has its part in it (reading 7)."""
    part = part_of(rule, facts)
    version = facts.version
    if version is None:
        wanted = [f"没有运行的体系版本，缺{DOCUMENTS[each]}" for each in rule.documents]
        return Finding(part, (*(wanted or [NO_VERSION]), *sentences(part)))
    ground = Ground("version", str(version.pk), f"{version.name}，{version.issued_on} 发布")
    lacking = [DOCUMENTS[each] for each in rule.documents if each not in version.documents]
    missing = (*(f"{version.name}没有{name}" for name in lacking), *sentences(part))
    return Finding((ground, *part), missing)


def part_of(rule: EvidenceRule, facts: Facts) -> tuple[Ground, ...]:
    """What the tree of today shows of the rule's sub-system; nothing where the whole system is asked for."""
    if not rule.subsystem:
        return ()
    place = facts.places.get(rule.subsystem)
    if place is None or not place.present:
        return (Ground("place", rule.subsystem, label_of(rule.subsystem, facts), "没有现行标准"),)
    words = f"{place.label}：应有标准 {place.expected} 项，现有 {place.present} 项"
    return (Ground("place", rule.subsystem, words),)


def by_coverage(requirement: Requirement, rule: EvidenceRule, facts: Facts) -> Finding:
    """Every leaf has what it should have: 现有数 = 应有数 (A1-8-1); the coverage of the leaves stands beside."""
    leaves = [each for each in facts.places.values() if each.is_leaf and each.stands_in(rule.subsystem)]
    if not leaves:
        return Finding((), ("体系表中没有末级节点",))
    present, expected = sum(each.present for each in leaves), sum(each.expected for each in leaves)
    gaps = [each for each in leaves if each.present < each.expected]
    filled = sum(each.present > 0 for each in leaves)
    words = f"应有标准 {expected} 项，现有 {present} 项；末级节点 {len(leaves)} 个，有现行标准的 {filled} 个"
    short = f"缺 {expected - present} 项" if gaps else ""
    missing = tuple(f"{each.label}：应有 {each.expected} 项，现有 {each.present} 项" for each in gaps)
    return Finding((Ground("place", rule.subsystem, words, short),), missing)


def by_currency(requirement: Requirement, rule: EvidenceRule, facts: Facts) -> Finding:
    """No standard in force cites what has ended, and none in use may have ended itself (readings 5 and 10).

    查新 in time is asked of the whole system (A1-6-3), not of the content of one sub-system.
    """

    def fault(row: RegistryRow) -> str:
        found = (facts.citations.get(row.pk, ""), row.stale, "" if rule.subsystem else row.unchecked)
        return "；".join(filter(None, found))

    what = "未引用、执行过期作废标准" if rule.subsystem else "按期查新且未引用、执行过期作废标准"
    return each_in_force(rule, facts, what, fault)


def by_numbers(requirement: Requirement, rule: EvidenceRule, facts: Facts) -> Finding:
    """Own standards have numbers of one form, agreeing with their class (T/CSSG 001.2 10.6.4)."""
    return each_in_force(rule, facts, "编号合规", lambda row: row.odd_number, own=True)


def by_texts(requirement: Requirement, rule: EvidenceRule, facts: Facts) -> Finding:
    """所有标准应有文本 (T/CSSG 001.2 9.3.2)."""
    return each_in_force(rule, facts, "有文本", lambda row: "" if row.has_text else "无文本")


def by_approvals(requirement: Requirement, rule: EvidenceRule, facts: Facts) -> Finding:
    """Every own standard in force has approver, day and document of the approval."""
    return each_in_force(rule, facts, "有批准、发布文书", lambda row: row.unapproved, own=True)


def each_in_force(
    rule: EvidenceRule, facts: Facts, what: str, fault: Callable[[RegistryRow], str], own: bool = False
) -> Finding:
    """Those in force one by one: a share first, then every one at fault with its reason."""
    rows = [row for row in in_force(rule, facts) if row.is_own or not own]
    kind = "现行自制标准" if own else "现行标准"
    if not rows:
        return Finding((), (f"{'本分体系' if rule.subsystem else ''}没有{kind}",))
    faults = [Ground("standard", str(row.pk), row.label, fault(row)) for row in rows if fault(row)]
    words = f"{kind} {len(rows)} 项，{what}的 {len(rows) - len(faults)} 项"
    share = Ground("place", rule.subsystem, words, f"{len(faults)} 项不符合" if faults else "")
    return Finding((share, *faults), sentences(faults))


def by_records(requirement: Requirement, rule: EvidenceRule, facts: Facts) -> Finding:
    """Every source is there and whole, or reaches what is asked of it (reading 21)."""
    told = [(facts.record(each.source), each.at_least) for each in rule.sources]
    linked = [ground_of_standard(each) for each in facts.linked.get(requirement.code, ())]
    missing = tuple(lack(record, least) for record, least in told if not record.reaches(least))
    return Finding((*(ground_of_record(*each) for each in told), *linked), missing)


def by_measure(requirement: Requirement, rule: EvidenceRule, facts: Facts) -> Finding:
    """The figure itself decides; without one nothing is decided."""
    if rule.of not in MEASURES:
        return by_rate(requirement, facts.record(rule.of))
    figure = facts.measured.get(rule.of)
    if figure is None:
        return Finding((), (f"没有{MEASURES[rule.of]}的数据",), is_unknown=True)
    return Finding((Ground("record", rule.of, figure.words),), (), figure.value, figure.cautions)


def by_rate(requirement: Requirement, record: Record) -> Finding:
    """A share of work records; of nothing none, with what the edition says of that (reading 3: one deduction)."""
    if record.rate is None or record.rate.percentage is None:
        minded = tuple(filter(None, [requirement.rule.void_reason]))
        return Finding((ground_of_record(record),), (lack(record),), cautions=minded, is_unknown=True)
    return Finding((ground_of_record(record),), (), f"{record.rate.percentage.normalize():f}")


def by_files(requirement: Requirement, rule: EvidenceRule, facts: Facts) -> Finding:
    """Files brought as evidence at the sheet, or standards ticked; what they are worth people judge."""
    count, linked = facts.files.get(requirement.code, 0), facts.linked.get(requirement.code, ())
    files = (Ground("file", requirement.code, f"证据 {count} 件"),) if count else ()
    is_any = bool(files) or any(standard.counts for standard in linked)
    missing = () if is_any else (f"没有上传{rule.what}",)
    return Finding((*files, *map(ground_of_standard, linked)), missing)


def by_people(requirement: Requirement, rule: EvidenceRule, facts: Facts) -> Finding:
    return Finding()


def in_force(rule: EvidenceRule, facts: Facts) -> Iterator[RegistryRow]:
    return (row for row in facts.registry if row.is_in_force and row.stands_in(rule.subsystem))


def is_leaf(code: str, facts: Facts) -> bool:
    """Larger places are told by a figure, not standard by standard."""
    return code not in facts.places or facts.places[code].is_leaf


def beside(rule: EvidenceRule, facts: Facts) -> Iterator[Ground]:
    """Sources that stand beside a rule of another kind, for people to look at."""
    if rule.kind != "records":
        yield from (ground_of_record(facts.record(each.source)) for each in rule.sources)


KINDS: dict[str, Callable[[Requirement, EvidenceRule, Facts], Finding]] = {
    "standards": by_standards,
    "places": by_places,
    "version": by_version,
    "coverage": by_coverage,
    "currency": by_currency,
    "numbers": by_numbers,
    "texts": by_texts,
    "approvals": by_approvals,
    "records": by_records,
    "measured": by_measure,
    "files": by_files,
    "people": by_people,
}

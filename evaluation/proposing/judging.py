"""From facts to proposals: one small function per kind of evidence rule. Pure.

A function tells what it found; whether that leads to a verdict is decided by the class of the requirement alone:
a and a* do (tree §6.2 no. 3), b shows what there is and what is missing, c only what people look at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from evaluation.scoring import Requirement, Scorecard, parse_judgement

from .facts import Facts, LinkedStandard, Measured, Record, RegistryRow
from .levels import excuse, is_missing
from .proposal import OUTCOMES, Ground, Proposal
from .rules import DECIDED, DOCUMENTS, MEASURES, EvidenceRule, Rules

NO_STANDARD = "没有挂接的标准"


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


def propose(
    card: Scorecard, rules: Rules, facts: Facts, codes: Iterable[str] | None = None
) -> dict[str, Proposal]:
    """Code → proposal, in printed order; for all requirements of the edition, or those of `codes`."""
    wanted = None if codes is None else set(codes)
    return {
        requirement.code: propose_one(requirement, rules[requirement.code], facts)
        for requirement in card.requirements
        if wanted is None or requirement.code in wanted
    }


def propose_one(requirement: Requirement, rule: EvidenceRule, facts: Facts) -> Proposal:
    """The proposal for one requirement."""
    if is_missing(requirement, facts.level):
        value = {"not_applicable": True, "reason": excuse(facts.level)}
        return Proposal(requirement.code, "not_applicable", OUTCOMES["not_applicable"], value)
    found = KINDS[rule.kind](requirement, rule, facts)
    value = verdict(requirement, found) if requirement.judging in DECIDED else None
    outcome = outcome_of(value)
    return Proposal(
        requirement.code,
        outcome,
        words_of(requirement, value) if value else OUTCOMES["open"],
        value,
        (*found.grounds, *beside(rule, facts)),
        found.missing,
        found.cautions,
        rule.checks,
        rule.sample,
    )


def verdict(requirement: Requirement, found: Finding) -> dict | None:
    """The judgement of the exchange format that the finding comes to; None where nothing was measured."""
    if found.value:
        return {"value": found.value}
    if found.is_unknown:
        return None
    if not found.missing:
        return {"met": True}
    return {"faults": min(len(found.missing), requirement.rule.max)}


def outcome_of(value: dict | None) -> str:
    if value is None:
        return "open"
    if "value" in value:
        return "measured"
    return "met" if value.get("met") else "not_met"


def words_of(requirement: Requirement, value: dict) -> str:
    """`满足`, `不满足`, `缺2项`, `完成率62.5%（≥50%且＜100%）`: the rule's words without the points."""
    words = requirement.rule.words(parse_judgement(requirement, value))
    return words.rpartition("，")[0]


def beside(rule: EvidenceRule, facts: Facts) -> Iterator[Ground]:
    """Sources that stand beside a rule of another kind, for people to look at."""
    if rule.kind != "records":
        yield from (ground_of_record(facts.records[each.source]) for each in rule.sources)


def by_standards(requirement: Requirement, rule: EvidenceRule, facts: Facts) -> Finding:
    """≥ 1 standard ticked for it that counts (tree §6.2 no. 2); a leaf the organisation does without is told."""
    linked = facts.linked.get(requirement.code, ())
    grounds = tuple(map(ground_of_standard, linked))
    if any(standard.counts for standard in linked):
        return Finding(grounds)
    removed = [
        f"体系中已删减 {code}：{facts.removed[code]}。确无需要的，经界定可判不适用（第5部分 8.2）。"
        for code in requirement.node_codes
        if code in facts.removed
    ]
    return Finding(grounds, (NOT_COUNTING if linked else NO_STANDARD,), cautions=tuple(removed))


def by_places(requirement: Requirement, rule: EvidenceRule, facts: Facts) -> Finding:
    """A standard that counts at each place; one ticked for the requirement serves a single place too."""
    linked = facts.linked.get(requirement.code, ())
    grounds = {standard.pk: ground_of_standard(standard) for standard in linked}
    serves = len(rule.nodes) == 1 and any(standard.counts for standard in linked)
    wholes, missing = [], []
    for code in rule.nodes:
        rows = [row for row in facts.registry if code in row.path]
        if is_leaf(code, facts):
            grounds |= {row.pk: ground_of_row(row) for row in rows if row.pk not in grounds}
        else:
            wholes.append(ground_of_whole(code, rows, facts))
        if not serves and not any(not row.why_not for row in rows):
            missing.append(f"{label_of(code, facts)}没有能计入的标准")
    return Finding((*wholes, *grounds.values()), tuple(missing))


def by_version(requirement: Requirement, rule: EvidenceRule, facts: Facts) -> Finding:
    """A 体系版本 runs (A1-7-1), and each document belongs to it (A1-7-3)."""
    if facts.version is None:
        wanted = [DOCUMENTS[each] for each in rule.documents] or ["标准体系表"]
        return Finding((), tuple(f"没有已发布、正在运行的{name}" for name in wanted))
    words = f"{facts.version.name}，{facts.version.issued_on} 发布"
    lacking = [DOCUMENTS[each] for each in rule.documents if each not in facts.version.documents]
    ground = Ground("version", str(facts.version.pk), words)
    return Finding((ground,), tuple(f"{facts.version.name}没有{name}" for name in lacking))


def by_coverage(requirement: Requirement, rule: EvidenceRule, facts: Facts) -> Finding:
    """Every leaf has what it should have: 现有数 = 应有数 (reading of A1-8-1)."""
    leaves = [each for each in facts.places.values() if each.is_leaf and stands_in(each.subsystem, rule)]
    present, expected = sum(each.present for each in leaves), sum(each.expected for each in leaves)
    gaps = [each for each in leaves if each.present < each.expected]
    words = f"应有 {expected}，现有 {present}"
    short = f"缺 {expected - present}" if gaps else ("" if expected else "体系表中没有应有的标准")
    missing = tuple(f"{each.label}：应有 {each.expected}，现有 {each.present}" for each in gaps)
    return Finding((Ground("place", rule.subsystem, words, short),), missing or ((short,) if short else ()))


def by_currency(requirement: Requirement, rule: EvidenceRule, facts: Facts) -> Finding:
    """No standard in force cites what has ended, and none in use may have ended itself (readings 5 and 10)."""
    grounds = [
        Ground("standard", str(each.pk), each.label, each.sentence)
        for each in facts.citations
        if not rule.subsystem or rule.subsystem in each.path
    ]
    for row in in_force(rule, facts):
        # 查新 itself is what the whole system is asked for (A1-6-3), not the content of one sub-system.
        if fault := row.stale or ("" if rule.subsystem else row.unchecked):
            grounds.append(Ground("standard", str(row.pk), row.label, fault))
    return Finding(tuple(grounds), sentences(grounds))


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
        return Finding((), (f"没有{kind}",))
    faults = [Ground("standard", str(row.pk), row.label, fault(row)) for row in rows if fault(row)]
    words = f"{kind} {len(rows)} 项，{what} {len(rows) - len(faults)} 项"
    share = Ground("place", rule.subsystem, words, f"{len(faults)} 项不合" if faults else "")
    return Finding((share, *faults), sentences(faults))


def by_records(requirement: Requirement, rule: EvidenceRule, facts: Facts) -> Finding:
    """Every source is there and whole, or reaches what is asked of it (reading 21)."""
    linked = [ground_of_standard(each) for each in facts.linked.get(requirement.code, ())]
    grounds = [ground_of_record(facts.records[each.source], each.at_least) for each in rule.sources]
    return Finding((*grounds, *linked), sentences(grounds))


def by_measure(requirement: Requirement, rule: EvidenceRule, facts: Facts) -> Finding:
    """The figure itself decides; nothing measured leads nowhere, but for a share of work records, which is then 0."""
    if rule.of in MEASURES:
        figure = facts.measured.get(rule.of)
        if figure is None:
            return Finding((), (f"没有{MEASURES[rule.of]}的数据",), is_unknown=True)
        return measured(rule, figure)
    record = facts.records[rule.of]
    part, whole = record.rate or (0, 0)
    value = percent(part, whole) if whole else "0"
    return Finding((ground_of_record(record),), () if whole else (f"没有可以计算的{record.label}",), value)


def measured(rule: EvidenceRule, figure: Measured) -> Finding:
    return Finding((Ground("record", rule.of, figure.words),), (), figure.value, figure.cautions)


def by_files(requirement: Requirement, rule: EvidenceRule, facts: Facts) -> Finding:
    """Files brought as evidence at the sheet; what they are worth people judge."""
    count = facts.files.get(requirement.code, 0)
    if not count:
        return Finding((), (f"没有上传{rule.what}",))
    return Finding((Ground("file", requirement.code, f"证据 {count} 件"),))


def by_people(requirement: Requirement, rule: EvidenceRule, facts: Facts) -> Finding:
    return Finding()


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
NOT_COUNTING = "挂接的标准都不能计入"


def in_force(rule: EvidenceRule, facts: Facts) -> Iterator[RegistryRow]:
    return (row for row in facts.registry if row.is_in_force and row.stands_in(rule.subsystem))


def stands_in(subsystem: str, rule: EvidenceRule) -> bool:
    return not rule.subsystem or subsystem == rule.subsystem


def label_of(code: str, facts: Facts) -> str:
    """`方针`: as the organisation's tree has it; the code where it was removed."""
    return facts.places[code].label if code in facts.places else code


def is_leaf(code: str, facts: Facts) -> bool:
    """Larger places are told by a figure, not standard by standard."""
    return code not in facts.places or facts.places[code].is_leaf


def ground_of_whole(code: str, rows: list[RegistryRow], facts: Facts) -> Ground:
    counting = sum(not row.why_not for row in rows)
    words = f"{label_of(code, facts)}：能计入的标准 {counting} 项"
    return Ground("place", code, words, "" if counting else "没有")


def ground_of_standard(standard: LinkedStandard) -> Ground:
    """`Q/ALWG TG202•3-2025 多职能部门联动处置工作程序 现行`."""
    return Ground("standard", str(standard.pk), f"{standard.label} {standard.word}", standard.why_not)


def ground_of_row(row: RegistryRow) -> Ground:
    return Ground("standard", str(row.pk), row.label, row.why_not)


def ground_of_record(record: Record, at_least: int | None = None) -> Ground:
    """`参训率 86.6%（13÷15）`; of what is not there at all the name alone."""
    if not record.is_there:
        return Ground("record", record.name, record.label, "没有")
    words = f"{record.label} {record.words}"
    if at_least is None:
        return Ground("record", record.name, words, "" if record.is_whole else "不完整")
    return Ground("record", record.name, words, "" if reaches(record, at_least) else f"不到 {at_least}%")


def reaches(record: Record, percentage: int) -> bool:
    """Compared as fractions, never as a rounded percentage; 80.0 reaches 80."""
    part, whole = record.rate or (0, 0)
    return bool(whole) and part * 100 >= percentage * whole


def percent(part: int, whole: int) -> str:
    """part ÷ whole in percent, cut to two places so that no boundary is reached by rounding."""
    hundredths = part * 10_000 // whole
    return f"{hundredths // 100}.{hundredths % 100:02d}".rstrip("0").rstrip(".")


def sentences(grounds: Iterable[Ground]) -> tuple[str, ...]:
    return tuple(f"{ground.words}：{ground.why_not}" for ground in grounds if ground.why_not)

"""Whether an evaluation may be applied for, and whether one may be held (T/CSSG 001.5 6.1–6.3). Pure.

Readings 29 and 30: six months of operation are the condition for applying, three months with the self-evaluation done
that for holding it; 6.3 is a declaration and a warning, never a refusal, and so are the dates of a pilot.
"""

from dataclasses import dataclass
from datetime import date

from ..eligibility import Condition, incidents, months_after, operation, pilot, self_evaluation

TO_APPLY, TO_HOLD = 6, 3  # months of operation
BEFORE_END = 3  # months before the end of a pilot


@dataclass(frozen=True, slots=True)
class Facts:
    """What the conditions are read from; `as_of` is the day of applying, or of the evaluation."""

    as_of: date
    operated_from: date | None
    self_evaluated_on: date | None
    pilot_ends_on: date | None = None
    incidents: str = ""
    incident_note: str = ""
    verdict: str = ""


def conditions(facts: Facts) -> list[Condition]:
    """The conditions of applying, in the order of the clauses."""
    found = [self_evaluation(facts), operation(facts, "6.2", "标准体系运行半年以上，方可申请评估", TO_APPLY)]
    if facts.verdict:
        found.append(passed(facts))
    if facts.pilot_ends_on:
        found += [pilot(facts), in_time(facts)]
    return [*found, incidents(facts)]


def passed(facts: Facts) -> Condition:
    state = "ok" if facts.verdict == "合格" else "warn"
    return Condition("6.2", "自查合格的，提出评估申请", state, f"自我评价{facts.verdict}")


def in_time(facts: Facts) -> Condition:
    statement, due = "试点期满前 3 个月提出申请", months_after(facts.pilot_ends_on, -BEFORE_END)
    if facts.as_of > due:
        return Condition("6.2", statement, "warn", f"应在 {due} 前申请，现为 {facts.as_of}")
    return Condition("6.2", statement, "ok", f"应在 {due} 前申请，{facts.as_of} 申请")


def refusal_to_apply(facts: Facts) -> tuple[str, str] | None:
    """(field, sentence) when it is too early to apply (6.2), or the self-evaluation is not done (6.1)."""
    return refusal(facts, TO_APPLY, "方可申请评估（第5部分 6.2）") or undone(facts)


def refusal_to_hold(facts: Facts) -> tuple[str, str] | None:
    """(field, sentence) when it is too early to hold the evaluation on `as_of` (6.1)."""
    return refusal(facts, TO_HOLD, "方可评估（第5部分 6.1）") or undone(facts)


def refusal(facts: Facts, months: int, words: str) -> tuple[str, str] | None:
    if facts.operated_from is None:
        return "operated_from", "请填写体系运行起始日：运行多久从这一天算起。"
    due = months_after(facts.operated_from, months)
    if due > facts.as_of:
        return "operated_from", f"体系 {facts.operated_from} 起运行，到 {due} 才满 {months} 个月，{words}。"
    return None


def undone(facts: Facts) -> tuple[str, str] | None:
    done = facts.self_evaluated_on
    if done is None:
        return "self_evaluated_on", "请填写自我评价完成日：先完成自我评价，再接受评估（第5部分 6.1）。"
    if done > facts.as_of:
        return "self_evaluated_on", f"自我评价 {done} 才完成，在 {facts.as_of} 之后，请核对（第5部分 6.1）。"
    return None

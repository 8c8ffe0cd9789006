"""Whether the evaluation may be held, and whether one may be applied for (T/CSSG 001.5 6.1–6.3). Pure.

Nothing here refuses: 6.3 says 不宜, and a self-evaluation is the way to find out. What is missing stops the lock.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

STATES = {"ok": "符合", "warn": "不符合", "missing": "未填"}


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: its clause, what it says, how it stands (a key of STATES), and why in words."""

    clause: str
    statement: str
    state: str
    words: str

    @property
    def label(self) -> str:
        return STATES[self.state]

    def to_dict(self) -> dict:
        return {"clause": self.clause, "statement": self.statement, "state": self.state, "words": self.words}


def eligibility(evaluation) -> list[Condition]:
    """The conditions of 6.1–6.3 on the evaluation's date, from anything with its facts."""
    found = [self_evaluation(evaluation), operation(evaluation, "6.1", "标准体系有效运行 3 个月以上", 3)]
    found.append(operation(evaluation, "6.2", "标准体系运行半年以上，方可申请评估", 6))
    if evaluation.pilot_ends_on:
        found.append(pilot(evaluation))
    return [*found, incidents(evaluation)]


def self_evaluation(evaluation) -> Condition:
    statement, done = "完成对标准体系的自我评价", evaluation.self_evaluated_on
    if done is None:
        return Condition("6.1", statement, "missing", "未填自我评价完成日")
    if done > evaluation.as_of:
        return Condition("6.1", statement, "warn", f"{done} 完成，在评价日期 {evaluation.as_of} 之后")
    return Condition("6.1", statement, "ok", f"{done} 完成")


def operation(evaluation, clause: str, statement: str, months: int) -> Condition:
    start = evaluation.operated_from
    if start is None:
        return Condition(clause, statement, "missing", "未填体系运行起始日")
    due = months_after(start, months)
    if due > evaluation.as_of:
        return Condition(clause, statement, "warn", f"{start} 起运行，到 {due} 才满 {months} 个月")
    return Condition(clause, statement, "ok", f"{start} 起运行，{due} 满 {months} 个月")


def pilot(evaluation) -> Condition:
    statement, done = "试点期满前 3 个月自查", evaluation.self_evaluated_on
    due = months_after(evaluation.pilot_ends_on, -3)
    if done is None:
        return Condition("6.2", statement, "missing", f"应在 {due} 前自查，未填自我评价完成日")
    if done > due:
        return Condition("6.2", statement, "warn", f"应在 {due} 前自查，实际 {done} 完成")
    return Condition("6.2", statement, "ok", f"应在 {due} 前自查，{done} 完成")


def incidents(evaluation) -> Condition:
    statement = "试运行期间没有发生过重大质量、安全、环保等事故，没有受过通报批评、处分、媒体曝光"
    if not evaluation.incidents:
        return Condition("6.3", statement, "missing", "未声明")
    if evaluation.incidents == "some":
        return Condition("6.3", statement, "warn", f"发生过，不宜申请评估：{evaluation.incident_note}")
    return Condition("6.3", statement, "ok", "声明没有发生过")


def months_after(day: date, months: int) -> date:
    """The same day some months later or earlier; the last day of a month that is too short for it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))

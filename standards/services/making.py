"""The steps of making an own standard, from the approved plan to the approved text (T/CSSG 001.2 10.2–10.5).

Each writes a row that `lifecycle.take_step` has locked and checked against the table, and tells the trail.
"""

from datetime import date

from django.utils import timezone

from gridgov.records.services import record_event

from ..demands import open_round
from ..errors import StandardsError
from ..lifecycle import STEPS
from ..models import ReviewRound, Standard, StandardDocument
from .given import check_day
from .keeping import changed_since, facts, keep
from .publishing import check_approver, check_year_of_edition

Kind, Outcome = StandardDocument.Kind, ReviewRound.Outcome
# Files that were of no round yet belong to the round they were sent in with, or that they sum up.
SENT_IN = (Kind.DRAFT, Kind.EXPLANATION)
SUMMED_UP = (Kind.MINUTES, Kind.SIGN_IN, Kind.OPINIONS)


def move(row: Standard, step: str, before: dict, *, actor, reason: str = "", changes=None) -> None:
    """Save the row in the stage the step leads to, and tell the trail what differs since `before`."""
    known = STEPS[step]
    row.stage = known.stage or row.stage
    keep(row, actor=actor, verb=known.verb)
    changes = changed_since(before, row) | (changes or {})
    record_event(actor=actor, verb=known.verb, target=row, changes=changes, reason=reason)


def settled_day(on: date | None, words: str, earliest: date | None = None, after: str = "") -> date:
    """The day a step was taken, today if nothing else is said; neither to come nor before what led to it."""
    on = on or timezone.localdate()
    check_day(on, words, "on", earliest=earliest, after=after)
    return on


def approve_plan(row: Standard, *, actor, on: date | None = None) -> None:
    before = facts(row)
    row.planned_on = settled_day(on, "计划批准日期")
    move(row, "approve_plan", before, actor=actor)


def plan(row: Standard, *, actor, plan_reason: str, due_on: date) -> None:
    """A draft nobody planned goes back to where it should have begun."""
    before = facts(row)
    row.plan_reason, row.due_on = plan_reason.strip(), due_on
    move(row, "plan", before, actor=actor)


def start(row: Standard, *, actor, on: date | None = None) -> None:
    before = facts(row)
    row.drafting_from = settled_day(on, "起草开始日期", row.planned_on, "计划批准日期")
    move(row, "start", before, actor=actor)


def submit(row: Standard, *, actor, on: date | None = None) -> None:
    """Open the next round; draft and 编制说明 belong to it from now on."""
    before = facts(row)
    last = row.rounds.last()
    earliest, after = (last.closed_on, "上一轮审查结束日期") if last else (row.drafting_from, "起草开始日期")
    day = settled_day(on, "送审日期", earliest, after)
    current = ReviewRound.objects.create(
        standard=row, number=last.number + 1 if last else 1, submitted_on=day
    )
    row.documents.kept().filter(kind__in=SENT_IN, round=None).update(round=current)
    changes = {"审查轮次": ["", str(current)], "送审日期": ["", day]}
    move(row, "submit", before, actor=actor, changes=changes)


def return_draft(row: Standard, *, actor, reason: str, on: date | None = None) -> None:
    """Close the round; what was signed stays, forms that did not come back are recalled."""
    before, current = facts(row), open_round(row)
    changes = close_round(current, Outcome.RETURNED, reason, on)
    move(row, "return", before, actor=actor, reason=reason.strip(), changes=changes)


def finalize(row: Standard, *, actor, on: date | None = None, summary: str = "") -> None:
    """Close the round as passed: the text is final."""
    before, current = facts(row), open_round(row)
    changes = close_round(current, Outcome.PASSED, summary, on)
    row.finalized_on = current.closed_on
    move(row, "finalize", before, actor=actor, changes=changes)


def close_round(current: ReviewRound, outcome: str, summary: str, on: date | None) -> dict:
    """Close it on that day, tie the files that sum it up to it, recall what is unsigned; returns the changes."""
    day = settled_day(on, "审查结束日期", current.submitted_on, "送审日期")
    recalled = recall_unsigned(current, Outcome(outcome).label)
    kept = current.standard.documents.kept()
    kept.filter(kind__in=SUMMED_UP, round=None).update(round=current)
    current.outcome, current.closed_on, current.summary = outcome, day, summary.strip()
    current.save(update_fields=["outcome", "closed_on", "summary"])
    changes = {str(current): ["", current.get_outcome_display()]}
    return changes | ({"收回的意见表": ["", "、".join(recalled)]} if recalled else {})


def recall_unsigned(current: ReviewRound, reason: str) -> list[str]:
    """Take back the forms that did not come back; returns whose."""
    waiting = current.forms.filter(signed_at=None, recalled_at=None).select_related("reviewer")
    names = [str(form.reviewer) for form in waiting]
    waiting.update(recalled_at=timezone.now(), recall_reason=f"{current}结束：{reason}")
    return names


def approve(row: Standard, *, actor, approver: str, approved_on: date, approval_number: str = "") -> None:
    """10.5: the year of the approval will be that of the number."""
    before = facts(row)
    check_approver(row, approver)
    check_day(approved_on, "批准日期", "approved_on")
    if row.finalized_on and approved_on < row.finalized_on:
        raise StandardsError(f"批准日期不能早于定稿日期 {row.finalized_on}。", field="approved_on")
    if row.revision_of:
        check_year_of_edition(row, approved_on, row.revision_of)
    row.approver, row.approved_on = approver.strip(), approved_on
    row.approval_number = approval_number.strip()
    move(row, "approve", before, actor=actor)


def decline(row: Standard, *, actor, reason: str) -> None:
    """Back to the drafters; the next round begins with a new draft."""
    before = facts(row)
    row.finalized_on = None
    move(row, "decline", before, actor=actor, reason=reason.strip())


def revoke(row: Standard, *, actor, reason: str) -> None:
    """Not approved after all, or with a wrong day: back to 报批 while there is no number yet."""
    before = facts(row)
    row.approver = row.approval_number = ""
    row.approved_on = None
    move(row, "revoke", before, actor=actor, reason=reason.strip())


def abandon(row: Standard, *, actor, reason: str, on: date | None = None) -> None:
    """Not made any more; an open round ends with it."""
    before, current = facts(row), open_round(row)
    earliest, after = last_day(row)
    row.abandoned_on, row.abandonment_reason = settled_day(on, "终止日期", earliest, after), reason.strip()
    changes = close_round(current, Outcome.ABANDONED, reason, row.abandoned_on) if current else {}
    move(row, "abandon", before, actor=actor, changes=changes)


def last_day(row: Standard) -> tuple[date | None, str]:
    """The last date of the making so far, and what it is."""
    if row.drafting_from:
        return row.drafting_from, "起草开始日期"
    return row.planned_on, "计划批准日期"

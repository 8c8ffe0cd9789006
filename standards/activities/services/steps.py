"""One step of a plan or a finding: who, from which state, with what; written once for both tables (life cycle §5.4)."""

from django.db import transaction

from gridgov.records.services import record_event
from standards.signals import finding_closed

from ..errors import ActivitiesError
from ..kinds import Kind
from ..models import Finding, Plan
from ..permissions import can_take
from ..steps import ACTOR, Step
from ..words import changes, trail_words
from .planning import enter_planned_standards
from .records import lock, today, write


def take_step(*, actor, kind: Kind, row, name: str, values: dict | None = None, reason: str = ""):
    """The record in the state the step leads to, its facts written, the trail told; returns the row.

    Raises ActivitiesError when there is no such step, the state or the person does not fit, or something is
    missing; nothing is written then.
    """
    step = kind.steps.get(name)
    if step is None:
        raise ActivitiesError("没有这一步，请从页面上的按钮进入。")
    with transaction.atomic():
        current = lock(row)
        check_step(actor, kind, current, step, reason)
        check_demands(actor, kind, current, name)
        before = trail_words(current, [*kind.trailed, "state"])
        write(current, facts(actor, step, current, values or {}))
        AFTERWARDS.get((kind.slug, name), nothing)(current, actor)
        record_event(
            actor=actor,
            verb=step.verb,
            target=current,
            changes=changes(before, current),
            reason=reason.strip(),
        )
    return current


def facts(actor, step: Step, row, values: dict) -> dict:
    """What the step writes: what it asked for, who and when, the new state. Raises for what is missing."""
    written = {name: values[name] for name in step.asks if name in values}
    missing = [
        str(row._meta.get_field(name).verbose_name)
        for name in step.demands
        if written.get(name, getattr(row, name)) in ("", None)
    ]
    if missing:
        raise ActivitiesError(f"不能“{step.label}”：还缺{'、'.join(missing)}。")
    check_days(row, step, written)
    for name, source in step.stamps:
        written[name] = actor if source == ACTOR else today()
    if step.target:
        written["state"] = step.target
    if step.counts:
        written[step.counts] = getattr(row, step.counts) + 1
    return written


def check_step(actor, kind: Kind, row, step: Step, reason: str) -> None:
    """State, hands and reason."""
    if row.state not in step.sources:
        states = "、".join(str(type(row).State(state).label) for state in step.sources)
        raise ActivitiesError(
            f"{kind.noun}处于“{row.get_state_display()}”，不能“{step.label}”；“{states}”时才可以。"
        )
    if not can_take(actor, row, step):
        raise ActivitiesError(f"“{step.label}”由{step.hands}办理。")
    if step.reason and not reason.strip():
        raise ActivitiesError(f"请写明{step.reason}。", field="reason")


def check_demands(actor, kind: Kind, row, name: str) -> None:
    """What this very step demands of the record."""
    for demand in DEMANDS.get((kind.slug, name), ()):
        if sentence := demand(row, actor):
            raise ActivitiesError(sentence)


def check_days(row, step: Step, written: dict) -> None:
    """What has been done was done by today; what is given a day gets one that is still to come."""
    for name in step.asks:
        day = written.get(name)
        if name == "due_on" and day and day < today():
            raise ActivitiesError("整改期限不能早于今天。", field=name)
        if name in DONE and day and day > today():
            raise ActivitiesError(f"{row._meta.get_field(name).verbose_name}不能晚于今天。", field=name)


DONE = {"approved_on", "started_on", "finished_on", "rectified_on"}


def has_items(plan: Plan, actor) -> str:
    if plan.items.kept().filter(dropped_on=None).exists():
        return ""
    return "计划还没有条目，不能批准。请先写明做什么、谁负责、何时完成。"


def is_compiled_by_another(plan: Plan, actor) -> str:
    return "自己编制的计划由别人批准。" if plan.created_by_id == actor.pk else ""


def is_all_done(plan: Plan, actor) -> str:
    left = plan.items.kept().filter(done_on=None, dropped_on=None).count()
    return f"还有 {left} 个条目没有完成，也没有取消。请先登记完成情况。" if left else ""


def has_evidence(finding: Finding, actor) -> str:
    if finding.documents.kept().filter(kind="evidence").exists():
        return ""
    return "还没有整改证据：请先上传种类为“整改证据”的附件，再反馈。"


def is_rectified_by_another(finding: Finding, actor) -> str:
    return "整改的人不能验证自己的整改，请由别人验证。" if finding.rectified_by_id == actor.pk else ""


DEMANDS = {
    ("plans", "approve"): (has_items, is_compiled_by_another),
    ("plans", "finish"): (is_all_done,),
    ("findings", "report"): (has_evidence,),
    ("findings", "verify"): (is_rectified_by_another,),
}


def tell_of_closing(finding: Finding, actor) -> None:
    """Whoever asked for it to be mended hears that it was."""
    finding_closed.send(Finding, actor=actor, finding=finding)


AFTERWARDS = {("plans", "approve"): enter_planned_standards, ("findings", "close"): tell_of_closing}


def nothing(row, actor) -> None:
    """Most steps have no further consequence."""

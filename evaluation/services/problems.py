"""问题清单 and 整改: listed, notified, reported by the evaluated organisation's own loop, verified (§3.3)."""

import json
from collections.abc import Callable

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from gridgov.changes import changes_between, snapshot
from gridgov.organizations.models import User
from standards.activities.kinds import KINDS
from standards.activities.models import Finding
from standards.activities.services.records import enter_record
from standards.activities.steps import ACTOR, Step

from ..aftermath.drafts import drafts_of
from ..aftermath.steps import BEING_MENDED, PROBLEM_STEPS
from ..errors import EvaluationError
from ..models import Evaluation, Problem, Result
from ..results.permissions import can_oversee_problems, is_newest
from ..trail import record

FIELDS = ["target", "description", "advice", "owner", "due_on"]
STATED = ["state", "due_on", "verification"]
State = Problem.State


def draft_problems(*, actor: User, result: Result) -> int:
    """List what the result tells and the list has not yet; how many were added."""
    with transaction.atomic():
        current = held(result)
        known = known_targets(current)
        drafts = [draft for draft in drafts_of(json.loads(current.document)) if draft.target not in known]
        number = next_number(current)
        Problem.objects.bulk_create(
            Problem(result=current, number=number + place, target=draft.target, description=draft.description)
            for place, draft in enumerate(drafts)
        )
        if drafts:
            changes = {"问题清单": ["", f"由结果列出 {len(drafts)} 条"]}
            record(actor=actor, verb="create", evaluation=current.evaluation, changes=changes)
    return len(drafts)


def known_targets(result: Result) -> set[str]:
    """What stands on the list, or was notified already from a version that was reopened."""
    of_evaluation = Problem.objects.filter(result__evaluation=result.evaluation_id)
    rows = of_evaluation.filter(Q(result=result) | ~Q(state=State.LISTED))
    return set(rows.values_list("target", flat=True))


def add_problem(*, actor: User, result: Result, **values) -> Problem:
    """One more problem on the list of the newest result. Raises EvaluationError for an unknown target."""
    with transaction.atomic():
        current = held(result)
        row = Problem(result=current, number=next_number(current), **values)
        check_values(row)
        row.save()
        record(
            actor=actor,
            verb="create",
            evaluation=current.evaluation,
            changes={"问题清单": ["", str(row)]},
        )
    return row


def edit_problem(*, actor: User, problem: Problem, **values) -> Problem:
    """Change a problem that was not notified yet."""
    with transaction.atomic():
        row = listed(problem)
        before = snapshot(row, FIELDS)
        for name, value in values.items():
            setattr(row, name, value)
        check_values(row)
        if changes := changes_between(before, row, FIELDS):
            row.save(update_fields=FIELDS)
            tell(actor, "change", row, changes)
    return row


def remove_problem(*, actor: User, problem: Problem) -> None:
    """Take a problem off the list before it is notified; the trail keeps what it said."""
    with transaction.atomic():
        row = listed(problem)
        tell(actor, "delete", row, {"问题清单": [str(row), ""]})
        row.delete()


def notify_problems(*, actor: User, result: Result) -> int:
    """整改通知: every listed problem goes to the evaluated organisation as a finding of its own loop; how many.

    Raises EvaluationError before the 通报, or when one lacks who is responsible or until when; nothing is sent then.
    """
    with transaction.atomic():
        current = held(result)
        if not hasattr(current, "notice"):
            raise EvaluationError("请先通报评估情况，再通知整改：被评组织在通报之前看不到结果。")
        rows = list(current.problems.select_for_update(of=("self",)).filter(state=State.LISTED))
        check_ready(rows)
        for row in rows:
            row.finding = enter_finding(actor, current.evaluation, row)
            row.state, row.notified_on = State.NOTIFIED, timezone.localdate()
            row.save(update_fields=["finding", "state", "notified_on"])
            tell(actor, "notify", row, {f"问题 {row.number}": ["已列出", "已通知整改"]})
    return len(rows)


def check_ready(rows: list[Problem]) -> None:
    if not rows:
        raise EvaluationError("没有待通知的问题。")
    lacking = [str(row.number) for row in rows if not (row.owner and row.due_on)]
    if lacking:
        raise EvaluationError(f"第 {'、'.join(lacking)} 号问题还没有责任单位或整改期限，请补齐后再通知。")
    past = [str(row.number) for row in rows if row.due_on < timezone.localdate()]
    if past:
        raise EvaluationError(f"第 {'、'.join(past)} 号问题的整改期限已过，请改期限后再通知。")


def enter_finding(actor: User, evaluation: Evaluation, row: Problem, reason: str = "") -> Finding:
    """The problem as the evaluated organisation's office will assign it (第2部分 11.4.2)."""
    parts = [row.description, row.advice and f"整改要求：{row.advice}", reason and f"退回理由：{reason}"]
    values = {
        "source": Finding.Source.EXTERNAL,
        "found_on": timezone.localdate(),
        "found_by": str(evaluation.organizer)[:60],
        "description": "\n".join(filter(None, parts)),
        "clause": row.target,
        "owner": row.owner[:60],
        "due_on": row.due_on,
    }
    finding = Finding(organization=evaluation.organization)
    return enter_record(actor=actor, table=KINDS["findings"], row=finding, values=values)


def take_report(*, actor: User, finding: Finding) -> None:
    """The evaluated organisation closed its finding: the problem it mends is reported to the organiser."""
    row = Problem.objects.select_for_update(of=("self",)).filter(finding=finding).first()
    if row is None or row.state not in BEING_MENDED:
        return
    row.state, row.reported_on, row.report = State.REPORTED, timezone.localdate(), finding.report
    row.save(update_fields=["state", "reported_on", "report"])
    tell(actor, "report", row, {f"问题 {row.number}": ["已通知整改", "已报整改结果"]})


def take_step(*, actor: User, problem: Problem, name: str, values: dict, reason: str = "") -> Problem:
    """A step of `PROBLEM_STEPS`: who may, from which state, with what; the trail told.

    Raises EvaluationError when one of these does not fit; nothing is written then.
    """
    step, reason = PROBLEM_STEPS[name], reason.strip()
    with transaction.atomic():
        row = lock_problem(problem)
        check_step(actor, row, step, reason)
        before = snapshot(row, STATED)
        write(actor, row, step, values)
        CONSEQUENCES.get(name, nothing)(actor, row, reason)
        row.save()
        changes = {
            f"问题 {row.number} {key}": pair for key, pair in changes_between(before, row, STATED).items()
        }
        tell(actor, step.verb, row, changes, reason)
    return row


def check_step(actor: User, row: Problem, step: Step, reason: str) -> None:
    if row.state not in step.sources:
        states = "、".join(State(source).label for source in step.sources)
        raise EvaluationError(
            f"问题处于“{row.get_state_display()}”，不能“{step.label}”；“{states}”时才可以。"
        )
    if not can_oversee_problems(actor, row.result.evaluation):
        raise EvaluationError(f"“{step.label}”由组织单位办理。")
    if step.reason and not reason:
        raise EvaluationError(f"请写明{step.reason}。", field="reason")


def write(actor: User, row: Problem, step: Step, values: dict) -> None:
    for name in step.asks:
        setattr(row, name, values.get(name, getattr(row, name)))
    for name in step.demands:
        if getattr(row, name) in ("", None):
            raise EvaluationError(f"请填写{row._meta.get_field(name).verbose_name}。", field=name)
    if "due_on" in step.asks and row.due_on < timezone.localdate():
        raise EvaluationError("整改期限不能早于今天。", field="due_on")
    for name, source in step.stamps:
        setattr(row, name, actor if source == ACTOR else timezone.localdate())
    if step.counts:
        setattr(row, step.counts, getattr(row, step.counts) + 1)
    if step.target:
        row.state = step.target


def send_back(actor: User, row: Problem, reason: str) -> None:
    """What was closed stays closed: the evaluated organisation gets a new finding to mend."""
    row.finding = enter_finding(actor, row.result.evaluation, row, reason)


def put_off(actor: User, row: Problem, reason: str) -> None:
    """The finding follows while its own office has not given it out."""
    Finding.objects.filter(pk=row.finding_id, state=Finding.State.REGISTERED).update(due_on=row.due_on)


def take_up(actor: User, row: Problem, reason: str) -> None:
    if row.result.evaluation.organizer.parent_id is None:
        raise EvaluationError("组织单位没有上一级组织，不能上报。")
    row.escalation_reason = reason


def nothing(actor: User, row: Problem, reason: str) -> None:
    """Most steps have no further consequence."""


CONSEQUENCES: dict[str, Callable] = {"return": send_back, "extend": put_off, "escalate": take_up}


def held(result: Result) -> Result:
    """The newest result, its evaluation's row held; raises EvaluationError when it was reopened."""
    evaluation = Evaluation.objects.select_for_update(of=("self",)).select_related(
        "organization", "organizer", "edition"
    )
    current = Result.objects.select_related("notice").get(pk=result.pk)
    current.evaluation = evaluation.get(pk=result.evaluation_id)
    if not is_newest(current):
        raise EvaluationError("这一版结果已重开作废，请在新的一版上列问题。")
    return current


def lock_problem(problem: Problem) -> Problem:
    rows = Problem.objects.select_for_update(of=("self",))
    return rows.select_related("result__evaluation__organizer", "result__evaluation__organization").get(
        pk=problem.pk
    )


def listed(problem: Problem) -> Problem:
    row = lock_problem(problem)
    if row.state != State.LISTED:
        raise EvaluationError(f"问题已到“{row.get_state_display()}”，不能再改。")
    return row


def check_values(row: Problem) -> None:
    """Target of the edition; a day that is still to come."""
    if row.target not in row.result.evaluation.edition.scorecard.targets:
        raise EvaluationError(f"评价细则中没有“{row.target}”，请写 A3-4-1 这样的编号。", field="target")
    if not row.description.strip():
        raise EvaluationError("请写明问题。", field="description")
    if row.due_on and row.due_on < timezone.localdate():
        raise EvaluationError("整改期限不能早于今天。", field="due_on")


def next_number(result: Result) -> int:
    return (result.problems.aggregate(last=Max("number"))["last"] or 0) + 1


def tell(actor: User, verb: str, row: Problem, changes: dict, reason: str = "") -> None:
    record(actor=actor, verb=verb, evaluation=row.result.evaluation, changes=changes, reason=reason)

"""修订: applied for by who uses or drafted the standard, opened by the office as an item of the plan (10.3, 10.7 c)."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from gridgov.organizations.models import Department
from gridgov.records.services import record_event

from ...errors import StandardsError
from ...models import RevisionRequest, Standard
from ..given import check_day, demand
from ..keeping import keep, lock, refusing_twice
from .standing import check_stands, concerned_departments

Decision, Stage, Trigger = RevisionRequest.Decision, Standard.Stage, RevisionRequest.Trigger
NOT_CONCERNED = "修订由标准的使用部门或起草部门提出（第2部分 10.3.2），请选择其中一个部门。"
# What the new edition begins with.
KEPT = (
    *("organization", "origin", "node", "title", "title_english", "rank", "obligation", "intended_rank"),
    *("adoption", "ics", "ccs", "drafters"),
)


def request_revision(
    *,
    actor,
    standard: Standard,
    department: Department,
    trigger: str,
    reason: str,
    requested_on: date | None = None,
) -> RevisionRequest:
    """Apply for a new edition of an own standard; it waits for the office. Returns it.

    `requested_on` is earlier than today for one that came on paper. Raises StandardsError when one waits already, an
    edition is being made, the standard does not stand, or the department neither uses nor drafted it.
    """
    requested_on = requested_on or timezone.localdate()
    with transaction.atomic():
        row = lock(standard)
        check_revisable(row)
        if row.revision_requests.filter(decision="").exists():
            raise StandardsError("这条标准已有一份修订申请等待办理，不用再申请。")
        if not concerned_departments(row).filter(pk=department.pk).exists():
            raise StandardsError(NOT_CONCERNED, field="department")
        check_day(requested_on, "申请日期", "requested_on", earliest=row.issued_on, after="发布日期")
        request = RevisionRequest.objects.create(
            standard=row,
            department=department,
            requested_by=actor,
            requested_on=requested_on,
            trigger=trigger,
            reason=demand(reason, "请写明修订理由：哪些规定不适宜。", "reason"),
        )
        changes = {"修订申请": ["", request.get_trigger_display()], "申请部门": ["", department]}
        record_event(actor=actor, verb="request", target=row, changes=changes, reason=request.reason)
    return request


def accept_revision(
    *, actor, request: RevisionRequest, answer: str = "", due_on: date | None = None
) -> Standard:
    """Open the new edition as an item of the plan and return it; the old one stays in force until it takes effect.

    Raises StandardsError when the application was decided before or an edition is being made already.
    """
    with transaction.atomic():
        row, request = hold(request)
        check_revisable(row)
        successor = open_edition(
            row, actor=actor, department=request.department, reason=request.reason, due_on=due_on
        )
        decide(request, actor, Decision.ACCEPTED, answer.strip(), successor)
        changes = {"修订申请": ["", "同意立项"], "修订项目": ["", successor.title]}
        record_event(actor=actor, verb="revise", target=row, changes=changes, reason=answer.strip())
    return successor


def decline_revision(*, actor, request: RevisionRequest, answer: str) -> RevisionRequest:
    """Do not open an edition, and say why. Raises StandardsError."""
    with transaction.atomic():
        row, request = hold(request)
        answer = demand(answer, "请写明不予立项的理由。", "answer")
        decide(request, actor, Decision.DECLINED, answer, None)
        changes = {"修订申请": ["", "不予立项"]}
        record_event(actor=actor, verb="decline", target=row, changes=changes, reason=answer)
    return request


def revise_after_review(row: Standard, *, actor, reason: str, on: date) -> RevisionRequest:
    """10.7 c, for the transaction that concludes the review: the edition is opened at once.

    An application that waited is answered by it, and an edition that is being made already is the one.
    """
    waiting = row.revision_requests.filter(decision="").first()
    department = (
        waiting.department if waiting else row.drafting_department or concerned_departments(row).first()
    )
    if department is None:
        raise StandardsError("这条标准没有起草部门，本组织也没有部门：请先用“更正”补填起草部门，再修订。")
    request = waiting or RevisionRequest(
        standard=row, department=department, requested_by=actor, requested_on=on, reason=reason
    )
    request.trigger = Trigger.REVIEW
    successor = edition_in_making(row) or open_edition(row, actor=actor, department=department, reason=reason)
    decide(request, actor, Decision.ACCEPTED, "复审结论为修订", successor)
    changes = {"修订项目": ["", successor.title]}
    record_event(actor=actor, verb="revise", target=row, changes=changes, reason=reason)
    return request


def check_revisable(row: Standard) -> None:
    """It stands, and nobody makes a new edition of it yet."""
    check_stands(row, "修订")
    if edition := edition_in_making(row):
        raise StandardsError(
            f"“{row.number}”的新版“{edition.title}”已在{edition.get_stage_display()}阶段，不用再申请。"
        )


def edition_in_making(row: Standard) -> Standard | None:
    """The edition that is planned or made of it and not given up."""
    return row.revisions.exclude(stage__in=[Stage.PUBLISHED, Stage.ABANDONED]).first()


def open_edition(
    old: Standard, *, actor, department: Department, reason: str, due_on: date | None = None
) -> Standard:
    """A standard in 计划 of the same place and title that revises `old`; it gets its number when published."""
    values = {name: getattr(old, name) for name in KEPT}
    row = Standard(
        **values,
        stage=Stage.PLANNED,
        revision_of=old,
        drafting_department=old.drafting_department or department,
        plan_reason=reason,
        due_on=due_on,
    )
    with refusing_twice(row), transaction.atomic():
        keep(row, actor=actor, verb="plan")
        row.departments.set(old.departments.all())
        changes = {"修订的标准": ["", old.number]}
        record_event(actor=actor, verb="plan", target=row, changes=changes, reason=reason)
    return row


def decide(request: RevisionRequest, actor, decision: str, answer: str, successor: Standard | None) -> None:
    request.decision, request.answer, request.successor = decision, answer, successor
    request.decided_on, request.decided_by = timezone.localdate(), actor
    request.save()


def hold(request: RevisionRequest) -> tuple[Standard, RevisionRequest]:
    """The standard locked and the application as it is now; StandardsError when it was decided."""
    row = lock(request.standard)
    request = row.revision_requests.get(pk=request.pk)
    if request.decision:
        words = request.get_decision_display()
        raise StandardsError(f"这份申请已于 {request.decided_on} 办理：{words}。")
    return row, request

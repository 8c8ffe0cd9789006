"""The 评估方案: written by organiser or leader, approved by the organiser, fixed from then on (evaluation §3.3)."""

from django.db import transaction
from django.utils import timezone

from gridgov.dates import implausible_date
from gridgov.organizations.models import User

from ..errors import EvaluationError
from ..models import Evaluation, EvaluationPlan, ScheduleSlot, Site
from ..trail import record
from ..visits.plan_obstacles import plan_obstacles
from ..visits.procedure import propose
from .evaluations import for_writing
from .keeping import held, keep

FIELDS = ["starts_on", "ends_on", "place", "sampling", "survey", "remarks"]
APPROVED = "评估方案已批准，不能再改。需要修改时，请由组织单位先撤回批准。"
NO_PLAN = "还没有评估方案。请先编制方案，写明现场评估的日期。"
LONGEST = 31


def write_plan(*, actor: User, evaluation: Evaluation, **fields) -> EvaluationPlan:
    """Write the plan (names in FIELDS), a new one where there is none.

    Raises EvaluationError when it is approved, or when its dates cannot be.
    """
    with transaction.atomic():
        current = for_writing(evaluation)
        plan = EvaluationPlan.objects.select_for_update().filter(evaluation=current).first()
        refuse_approved(plan)
        is_new = plan is None
        plan = plan or EvaluationPlan(evaluation=current)
        check_days(EvaluationPlan(**fields))
        if changes := keep(plan, fields, empty=is_new):
            record(
                actor=actor, verb="create" if is_new else "change", evaluation=current, changes=told(changes)
            )
    return plan


def check_days(plan: EvaluationPlan) -> None:
    if found := implausible_date(plan, ["starts_on", "ends_on"]):
        raise EvaluationError(found[1], field=found[0])
    if (plan.ends_on - plan.starts_on).days >= LONGEST:
        raise EvaluationError(f"现场评估最多安排 {LONGEST} 天，请核对结束日期。", field="ends_on")


def approve_plan(*, actor: User, evaluation: Evaluation) -> EvaluationPlan:
    """The organiser approves; the plan is fixed from now on, and the evaluated organisation sees it.

    Raises EvaluationError naming everything that is missing.
    """
    with transaction.atomic():
        current = for_writing(evaluation)
        plan = open_plan(current)
        if found := plan_obstacles(current, plan):
            raise EvaluationError("方案还不能批准：" + "".join(each.words for each in found))
        plan.approved_by, plan.approved_at = actor, timezone.now()
        plan.save(update_fields=["approved_by", "approved_at"])
        record(actor=actor, verb="approve", evaluation=current, changes={"评估方案": ["", "已批准"]})
    return plan


def withdraw_approval(*, actor: User, evaluation: Evaluation, reason: str) -> EvaluationPlan:
    """Let an approved plan be changed again. Raises EvaluationError without a reason or when it is not approved."""
    reason = reason.strip()
    if not reason:
        raise EvaluationError("请写明撤回批准的理由。", field="reason")
    with transaction.atomic():
        current = for_writing(evaluation)
        plan = EvaluationPlan.objects.select_for_update().filter(evaluation=current).first()
        if plan is None or not plan.is_approved:
            raise EvaluationError("评估方案没有批准，不需要撤回。")
        plan.approved_by = plan.approved_at = None
        plan.save(update_fields=["approved_by", "approved_at"])
        changes = {"评估方案": ["已批准", "批准已撤回"]}
        record(actor=actor, verb="return", evaluation=current, changes=changes, reason=reason)
    return plan


def add_slot(*, actor: User, plan: EvaluationPlan, **fields) -> ScheduleSlot:
    """One more line of the schedule. Raises EvaluationError when it lies outside the days of the visit."""
    return add(actor, plan, ScheduleSlot(), fields)


def edit_slot(*, actor: User, slot: ScheduleSlot, **fields) -> ScheduleSlot:
    """Raises EvaluationError when the line is gone or lies outside the days of the visit."""
    return edit(actor, slot, fields)


def remove_slot(*, actor: User, slot: ScheduleSlot) -> None:
    remove(actor, slot)


def add_site(*, actor: User, plan: EvaluationPlan, **fields) -> Site:
    """One more 现场点位. Raises EvaluationError when the plan has one of this name."""
    return add(actor, plan, Site(), fields)


def edit_site(*, actor: User, site: Site, **fields) -> Site:
    return edit(actor, site, fields)


def remove_site(*, actor: User, site: Site) -> None:
    """Raises EvaluationError when the site was visited: its record would be lost."""
    remove(actor, site)


def propose_schedule(*, actor: User, evaluation: Evaluation) -> EvaluationPlan:
    """The seven steps as a schedule over the days of the visit. Raises EvaluationError when there are lines already."""
    with transaction.atomic():
        current = for_writing(evaluation)
        plan = open_plan(current)
        if plan.slots.exists():
            raise EvaluationError("日程中已有安排。要重新拟定，请先删除已有的各行。")
        lines = [vars_of(line) for line in propose(plan.starts_on, plan.ends_on)]
        ScheduleSlot.objects.bulk_create(ScheduleSlot(plan=plan, **line) for line in lines)
        changes = {"评估方案 日程": ["", f"按七个步骤拟定 {len(lines)} 行"]}
        record(actor=actor, verb="change", evaluation=current, changes=changes)
    return plan


def vars_of(line) -> dict:
    return {name: getattr(line, name) for name in ("on", "begins", "ends", "what", "who")}


def open_plan(evaluation: Evaluation) -> EvaluationPlan:
    """The plan of a held evaluation, held too; EvaluationError when there is none or it is approved."""
    plan = EvaluationPlan.objects.select_for_update().filter(evaluation=evaluation).first()
    if plan is None:
        raise EvaluationError(NO_PLAN)
    refuse_approved(plan)
    return plan


def refuse_approved(plan: EvaluationPlan | None) -> None:
    if plan is not None and plan.is_approved:
        raise EvaluationError(APPROVED)


def add(actor: User, plan: EvaluationPlan, row, fields: dict):
    with transaction.atomic():
        current = for_writing(plan.evaluation)
        row.plan = open_plan(current)
        check_row(row, fields)
        keep(row, fields, empty=True)
        tell(actor, current, row, "create", ["", str(row)])
    return row


def edit(actor: User, row, fields: dict):
    with transaction.atomic():
        current, row = hold(row)
        check_row(row, fields)
        before = str(row)
        if keep(row, fields):
            tell(actor, current, row, "change", [before, str(row)])
    return row


def remove(actor: User, row) -> None:
    with transaction.atomic():
        current, row = hold(row)
        if isinstance(row, Site) and (row.record or row.visited_on):
            raise EvaluationError(f"“{row.name}”已有现场检查记录，不能删除。")
        before = str(row)
        row.delete()
        tell(actor, current, row, "delete", [before, ""])


def hold(row) -> tuple:
    """The evaluation and the row of its open plan, both held."""
    current = for_writing(row.plan.evaluation)
    plan = open_plan(current)
    row = held(type(row).objects.filter(plan=plan), row.pk)
    row.plan = plan
    return current, row


def check_row(row, fields: dict) -> None:
    day = fields.get("on")
    if day and not row.plan.starts_on <= day <= row.plan.ends_on:
        between = f"{row.plan.starts_on} 至 {row.plan.ends_on}"
        raise EvaluationError(f"{day} 不在现场评估的日期（{between}）之内，请核对。", field="on")


def tell(actor: User, evaluation: Evaluation, row, verb: str, change: list) -> None:
    label = f"评估方案 {row._meta.verbose_name}"
    record(actor=actor, verb=verb, evaluation=evaluation, changes={label: change})


def told(changes: dict) -> dict:
    return {f"评估方案 {name}": change for name, change in changes.items()}

"""采用: what was identified is examined and taken into the system, or not; and what ends elsewhere ends here.

Life cycle §5.3: 识别 → 采用审核 (适用性, leaf, department) → 现行 → 被代替 or 废止. T/CSSG 001.2 11.1.1: mandatory
national, industry and local standards have to be carried out; 11.1.2: recommended ones oblige once adopted.
"""

from datetime import date

from django.db import transaction

from gridgov.records.services import record_event

from ..errors import StandardsError
from ..models import Standard
from .given import check_day
from .keeping import changed_since, facts, keep, lock
from .registry import change, check_departments, check_place
from .replacement import SEPARATORS, key_of, link_replaced, named_by

Stage = Standard.Stage
OPEN_STAGES = (Stage.IDENTIFIED, Stage.ABANDONED)
NOT_ADOPTED = "不采用"
LONGEST_NAMES = Standard._meta.get_field("replaced_numbers").max_length
LONGEST_REASON = Standard._meta.get_field("abandonment_reason").max_length


def adopt_standard(
    *, actor, standard: Standard, applicability: str, adopted_on: date, node, departments
) -> Standard:
    """采用审核 passed: the standard is in the system from then on; what it replaces ends.

    Also takes in what was declined before. Raises StandardsError when it is not waiting, without an opinion on
    its 适用性, for a day to come, or when place or department cannot be.
    """
    with transaction.atomic():
        row = lock(standard)
        check_waiting(row)
        check_adoption(applicability, adopted_on)
        before = facts(row)
        row.stage, row.node = Stage.PUBLISHED, node
        row.abandoned_on, row.abandonment_reason = None, ""
        row.applicability, row.adopted_on = applicability.strip(), adopted_on
        check_place(row)
        check_departments(row, departments)
        keep(row, actor=actor, verb="adopt")
        row.departments.set(departments)
        link_replaced(row, actor=actor)
        record_event(actor=actor, verb="adopt", target=row, changes=changed_since(before, row))
    return row


def check_waiting(row: Standard) -> None:
    if row.origin != Standard.Origin.ADOPTED or row.stage not in OPEN_STAGES:
        raise StandardsError("这一条不在待采用状态，不需要采用审核。")


def check_adoption(applicability: str, adopted_on: date) -> None:
    if not applicability.strip():
        raise StandardsError(
            "请写明适用性意见，如“第5章、第6章适用于本组织的网格巡查”。", field="applicability"
        )
    check_day(adopted_on, "采用日期", "adopted_on")


def decline_standard(*, actor, standard: Standard, reason: str, on: date) -> Standard:
    """采用审核 not passed: 终止 with the reason 不采用; it can be adopted later all the same.

    A mandatory standard has to be carried out (11.1.1): it is declined only with a reason. Raises StandardsError.
    """
    with transaction.atomic():
        row = lock(standard)
        check_waiting(row)
        if row.stage == Stage.ABANDONED:
            raise StandardsError("已经决定不采用，不用再决定。")
        if row.obligation == Standard.Obligation.MANDATORY and not reason.strip():
            raise StandardsError(
                "强制性标准必须执行（第2部分 11.1.1）：不采用要写明理由，如“本组织没有该标准规定的业务”。",
                field="reason",
            )
        check_day(on, "决定日期", "on")
        before, reason = facts(row), reason.strip()
        row.stage, row.abandoned_on = Stage.ABANDONED, on
        row.abandonment_reason = f"{NOT_ADOPTED}：{reason}"[:LONGEST_REASON] if reason else NOT_ADOPTED
        keep(row, actor=actor, verb="abandon")
        changes = changed_since(before, row)
        record_event(actor=actor, verb="abandon", target=row, changes=changes, reason=reason)
    return row


def mark_ended(*, actor, standard: Standard, on: date, by: str) -> Standard:
    """被代替 on a day by the standard of the number `by`, which need not be in the registry.

    Where it is, it names the old one from now on, and the old one ends on its 实施日期 as everywhere; `on` is for
    those without one. Raises StandardsError for what is not an adopted standard in the system, or has ended.
    """
    with transaction.atomic():
        row = lock(standard)
        check_endable(row, on)
        before = facts(row)
        row.replaced_on = on
        keep(row, actor=actor, verb="replace")
        changes = changed_since(before, row) | {"代替它的标准": ["", by]}
        record_event(actor=actor, verb="replace", target=row, changes=changes)
        if newer := registered(row, by):
            name_replaced(newer, row, actor=actor)
        row.refresh_from_db()
    return row


def check_endable(row: Standard, on: date) -> None:
    if row.origin != Standard.Origin.ADOPTED or not row.is_published:
        raise StandardsError("只有已采用的标准可以登记为被代替；自制标准由新版本的发布代替。")
    if row.withdrawn_on or row.replaced_on:
        raise StandardsError(f"“{row.number}”已登记为{row.status(date.max).label}，不用再登记。")
    if row.issued_on and on < row.issued_on:
        raise StandardsError(f"被代替日期不能早于发布日期 {row.issued_on}。", field="on")


def registered(row: Standard, number: str) -> Standard | None:
    """The standard in force of this number beside `row` in the registry."""
    key = key_of(number)
    others = Standard.objects.of(row.organization_id).published().standing().exclude(pk=row.pk)
    return others.filter(number_key=key, origin=Standard.Origin.ADOPTED).first() if key else None


def name_replaced(newer: Standard, old: Standard, *, actor) -> None:
    """Let the newer one name the old in its 被代替标准号, once; that ends the old one."""
    newer = lock(newer)
    if old in named_by(newer):
        return
    names = [name.strip() for name in SEPARATORS.split(newer.replaced_numbers) if name.strip()]
    text = "；".join([*names, old.number])
    if len(text) <= LONGEST_NAMES:
        change(newer, actor=actor, verb="change", values={"replaced_numbers": text})

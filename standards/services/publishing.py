"""Publishing and withdrawing (T/CSSG 001.2 10.5–10.7): numbers are given here and nowhere else."""

import re
from dataclasses import replace
from datetime import date

from django.db import transaction
from django.utils import timezone

from gridgov.organizations.models import Organization
from gridgov.records.services import record_event

from ..errors import StandardsError
from ..models import Node, Standard, StandardDocument
from ..numbering import NumberError, OwnNumber, parse
from .keeping import changed_since, facts, keep, lock, refusing_twice
from .numbers import allocate_sequence, number_columns, read_number, reserve_sequence
from .replacement import end_replaced

Kind = StandardDocument.Kind
NAMES = re.compile(r"[、，,;；\s]+")


def publishing_gaps(standard: Standard) -> list[str]:
    """What is still missing before the draft can be published, a sentence each (life cycle §5.2)."""
    gaps = []
    if not standard.is_own or standard.is_published:
        return ["只有制定中的自制标准可以发布；这一条已经发布，或不是自制标准。"]
    tree = Node.objects.for_organization(standard.organization).leaves()
    if not standard.node.class_code or not tree.filter(pk=standard.node_id).exists():
        gaps.append(f"“{standard.node}”不是本组织体系中可以编号的末级分类：请编辑标准，重新选择体系分类。")
    if not standard.departments.exists():
        gaps.append("还没有实施部门：请编辑标准，选择实施部门。")
    kinds = set(standard.documents.kept().values_list("kind", flat=True))
    if Kind.TEXT not in kinds:
        gaps.append("还没有标准文本：请上传种类为“标准文本”的附件。")
    if Kind.APPROVAL not in kinds:
        gaps.append("还没有批准文书：请上传种类为“批准文书”的附件。")
    return gaps


def publish_standard(
    *,
    actor,
    standard: Standard,
    approver: str,
    approved_on: date,
    issued_on: date,
    effective_on: date,
    approval_number: str = "",
    revises: Standard | None = None,
    taken_over: str = "",
) -> Standard:
    """Number and publish a draft; returns it. Afterwards its number is fixed and never given again.

    The number is the next in its class; or that of `revises` with the new year, and the old edition is
    被代替 on `effective_on`; or `taken_over`, a number given before this system was used, which must fit
    place, class and year. Raises StandardsError, DuplicateError when the number is there already; nothing has
    changed then.
    """
    with refusing_twice(standard), transaction.atomic():
        row = lock(standard)
        if gaps := publishing_gaps(row):
            raise StandardsError(gaps[0])
        check_approval(row, approver, approved_on, issued_on, effective_on)
        before = facts(row)
        old = lock(revises) if revises else None
        number = choose_number(row, approved_on, old, taken_over)
        olds = end_replaced(row, old, effective_on, actor=actor)
        row.approver, row.approval_number = approver.strip(), approval_number.strip()
        row.approved_on, row.issued_on, row.effective_on = approved_on, issued_on, effective_on
        row.stage = Standard.Stage.PUBLISHED
        for name, value in number_columns(str(number), row.second_number).items():
            setattr(row, name, value)
        keep(row, actor=actor, verb="publish")
        row.replaces.add(*olds)
        record_event(actor=actor, verb="publish", target=row, changes=changed_since(before, row))
    return row


def check_approval(
    row: Standard, approver: str, approved_on: date, issued_on: date, effective_on: date
) -> None:
    """Somebody named approved it who did not draft it, and the three dates follow each other."""
    for value, words, field in (
        (approver.strip(), "批准人", "approver"),
        (approved_on, "批准日期", "approved_on"),
        (issued_on, "发布日期", "issued_on"),
        (effective_on, "实施日期", "effective_on"),
    ):
        if not value:
            raise StandardsError(f"请填写{words}：没有{words}不能发布。", field=field)
    if both := names_in(approver) & names_in(row.drafters):
        raise StandardsError(f"{'、'.join(sorted(both))}是起草人，不能同时是批准人。", field="approver")
    if approved_on > timezone.localdate():
        raise StandardsError("批准日期不能晚于今天。", field="approved_on")
    if issued_on < approved_on:
        raise StandardsError(f"发布日期不能早于批准日期 {approved_on}。", field="issued_on")
    if effective_on < issued_on:
        raise StandardsError(f"实施日期不能早于发布日期 {issued_on}。", field="effective_on")


def names_in(text: str) -> set[str]:
    return {name for name in NAMES.split(text) if name}


def choose_number(row: Standard, approved_on: date, old: Standard | None, taken_over: str) -> OwnNumber:
    """The number of the edition approved on that day; StandardsError when it cannot be."""
    if old and taken_over.strip():
        raise StandardsError(
            "已有编号与修订的标准只能填一项：修订沿用原编号，只换年代号。", field="taken_over"
        )
    try:
        if taken_over.strip():
            return take_over_number(row, approved_on, taken_over)
        if old:
            return next_edition(row, approved_on, old)
        return next_in_class(row, approved_on)
    except NumberError as error:
        raise StandardsError(error.message, field="taken_over" if taken_over else None) from error


def next_in_class(row: Standard, approved_on: date) -> OwnNumber:
    """10.6.4: 在同一类中按先后顺序, past what is adopted from others of the same initials."""
    standing = Standard.objects.of(row.organization)
    while True:
        number = count_on(row, approved_on)
        if not standing.filter(number_family=number.family).exists():
            return number


def count_on(row: Standard, approved_on: date) -> OwnNumber:
    """The number after the last one given in the class.

    The initials are read after the counter is held: from then on nobody can change them (`receivers`).
    """
    code, today = row.node.class_code, timezone.localdate()
    sequence = allocate_sequence(row.organization, code)
    place = Organization.objects.values_list("initials", flat=True).get(pk=row.organization_id)
    return OwnNumber.build(place, code[:2], code, sequence, None, approved_on.year, today=today)


def next_edition(row: Standard, approved_on: date, old: Standard) -> OwnNumber:
    """10.7 c: the old number with the new year; what moved to another class is numbered anew."""
    check_revised(row, old)
    number = read_number(old.number)
    if old.class_code != row.node.class_code:
        return next_in_class(row, approved_on)
    if approved_on.year == number.year:
        raise StandardsError(
            f"“{old.number}”也是 {number.year} 年批准的，同一年内再次修订会得到相同的编号。"
            "请改用修改单：编号和年代号不变，把修改单作为附件上传到原标准。",
            field="approved_on",
        )
    if approved_on.year < number.year:
        raise StandardsError(f"批准日期早于被修订的“{old.number}”，请核对。", field="approved_on")
    return replace(number, year=approved_on.year)


def check_revised(row: Standard, old: Standard) -> None:
    """What is revised is an edition of the organisation's own that still stands."""
    if old.organization_id != row.organization_id or not old.is_own or not old.is_published:
        raise StandardsError("修订的标准应是本组织已发布的自制标准，请重新选择。", field="revises")
    if old.withdrawn_on or old.replaced_on:
        raise StandardsError(f"“{old.number}”已废止或已有新版本，不能再修订。", field="revises")


def take_over_number(row: Standard, approved_on: date, text: str) -> OwnNumber:
    """补录: a number given on paper before; its sequence is never given again."""
    number = parse(text, timezone.localdate())
    place, code = row.organization.initials, row.node.class_code
    if not isinstance(number, OwnNumber):
        example = f"Q/{place}WG {code}•1-{approved_on.year}"
        raise StandardsError(f"“{text}”不是本组织的编号，应如“{example}”。", field="taken_over")
    demands = [
        (number.place == place, f"地名代号应为本组织的 {place}"),
        (number.class_code == code, f"分类号应与体系分类一致，为 {code}"),
        (number.year == approved_on.year, f"年代号应为批准年份 {approved_on.year}"),
    ]
    if unmet := [words for is_met, words in demands if not is_met]:
        raise StandardsError(f"“{number}”{unmet[0]}，请改正。", field="taken_over")
    check_never_withdrawn(row, number)
    reserve_sequence(row.organization, code, number.sequence)
    return number


def check_never_withdrawn(row: Standard, number: OwnNumber) -> None:
    """10.7 d: the number of a withdrawn standard is never used again, not for an older edition either."""
    own = Standard.objects.of(row.organization).filter(origin=Standard.Origin.OWN)
    same = own.filter(number_family=number.family)
    if withdrawn := same.exclude(withdrawn_on=None).first():
        raise StandardsError(f"“{withdrawn.number}”已废止，它的编号不再使用，请核对。", field="taken_over")


def withdraw_standard(*, actor, standard: Standard, on: date, reason: str) -> Standard:
    """废止 on a date, with a reason; the number is never used again (10.7 d). Raises StandardsError."""
    with transaction.atomic():
        row = lock(standard)
        if not row.is_published:
            raise StandardsError("还没有发布，不能废止；不再制定的草案可以改名或留作以后使用。")
        if row.withdrawn_on:
            raise StandardsError(f"已于 {row.withdrawn_on} 废止，不用再废止。")
        if row.replaced_on and row.replaced_on <= on:
            raise StandardsError(f"自 {row.replaced_on} 起已被新版本代替，不用再废止。", field="on")
        if not reason.strip():
            raise StandardsError("请写明废止的理由，如复审结论或委员会决定。", field="reason")
        if row.issued_on and on < row.issued_on:
            raise StandardsError(f"废止日期不能早于发布日期 {row.issued_on}。", field="on")
        before = facts(row)
        row.withdrawn_on, row.withdrawal_reason = on, reason.strip()
        keep(row, actor=actor, verb="withdraw")
        changes = changed_since(before, row)
        changes.pop("废止理由", None)
        record_event(actor=actor, verb="withdraw", target=row, changes=changes, reason=reason.strip())
    return row

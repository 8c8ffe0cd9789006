"""Publishing (T/CSSG 001.2 10.5, 10.6): numbers are given here and nowhere else."""

from dataclasses import replace
from datetime import date

from django.db.models import Q
from django.utils import timezone

from gridgov.organizations.models import Organization
from gridgov.records.services import record_event

from ..errors import StandardsError
from ..models import NumberAlias, Standard
from ..names import names_in
from ..numbering import NumberError, OwnNumber, parse
from ..signals import edition_published
from .given import check_day
from .keeping import changed_since, facts, keep, lock
from .numbers import allocate_sequence, number_columns, read_number, reserve_sequence
from .replacement import end_replaced, hold_replaced


def publish(row: Standard, *, actor, issued_on: date, effective_on: date) -> None:
    """Number and publish what was approved; its number is fixed from then on and never given again (10.5).

    The number is the next in its class, or that of the edition it revises with the new year. What it revises and
    what it was meant to replace is 被代替 on `effective_on`. The 发布通知 is made afterwards, when nobody has to
    wait for the counter (`documents.papers.make_notice`). Raises StandardsError.
    """
    check_days(row.approved_on, issued_on, effective_on)
    hold_replaced(row, row.revision_of)
    old = lock(row.revision_of) if row.revision_of else None
    number = next_number(row, old)
    issue(row, number, old, facts(row), actor=actor, issued_on=issued_on, effective_on=effective_on)


def enter_published(
    row: Standard,
    *,
    actor,
    taken_over: str,
    approver: str,
    approved_on: date,
    issued_on: date,
    effective_on: date,
    approval_number: str = "",
    revises: Standard | None = None,
) -> None:
    """补录: publish under the number it got on paper, before this system was used.

    The number must fit place, class and year, and that of `revises` but for the year. Raises StandardsError,
    DuplicateError when the number is there already.
    """
    check_approver(row, approver)
    check_day(approved_on, "批准日期", "approved_on")
    check_days(approved_on, issued_on, effective_on)
    hold_replaced(row, revises)
    old = lock(revises) if revises else None
    number = take_over_number(row, approved_on, taken_over)
    if old:
        check_revised(row, old)
        check_same_standard(number, old)
    before = facts(row)
    row.approver, row.approval_number, row.approved_on = (
        approver.strip(),
        approval_number.strip(),
        approved_on,
    )
    issue(row, number, old, before, actor=actor, issued_on=issued_on, effective_on=effective_on)


def issue(
    row: Standard,
    number: OwnNumber,
    old: Standard | None,
    before: dict,
    *,
    actor,
    issued_on: date,
    effective_on: date,
) -> None:
    """Write number and dates, end what it replaces, and tell the trail what differs since `before`."""
    olds = end_replaced(row, old, effective_on, actor=actor)
    row.issued_on, row.effective_on = issued_on, effective_on
    row.stage = Standard.Stage.PUBLISHED
    for name, value in number_columns(str(number), row.second_number).items():
        setattr(row, name, value)
    keep(row, actor=actor, verb="publish")
    row.replaces.add(*olds)
    record_event(actor=actor, verb="publish", target=row, changes=changed_since(before, row))
    if old:
        edition_published.send(sender=Standard, actor=actor, standard=row, old=old)


def check_approver(row: Standard, approver: str) -> None:
    """Somebody named approves who did not draft it (life cycle §5.1)."""
    if both := names_in(approver) & names_in(row.drafters):
        raise StandardsError(f"{'、'.join(sorted(both))}是起草人，不能同时是批准人。", field="approver")


def check_days(approved_on: date, issued_on: date, effective_on: date) -> None:
    """批准 ≤ 发布 ≤ 实施."""
    if issued_on < approved_on:
        raise StandardsError(f"发布日期不能早于批准日期 {approved_on}。", field="issued_on")
    if effective_on < issued_on:
        raise StandardsError(f"实施日期不能早于发布日期 {issued_on}。", field="effective_on")


def check_same_standard(number: OwnNumber, old: Standard) -> None:
    """10.7 c: a revision keeps the number, unless it moved to another class."""
    if number.family != old.number_family and number.class_code == old.class_code:
        raise StandardsError(
            f"修订沿用原编号，只换年代号：“{number}”与“{old.number}”不是同一编号，请核对。",
            field="taken_over",
        )


def next_number(row: Standard, old: Standard | None) -> OwnNumber:
    """The number of the edition that was approved; StandardsError when the class is full."""
    try:
        return next_edition(row, row.approved_on, old) if old else next_in_class(row, row.approved_on)
    except NumberError as error:
        raise StandardsError(error.message) from error


def next_in_class(row: Standard, approved_on: date) -> OwnNumber:
    """10.6.4: 在同一类中按先后顺序, past what is adopted from others of the same initials."""
    standing = Standard.objects.of(row.organization)
    while True:
        number = count_on(row, approved_on)
        if not standing.filter(number_family=number.family).exists() and not was_given(row, number):
            return number


def was_given(row: Standard, number: OwnNumber) -> bool:
    """Whether an edition of this number is a former number of some standard."""
    former = NumberAlias.objects.of(row.organization)
    editions = Q(number_key=number.family) | Q(number_key__startswith=f"{number.family}-")
    return former.filter(editions).exists()


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
    if old.class_code != row.node.class_code:
        return next_in_class(row, approved_on)
    check_year_of_edition(row, approved_on, old)
    return replace(read_number(old.number), year=approved_on.year)


def check_year_of_edition(row: Standard, approved_on: date, old: Standard) -> None:
    """Two editions of one number differ by their year; asked at the approval, and again when it is published."""
    year = read_number(old.number).year
    if old.class_code != row.node.class_code or approved_on.year > year:
        return
    if approved_on.year < year:
        raise StandardsError(f"批准日期早于被修订的“{old.number}”，请核对。", field="approved_on")
    raise StandardsError(
        f"“{old.number}”也是 {year} 年批准的，同一年内再次修订会得到相同的编号。"
        "请改用修改单：编号和年代号不变。",
        field="approved_on",
    )


def check_revised(row: Standard, old: Standard, field: str = "revises") -> None:
    """What is revised is an edition of the organisation's own that still stands."""
    if old.organization_id != row.organization_id or not old.is_own or not old.is_published:
        raise StandardsError("修订的标准应是本组织已发布的自制标准，请重新选择。", field=field)
    if old.withdrawn_on or old.replaced_on:
        raise StandardsError(f"“{old.number}”已废止或已有新版本，不能再修订。", field=field)


def take_over_number(row: Standard, approved_on: date, text: str) -> OwnNumber:
    """补录: a number given on paper before; its sequence is never given again."""
    try:
        number = parse(text, timezone.localdate())
    except NumberError as error:
        raise StandardsError(error.message, field="taken_over") from error
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

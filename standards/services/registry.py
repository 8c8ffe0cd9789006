"""Writing the registry: enter, edit, correct (T/CSSG 001.2 9.3, 9.4; life cycle: 更正 with reason, logged).

Every verb is one transaction: the row is locked and read again, its state checked, saved, the trail told.
`values` are field names of `Standard` with cleaned values, as the forms of this app give them.
"""

import re

from django.db import transaction

from gridgov.organizations.models import Organization
from gridgov.records.services import record_event

from ..errors import StandardsError
from ..models import Node, Standard
from ..names import names_in
from ..numbering import ExternalNumber, OwnNumber
from .given import check_day
from .keeping import changed_since, facts, keep, lock, refusing_twice
from .numbers import find_text, number_columns, read_number
from .publishing import check_approver
from .replacement import follow_effective_date, link_replaced

Origin, Rank, Obligation, Stage = Standard.Origin, Standard.Rank, Standard.Obligation, Standard.Stage

RANKS = {
    "national": Rank.NATIONAL,
    "industry": Rank.INDUSTRY,
    "local": Rank.LOCAL,
    "group": Rank.GROUP,
    "own": Rank.OWN,
}
OBLIGED = {Rank.NATIONAL, Rank.INDUSTRY, Rank.LOCAL}
OBLIGATIONS = {"": Obligation.MANDATORY, "T": Obligation.RECOMMENDED, "Z": Obligation.GUIDING}
# The first state of a row stands in the row itself.
BEGINNINGS = ("create", "identify", "plan")
LAW = re.compile(r"(法典|条例|(?<![办方做])法)》?$")
IDENTITY = "标准编号不能更改：编号一经发布即固定（第2部分 10.5）。编号有误时请废止后重新发布。"


def enter_standard(
    *, actor, organization: Organization, origin: str, values: dict, is_pending: bool = False
) -> Standard:
    """A new row: a draft of one's own, or an adopted standard or document, which is in the system at once.

    `is_pending`: an adopted standard is only 识别, and waits for its 采用审核 (life cycle §5.3; `adoption`).
    Raises DuplicateError when its number, or its title without a number, is there already, and StandardsError
    when the place, a department or the number cannot be.
    """
    stage = Stage.DRAFTING if origin == Origin.OWN else Stage.PUBLISHED
    if is_pending and origin == Origin.ADOPTED:
        stage = Stage.IDENTIFIED
    standard = Standard(organization=organization, origin=origin, stage=stage)
    verb = "identify" if stage == Stage.IDENTIFIED else "create"
    with refusing_twice(standard), transaction.atomic():
        return change(standard, actor=actor, verb=verb, values=values)


def edit_standard(*, actor, standard: Standard, values: dict) -> Standard:
    """Change a draft, or an adopted standard or document. Raises StandardsError for what is published of
    one's own, was abandoned or finished, and for values that cannot be.
    """
    with refusing_twice(standard), transaction.atomic():
        row = lock(standard)
        if row.is_own and row.is_published:
            raise StandardsError("已发布的标准不能直接编辑：录入有误请用“更正”并写明理由，内容变动请修订。")
        check_text_is_open(row, values)
        check_drafters_stay(row, values)
        return change(row, actor=actor, verb="change", values=values)


def check_text_is_open(row: Standard, values: dict) -> None:
    """What was finished stays under the name it was reviewed and approved with."""
    if row.is_own and row.stage == Stage.ABANDONED:
        raise StandardsError("已终止的不能再编辑。")
    if row.stage in (Stage.SUBMITTED, Stage.APPROVED) and values.get("title", row.title) != row.title:
        raise StandardsError("定稿后标准名称不能更改：请不予批准、退回起草后再改。", field="title")


def check_drafters_stay(row: Standard, values: dict) -> None:
    """Who drafted does not approve (life cycle §5.1): not by a name taken off before, nor by one added afterwards."""
    if not row.is_own or row.stage not in (Stage.SUBMITTED, Stage.APPROVED) or "drafters" not in values:
        return
    if gone := names_in(row.drafters) - names_in(values["drafters"]):
        raise StandardsError(f"定稿后不能去掉起草人{'、'.join(sorted(gone))}。", field="drafters")
    if both := names_in(values["drafters"]) & names_in(row.approver):
        raise StandardsError(f"{'、'.join(sorted(both))}是批准人，不能同时是起草人。", field="drafters")


def correct_standard(*, actor, standard: Standard, values: dict, reason: str) -> Standard:
    """更正: mend what was typed wrongly in a published own standard. Its number and year stay for good.

    Raises StandardsError without a reason, when nothing differs, or when the year of approval would no longer
    be that of the number (T/CSSG 001.2 10.6.4), who approved it be one of its drafters, or its confirmation be to come.
    """
    with refusing_twice(standard), transaction.atomic():
        row = lock(standard)
        if not (row.is_own and row.is_published):
            raise StandardsError("只有已发布的自制标准需要更正，其他的请直接编辑。")
        if not reason.strip():
            raise StandardsError("请写明更正的理由，如“录入时漏填实施部门，依据发布通知”。", field="reason")
        if "number" in values and values["number"] != row.number:
            raise StandardsError(IDENTITY, field="number")
        people = row.approver, row.drafters
        row = change(row, actor=actor, verb="correct", values=values, reason=reason.strip())
        check_year_of_number(row)
        if (row.approver, row.drafters) != people:
            check_approver(row, row.approver)
        if row.confirmed_on:
            check_day(row.confirmed_on, "复审确认日期", "confirmed_on")
        return row


def change(row: Standard, *, actor, verb: str, values: dict, reason: str = "") -> Standard:
    """Set, check, save and record; a change that changes nothing leaves no trace, a 更正 is refused then."""
    before, started, named = facts(row), row.effective_on, row.replaced_numbers
    departments = values.get("departments")
    for name in values.keys() - {"departments"}:
        setattr(row, name, values[name])
    derive_columns(row, values)
    check_place(row)
    check_departments(row, departments)
    keep(row, actor=actor, verb=verb)
    if departments is not None:
        row.departments.set(departments)
    if row.replaced_numbers != named and not row.is_own and row.is_published:
        link_replaced(row, actor=actor)
    if row.effective_on != started:
        follow_effective_date(row, started, actor=actor)
    record(row, before, actor=actor, verb=verb, reason=reason)
    return row


def record(row: Standard, before: dict, *, actor, verb: str, reason: str) -> None:
    """Tell the trail; the first state of a row stands in the row itself."""
    is_new = verb in BEGINNINGS
    changes = {} if is_new else changed_since(before, row)
    if verb == "correct" and not changes:
        raise StandardsError("没有任何改动，不用更正。")
    if is_new or changes:
        record_event(actor=actor, verb=verb, target=row, changes=changes, reason=reason)


def derive_columns(row: Standard, values: dict) -> None:
    """What follows from the number as typed: its columns and, where left empty, rank and obligation."""
    if row.is_own:
        row.rank = Rank.OWN
        return
    if "number" in values or "second_number" in values:
        typed = values.get("number", row.number)
        for name, value in number_columns(typed, row.second_number).items():
            setattr(row, name, value)
        row.number_search = find_text(row)
    if row.origin == Origin.ADOPTED and not row.number_key:
        raise StandardsError(
            "请填写标准编号，如“GB/T 34300-2017”。没有编号的文件请登记为指导性文件。", field="number"
        )
    row.rank = row.rank or guess_rank(row)
    row.obligation = row.obligation or guess_obligation(row)


def guess_rank(row: Standard) -> str:
    """标准级别 from the code of the number; laws by their title."""
    number = read_number(row.number) if row.number else None
    if isinstance(number, OwnNumber | ExternalNumber):
        return RANKS.get(number.level, Rank.OTHER)
    return Rank.LAW if LAW.search(row.title) else Rank.OTHER


def guess_obligation(row: Standard) -> str:
    """标准性质 from the code: GB obliges, GB/T recommends, GB/Z guides; of other kinds nothing is known."""
    number = read_number(row.number) if row.number else None
    if isinstance(number, ExternalNumber) and row.rank in OBLIGED:
        return OBLIGATIONS.get(number.suffix, "")
    return ""


def check_place(row: Standard) -> None:
    """Standards stand at leaves of the tree as the organisation has it (T/CSSG 001.3 3.4.2)."""
    unmoved = row.pk and Standard.objects.filter(pk=row.pk, node_id=row.node_id).exists()
    if unmoved or Node.objects.for_organization(row.organization).leaves().filter(pk=row.node_id).exists():
        return
    raise StandardsError("所选的分类不在本组织的标准体系中，或不是末级，请重新选择。", field="node")


def check_departments(row: Standard, departments) -> None:
    """Departments are the organisation's own."""
    named = [*(departments or []), *filter(None, [row.drafting_department])]
    if any(department.organization_id != row.organization_id for department in named):
        raise StandardsError("所选的部门不属于本组织，请重新选择。", field="departments")


def check_year_of_number(row: Standard) -> None:
    """10.6.4: the year of the number is that of the approval."""
    year = read_number(row.number).year
    if row.approved_on and year != row.approved_on.year:
        raise StandardsError(
            f"编号中的年代号是 {year}，批准日期应在 {year} 年内（第2部分 10.6.4）。", field="approved_on"
        )

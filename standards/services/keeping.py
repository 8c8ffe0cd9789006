"""One row of the registry: locked, checked, saved, compared. The verbs stand beside this module."""

from contextlib import contextmanager

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError
from django.db.models import DateField
from pypinyin import Style, lazy_pinyin

from gridgov.changes import changes_between, snapshot
from gridgov.dates import implausible_date

from ..errors import DuplicateError, StandardsError
from ..models import NumberAlias, Standard

# What the trail compares; the number columns follow from `number`.
TRAILED = [
    *(
        "node",
        "number",
        "second_number",
        "title",
        "title_english",
        "rank",
        "obligation",
        "intended_rank",
        "issuer",
    ),
    *("adoption", "ics", "ccs", "drafting_department", "drafters", "approver", "approval_number"),
    *("plan_reason", "planned_on", "due_on", "drafting_from", "finalized_on", "revision_of"),
    *("applicability", "adopted_on", "abandoned_on", "abandonment_reason"),
    *(
        "approved_on",
        "issued_on",
        "effective_on",
        "confirmed_on",
        "checked_on",
        "replaced_on",
        "withdrawn_on",
    ),
    *("withdrawal_reason", "replaced_numbers", "remark", "stage"),
]

DATES = [name for name in TRAILED if isinstance(Standard._meta.get_field(name), DateField)]


GONE = "“{}”已不在登记簿中：带来它的导入刚被撤销。请返回列表核对。"


def lock(standard: Standard) -> Standard:
    """The row as it is now, held until the transaction ends; StandardsError when its import was undone meanwhile."""
    row = Standard.objects.select_for_update().filter(pk=standard.pk).first()
    if row is None:
        raise StandardsError(GONE.format(standard))
    return row


def keep(row: Standard, *, actor, verb: str) -> None:
    """Validate and save; the history row is marked with the verb, as the event tells of it already."""
    check_dates(row)
    check_former_numbers(row)
    row.title_initials = title_initials(row.title)
    try:
        row.validate_constraints()
    except ValidationError as error:
        raise refusal(row, error) from error
    row._change_reason, row._history_user = verb, actor
    row.save()


def check_dates(row: Standard) -> None:
    """The day of the next review must be a day of the calendar."""
    if found := implausible_date(row, DATES):
        name, sentence = found
        raise StandardsError(sentence, field="on" if name == "withdrawn_on" else name)


def check_former_numbers(row: Standard) -> None:
    """A number that another standard of the organisation had before is not given again: it would find two."""
    if not row.number_key:
        return
    former = NumberAlias.objects.of(row.organization_id).filter(number_key=row.number_key)
    if alias := former.exclude(standard=row.pk).select_related("standard").first():
        raise StandardsError(
            f"“{alias.number}”是“{alias.standard}”的曾用编号，不能再作为另一条标准的编号。", field="number"
        )


def refusal(row: Standard, error: ValidationError) -> StandardsError:
    """The first sentence of a violated constraint; a duplicate names the row that is there."""
    if existing := find_duplicate(row):
        return duplicate(existing)
    fields = error.message_dict
    name = next(iter(fields))
    return StandardsError(fields[name][0], field=None if name == NON_FIELD_ERRORS else name)


@contextmanager
def refusing_twice(standard: Standard):
    """Of two clicks at once both pass the check; the second meets the constraint and is told the same."""
    try:
        yield
    except IntegrityError as error:
        existing = find_duplicate(standard)
        if existing is None:
            raise
        raise duplicate(existing) from error


def find_duplicate(row: Standard) -> Standard | None:
    """The other row with the same number, or without number the same title in the same place."""
    others = Standard.objects.of(row.organization_id).exclude(pk=row.pk)
    if row.number_key:
        return others.filter(number_key=row.number_key).first()
    return others.standing().filter(number_key="", node_id=row.node_id, title=row.title).first()


def duplicate(existing: Standard) -> DuplicateError:
    if existing.number:
        words = f"登记簿中已有“{existing}”，不能重复登记。请打开已有的一条查看或编辑。"
        return DuplicateError(words, existing=existing, field="number")
    words = (
        f"“{existing.node}”下已有同名的“{existing.title}”，不能重复登记。请打开已有的一条，或改用别的名称。"
    )
    return DuplicateError(words, existing=existing, field="title")


def title_initials(title: str) -> str:
    """`网格巡查规范（2版）` → `wgxcgf2b`: pinyin initials; other letters and digits are kept."""
    letters = lazy_pinyin(title, style=Style.FIRST_LETTER, errors=list)
    return "".join(letter for letter in "".join(letters).lower() if letter.isalnum())[:200]


def facts(row: Standard) -> dict:
    """The trailed fields of a row as words, its departments too; all empty before it exists."""
    if row.pk is None:
        return dict.fromkeys([*TRAILED, "departments"], "")
    names = "、".join(row.departments.values_list("name", flat=True))
    return snapshot(row, TRAILED) | {"departments": names}


def changed_since(before: dict, row: Standard) -> dict:
    """`{Chinese name: [before, after]}` of what differs since `before = facts(row)`."""
    changes = changes_between(before, row, TRAILED)
    departments = facts(row)["departments"]
    if before["departments"] != departments:
        changes["实施部门"] = [before["departments"], departments]
    return changes

"""Writing records of any kind, and the rows inside them: enter, change, take away (T/CSSG 001.2 §14).

Every verb is one transaction: locked, read again, checked, saved, told to the trail. `values` are field names with
cleaned values, as the forms of the kinds give them.
"""

from datetime import date

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from gridgov.dates import implausible_date
from gridgov.records.services import record_event

from ..errors import ActivitiesError
from ..kinds import Part, Table
from ..words import changes, trail_words

JUST_NOW = "刚刚有人保存了同样的内容。请刷新页面，核对后再保存。"


def enter_record(*, actor, table: Table, row, values: dict):
    """A new row: `row` is unsaved and knows its organisation, or the record it is a part of.

    Raises ActivitiesError for a closed record, a value that cannot be, or a row that is there already.
    """
    with transaction.atomic():
        if isinstance(table, Part):
            refuse(table.closed(lock(record_of(table, row))))
        row.created_by = actor
        write(row, values, first=table.prepare, actor=actor)
        verb = table.verb if isinstance(table, Part) else "create"
        tell(actor, verb, table, row, {table.noun: ["", str(row)]})
    return row


def change_record(*, actor, table: Table, row, values: dict):
    """Change what may be changed in its present state; what changes nothing leaves no trace."""
    with transaction.atomic():
        current = lock_row(table, row)
        refuse(table.fixed(current))
        before = trail_words(current, table.trailed)
        write(current, values)
        if changed := changes(before, current):
            tell(actor, "change", table, current, changed)
    return current


def remove_record(*, actor, table: Table, row, reason: str):
    """Take away what was entered by mistake; the row stays on file with who, when and why.

    Raises ActivitiesError without a reason, when its state fixes it, or while other rows rest on it.
    """
    with transaction.atomic():
        current = lock_row(table, row)
        refuse(table.fixed(current))
        if not reason.strip():
            raise ActivitiesError("请写明移除的理由，如“重复登记”。", field="reason")
        refuse(still_used(current))
        current.removed_at, current.removed_by = timezone.now(), actor
        for name in table.freed:
            setattr(current, name, None)
        current.save(update_fields=["removed_at", "removed_by", *table.freed])
        tell(actor, "delete", table, current, {table.noun: [str(current), ""]}, reason.strip())
    return current


def lock(row):
    """The row as it is now, held until the transaction ends; refused when it was taken away meanwhile."""
    current = type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)
    if current.removed_at:
        raise ActivitiesError("这条记录已被移除，请返回列表刷新。")
    return current


def lock_row(table: Table, row):
    """A row and the record it is a part of: the record first, so that its state cannot change meanwhile."""
    if isinstance(table, Part):
        lock(record_of(table, row))
    return lock(row)


def record_of(table: Table, row):
    """The record whose page and trail a row belongs to: itself, or the one it is a part of."""
    return getattr(row, table.parent) if isinstance(table, Part) else row


def refuse(sentence: str) -> None:
    if sentence:
        raise ActivitiesError(sentence)


def write(row, values: dict, *, first=None, actor=None) -> None:
    """Set, check and save the fields, then the lists of other rows."""
    lists = {field.name for field in row._meta.many_to_many}
    for name in values.keys() - lists:
        setattr(row, name, values[name])
    if first:
        first(row, actor)
    check(row, [each for name in values.keys() & lists for each in values[name]])
    save(row)
    for name in values.keys() & lists:
        getattr(row, name).set(values[name])


def check(row, named) -> None:
    """Days of the calendar, rows of the own organisation, constraints."""
    days = [field.name for field in row._meta.fields if type(field) is models.DateField]
    if found := implausible_date(row, days):
        raise ActivitiesError(found[1], field=found[0])
    check_organization(row, named)
    try:
        row.validate_constraints()
    except ValidationError as error:
        name, sentences = next(iter(error.message_dict.items()))
        raise ActivitiesError(sentences[0], field=None if name == NON_FIELD_ERRORS else name) from error


def check_organization(row, named) -> None:
    """What a record names belongs to its own organisation; shared places of the tree belong to all."""
    home = home_of(row)
    keys = [field.name for field in row._meta.fields if isinstance(field, models.ForeignKey)]
    own = [each for name in keys if name not in ACCOUNTS and (each := getattr(row, name)) is not None]
    if any(home_of(each) not in (home, None) for each in [*own, *named]):
        raise ActivitiesError("所选的内容不属于本组织，请重新选择。")


ACCOUNTS = {"organization", "created_by", "removed_by", "approved_by", "rectified_by", "verified_by", "user"}
PARENTS = ("plan", "session", "measure", "material", "person")


def home_of(row) -> int | None:
    """The key of the organisation a row belongs to, directly or by the record it is a part of."""
    if hasattr(row, "organization_id"):
        return row.organization_id
    parent = next((getattr(row, name) for name in PARENTS if hasattr(row, f"{name}_id")), None)
    return None if parent is None else parent.organization_id


def save(row) -> None:
    """Of two people who save the same at once the constraint lets one through, and the other is told."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise ActivitiesError(JUST_NOW) from error


def still_used(row) -> str:
    """Which rows rest on this one, "" when none does; its own files and parts, which it alone writes, go with it."""
    found = [
        str(relation.related_model._meta.verbose_name)
        for relation in row._meta.related_objects
        if relation.field.editable and uses(row, relation)
    ]
    return f"还有{'、'.join(found)}用到它，不能移除。请先改或移除那些记录。" if found else ""


def uses(row, relation) -> bool:
    rows = relation.related_model.objects.filter(**{relation.field.name: row.pk})
    return rows.filter(removed_at=None).exists()


def tell(actor, verb: str, table: Table, row, changed: dict, reason: str = "") -> None:
    """One event at the record; what happened to a part says which."""
    record = record_of(table, row)
    if record is not row and verb == "change":
        changed = {f"{table.noun}“{row}”·{name}": pair for name, pair in changed.items()}
    record_event(actor=actor, verb=verb, target=record, changes=changed, reason=reason)


def today() -> date:
    return timezone.localdate()

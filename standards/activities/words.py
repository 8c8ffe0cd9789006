"""Values of a record as words: on the page, in a workbook, on the trail."""

from datetime import date, datetime, time
from decimal import Decimal

from django.db.models import Manager

from standards.models import Standard

SEPARATOR = "；"


def standard_words(standard: Standard) -> str:
    """What a clerk calls a standard, and `StandardsField` reads back: its number, or its title without one."""
    return standard.number or standard.title


def value_words(value) -> str | int | date:
    """A value for a cell: dates and whole numbers stay what they are, everything else becomes text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Standard):
        return standard_words(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, int) or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    return str(value)


def field_words(row, name: str) -> str | int | date:
    """The field `name` of a row: choices by their words, several rows by their names."""
    display = getattr(row, f"get_{name}_display", None)
    if display:
        return display()
    value = getattr(row, name)
    if isinstance(value, Manager):
        return SEPARATOR.join(str(value_words(each)) for each in value.all())
    return value_words(value)


def trail_words(row, names) -> dict[str, str]:
    """`{field: words}` of a row, to compare with later; a row not saved yet has nothing."""
    if row.pk is None:
        return dict.fromkeys(names, "")
    return {name: str(field_words(row, name)) for name in names}


def changes(before: dict[str, str], row) -> dict[str, list[str]]:
    """`{Chinese name: [before, after]}` of what differs since `before = trail_words(row, …)`."""
    after = trail_words(row, before)
    return {
        str(row._meta.get_field(name).verbose_name): [before[name], after[name]]
        for name in before
        if before[name] != after[name]
    }

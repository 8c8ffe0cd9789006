"""What changed in a row, in the words a reader knows: before → after of the trail."""

from django.db import models


def as_text(value) -> str:
    """A value as the trail shows it: empty for nothing, 是/否 for a yes or no."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)


def snapshot(instance: models.Model, fields: list[str]) -> dict:
    """The fields of an instance in the words a reader knows, to compare with later."""
    values = {}
    for name in fields:
        shown = getattr(instance, f"get_{name}_display", None)
        values[name] = as_text(shown() if shown else getattr(instance, name))
    return values


def changes_between(before: dict, after: models.Model, fields: list[str]) -> dict:
    """`{verbose name: [old, new]}` of the named fields that differ; choices by their words.

    `before` is a mapping of field name → value as `snapshot` takes it.
    """
    now = snapshot(after, fields)
    return {
        str(after._meta.get_field(name).verbose_name): [before[name], now[name]]
        for name in fields
        if before[name] != now[name]
    }

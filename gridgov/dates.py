"""Dates that people mean. Computing years or time zones beyond the calendar of Python would fail."""

from datetime import date

EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)


def implausible_date(row, names) -> tuple[str, str] | None:
    """The first of the date fields `names` of a model row that nobody can mean, and the sentence saying so."""
    for name in names:
        day = getattr(row, name)
        if day and not EARLIEST <= day <= LATEST:
            label = row._meta.get_field(name).verbose_name
            return name, f"{label} {day} 不可能，应在 {EARLIEST} 至 {LATEST} 之间，请核对。"
    return None

"""Dates that people mean, and how days and moments are written down."""

from datetime import date, datetime

from django.utils import timezone

# Computing years or time zones beyond the calendar of Python would fail.
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)


def implausible_date(row, names) -> tuple[str, str] | None:
    """The first of the date fields `names` of a model row that nobody can mean, and the sentence saying so."""
    for name in names:
        day = getattr(row, name)
        if day and not EARLIEST <= day <= LATEST:
            label = row._meta.get_field(name).verbose_name
            return name, f"{label} {day} 不可能，应在 {EARLIEST} 至 {LATEST} 之间，请核对。"
    return None


def chinese_date(day: date | None) -> str:
    """`2026年11月20日`, as documents write dates; empty for none."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def moment(value: datetime) -> str:
    """Local time with its offset, to the second: `2026-11-20T09:30:00+08:00`."""
    return timezone.localtime(value).isoformat(timespec="seconds")

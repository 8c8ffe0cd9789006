"""Days and moments of a frozen document as a report writes them. Pure."""

from datetime import date, datetime

from gridgov.dates import chinese_date


def day_words(text: str | None) -> str:
    """`2026-11-20` → `2026年11月20日`; empty for none."""
    return chinese_date(date.fromisoformat(text)) if text else ""


def moment_words(text: str | None) -> str:
    """`2026-11-20T09:30:00+08:00` → `2026年11月20日 09:30`; empty for none."""
    if not text:
        return ""
    at = datetime.fromisoformat(text)
    return f"{chinese_date(at)} {at:%H:%M}"


def span_words(began: str | None, ended: str | None) -> str:
    """From when to when, the day once where it is one; `—` without a beginning."""
    if not began:
        return "—"
    if not ended:
        return moment_words(began)
    first, last = datetime.fromisoformat(began), datetime.fromisoformat(ended)
    end = f"{last:%H:%M}" if first.date() == last.date() else moment_words(ended)
    return f"{moment_words(began)}–{end}"

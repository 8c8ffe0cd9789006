"""What people give with what they do: a day that has come, words that say something."""

from datetime import date

from django.utils import timezone

from ..errors import StandardsError


def check_day(day: date, words: str, field: str, *, earliest: date | None = None, after: str = "") -> None:
    """A day that has come, and not before `earliest`, which is the day of `after`; StandardsError otherwise."""
    if day > timezone.localdate():
        raise StandardsError(f"{words}不能晚于今天。", field=field)
    if earliest and day < earliest:
        raise StandardsError(f"{words}不能早于{after} {earliest}。", field=field)


def demand(text: str, sentence: str, field: str) -> str:
    """The text without blanks around it; StandardsError with the sentence when nothing is left."""
    if not text.strip():
        raise StandardsError(sentence, field=field)
    return text.strip()

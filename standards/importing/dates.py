"""Days as lists write them. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from .words import EMPTY

EXAMPLE = "应为 2026-11-20 这样的日期"
EPOCH = date(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = 10_000, 73_050  # 1927 to 2099
CHINA = timedelta(hours=8)
SEPARATOR = r"\s*[-/.年]\s*"
DAY = re.compile(
    rf"(\d{{4}}){SEPARATOR}(\d{{1,2}})\s*[-/.月]\s*(\d{{1,2}})\s*[日号]?"
    r"(?:[T\s]+\d{1,2}[:时]\d{1,2}.*)?"
)
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
MONTH = re.compile(rf"(\d{{4}})(?:{SEPARATOR}(\d{{1,2}})月?|(\d{{2}})|年)")
# Something else than text: what was meant as a day and is none.
ATTEMPT = re.compile(r"[\d\s./\-年月日号:]+")
DASHES = str.maketrans("—–―−－", "-----")
NUMERALS = {sign: str(value) for value, sign in enumerate("〇一二三四五六七八九")} | {"○": "0", "零": "0"}
IN_NUMERALS = re.compile(
    r"([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)


@dataclass(frozen=True)
class Day:
    """What a cell says of a day: `value`, or the `text` that is no day (kept elsewhere), or a `fault`."""

    value: date | None = None
    text: str = ""
    fault: str = ""


NOTHING = Day()


def read_day(cell) -> Day:
    """The day of a cell; `—`, `/`, 无 are nothing, a month or free text stays text, a wrong day is a fault.

    Takes true dates, serial numbers, milliseconds since 1970 (public interfaces give them) and texts.
    """
    if isinstance(cell, datetime):
        return Day(cell.date())
    if isinstance(cell, date):
        return Day(cell)
    if isinstance(cell, bool):
        return Day(fault=EXAMPLE)
    if isinstance(cell, int | float):
        return of_figure(cell)
    text = "" if cell is None else unicodedata.normalize("NFKC", str(cell)).strip()
    if text.upper() in EMPTY:
        return NOTHING
    return of_text(text, shown=str(cell).strip())


def of_figure(value: float) -> Day:
    if value >= 10**11:
        return of_milliseconds(value)
    if FIRST_SERIAL <= value <= LAST_SERIAL:
        return Day(EPOCH + timedelta(days=int(value)))
    return of_text(str(value), shown=str(value))


def of_milliseconds(value: float) -> Day:
    """The day in China at that moment."""
    try:
        return Day((datetime.fromtimestamp(value / 1000, UTC) + CHINA).date())
    except (OverflowError, ValueError, OSError):
        return Day(fault=EXAMPLE)


def of_text(text: str, *, shown: str) -> Day:
    text = without_numerals(text).translate(DASHES)
    found = DAY.fullmatch(text) or COMPACT.fullmatch(text)
    if found:
        return on(*map(int, found.groups()))
    month = MONTH.fullmatch(text)
    if month and int(month[2] or month[3] or 1) in range(1, 13):
        return Day(text=shown)
    if text.isdecimal():
        return of_figure(int(text)) if is_figure(int(text)) else Day(fault=EXAMPLE)
    return Day(fault=EXAMPLE) if ATTEMPT.fullmatch(text) else Day(text=shown)


def is_month_of(cell, day: date | None) -> bool:
    """Whether a cell that says but a month, or a year, says that of the day."""
    text = unicodedata.normalize("NFKC", "" if cell is None else str(cell)).strip().translate(DASHES)
    found = MONTH.fullmatch(text)
    if not found or day is None:
        return False
    month = found[2] or found[3]
    return int(found[1]) == day.year and (month is None or int(month) == day.month)


def is_figure(value: int) -> bool:
    return value >= 10**11 or FIRST_SERIAL <= value <= LAST_SERIAL


def on(year: int, month: int, day: int) -> Day:
    try:
        return Day(date(year, month, day))
    except ValueError:
        return Day(fault=EXAMPLE)


def without_numerals(text: str) -> str:
    """二〇一七年十月一日 with figures."""
    return IN_NUMERALS.sub(
        lambda found: f"{''.join(NUMERALS[sign] for sign in found[1])}-{small(found[2])}-{small(found[3])}",
        text,
    )


def small(text: str) -> int:
    """十 → 10, 二十一 → 21."""
    tens, ten, ones = text.rpartition("十")
    return (int(NUMERALS.get(tens, "1")) * 10 if ten else 0) + int(NUMERALS.get(ones, "0"))

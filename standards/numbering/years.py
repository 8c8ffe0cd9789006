"""The year at the end of a number."""

from datetime import date

from standards.numbering.errors import NumberError

EARLIEST = 1949
CENTURY_TURN = 50


def is_possible(year: int, today: date) -> bool:
    """Whether a Chinese standard can carry this year: from 1949 to the coming year."""
    return EARLIEST <= year <= today.year + 1


def read_year(digits: str, *, number: str, today: date) -> tuple[int, tuple[str, ...]]:
    """The year of two or four digits, with a warning when two were expanded; NumberError when impossible."""
    if len(digits) not in (2, 4):
        raise NumberError(f"“{number}”的年代号“{digits}”应为四位数字，请改成如 {today.year} 的写法。")
    year, warnings = int(digits), ()
    if len(digits) == 2:
        year += 1900 if year >= CENTURY_TURN else 2000
        warnings = (f"年代号“{digits}”只有两位，已按 {year} 年理解，请核对。",)
    check_year(year, number=number, today=today)
    return year, warnings


def check_year(year: int, *, number: str, today: date) -> None:
    """NumberError unless the year is possible."""
    if not is_possible(year, today):
        raise NumberError(
            f"“{number}”的年代号 {year} 不可能：应在 {EARLIEST} 至 {today.year + 1} 之间，请核对原文后改正。"
        )

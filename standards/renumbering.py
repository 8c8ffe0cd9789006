"""A renumbering table as it is pasted: 「旧编号 → 新编号」, one pair a line. Pure: no database."""

import re
from dataclasses import dataclass

from .errors import StandardsError

BETWEEN = re.compile(r"\s*(?:→|⇒|[-=—]+[>＞])\s*|\s*\t\s*")
MOST = 2_000
EXAMPLE = "应为“旧编号 → 新编号”，如“Q/AKWG JC101•3-2021 → Q/AKWG JC101•12-2021”；从 Excel 复制的两列也可以。"


@dataclass(frozen=True)
class Pair:
    """One line of the table: its place in what was pasted, the number before and the number now."""

    line: int
    old: str
    new: str


def read_table(text: str) -> list[Pair]:
    """The pairs of every line that is not blank; a heading without digits is passed over.

    Raises StandardsError (field `table`) naming the first line that is no pair, when there is none at all, or when
    there are more than a registry has.
    """
    lines = [(place, line.strip()) for place, line in enumerate(text.splitlines(), start=1)]
    pairs = [read_pair(place, line) for place, line in lines if line and not is_heading(line)]
    if not pairs:
        raise StandardsError("还没有粘贴对照表，每行一条：旧编号 → 新编号。", field="table")
    if len(pairs) > MOST:
        raise StandardsError(f"一次最多登记 {MOST} 行，请分几次粘贴。", field="table")
    return pairs


def read_pair(place: int, line: str) -> Pair:
    parts = [part for part in BETWEEN.split(line) if part]
    if len(parts) != 2:
        raise StandardsError(f"第 {place} 行“{line[:60]}”看不出新旧编号：{EXAMPLE}", field="table")
    return Pair(place, *parts)


def is_heading(line: str) -> bool:
    return "编号" in line and not any(character.isdigit() for character in line)

"""What a proposal looked at, in words: a ground for each standard, place and record. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from .facts import Facts, LinkedStandard, Record, RegistryRow
from .proposal import Ground
from .rules import WHOLE


def label_of(code: str, facts: Facts) -> str:
    """`5.4.2 网格巡查管理`: as the organisation's tree has it, or as it was before it was removed."""
    known = facts.places.get(code) or facts.removed.get(code)
    return known.label if known else code


def ground_of_whole(code: str, rows: list[RegistryRow], facts: Facts) -> Ground:
    counting = sum(not row.why_not for row in rows)
    if not counting:
        return Ground("place", code, label_of(code, facts), "没有能计入的标准")
    return Ground("place", code, f"{label_of(code, facts)}：能计入的标准 {counting} 项")


def ground_of_standard(standard: LinkedStandard) -> Ground:
    """`Q/ALWG TG202•3-2025 多职能部门联动处置工作程序 现行`; why one is not in force says the reason."""
    words = f"{standard.label} {standard.word}" if standard.status == "in_force" else standard.label
    return Ground("standard", str(standard.pk), words, standard.why_not)


def ground_of_row(row: RegistryRow) -> Ground:
    return Ground("standard", str(row.pk), row.label, row.why_not)


def ground_of_record(record: Record, at_least: int = WHOLE) -> Ground:
    """`参训率 86.6%（13÷15）`; of what is not there at all the name alone."""
    if record.reaches(at_least):
        return Ground("record", record.name, f"{record.label} {record.words}")
    if record.rate is None or record.rate.percentage is None:
        return Ground("record", record.name, record.label, record.words)
    return Ground("record", record.name, f"{record.label} {record.words}", f"未达 {at_least}%")


def lack(record: Record, at_least: int = WHOLE) -> str:
    """A sentence on a record that is not enough: `没有已批准的采标计划`, `参训率 79.9%（799÷1000）：未达 80%`."""
    ground = ground_of_record(record, at_least)
    if record.rate is None:
        return f"{ground.why_not}{ground.words}"
    return f"{ground.words}：{ground.why_not}"


def sentences(grounds: Iterable[Ground]) -> tuple[str, ...]:
    return tuple(f"{ground.words}：{ground.why_not}" for ground in grounds if ground.why_not)

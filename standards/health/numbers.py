"""Numbers and names: the form of a number, its class, its year, two rows that are one (T/CSSG 001.2 10.6)."""

from collections import defaultdict
from collections.abc import Iterator

from ..doubts import number_of
from ..models import Standard
from ..numbering import ExternalNumber, OwnNumber
from ..references.editions import loose
from .problem import Check, Problem, Severity
from .registry import Registry, about, edit, form, listed, year_of_row

IRREGULAR = Check("number", "编号不规则", "第2部分 10.6", Severity.SCORE)
OTHER_CLASS = Check("number-class", "编号与分类不一致", "第2部分 10.6.3", Severity.SCORE)
OTHER_YEAR = Check("number-year", "年代号与批准年份不一致", "第2部分 10.6.4", Severity.ORDER)
TWO_EDITIONS = Check("editions", "同一标准两个版本现行", "第2部分 10.7 c）", Severity.SCORE)
SAME_TITLE = Check("title", "同名的现行标准", "第2部分 9.4", Severity.ORDER)
CHECKS = (IRREGULAR, OTHER_CLASS, TWO_EDITIONS, OTHER_YEAR, SAME_TITLE)


def irregular(registry: Registry) -> Iterator[Problem]:
    """Own standards without a number of the one form, adopted ones whose number raises doubts.

    A number once given is not changed (10.6.4): one's own gets a regular one at its next revision.
    """
    for row in registry.in_force:
        if row.is_own and (words := own_doubt(row, registry.organization.initials)):
            yield about(IRREGULAR, row, f"{words}。", form("申请修订改号", "revision-new", row))
        elif row.origin == Standard.Origin.ADOPTED and (words := adopted_doubt(row)):
            yield about(IRREGULAR, row, words, edit(row, "改编号"))


def own_doubt(row: Standard, initials: str) -> str:
    """What is wrong with the number of an own standard; "" when nothing is."""
    number = number_of(row)
    if not isinstance(number, OwnNumber):
        return f"编号“{row.number}”不是 Q/××WG 的统一形式"
    if initials and number.place != initials:
        return f"编号的地名代号是 {number.place}，本组织是 {initials}"
    return ""


def adopted_doubt(row: Standard) -> str:
    """The first warning of the number as typed; "" when there is none. Documents have 文号 of every form."""
    number = number_of(row)
    if number is None:
        return f"编号“{row.number}”认不出来。"
    return number.warnings[0] if isinstance(number, ExternalNumber) and number.warnings else ""


def other_class(registry: Registry) -> Iterator[Problem]:
    for row in registry.published:
        if row.has_other_class:
            sentence = (
                f"编号中的分类号是 {row.class_code}，体系分类是 {row.node.class_code or row.node.name}。"
            )
            yield about(OTHER_CLASS, row, sentence, form("调整分类", "standard-move", row))


def other_year(registry: Registry) -> Iterator[Problem]:
    """10.6.4: the year of the number is that of the approval."""
    for row in registry.published:
        number = number_of(row) if row.is_own else None
        year = getattr(number, "year", None)
        if year and row.approved_on and year != row.approved_on.year:
            sentence = f"编号的年代号是 {year}，批准日期是 {row.approved_on}。"
            yield about(OTHER_YEAR, row, sentence, edit(row, "更正批准日期"))


def two_editions(registry: Registry) -> Iterator[Problem]:
    """GB and GB/T of a number are one family; what is known to replace the other is told by `dates.not_ended`."""
    pairs = {*registry.replacing, *((old, new) for new, old in registry.replacing)}
    for rows in groups(registry.in_force, lambda row: loose(row.number_family) if row.number_key else ""):
        newest, *others = sorted(rows, key=lambda row: (year_of_row(row), row.pk), reverse=True)
        apart = [row for row in others if (newest.pk, row.pk) not in pairs]
        if apart:
            sentence = f"与{listed(map(str, apart))}是同一标准的不同版本，都登记为现行。"
            yield about(TWO_EDITIONS, newest, sentence, edit(newest, "填写被代替标准号"))


def same_title(registry: Registry) -> Iterator[Problem]:
    """Different numbers under one name; editions of one number are told above."""
    for rows in groups(registry.in_force, lambda row: "".join(row.title.split())):
        first, *others = rows
        others = [
            row
            for row in others
            if not row.number_key or loose(row.number_family) != loose(first.number_family)
        ]
        if others:
            sentence = (
                f"与{listed(row.number or row.node.filing_label for row in others)}同名，都登记为现行。"
            )
            yield about(SAME_TITLE, first, sentence, edit(first, "核对名称"))


def groups(rows: list[Standard], key) -> list[list[Standard]]:
    """Rows with the same key, where there are several; "" is none."""
    found = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return [group for name, group in found.items() if name and len(group) > 1]

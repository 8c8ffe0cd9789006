"""What should be looked at before a version is issued: sentences to show, never refusals (T/CSSG 001.2 9.3.2)."""

from datetime import date

from ..models import Standard, StandardDocument, SystemVersion
from ..models.standard import Status
from ..statistics import Coverage, coverage
from .explanation import SECTIONS

NAMED = 3


def doubts_about_version(version: SystemVersion, *, on: date) -> list[str]:
    """What is missing or late in the system on a day, most serious first; a constant number of statements."""
    standards = Standard.objects.of(version.organization)
    covered = coverage(version.organization, on=on)
    texts = StandardDocument.objects.kept().filter(kind=StandardDocument.Kind.TEXT)
    without_text = standards.in_force(on=on).exclude(pk__in=texts.values("standard"))
    late = standards.due_for_review(on=on, within=-1)
    return [
        *told(without_text, "现行标准没有上传标准文本，9.3.2 要求所有标准应有文本"),
        *told(late, "标准超过三年没有复审"),
        *doubts_of_coverage(covered),
        *told_ended(standards, on),
        *doubts_of_explanation(version),
    ]


def told(rows, words: str) -> list[str]:
    """「3 项……：甲、乙、丙。」; nothing when there is none."""
    count = rows.count()
    if not count:
        return []
    names = "、".join(f"“{row}”" for row in rows.in_order()[:NAMED])
    return [f"{count} 项{words}：{names}{'等' if count > NAMED else ''}。"]


def doubts_of_coverage(covered: Coverage) -> list[str]:
    found = []
    if covered.outside:
        found.append(f"{covered.outside} 项标准登记在已删减的节点下，列入明细表而不计入统计表。")
    if covered.missing:
        under_way = sum(root.living - root.present for root in covered.roots)
        words = f"，其中 {under_way} 项制定中或即将实施" if under_way else ""
        found.append(f"应有 {covered.expected} 项，还缺 {covered.missing} 项{words}。")
    return found


def told_ended(standards, on: date) -> list[str]:
    """What has had its time is left out of the 明细表 of the version."""
    ended = standards.with_status(on=on).filter(status_on__in=[Status.REPLACED, Status.WITHDRAWN])
    count = ended.count()
    return [f"{count} 项标准已被代替或废止，不列入这一版的明细表。"] if count else []


def doubts_of_explanation(version: SystemVersion) -> list[str]:
    empty = [
        heading for key, (heading, _) in SECTIONS.items() if not version.explanation.get(key, "").strip()
    ]
    empty = [heading for heading in empty if heading != SECTIONS["other"][0]]
    return [f"编制说明还没有写：{'、'.join(empty)}。"] if empty else []

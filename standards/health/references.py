"""References and 查新: what is cited though it has ended, what nobody looked up (T/CSSG 001.2 10.3.1.2)."""

from collections.abc import Iterator

from .problem import Check, Link, Problem, Severity
from .registry import Registry, about, form

CITED_ENDED = Check("cited-ended", "引用已失效版本", "第2部分 10.3.1.2", Severity.SCORE)
CITED_NONE = Check("cited-none", "引用的标准无现行版本", "第2部分 10.3.1.2", Severity.SCORE)
UNFOLLOWED = Check("unfollowed", "查新结果未处理", "第2部分 10.3.1.2", Severity.SCORE)
UNSUITABLE = Check("suitability", "适宜性评审未做", "第2部分 10.3.1.2", Severity.ORDER)
UNCHECKED = Check("unchecked", "查新逾期", "第2部分 10.3.1.2", Severity.ORDER)
CHECKS = (CITED_ENDED, CITED_NONE, UNFOLLOWED, UNSUITABLE, UNCHECKED)


def cited(registry: Registry) -> Iterator[Problem]:
    """A dated reference to an edition that has ended, an undated one of which no edition is in force."""
    for known in registry.citations:
        if known.is_faulty:
            check = CITED_ENDED if known.is_outdated else CITED_NONE
            row = known.citation.standard
            sentence = f"引用 {known.citation.number}：{known.sentence}。"
            yield about(check, row, sentence, form("改引用", "citations", row))


def unsuitable(registry: Registry) -> Iterator[Problem]:
    """What it cites has changed, and nobody said whether it still fits."""
    for due in registry.suitability:
        sentence = f"{due.cause}，还没有适宜性评审结论。"
        mend = form("作出结论", "suitability-conclude", due.standard, due.cited.pk)
        yield about(UNSUITABLE, due.standard, sentence, mend)


def unfollowed(registry: Registry) -> Iterator[Problem]:
    """The source says that it changed; the registry still calls it 现行."""
    for row in registry.in_force:
        if told := registry.told.get(row.pk):
            newer = f"，代替它的是 {told.replaced_by}" if told.replaced_by else ""
            sentence = f"查新结果为“{told.state or '有新版本'}”{newer}，登记簿仍为现行。"
            mend = Link("登记变化", "standards:check-apply", (told.check_run_id, told.pk))
            yield about(UNFOLLOWED, row, sentence, mend)


def unchecked(registry: Registry) -> Iterator[Problem]:
    """Adopted standards not looked up for twelve months (life cycle §5.3)."""
    for row in registry.in_force:
        if words := row.check_overdue(registry.on):
            last = f"，上次 {row.checked_on}" if row.checked_on else ""
            mend = Link("查新", "standards:check-new", query=registry.here)
            yield about(UNCHECKED, row, f"{words}{last}。", mend)

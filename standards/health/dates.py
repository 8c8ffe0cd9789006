"""Days out of order, and ends that nobody answered (T/CSSG 001.2 10.5, 10.7; GB/T 22373)."""

from collections.abc import Iterator
from itertools import combinations

from ..models import Standard
from ..models.standard import Status
from ..references.citations import replacing
from .problem import Check, Link, Problem, Severity
from .registry import Registry, about, edit, form

DISORDER = Check("dates", "日期顺序不对", "第2部分 10.5", Severity.ORDER)
AHEAD = Check("dates-ahead", "发布、批准日期在将来", "第2部分 10.5", Severity.ORDER)
NOT_ENDED = Check("not-ended", "新版已实施，旧版没有结束", "第2部分 10.7 c）", Severity.SCORE)
NO_SUCCESSOR = Check("successor", "被代替而不知被谁代替", "第2部分 9.4.2", Severity.ORDER)
LEFT_EMPTY = Check("left-empty", "失效后该分类无人接替", "第2部分 9.3", Severity.SCORE)
CHECKS = (NOT_ENDED, LEFT_EMPTY, DISORDER, AHEAD, NO_SUCCESSOR)


def disorder(registry: Registry) -> Iterator[Problem]:
    """批准 ≤ 发布 ≤ 实施. The database refuses neighbours out of order; lists taken over lack one between."""
    for row in registry.published:
        if words := out_of_order(row):
            yield about(DISORDER, row, words, edit(row, "改日期"))


def out_of_order(row: Standard) -> str:
    """The first pair of days the wrong way round; "" when all are in order."""
    days = [("批准", row.approved_on), ("发布", row.issued_on), ("实施", row.effective_on)]
    known = [(name, day) for name, day in days if day]
    for (before, first), (after, second) in combinations(known, 2):
        if first > second:
            return f"{after}日期 {second} 早于{before}日期 {first}。"
    return ""


def ahead(registry: Registry) -> Iterator[Problem]:
    """What is published was approved and issued by now."""
    for row in registry.published:
        late = [(name, day) for name, day in (("批准", row.approved_on), ("发布", row.issued_on)) if day]
        if words := "、".join(f"{name}日期 {day}" for name, day in late if day > registry.on):
            yield about(AHEAD, row, f"已登记为发布，{words} 却在今天之后。", edit(row, "改日期"))


def not_ended(registry: Registry) -> Iterator[Problem]:
    """The newer one is in force and is said to replace this one, which is in force too."""
    in_force = {row.pk for row in registry.in_force}
    for new, old in registry.replacing:
        if new in in_force and old in in_force:
            row, newer = registry.by_pk[old], registry.by_pk[new]
            sentence = f"“{newer}”已自 {newer.effective_on or newer.issued_on} 起代替它，它仍登记为现行。"
            yield about(NOT_ENDED, row, sentence, ending(row, newer))


def ending(row: Standard, newer: Standard) -> Link:
    """What ends the old one: one's own by its 复审, what is adopted by the 被代替标准号 of the newer one."""
    if row.is_own:
        return form("发起复审", "review-start", row)
    return edit(newer, "保存代替关系") if not newer.is_own else form("废止", "standard-withdraw", row)


def no_successor(registry: Registry) -> Iterator[Problem]:
    """被代替, and neither the registry nor 查新 says by what."""
    for row in registry.rows:
        if row.status(registry.on) != Status.REPLACED or registry.has_edition_after(row) or replacing(row):
            continue
        sentence = f"自 {row.replaced_on} 起被代替，登记簿中没有代替它的标准。"
        yield about(NO_SUCCESSOR, row, sentence, entering(registry, row))


def entering(registry: Registry, row: Standard) -> Link:
    """Where the newer one is entered: number and title come along."""
    origin = {"own": "published", "adopted": "adopted", "guidance": "guidance"}[row.origin]
    query = {**registry.here, "title": row.title, "node": row.node_id}
    query |= {} if row.is_own else {"replaced_numbers": row.number or row.title}
    return Link("登记新版", "standards:standard-new", (origin,), query)


def left_empty(registry: Registry) -> Iterator[Problem]:
    """The day came on which the last standard of a leaf ended, and nothing is in force, to come or being made there."""
    living = {row.node_id for row in registry.rows if row.status(registry.on) in LIVING}
    last = {}
    for row in registry.rows:
        place = registry.tree.get(row.node_id)
        if place and place.is_leaf and row.node_id not in living and ended_on(row, registry):
            last[row.node_id] = max(
                last.get(row.node_id, row), row, key=lambda each: ended_on(each, registry)
            )
    for row in last.values():
        word = "废止" if row.status(registry.on) == Status.WITHDRAWN else "被代替"
        sentence = f"自 {ended_on(row, registry)} 起{word}，“{row.node.name}”再没有标准，也没有计划。"
        query = {**registry.here, "node": row.node_id}
        yield about(LEFT_EMPTY, row, sentence, Link("列入计划", "standards:plan-new", query=query))


LIVING = (Status.IN_FORCE, Status.UPCOMING, Status.DRAFT, Status.IDENTIFIED)


def ended_on(row: Standard, registry: Registry):
    """The day it ended; None while it stands."""
    if row.status(registry.on) not in (Status.REPLACED, Status.WITHDRAWN):
        return None
    return min(day for day in (row.replaced_on, row.withdrawn_on) if day and day <= registry.on)

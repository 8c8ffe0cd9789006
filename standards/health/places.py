"""Where standards are filed (T/CSSG 001.3 3.4.2; T/CSSG 001.2 9.3)."""

from collections.abc import Iterator

from ..models.standard import Status
from .problem import Check, Problem, Severity
from .registry import Registry, about, refile

REMOVED = Check("node-removed", "分类已删减", "第3部分 3.4.2", Severity.SCORE)
NOT_LEAF = Check("node-kind", "没有归入末级分类", "第2部分 9.3", Severity.SCORE)
CHECKS = (REMOVED, NOT_LEAF)
LIVING = (Status.IN_FORCE, Status.UPCOMING, Status.DRAFT)


def misfiled(registry: Registry) -> Iterator[Problem]:
    """Neither counts: what lies under a node the organisation removed, and what lies beside the leaves."""
    for row in registry.rows:
        if row.status(registry.on) not in LIVING:
            continue
        if row.node_id not in registry.tree:
            sentence = f"分类“{row.node.filing_label}”已删减，不计入现有标准。"
            yield about(REMOVED, row, sentence, refile(row))
        elif not row.node.is_leaf:
            sentence = f"归在“{row.node.filing_label}”下，它是{row.node.get_kind_display()}，不是末级分类。"
            yield about(NOT_LEAF, row, sentence, refile(row))

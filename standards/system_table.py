"""The 标准体系表 (T/CSSG 001.2 9.3.2): layer → sub-system → class → leaf → standards, in printed order.

It lists what 应有数 counts: standards 现行, 即将实施 and 制定中, and a line without standard for every leaf that still
waits for one. Two statements for the tree and its figures, one for the standards.
"""

from collections import defaultdict
from dataclasses import dataclass

from .chart import LAYERS
from .models import Standard
from .statistics import LIVING, Branch, Coverage


@dataclass(frozen=True)
class Entry:
    """One line of the table; `number`, `title` and `status` are empty where the leaf waits for a standard."""

    layer: str
    root: Branch
    parent: Branch
    leaf: Branch
    pk: int | None = None
    number: str = ""
    title: str = ""
    status: str = ""


def system_table(organization, covered: Coverage) -> list[Entry]:
    """Every line of the table of `organization`, with the status on the day of `covered`."""
    filed = filed_standards(organization, covered.on)
    entries = []
    for label, codes in LAYERS:
        for root in filter(None, map(covered.root, codes)):
            for parent, leaf in leaves_of(root):
                rows = filed.get(leaf.node.pk) or [()]
                entries += [Entry(label, root, parent, leaf, *row) for row in rows]
    return entries


def filed_standards(organization, on) -> dict[int, list[tuple]]:
    """Living standards by the node they are filed under, in the order of their numbers."""
    rows = Standard.objects.of(organization).with_status(on=on).filter(status_on__in=LIVING).in_order()
    found = defaultdict(list)
    for node, *row in rows.values_list("node_id", "pk", "number", "title", "status_on"):
        found[node].append(tuple(row))
    return found


def leaves_of(root: Branch) -> list[tuple[Branch, Branch]]:
    """(class, leaf) pairs of a sub-system; parts of the 指导层 stand under their root."""
    if not root.classes:
        return [(root, row) for row in root.rows if row.node.is_leaf]
    return [(parent, row) for parent in root.classes for row in parent.rows if row.node.is_leaf]

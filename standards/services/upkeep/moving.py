"""Another place in the tree: the number stays, and is made anew at the next revision (numbering §1.6)."""

from django.db import transaction

from gridgov.records.services import record_event

from ...errors import StandardsError
from ...models import Node, Standard
from ..given import demand
from ..keeping import changed_since, facts, keep, lock
from ..registry import check_place


def move_standard(*, actor, standard: Standard, node: Node, reason: str) -> Standard:
    """File a published own standard under another leaf; its number and year stay. Returns it.

    Raises StandardsError for a draft, without a reason, for the same leaf, or for one that gives no numbers.
    """
    with transaction.atomic():
        row = lock(standard)
        if not row.is_own or not row.is_published:
            raise StandardsError("只有已发布的自制标准需要调整分类；其他的请直接编辑体系分类。")
        reason = demand(reason, "请写明调整分类的理由。", "reason")
        if node.pk == row.node_id:
            raise StandardsError(f"已在“{node}”，请选择另一个分类。", field="node")
        if not node.class_code:
            raise StandardsError(f"“{node}”不能放自制标准：它没有分类号，修订时无法编号。", field="node")
        before = facts(row)
        row.node = node
        check_place(row)
        keep(row, actor=actor, verb="move")
        record_event(actor=actor, verb="move", target=row, changes=changed_since(before, row), reason=reason)
    return row

"""What an organisation adds to the shared tree and what it does without (T/CSSG 001.3 3.4.2).

Added nodes carry the organisation; a removal is an override row and takes nothing from anybody else.
"""

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from gridgov.organizations.models import Organization
from gridgov.records.services import record_event

from ..errors import StandardsError
from ..models import Node, NodeRemoval, Standard
from ..models.standard import Status
from .tree import STEP

FIRST_OWN_CLASS = 51  # below it the classes of part 3, so that a later edition collides with nothing
LAST_CLASS = 99
PARENTS = {
    Node.Kind.CLASS: {Node.Kind.SUBSYSTEM},
    Node.Kind.LEAF: {Node.Kind.LAYER, Node.Kind.CLASS, Node.Kind.GROUP},
}


def add_node(
    *, actor, organization: Organization, parent: Node, kind: str, name: str, scope: str = ""
) -> Node:
    """Add a class under a sub-system, or a leaf under a class, a group or the 指导层; returns it.

    A class gets the next class code from 51 upward (`TG251`) and a leaf of the same name, so that standards
    can be filed at once. A leaf is called after its parent: `TG204-1`. Raises StandardsError when the place
    cannot take such a node or the name stands there already.
    """
    with transaction.atomic():
        Organization.objects.select_for_update().get(pk=organization.pk)
        check_place(organization, parent, kind, name)
        node = place_own(organization, parent, kind, name, scope)
        if kind == Node.Kind.CLASS:
            place_own(organization, node, Node.Kind.LEAF, name, scope)
        record_event(actor=actor, verb="create", target=node, changes={"体系节点": ["", str(node)]})
    return node


def check_place(organization: Organization, parent: Node, kind: str, name: str) -> None:
    """StandardsError unless the tree of `organization` can take a node `name` of `kind` under `parent`."""
    tree = Node.objects.for_organization(organization)
    if not tree.filter(pk=parent.pk).exists():
        raise StandardsError("上级节点不在本组织的体系内，请重新选择。", field="parent")
    if parent.kind not in PARENTS.get(kind, ()):
        words = "类只能增加在分体系之下" if kind == Node.Kind.CLASS else "末级只能增加在指导层、类或组之下"
        raise StandardsError(
            f"{words}，“{parent.name}”是{parent.get_kind_display()}，请重新选择上级。", field="parent"
        )
    if tree.filter(parent=parent, name=name).exists():
        raise StandardsError(f"“{parent.name}”下已有“{name}”，请换一个名称。", field="name")


def place_own(organization: Organization, parent: Node, kind: str, name: str, scope: str) -> Node:
    """Write the row of an own node, after everything that stands below its parent."""
    code = next_class(organization, parent) if kind == Node.Kind.CLASS else next_leaf(organization, parent)
    node = Node(
        organization=organization,
        parent=parent,
        kind=kind,
        code=code,
        subsystem=parent.subsystem,
        class_code=code if kind == Node.Kind.CLASS else parent.class_code,
        name=name,
        scope=scope,
        order=make_room(organization, parent),
    )
    try:
        with transaction.atomic():
            node.save()
    except IntegrityError:
        raise StandardsError(f"节点代号“{code}”刚被占用，请再试一次。") from None
    return node


def next_class(organization: Organization, subsystem: Node) -> str:
    """The next class code of the organisation's own: `TG251`, `TG252`, …; removed ones keep theirs."""
    own = Node.objects.filter(organization=organization, subsystem=subsystem.subsystem, kind=Node.Kind.CLASS)
    last = max((int(code[-2:]) for code in own.values_list("code", flat=True)), default=FIRST_OWN_CLASS - 1)
    if last >= LAST_CLASS:
        raise StandardsError(
            f"“{subsystem.name}”自设的类已用到 {LAST_CLASS}，不能再增加，请改为在已有的类下增加末级。"
        )
    return f"{subsystem.class_code[:-2]}{last + 1}"


def next_leaf(organization: Organization, parent: Node) -> str:
    """The code of the parent and a running number: `5.2.2-1`; never the form of a clause."""
    used = Node.objects.filter(organization=organization, parent=parent).count()
    return f"{parent.code}-{used + 1}"


def make_room(organization: Organization, parent: Node) -> int:
    """The order of a node at the end of `parent`: own nodes behind it move up by one, shared ones never."""
    last = last_order(organization, parent)
    behind = Node.objects.filter(
        organization=organization, order__gt=last, order__lt=(last // STEP + 1) * STEP
    )
    if behind.count() + last % STEP >= STEP - 1:
        raise StandardsError(f"“{parent.name}”处自设的节点已满，不能再增加，请增加在别处。", field="parent")
    behind.update(order=F("order") + 1)
    return last + 1


def last_order(organization: Organization, parent: Node) -> int:
    """The highest order in the branch of `parent`, removed nodes included."""
    nodes = Node.objects.known_to(organization)
    last, parents = parent.order, [parent.pk]
    while parents:
        below = nodes.filter(parent__in=parents)
        last = max(last, below.aggregate(last=Max("order"))["last"] or 0)
        parents = list(below.values_list("pk", flat=True))
    return last


def branch_of(organization: Organization, node: Node) -> list[Node]:
    """The node and all below it, removed or not, in printed order."""
    nodes = Node.objects.known_to(organization)
    found, level = [node], [node]
    while level:
        level = list(nodes.filter(parent__in=level))
        found += level
    return sorted(found, key=lambda each: (each.order, each.pk))


def remove_node(*, actor, organization: Organization, node: Node, reason: str, on) -> list[Node]:
    """Leave out a class, group or leaf and all below it, with a reason; returns the nodes taken out.

    Standards that are not yet replaced or withdrawn on `on` keep their place: StandardsError names how many
    stand there. The 指导层 with its four parts and the sub-systems stay, T/CSSG 001.2 9.3.2 demands them.
    """
    if node.kind in (Node.Kind.LAYER, Node.Kind.SUBSYSTEM) or (
        node.subsystem == "ZD" and not node.organization_id
    ):
        raise StandardsError(f"“{node.name}”不能删减：第2部分 9.3.2 要求标准体系表包括指导层和四个分体系。")
    with transaction.atomic():
        Organization.objects.select_for_update().get(pk=organization.pk)
        branch = branch_of(organization, node)
        refuse_if_filed(organization, node, branch, on)
        gone = set(organization.node_removals.values_list("node_id", flat=True))
        taken = [each for each in branch if each.pk not in gone]
        if node not in taken:
            raise StandardsError(f"“{node}”已经删减。")
        NodeRemoval.objects.bulk_create(
            NodeRemoval(organization=organization, node=each, reason=reason) for each in taken
        )
        record_event(
            actor=actor,
            verb="delete",
            target=node,
            organization=organization,
            changes={"体系节点": ["、".join(map(str, taken)), ""]},
            reason=reason,
        )
    return taken


def refuse_if_filed(organization: Organization, node: Node, branch: list[Node], on) -> None:
    """StandardsError when living standards are filed in the branch, with their number by status."""
    rows = Standard.objects.of(organization).filter(node__in=branch).with_status(on=on)
    found = list(rows.values_list("status_on", flat=True))
    counts = [(status, found.count(status)) for status in (Status.IN_FORCE, Status.UPCOMING, Status.DRAFT)]
    words = "、".join(f"{status.label} {count} 项" for status, count in counts if count)
    if words:
        raise StandardsError(
            f"“{node.name}”下还有标准（{words}），不能删减。请先把这些标准改到别的体系分类，或者废止后再删减。"
        )


def restore_node(*, actor, organization: Organization, node: Node) -> list[Node]:
    """Take a removed node back with all below it, and with the removed nodes it stands under; returns them.

    Raises StandardsError when the node is not removed.
    """
    with transaction.atomic():
        Organization.objects.select_for_update().get(pk=organization.pk)
        removed = {removal.node_id: removal for removal in organization.node_removals.select_related("node")}
        if node.pk not in removed:
            raise StandardsError(f"“{node}”没有删减，不用恢复。")
        branch = [*ancestors(node), *branch_of(organization, node)]
        back = [each for each in branch if each.pk in removed]
        NodeRemoval.objects.filter(organization=organization, node__in=back).delete()
        record_event(
            actor=actor,
            verb="create",
            target=node,
            organization=organization,
            changes={
                "体系节点": ["", "、".join(map(str, back))],
                "原删减理由": [removed[node.pk].reason, ""],
            },
        )
    return back


def ancestors(node: Node) -> list[Node]:
    """The nodes above it, from the root."""
    chain = []
    while node.parent_id:
        node = node.parent
        chain.insert(0, node)
    return chain

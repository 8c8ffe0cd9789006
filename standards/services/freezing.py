"""Tree, 明细表 and 统计表 of an organisation as one document `gridgov-system/1` (`standards.versions.snapshots`)."""

from datetime import date

from django.db.models import Q
from django.utils import timezone

from gridgov.organizations.models import Organization

from ..errors import StandardsError
from ..exports.reading import read_entries
from ..models import Node, Standard
from ..statistics import LIVING, Coverage, Line, coverage, statistics_table
from ..versions.snapshots import COLUMNS

NODE_FIELDS = ("code", "kind", "subsystem", "class_code", "clause", "name")
# 9.3.2: what is in force, and what is planned or under way to be; the rest is no part of the system.
LISTED = LIVING


def system_document(organization: Organization, *, on: date) -> dict:
    """The system of `organization` on a day, in a constant number of statements.

    Raises StandardsError when somebody changed the registry in between, for list and figures must agree.
    """
    known = known_standards(organization, on)
    covered = coverage(organization, on=on, standards=known)
    standards = frozen_standards(known, on)
    check_agreement(covered, len(standards))
    return {
        "organization": {
            "name": organization.name,
            "initials": organization.initials,
            "level": organization.level,
        },
        "on": on.isoformat(),
        "tree": frozen_tree(organization),
        "standards": standards,
        "figures": frozen_figures(covered),
    }


def known_standards(organization: Organization, on: date):
    """The registry as far as it tells of a day: of one gone by not what was published later or is under way."""
    rows = Standard.objects.of(organization)
    if on >= timezone.localdate():
        return rows
    return rows.published().filter(Q(issued_on=None) | Q(issued_on__lte=on))


def check_agreement(covered: Coverage, listed: int) -> None:
    if listed != covered.outside + sum(root.living for root in covered.roots):
        raise StandardsError("登记簿刚刚有变动，明细表与统计表不一致。请再试一次。")


def frozen_tree(organization: Organization) -> dict:
    nodes = list(Node.objects.for_organization(organization).select_related("parent"))
    removals = organization.node_removals.select_related("node").order_by("node__order", "node_id")
    return {
        "edition": next((node.edition for node in nodes if node.edition), ""),
        "nodes": [frozen_node(node) for node in nodes],
        "removals": [
            {"code": each.node.code, "name": each.node.name, "reason": each.reason} for each in removals
        ],
    }


def frozen_node(node: Node) -> dict:
    return {
        **{name: getattr(node, name) for name in NODE_FIELDS},
        "parent": node.parent.code if node.parent else "",
        "own": node.organization_id is not None,
    }


def frozen_standards(standards, on: date) -> list[dict]:
    """The rows of the 明细表: their columns as printed, dates as ISO texts."""
    listed = standards.with_status(on=on).filter(status_on__in=LISTED)
    return [frozen_row(identity, cells) for identity, cells in read_entries(listed, on=on)]


def frozen_row(identity: tuple, cells: tuple) -> dict:
    key, node, subsystem, number_key, family = identity
    row = {"id": key, "node": node, "subsystem": subsystem, "key": number_key, "family": family}
    values = (value.isoformat() if isinstance(value, date) else value for value in cells)
    return row | dict(zip(COLUMNS, values, strict=True))


def frozen_figures(covered: Coverage) -> dict:
    return {
        "expected": covered.expected,
        "present": covered.present,
        "outside": covered.outside,
        "lines": [frozen_line(line) for line in statistics_table(covered)],
    }


def frozen_line(line: Line) -> dict:
    figures = {"levels": list(line.levels), "expected": line.expected, "present": line.present}
    return {"kind": line.kind, "code": line.code, "name": line.name, **figures}

"""Reading the facts that proposals are made of: a fixed number of statements, whatever the size of the registry.

Only what the rules of the wanted requirements ask for is read.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, Subquery

from standards.activities.evidence import found_of
from standards.models import Citation, NodeRemoval, Standard, StandardDocument, StatusFinding, SystemVersion
from standards.models.standard import Status
from standards.querysets import year_before
from standards.references.citations import faulty
from standards.statistics import Branch, coverage
from standards.versions.explanation import is_written

from .facts import Facts, LinkedStandard, Place, Record, RegistryRow, Removal, RunningVersion
from .links import is_adopted_later, links_by_code, why_not
from .rules import Rules

OF_REGISTRY = {"places", "currency", "numbers", "texts", "approvals"}
OF_TREE = {"places", "coverage", "version"}
COLUMNS = ("pk", "number", "title", "origin", "stage", "class_code", "approver", "checked_on", "status_on")
COLUMNS += ("approved_on", "issued_on", "effective_on", "adopted_on", "replaced_on", "withdrawn_on")
COLUMNS += ("has_text", "has_approval", "changed", "successor", "node_code", "node_class", "node_subsystem")


def read_facts(
    organization,
    *,
    edition,
    rules: Rules,
    on: date,
    year: int | None = None,
    codes: Collection[str] | None = None,
    linked: Mapping[str, Sequence[LinkedStandard]] | None = None,
) -> Facts:
    """The facts of an organisation on a day, for all requirements of an edition or those of `codes`.

    `year` is the one that plans, training and checks are counted in; without it, that of the day. `linked` saves a
    statement where the links were read already.
    """
    card = edition.scorecard
    wanted = list(card.requirements_by_code) if codes is None else list(codes)
    kinds = {rules[code].kind for code in wanted}
    rows = Standard.objects.of(organization)
    return Facts(
        on=on,
        level=organization.level,
        linked=links_by_code(rows, edition.pk, on) if linked is None else linked,
        registry=registry_rows(rows, on) if kinds & OF_REGISTRY else (),
        places=places_of(organization, on) if kinds & OF_TREE else {},
        removed=removals_of(organization),
        version=running_version(organization, on) if "version" in kinds else None,
        citations=dead_citations(rows, on) if "currency" in kinds else {},
        records=records_of(organization, rules.sources_of(wanted), on, year),
    )


def registry_rows(rows, on: date) -> list[RegistryRow]:
    """Every standard that is not given up or merely looked at, in registry order. One statement."""
    kept = StandardDocument.objects.kept().filter(standard=OuterRef("pk")).order_by()
    told = StatusFinding.objects.filter(
        Q(applied_on=None) | Q(applied_on__gt=on),
        standard=OuterRef("pk"),
        verdict__in=StatusFinding.CHANGES,
        check_run__checked_on__lte=on,
    ).order_by("-pk")
    found = (
        rows.exclude(stage__in=[Standard.Stage.ABANDONED, Standard.Stage.IDENTIFIED])
        .with_status(on=on)
        .annotate(
            has_text=Exists(kept.filter(kind=StandardDocument.Kind.TEXT)),
            has_approval=Exists(kept.filter(kind__in=StandardDocument.OF_APPROVAL)),
            changed=Subquery(told.values("state")[:1]),
            successor=Subquery(told.values("replaced_by")[:1]),
            node_code=F("node__code"),
            node_class=F("node__class_code"),
            node_subsystem=F("node__subsystem"),
        )
    )
    checked_since = year_before(on)
    return [
        registry_row(row, on, checked_since) for row in found.in_order().values_list(*COLUMNS, named=True)
    ]


def registry_row(row, on: date, checked_since: date) -> RegistryRow:
    is_own = row.origin == Standard.Origin.OWN
    return RegistryRow(
        pk=row.pk,
        label=f"{row.number} {row.title}".strip(),
        path=tuple(filter(None, (row.node_code, row.node_class, row.node_subsystem))),
        status=row.status_on,
        is_own=is_own,
        why_not=why_not(row, row.status_on, row.has_text, on),
        has_text=row.has_text,
        odd_number=odd_number(row) if is_own else "",
        unapproved=unapproved(row) if is_own else "",
        stale=stale(row),
        unchecked="" if is_adopted_later(row, on) else unchecked(row, checked_since),
    )


def odd_number(row) -> str:
    """What is wrong with the number of an own standard in force; "" when nothing is."""
    if not row.class_code:
        return "编号不是 Q/××WG 的统一形式"
    if row.class_code != row.node_class:
        return f"编号中的分类号是 {row.class_code}，体系分类是 {row.node_class}"
    return ""


def unapproved(row) -> str:
    """What its approval lacks (A1-8-3): `没有批准人、批准文书或发布文`."""
    facts = (("批准人", row.approver), ("批准日期", row.approved_on), ("批准文书或发布文", row.has_approval))
    lacking = "、".join(name for name, fact in facts if not fact)
    return f"没有{lacking}" if lacking else ""


def stale(row) -> str:
    """What 查新 had said of it by the day, and nobody had followed yet."""
    if not row.changed:
        return ""
    return f"查新结果“{row.changed}”尚未处理" + (f"，代替它的是 {row.successor}" if row.successor else "")


def unchecked(row, checked_since: date) -> str:
    """The rule of `Standard.check_overdue`, for a row read without its model."""
    if row.origin != Standard.Origin.ADOPTED or row.status_on != Status.IN_FORCE:
        return ""
    if row.checked_on is None:
        return "未查新"
    return "查新超过 12 个月" if row.checked_on < checked_since else ""


def places_of(organization, on: date) -> dict[str, Place]:
    """The organisation's tree with its figures, by code of the node. Two statements."""
    covered = coverage(organization, on=on)
    branches = [each for root in covered.roots for each in (root, *root.rows)]
    return {each.node.code: place(each) for each in branches}


def place(branch: Branch) -> Place:
    node = branch.node
    return Place(node.code, label_of(node), node.subsystem, node.is_leaf, branch.present, branch.expected)


def label_of(node) -> str:
    return f"{node.clause or node.code} {node.name}"


def removals_of(organization) -> dict[str, Removal]:
    rows = NodeRemoval.objects.filter(organization=organization).select_related("node")
    return {row.node.code: Removal(label_of(row.node), row.reason) for row in rows}


def running_version(organization, on: date) -> RunningVersion | None:
    """The 体系版本 of the day; the 发布令 froze 明细表 and 统计表 with it. One statement."""
    row = SystemVersion.objects.of(organization).running(on=on).without_snapshot().first()
    if row is None:
        return None
    documents = {"decree", "list", "statistics"} | ({"explanation"} if is_written(row.explanation) else set())
    return RunningVersion(row.pk, row.name, row.issued_on, frozenset(documents))


def dead_citations(rows, on: date) -> dict[int, str]:
    """Key of a standard in force → which editions it cites that have ended, or what of which none is in force."""
    sentences: dict[int, list[str]] = {}
    for each in faulty(Citation.objects.filter(standard__in=rows.in_force(on=on)), on):
        sentence = f"{each.sentence}（所引 {each.citation.number}）"
        sentences.setdefault(each.citation.standard_id, []).append(sentence)
    return {key: "；".join(found) for key, found in sentences.items()}


def records_of(organization, names: list[str], on: date, year: int | None) -> dict[str, Record]:
    told = zip(names, found_of(organization, names, on=on, year=year), strict=True)
    return {name: Record(name, row.label, row.words, row.is_there, row.url, row.rate) for name, row in told}


def path_of(node) -> tuple[str, ...]:
    """Codes of a node and of those above it, as `RegistryRow.path`."""
    return tuple(filter(None, (node.code, node.class_code, node.subsystem)))

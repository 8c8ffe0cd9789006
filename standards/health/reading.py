"""Reading a registry for its checks: at most thirteen statements, whatever its size."""

from collections import defaultdict
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, prefetch_related_objects

from ..models import (
    Citation,
    Node,
    PeriodicReview,
    ReviewRound,
    Standard,
    StandardDocument,
    StatusFinding,
    SystemVersion,
)
from ..models.standard import Status
from ..references.citations import Known, alive, known
from ..references.editions import ENDED, Editions
from ..references.suitability import (
    Due,
    begun_on,
    change_of,
    conclusions,
    due,
    ended_on,
    name_of,
    names_of,
)
from ..versions.snapshots import read_snapshot
from .registry import Registry, Running

Kind = StandardDocument.Kind
UNREAD = ("search_grams", "number_search", "title_initials", "plan_reason", "remark", "title_english")


def read_registry(organization, on: date) -> Registry:
    """Everything the checks look at, as of a day."""
    rows = standards_of(organization)
    ended = [row for row in rows if row.status(on) in ENDED]
    prefetch_related_objects(ended, "replaced_by", Prefetch("status_findings", told_successors()))
    cited = citations_of(organization, rows, on)
    return Registry(
        organization=organization,
        on=on,
        rows=rows,
        tree=tree_of(organization),
        citations=cited,
        suitability=suitability_due(organization, ended, cited, on),
        replacing=replacing(organization),
        told=findings_of(organization),
        reviews=by_standard(PeriodicReview.objects.filter(conclusion=""), organization),
        rounds=by_standard(ReviewRound.objects.filter(outcome=""), organization),
        version=running_version(organization, on),
        has_open_version=open_version(organization),
    )


def standards_of(organization) -> list[Standard]:
    """The registry in its order, with what is attached to each."""
    kept = StandardDocument.objects.kept().filter(standard=OuterRef("pk")).order_by()
    through = Standard.departments.through.objects.filter(standard=OuterRef("pk"))
    rows = Standard.objects.of(organization).select_related("node").in_order().defer(*UNREAD)
    rows = rows.annotate(
        has_text=Exists(kept.filter(kind=Kind.TEXT)),
        has_approval=Exists(kept.filter(kind__in=StandardDocument.OF_APPROVAL)),
        has_departments=Exists(through),
    )
    return list(rows)


def told_successors():
    """As `references.citations.with_successors` reads them."""
    return StatusFinding.objects.exclude(applied_on=None).exclude(replaced_by="").order_by("-pk")


def tree_of(organization) -> dict[int, Node]:
    """The nodes it uses: what hangs on a removed one is out too."""
    nodes = {node.pk: node for node in Node.objects.for_organization(organization)}
    return {pk: node for pk, node in nodes.items() if hangs(node, nodes)}


def hangs(node: Node, nodes: dict[int, Node]) -> bool:
    while node.parent_id is not None:
        if node.parent_id not in nodes:
            return False
        node = nodes[node.parent_id]
    return True


def citations_of(organization, rows: list[Standard], on: date) -> list[Known]:
    """What its living standards cite, and what the registry knows of it."""
    editions, by_pk = Editions(row for row in rows if row.number_key), {row.pk: row for row in rows}
    found = []
    citations = Citation.objects.filter(alive(on, "standard__"), standard__organization=organization)
    for citation in citations.order_by("standard__number_sort", "standard_id", "number_key"):
        citation.standard = by_pk[citation.standard_id]
        found.append(known(citation, editions, on))
    return found


def suitability_due(organization, ended: list[Standard], cited: list[Known], on: date) -> list[Due]:
    """The rule of `references.suitability.suitability_due`, over rows read already."""
    adopted = [row for row in ended if row.origin == Standard.Origin.ADOPTED and row.number_key]
    by_name, found = names_of(adopted), {}
    for citation in (each.citation for each in cited if each.citation.standard.is_own):
        for old in by_name.get(name_of(citation), []):
            if citation.is_dated or ended_on(old, on) > begun_on(citation.standard):
                found[citation.standard_id, old.pk] = due(citation.standard, old, on)
    concluded = conclusions([organization])
    return [each for each in found.values() if change_of(each) not in concluded]


def replacing(organization) -> list[tuple[int, int]]:
    """(new, old) of every 代替."""
    pairs = Standard.replaces.through.objects.filter(from_standard__organization=organization)
    return list(pairs.order_by("pk").values_list("from_standard_id", "to_standard_id"))


def findings_of(organization) -> dict[int, StatusFinding]:
    """What 查新 said last of a standard and nobody followed."""
    rows = StatusFinding.objects.filter(
        standard__organization=organization, verdict__in=StatusFinding.CHANGES, applied_on=None
    )
    return {row.standard_id: row for row in rows.order_by("pk")}


def by_standard(rows, organization) -> dict:
    return {row.standard_id: row for row in rows.filter(standard__organization=organization)}


def running_version(organization, on: date) -> Running | None:
    row = SystemVersion.objects.of(organization).running(on=on).first()
    if row is None:
        return None
    listed = defaultdict(set)
    for each in read_snapshot(row.snapshot)["standards"]:
        listed[each["status"]].add(each["id"])
    return Running(row.pk, row.name, frozenset(listed[Status.IN_FORCE.label]))


def open_version(organization) -> int | None:
    """The key of the version that is being prepared."""
    rows = SystemVersion.objects.of(organization).exclude(state="issued")
    return rows.values_list("pk", flat=True).first()

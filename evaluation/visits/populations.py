"""Lists a sample can be drawn from: standards, places and people of the evaluated organisation."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils import timezone

from gridgov.organizations.models import Organization
from standards.activities.models import Person
from standards.models import Standard

from ..models import Evaluation, Site

FREE = "free"


@dataclass(frozen=True, slots=True)
class Population:
    """A list of the organisation: its key, what it is called, how it is read.

    What `is_filed` stands in the tree, so that it can be narrowed to one sub-system.
    """

    key: str
    label: str
    read: Callable[..., Iterator[str]]
    is_filed: bool = False


def standards_in_force(evaluation: Evaluation, **conditions) -> Iterator[str]:
    """In force on the day whose registry counts, in the order of the system."""
    rows = Standard.objects.of(evaluation.organization).in_force(on=evaluation.as_of).filter(**conditions)
    for row in rows.in_order():
        yield f"{row.number} {row.title}".strip()


def own_standards(evaluation: Evaluation, **conditions) -> Iterator[str]:
    return standards_in_force(evaluation, origin=Standard.Origin.OWN, **conditions)


def adopted_standards(evaluation: Evaluation, **conditions) -> Iterator[str]:
    return standards_in_force(evaluation, origin=Standard.Origin.ADOPTED, **conditions)


def sites(evaluation: Evaluation) -> Iterator[str]:
    for site in Site.objects.filter(plan__evaluation=evaluation):
        yield f"{site.name}（{site.address}）" if site.address else site.name


def organizations_below(evaluation: Evaluation) -> Iterator[str]:
    """Where its grids are governed: 街镇分中心, 村（社区）工作站."""
    home = evaluation.organization
    below = Organization.objects.filter(path__startswith=home.path).exclude(pk=home.pk)
    yield from below.order_by("path").values_list("name", flat=True)


def people(evaluation: Evaluation) -> Iterator[str]:
    """在册人员 today, with department and post: who may be asked."""
    rows = Person.objects.of(evaluation.organization).on_staff(on=timezone.localdate())
    for row in rows.select_related("department"):
        place = "，".join(filter(None, [str(row.department or ""), row.post]))
        yield f"{row.name}（{place}）" if place else row.name


def posts(evaluation: Evaluation) -> Iterator[str]:
    rows = Person.objects.of(evaluation.organization).on_staff(on=timezone.localdate()).exclude(post="")
    yield from rows.order_by("post").values_list("post", flat=True).distinct()


POPULATIONS = (
    Population("standards", "现行标准", standards_in_force, is_filed=True),
    Population("own", "现行自制标准", own_standards, is_filed=True),
    Population("adopted", "现行采用标准", adopted_standards, is_filed=True),
    Population("sites", "方案所列现场点位", sites),
    Population("organizations", "下级网格化治理组织", organizations_below),
    Population("people", "在册人员", people),
    Population("posts", "岗位", posts),
)
BY_KEY = {population.key: population for population in POPULATIONS}


def population_of(evaluation: Evaluation, key: str, pasted: str = "", subsystem: str = "") -> list[str]:
    """The list of this key as it is now; of a pasted one its lines, without empty ones.

    Of standards only those of `subsystem`, a code of the tree; "" is the whole system.
    """
    if key == FREE:
        return [line.strip() for line in pasted.splitlines() if line.strip()]
    population = BY_KEY[key]
    if population.is_filed and subsystem:
        return list(population.read(evaluation, node__subsystem=subsystem))
    return list(population.read(evaluation))

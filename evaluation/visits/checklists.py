"""What people look at for a requirement that only they judge: points to check, things drawn at random (tree §6.3)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Value
from django.db.models.functions import Concat, Trim

from standards.models import Node, Standard

from ..models import Evaluation, Sample
from ..proposing.editions import rules_of
from .populations import BY_KEY, Population

# How many are offered to be drawn; the people change it.
OFFERED = 5


@dataclass(frozen=True, slots=True)
class Checklist:
    """The points to check of one requirement, and where a sample for it is drawn from (None: from nowhere)."""

    target: str
    checks: tuple[str, ...]
    population: Population | None
    subsystem: str = ""

    def __bool__(self) -> bool:
        return bool(self.checks or self.population)


def within(subsystem: str) -> str:
    """`（网格化服务管理标准分体系）`; "" is the whole system."""
    if not subsystem:
        return ""
    names = Node.objects.filter(organization=None, kind=Node.Kind.SUBSYSTEM, code=subsystem)
    return f"（{names.values_list('name', flat=True).first() or subsystem}）"


def checklist_of(edition: str, target: str) -> Checklist:
    """The check list of a requirement of an edition (by its code); empty where the data tell enough."""
    rule = rules_of(edition).by_code.get(target)
    if rule is None:
        return Checklist(target, (), None)
    return Checklist(target, rule.checks, BY_KEY.get(rule.sample), rule.subsystem)


def samples_for(evaluation: Evaluation, target: str) -> list[Sample]:
    """Samples drawn for a requirement, oldest first, each with who drew it."""
    rows = Sample.objects.filter(evaluation=evaluation, target=target)
    return list(rows.select_related("drawn_by").order_by("pk"))


def addresses(user, evaluation: Evaluation, names: Collection[str]) -> Mapping[str, str]:
    """Name of a drawn standard → its page, for whoever may read the registry; names of nothing else are left out."""
    rows = Standard.objects.visible_to(user).filter(organization=evaluation.organization_id)
    named = rows.annotate(drawn_as=Trim(Concat("number", Value(" "), "title"))).filter(drawn_as__in=names)
    return {row.drawn_as: row.get_absolute_url() for row in named.only("pk", "number", "title")}

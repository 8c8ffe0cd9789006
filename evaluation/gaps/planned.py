"""Reading what the chosen gaps come to as entries of a 制修订计划: a fixed number of statements."""

from collections.abc import Collection
from datetime import date

from standards.activities.models import Plan
from standards.models import Node

from ..models import ScorecardEdition
from ..proposing.editions import rules_of
from ..proposing.reading import path_of, read_facts
from .planning import Leaf, Planning, planning

OPEN = (Plan.State.DRAFT, Plan.State.ADJUSTING)


def planning_of(organization, edition: ScorecardEdition, codes: Collection[str], *, on: date) -> Planning:
    """The chosen requirements of an organisation as entries of a plan; unknown codes are passed over."""
    card, rules = edition.scorecard, rules_of(edition.code)
    known = [code for code in card.requirements_by_code if code in set(codes)]
    facts = read_facts(organization, edition=edition, rules=rules, on=on, codes=known)
    return planning(card, rules, facts, known, leaves_of(organization))


def leaves_of(organization) -> list[Leaf]:
    """The leaves of the organisation's tree, in printed order."""
    rows = Node.objects.for_organization(organization).leaves().order_by("order")
    return [Leaf(node.code, node.name, path_of(node), bool(node.class_code)) for node in rows]


def open_plans(organization):
    """The organisation's 制修订标准计划 that lines may still be added to."""
    return Plan.objects.of(organization).kept().filter(type=Plan.Type.DRAFTING, state__in=OPEN)

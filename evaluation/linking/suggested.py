"""Suggestions for standards of the registry, as their pages show them."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from ..models import ScorecardEdition
from ..models.scorecard import scorecard_of
from ..proposing.editions import rules_of
from ..scoring import Requirement
from ..suggesting.clues import Clues
from ..suggesting.editions import clues_of
from ..suggesting.suggesting import suggest


@dataclass(frozen=True, slots=True)
class Suggested:
    """A requirement that may be ticked, and why."""

    requirement: Requirement
    reason: str


def suggestions(edition: ScorecardEdition, title: str, node, ticked: Collection[str] = ()) -> list[Suggested]:
    """What title and place suggest and is not ticked yet, best first; nothing is ticked by it."""
    clues = clues_for(edition.pk, edition.sha256, edition.code)
    known = edition.scorecard.requirements_by_code
    found = suggest(title, path_of(node, clues), clues)
    return [Suggested(known[each.code], each.reason) for each in found if each.code not in ticked]


@lru_cache(maxsize=8)
def clues_for(pk: int, sha256: str, code: str) -> Clues:
    """Built once per process and content, as the scorecard is."""
    return clues_of(scorecard_of(pk, sha256), rules_of(code))


def path_of(node, clues: Clues) -> tuple[str, ...]:
    """Codes of the node and of all above it; a node that an organisation added stands in its class."""
    if place := clues.places.get(node.code):
        return place.path
    return tuple(filter(None, (node.class_code, node.subsystem)))

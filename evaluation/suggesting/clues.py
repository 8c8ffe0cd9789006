"""What a title must hold to speak of a requirement, made of the texts of card and tree. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from ..scoring import Requirement, Scorecard
from .wording import Wording

# A piece as short as 「应急」 speaks for itself only among the standards of its own class.
SPEAKS_ALONE = 3


@dataclass(frozen=True, slots=True)
class Place:
    """A node of the shared tree: its clause as printed, its names of parts 3 and 5, itself and what stands above."""

    code: str
    clause: str
    names: tuple[str, ...]
    path: tuple[str, ...]
    is_leaf: bool

    @property
    def label(self) -> str:
        return self.clause or self.code


@dataclass(frozen=True, slots=True)
class Clue:
    """All `pieces` in a title speak of the requirement; everywhere, or only in the classes of `near`."""

    code: str
    pieces: tuple[str, ...]
    near: frozenset[str]
    everywhere: bool

    def is_in(self, title: str, path: Collection[str]) -> bool:
        # Nearly every clue fails at its first piece; a registry of thousands asks for all of them.
        if self.pieces[0] not in title:
            return False
        near = self.everywhere or not self.near.isdisjoint(path)
        return near and all(each in title for each in self.pieces)

    @property
    def weight(self) -> int:
        return sum(map(len, self.pieces))


@dataclass(frozen=True)
class Clues:
    """The clues of an edition, its places, and the requirements filed at each leaf."""

    wording: Wording
    places: Mapping[str, Place]
    at: Mapping[str, tuple[str, ...]]
    clues: tuple[Clue, ...]
    order: Mapping[str, int]

    @classmethod
    def of(cls, card: Scorecard, tree: Mapping, wording: Wording, codes: Collection[str]) -> Clues:
        """From the texts of an edition and of a tree (fixtures/tree.json); `codes` are what standards can fulfil."""
        places = places_of(tree)
        wanted = [each for each in card.requirements if each.code in codes]
        said = {each.code: sayings(each, wanted, places, wording) for each in wanted}
        classes = {each.code: classes_of(each, places) for each in wanted}
        leaves = {each.code: each.node_codes for each in wanted}
        clues = made(said, classes, leaves, titles_beside(wanted, places, wording))
        at: dict[str, tuple[str, ...]] = {}
        for requirement in wanted:
            for node in requirement.node_codes:
                at[node] = (*at.get(node, ()), requirement.code)
        return cls(wording, places, at, clues, {code: n for n, code in enumerate(card.requirements_by_code)})


def places_of(tree: Mapping) -> dict[str, Place]:
    """Code → place. A node comes after the one above it."""
    places: dict[str, Place] = {}
    for node in tree["nodes"]:
        above = places[node["parent"]].path if node["parent"] else ()
        names = tuple(filter(None, (node["name"], node["name_part5"])))
        path = (node["code"], *above)
        places[node["code"]] = Place(node["code"], node["clause"], names, path, node["kind"] == "leaf")
    return places


def sayings(
    requirement: Requirement, wanted: Iterable[Requirement], places: Mapping[str, Place], wording: Wording
) -> list[tuple[str, ...]]:
    """The alternatives of a requirement: its own text, and the names of the leaves that are its alone."""
    shared = {node for each in wanted if each.code != requirement.code for node in each.node_codes}
    own = [places[node] for node in requirement.node_codes if node not in shared and node in places]
    texts = [requirement.text, *(name for each in own for name in each.names)]
    further = [(wording.read(words),) for words in wording.also.get(requirement.code, ())]
    return list(
        dict.fromkeys([*(pieces for text in texts for pieces in wording.alternatives(text)), *further])
    )


def classes_of(requirement: Requirement, places: Mapping[str, Place]) -> frozenset[str]:
    """The classes (子体系) whose leaves the requirement names: the last node but one of each path."""
    paths = [places[node].path for node in requirement.node_codes if node in places]
    return frozenset(path[-2] if len(path) > 1 else path[0] for path in paths)


def titles_beside(wanted: Iterable[Requirement], places: Mapping[str, Place], wording: Wording) -> list[str]:
    """Names in the tree that no requirement stands for: what they share with a clue, the clue does not tell apart."""
    named = {node for each in wanted for node in each.node_codes}
    return [wording.read(name) for each in places.values() if each.code not in named for name in each.names]


def made(
    said: Mapping[str, list[tuple[str, ...]]],
    classes: Mapping[str, frozenset[str]],
    leaves: Mapping[str, tuple[str, ...]],
    beside: list[str],
) -> tuple[Clue, ...]:
    """A clue for each alternative that no other requirement's words contain, at least within its own classes.

    Requirements of the very same leaves (A1-1-2 and A1-1-3) are no rivals: one title speaks of both.
    """
    clues = []
    for code, alternatives in said.items():
        others = {
            other: words for other, words in said.items() if not leaves[code] or leaves[other] != leaves[code]
        }
        others.pop(code, None)
        for pieces in alternatives:
            rivals = [other for other, words in others.items() if any(holds(each, pieces) for each in words)]
            alone = not rivals and not any(holds((title,), pieces) for title in beside)
            everywhere = alone and max(map(len, pieces)) >= SPEAKS_ALONE
            near = classes[code] - frozenset().union(*(classes[other] for other in rivals))
            if everywhere or near:
                clues.append(Clue(code, pieces, near, everywhere))
    return tuple(clues)


def holds(words: tuple[str, ...], pieces: tuple[str, ...]) -> bool:
    """Whether every piece stands in one of the words."""
    return all(any(piece in word for word in words) for piece in pieces)

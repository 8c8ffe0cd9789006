"""From a title and a place to the requirements they suggest, best first, each with its reason. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .clues import Clue, Clues


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A requirement that a title or a place suggests; `reason` says why: 「体系分类 5.2.2 e)；名称含“跨网格”」."""

    code: str
    reason: str


def suggest(title: str, path: Sequence[str], clues: Clues) -> list[Suggestion]:
    """What the office may tick; `path` are the codes of the node of the shared tree and of all above it.

    Named by place and title first, then by the title, then by the place alone. A place whose own words the title
    lacks yields to a sibling that it names: parts 3 and 5 letter d) and e) of 5.2.2 the other way round. Where place
    and title agree, words that would lead into another class are by the way (服务场所 in 「服务场所卫生管理规范」).
    """
    if clues.wording.is_paper(title):
        return []
    named = best_clues(clues.wording.read(title), path, clues)
    filed = filed_at(path, named, clues)
    if any(code in named for code in filed):
        named = {code: clue for code, clue in named.items() if not clue.near.isdisjoint(path)}
    told = [(rank(code, named, filed), clues.order[code], code) for code in {*named, *filed}]
    return [Suggestion(code, reason(code, title, path, named, filed, clues)) for _, _, code in sorted(told)]


def best_clues(title: str, path: Sequence[str], clues: Clues) -> dict[str, Clue]:
    """Code → the weightiest clue in the title; without those that a weightier one of another contains."""
    best: dict[str, Clue] = {}
    for clue in clues.clues:
        if clue.is_in(title, path) and clue.weight > (best[clue.code].weight if clue.code in best else 0):
            best[clue.code] = clue
    return {
        code: clue for code, clue in best.items() if not any(outdone(clue, other) for other in best.values())
    }


def outdone(clue: Clue, other: Clue) -> bool:
    return (
        other.code != clue.code
        and other.weight > clue.weight
        and all(any(piece in word for word in other.pieces) for piece in clue.pieces)
    )


def filed_at(path: Sequence[str], named: dict[str, Clue], clues: Clues) -> tuple[str, ...]:
    """The requirements of the leaf: those the title names too, or all; none when it names a sibling instead."""
    filed = clues.at.get(path[0], ()) if path else ()
    if both := tuple(code for code in filed if code in named):
        return both
    return () if any(not clue.near.isdisjoint(path) for clue in named.values()) else filed


def rank(code: str, named: dict[str, Clue], filed: tuple[str, ...]) -> int:
    return 0 if code in named and code in filed else 1 if code in named else 2


def reason(
    code: str, title: str, path: Sequence[str], named: dict[str, Clue], filed: tuple[str, ...], clues: Clues
) -> str:
    """Why, in words."""
    place = f"体系分类 {clues.places[path[0]].label}" if path and path[0] in clues.places else ""
    words = []
    if code in filed:
        words.append(place)
    if code in named:
        pieces = [clues.wording.as_written(piece, title) for piece in named[code].pieces]
        words.append("名称含" + "".join(f"“{piece}”" for piece in dict.fromkeys(pieces)))
    if code not in filed and path and path[0] in clues.at and clues.at[path[0]] and not filed:
        words.append(f"{place} 对应的是另一条，请核对")
    return "；".join(words)

"""Where a frozen result lost its points, requirement by requirement, with what zeros and ceilings do to the sum. Pure.

The points of all lines together are what the result lacks of the full marks: a zero by 8.2 adds to the deductions of
its item; the ceiling of an item (8.3) and the heading of a table (9.2) hide some of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..scoring.rules import rule_from_dict


@dataclass(frozen=True, slots=True)
class Loss:
    """Points lost at one requirement; an adjustment is what a zero or a ceiling changes, its `points` are signed."""

    code: str
    text: str
    derivation: str
    points: int
    author: str = ""
    is_adjustment: bool = False

    @property
    def figure(self) -> str:
        """`5`; of an adjustment `+5` or `−2`."""
        if not self.is_adjustment:
            return str(self.points)
        return f"+{self.points}" if self.points > 0 else f"−{-self.points}"


def losses_in(document: dict) -> list[Loss]:
    """Every line of a document of `gridgov-result/1`, in printed order."""
    sections = document["scorecard"]["definition"]["sections"]
    return [loss for section in sections for loss in section_losses(document, section)]


def section_losses(document: dict, section: dict) -> Iterator[Loss]:
    items = document["result"]["items"]
    for item in section["items"]:
        found = [loss for row in item["requirements"] if (loss := requirement_loss(document, row))]
        yield from found
        yield from item_adjustment(item, items[item["code"]], sum(loss.points for loss in found))
    lost = sum(item["points"] - items[item["code"]]["score"] for item in section["items"])
    yield from section_adjustment(section, document["result"]["sections"][section["code"]], lost)


def requirement_loss(document: dict, requirement: dict) -> Loss | None:
    """A deduction, or an award below its full points as 未得 n 分."""
    code, text = requirement["code"], requirement["text"]
    figures = document["result"]["requirements"][code]
    points, derivation = points_lost(requirement, figures), figures["derivation"]
    if not points:
        return None
    if figures["awarded"] is not None:
        derivation = f"未得 {points} 分：{derivation}"
    author = document["authors"].get(code, {}).get("author", "")
    return Loss(code, text, derivation, points, author)


def points_lost(requirement: dict, figures: dict) -> int:
    """Before ceilings and zeros, from the requirement of the edition and its frozen figures."""
    if figures["awarded"] is None:
        return figures["deducted"] or 0
    return rule_from_dict(requirement["rule"]).full - figures["awarded"]


def item_adjustment(item: dict, figures: dict, found: int) -> Iterator[Loss]:
    points = item["points"] - figures["score"] - found
    if points:
        words = "整项计 0 分（8.2）" if points > 0 else f"封顶：各项扣分以该项 {item['points']} 分为限（8.3）"
        text = f"{item['title']}：{words}"
        yield Loss(item["code"], text, figures["derivation"], points, is_adjustment=True)


def section_adjustment(section: dict, figures: dict, lost: int) -> Iterator[Loss]:
    points = figures["full"] - figures["score"] - lost
    if points:
        whole = sum(item["points"] for item in section["items"])
        text = f"封顶：各项分值合计 {whole}，本表以 {figures['full']} 分为限（9.2）"
        yield Loss(section["code"], text, figures["derivation"], points, is_adjustment=True)

"""One thing that stands in the way of a lock, and where a judgement is mended."""

from dataclasses import dataclass

from django.urls import reverse

from .models import Evaluation

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What stands in the way of the lock, and the address where it is mended."""

    words: str
    url: str


def first(codes: list[str]) -> str:
    return "、".join(codes[:SHOWN]) + (" 等" if len(codes) > SHOWN else "")


def sheet_url(evaluation: Evaluation, target: str) -> str:
    """The place of a requirement or an item on the sheet."""
    card = evaluation.edition.scorecard
    kind = "item" if target in card.items_by_code else "row"
    section = next(s.code for s in card.sections if target.startswith(s.code.replace(".", "") + "-"))
    return f"{reverse('evaluation:sheet', args=[evaluation.pk, section])}#{kind}-{target}"

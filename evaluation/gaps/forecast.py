"""What the score would be by the data alone, and the range of what only people can judge. Pure and exact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..proposing.proposal import Proposal
from ..scoring import Scorecard
from ..scoring.outlook import Outlook, Possible, outlook
from ..scoring.printed import printed_facts


@dataclass(frozen=True)
class Forecast:
    """`known` is one fact for each requirement that sheet or data decide, `open` those that people must judge.

    `range` holds the lowest and the highest total: whatever people may judge of the open ones, a zero by 8.2 included.
    """

    card: Scorecard
    known: Mapping[str, dict]
    open: tuple[str, ...]
    range: Outlook

    @property
    def possible(self) -> Possible:
        """Target → what it may become: its one fact, or all that is printed."""
        return possible_facts(self.card, self.known, self.open)


def forecast(
    card: Scorecard, proposals: Mapping[str, Proposal], judged: Mapping[str, dict] | None = None
) -> Forecast:
    """The forecast of a registry, or of a sheet: what was judged there (`judged`, by target) stands before the data."""
    judged = judged or {}
    known = {code: dict(each.value) for code, each in proposals.items() if each.has_verdict}
    known |= {target: value for target, value in judged.items() if value}
    open_ = tuple(code for code in card.requirements_by_code if code not in known)
    return Forecast(card, known, open_, outlook(card, possible_facts(card, known, open_)))


def possible_facts(card: Scorecard, known: Mapping[str, dict], open_: Iterable[str]) -> dict[str, list[dict]]:
    # 不适用 is the last fact printed: nobody need reckon with it.
    return {code: [fact] for code, fact in known.items()} | {
        code: printed_facts(card, code)[:-1] for code in open_
    }

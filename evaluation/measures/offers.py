"""What the figures would be judged by: the value of A7-1-1 and A7-2-1 with its derivation. Nobody's judgement."""

from dataclasses import dataclass

from .efficiency import Efficiency, efficiency
from .satisfaction import Satisfaction, satisfaction

SATISFACTION, EFFICIENCY = "A7-1-1", "A7-2-1"
PANEL = "panel"
MIXED = "几次调查的算法不同，不能合并计算。请改成同一种算法。"
UNANSWERED = "还没有有效问卷，算不出满意度。"


@dataclass(frozen=True, slots=True)
class Offer:
    """A value to be typed into a judgement, with the words that derive it and what to mind about it."""

    value: str
    words: str
    cautions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """All that was measured: what decides, and the figures of the organisation beside it. None: nothing to compute.

    `refusal` says why there are surveys and no rate.
    """

    decisive: Satisfaction | None
    given: Satisfaction | None
    efficiency: Efficiency | None
    refusal: str = ""


def summary_of(surveys, turnarounds, *, is_by_panel: bool) -> Summary:
    """The panel's own survey decides (evaluation §3.5); in a self-evaluation the organisation's, for it is its own."""
    own = [survey for survey in surveys if not is_by_panel or survey.source == PANEL]
    given = [survey for survey in surveys if is_by_panel and survey.source != PANEL]
    found = satisfaction(own) if own else None
    refusal = "" if found or not own else refusal_of(own)
    return Summary(found, satisfaction(given) if given else None, efficiency(list(turnarounds)), refusal)


def refusal_of(surveys) -> str:
    return MIXED if len({survey.formula for survey in surveys}) > 1 else UNANSWERED


def offers_for(evaluation) -> dict[str, Offer]:
    """{code of the requirement: offer} of what was measured; two statements. Whoever may judge may see them."""
    return offers_of(
        summary_of(evaluation.surveys.all(), evaluation.turnarounds.all(), is_by_panel=evaluation.is_by_panel)
    )


def offers_of(summary: Summary) -> dict[str, Offer]:
    found = {SATISFACTION: summary.decisive, EFFICIENCY: summary.efficiency}
    return {code: Offer(each.value, each.derivation, each.cautions) for code, each in found.items() if each}

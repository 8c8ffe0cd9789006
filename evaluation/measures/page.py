"""What the page and the card of satisfaction and efficiency show, to whom they are shown."""

from dataclasses import dataclass

from ..models import Evaluation, Survey, Turnaround
from ..permissions import can_measure, can_see_measures
from . import PRECISIONS, Summary, needed, satisfaction, summary_of


@dataclass(frozen=True)
class Line:
    """One survey with its own rate; None without a valid questionnaire."""

    survey: Survey
    rate: str | None


def measures_context(user, evaluation: Evaluation) -> dict:
    """Rows, figures with their derivation, and what is missing; for who may see them."""
    surveys = sorted(evaluation.surveys.select_related("entered_by"), key=is_given)
    turnarounds = list(evaluation.turnarounds.select_related("entered_by"))
    summary = summary_of(surveys, turnarounds, is_by_panel=evaluation.is_by_panel)
    return {
        "evaluation": evaluation,
        "lines": [line_of(survey) for survey in surveys],
        "rows": pairs(turnarounds, summary),
        "summary": summary,
        "samples": samples_of(summary),
        "may_measure": can_measure(user, evaluation),
    }


def is_given(survey: Survey) -> bool:
    """What decides stands first."""
    return survey.source == Survey.Source.ORGANIZATION


def line_of(survey: Survey) -> Line:
    found = satisfaction([survey])
    return Line(survey, found and found.words)


def pairs(turnarounds: list[Turnaround], summary: Summary) -> list[tuple]:
    savings = summary.efficiency.savings if summary.efficiency else ()
    return list(zip(turnarounds, savings, strict=True))


def samples_of(summary: Summary) -> list[tuple[int, int, int]]:
    """(±percent, questionnaires needed, how many are lacking)."""
    valid = summary.decisive.valid if summary.decisive else 0
    return [(percent, needed(percent), max(0, needed(percent) - valid)) for percent in PRECISIONS]


def measures_card(user, evaluation: Evaluation) -> dict:
    """The two figures on the page of a panel; nothing for who may not see them."""
    if not can_see_measures(user, evaluation):
        return {}
    surveys, turnarounds = list(evaluation.surveys.all()), list(evaluation.turnarounds.all())
    return {
        "measures": summary_of(surveys, turnarounds, is_by_panel=evaluation.is_by_panel),
        "surveys": len(surveys),
        "matters": len(turnarounds),
        "may_measure": can_measure(user, evaluation),
    }

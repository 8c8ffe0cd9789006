"""What the records of the evaluated organisation come to where the scorecard asks for a share. Reading only."""

from decimal import Decimal

from standards.activities.training import training_figures
from standards.statistics import coverage

from ..models import Evaluation

COMPLETION, COVERED, TRAINED = "A1-4-4", "A1-8-1", "A6-1-1"


def registry_rates(evaluation: Evaluation) -> dict[str, str]:
    """Requirement code → the percentage on the evaluation's date, in words; a fixed number of statements."""
    organization, on = evaluation.organization, evaluation.as_of
    training = training_figures(organization, on=on)
    found = {
        COMPLETION: training.sessions.percentage,
        COVERED: coverage(organization, on=on).percentage,
        TRAINED: training.trained.percentage,
    }
    known = evaluation.edition.scorecard.requirements_by_code
    return {code: words_of(share) for code, share in found.items() if code in known}


def words_of(share: Decimal | None) -> str:
    return "无从计算" if share is None else f"{share.normalize():f}%"

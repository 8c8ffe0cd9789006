"""What a paper says: rows of the registry as a plain dictionary with the fields of `catalogue`. Reading only."""

from ..catalogue import Paper
from ..wording import printable
from .making import explanation, minutes, opinion_form, opinions, sign_in
from .publishing import card, notice, withdrawal
from .system import decree, system_explanation
from .upkeep import amendment, review

BUILDERS = {
    "notice": notice,
    "explanation": explanation,
    "opinion-form": opinion_form,
    "opinions": opinions,
    "sign-in": sign_in,
    "minutes": minutes,
    "review": review,
    "amendment": amendment,
    "withdrawal": withdrawal,
    "card": card,
    "decree": decree,
    "system-explanation": system_explanation,
}


def context_of(paper: Paper, subject) -> dict:
    """The context of a paper about a row of the kind `paper.about` names; Word, PDF and Excel are made from it."""
    return printable(BUILDERS[paper.kind](subject))

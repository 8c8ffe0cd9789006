"""The page of an evaluation by a panel: cards in the order of the work, each from its own module."""

from .models import Evaluation
from .permissions import can_choose_people, can_manage, can_organize, can_see_progress

# Each gives what its card shows, as context of `evaluation/panel/panel.html`; empty where the user sees nothing of it.
CARDS = []


def panel_context(user, evaluation: Evaluation) -> dict:
    """What the page shows to this user; never a judgement that is not his to see."""
    context = {
        "evaluation": evaluation,
        "may_manage": can_manage(user, evaluation),
        "may_organize": can_organize(user, evaluation),
        "may_choose_people": can_choose_people(user, evaluation),
        "sees_progress": can_see_progress(user, evaluation),
    }
    for card in CARDS:
        context |= card(user, evaluation)
    return context

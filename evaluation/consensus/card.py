"""The 合议 on the page of an evaluation."""

from ..models import Evaluation
from ..permissions import can_rule, can_see_consensus
from .page import build_page
from .reading import read_consensus


def consensus_card(user, evaluation: Evaluation) -> dict:
    """Counts and the totals still possible, for the members who may see them; nothing for anybody else."""
    if not can_see_consensus(user, evaluation):
        return {"deliberation": None}
    page = build_page(read_consensus(evaluation))
    return {"deliberation": page, "may_rule": can_rule(user, evaluation)}

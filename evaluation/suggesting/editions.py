"""The clues of the published editions: their scorecard, the tree and fixtures/wording.json (no database)."""

import json
from functools import cache
from pathlib import Path

from ..proposing.rules import Rules
from ..scoring import Scorecard
from .clues import Clues
from .wording import Wording

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


@cache
def wording() -> Wording:
    return Wording.from_dict(json.loads((FIXTURES / "wording.json").read_text(encoding="utf-8")))


def clues_of(card: Scorecard, rules: Rules) -> Clues:
    """The clues of an edition with its evidence rules."""
    tree = json.loads((FIXTURES / "tree.json").read_text(encoding="utf-8"))
    return Clues.of(card, tree, wording(), may_be_fulfilled(card, rules))


def may_be_fulfilled(card: Scorecard, rules: Rules) -> set[str]:
    """What a standard can be ticked for with effect: it names leaves of the tree, or asks for standards."""
    return {
        each.code for each in card.requirements if each.node_codes or rules[each.code].kind == "standards"
    }

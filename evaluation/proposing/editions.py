"""The evidence rules of the published editions, read from fixtures/evidence (no database)."""

import json
from functools import cache
from pathlib import Path

from evaluation.errors import EvaluationError
from evaluation.scoring import Scorecard
from standards.activities.evidence import SOURCES

from ..visits.populations import BY_KEY
from .rules import Rules, check_rules

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
FOLDER, TREE = FIXTURES / "evidence", FIXTURES / "tree.json"


@cache
def rules_of(edition: str) -> Rules:
    """The rules of an edition by its code; without any for an edition that has no file. Files do not change."""
    for path in sorted(FOLDER.glob("*.json")):
        rules = load_rules(path)
        if rules.edition == edition:
            return rules
    return Rules(edition)


def load_rules(path: Path) -> Rules:
    """Read one file; raises EvaluationError naming it when it cannot be used."""
    try:
        return Rules.from_dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise EvaluationError(f"证据规则文件 {path.name} 读不出来：{error}。") from error
    except EvaluationError as error:
        raise EvaluationError(f"证据规则文件 {path.name}：{error.message}") from error


def check_edition(card: Scorecard) -> None:
    """Raises EvaluationError unless the edition's rules fit it; an edition without rules has nothing to propose."""
    rules = rules_of(card.code)
    if rules.by_code:
        check_rules(rules, card, known={"sources": SOURCES, "samples": BY_KEY, "nodes": places()})


def places() -> set[str]:
    """Codes of the shared tree under which standards are found: leaves, classes, sub-systems, never groups."""
    tree = json.loads(TREE.read_text(encoding="utf-8"))
    return {node["code"] for node in tree["nodes"] if node["kind"] != "group"}

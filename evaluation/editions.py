"""The published editions of the scorecard, read from fixtures/scorecards (no database)."""

import json
from functools import cache
from pathlib import Path

from evaluation.errors import EvaluationError
from evaluation.scoring import Scorecard

FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "scorecards"


def load_edition(path: Path) -> Scorecard:
    """Read one edition file; raises EvaluationError naming the file when it cannot be used."""
    try:
        return Scorecard.from_dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise EvaluationError(f"评分表文件 {path.name} 读不出来：{error}。") from error
    except EvaluationError as error:
        raise EvaluationError(f"评分表文件 {path.name}：{error.message}") from error


@cache
def published_editions() -> dict[str, Scorecard]:
    """Code (`T/CSSG 001.5-2020`) → edition. Files do not change while the program runs."""
    cards = [load_edition(path) for path in sorted(FOLDER.glob("*.json"))]
    return {card.code: card for card in cards}

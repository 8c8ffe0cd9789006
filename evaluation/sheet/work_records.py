"""Which records of the standardization work prove which requirement: data of the edition (fixtures/evidence)."""

import json
from functools import cache
from pathlib import Path

from standards.activities.evidence import SOURCES, Found, found_of

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "evidence"


@cache
def sources_by_requirement(edition: str) -> dict[str, list[str]]:
    """Code of a requirement → names of sources; empty for an edition without a file. Files do not change."""
    for path in sorted(FOLDER.glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["edition"] == edition:
            return data["requirements"]
    return {}


def requirements_of(edition: str, kind: str) -> list[str]:
    """Codes of the requirements that records of this kind prove, in the order of the file."""
    asked = sources_by_requirement(edition).items()
    return [code for code, names in asked if any(SOURCES[name].kind == kind for name in names)]


def labels_for(edition: str, target: str) -> list[str]:
    """Names of the sources of a requirement, without asking anybody's records."""
    return [SOURCES[name].label for name in sources_by_requirement(edition).get(target, [])]


def records_for(evaluation, target: str) -> list[Found]:
    """What the evaluated organisation has for a requirement on the evaluation's date."""
    names = sources_by_requirement(evaluation.edition.code).get(target, [])
    return found_of(evaluation.organization, names, on=evaluation.as_of)

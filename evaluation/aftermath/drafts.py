"""What a frozen result gives for the 问题清单: where it lost points and what people found. Pure."""

from dataclasses import dataclass

from ..results.lost_points import Loss, requirement_loss


@dataclass(frozen=True, slots=True)
class Draft:
    """One problem as the result tells it: the requirement, and what is wrong there."""

    target: str
    description: str


def drafts_of(document: dict) -> list[Draft]:
    """One for every requirement that lost points or at which somebody found something, in printed order."""
    found = []
    for section in document["scorecard"]["definition"]["sections"]:
        for item in section["items"]:
            for requirement in item["requirements"]:
                lost = requirement_loss(document, requirement)
                words = findings_at(document, requirement["code"])
                if lost or words:
                    found.append(Draft(requirement["code"], description(requirement, lost, words)))
    return found


def description(requirement: dict, lost: Loss | None, words: list[str]) -> str:
    """What was found; without a word about it the requirement that is not met, and why points were lost."""
    if words or lost is None:
        return "；".join(words)
    return f"{requirement['text']}（{lost.derivation}）"


def findings_at(document: dict, code: str) -> list[str]:
    """发现的问题 of the panel's own judgement and of its members', each once."""
    own = document["sheet"]["judgements"].get(code, {})
    ruling = document.get("panel", {}).get("rulings", {}).get(code, {})
    values = [own, *(position.get("value", {}) for position in ruling.get("positions", []))]
    return list(dict.fromkeys(value["finding"].strip() for value in values if value.get("finding")))

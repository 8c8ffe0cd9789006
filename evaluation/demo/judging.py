"""How the demo's people judge: what the data say, else what the registry shows."""

from evaluation.models import Evaluation
from evaluation.scoring import Requirement
from evaluation.sheet.reading import registry_facts

SILENT = "登记簿中没有现行有效的标准"


class Judge:
    """Values for one evaluation: `found` names them, the others are met.

    With `silent` the registry decides where it can: what holds where it has nothing, by table; a fault in the others.
    """

    def __init__(self, evaluation: Evaluation, found: dict, excuses: dict, silent: dict | None = None):
        self.found, self.excuses, self.silent = found, excuses, silent
        self.linked = {} if silent is None else registry_facts(evaluation)

    def values(self, section: str, requirement: Requirement) -> list[dict]:
        """What was found first, then later; of most requirements one value."""
        found = self.found.get(requirement.code) or self.by_registry(section, requirement)
        return [self.spelt(value) for value in (found if isinstance(found, list) else [found])]

    def by_registry(self, section: str, requirement: Requirement) -> dict:
        decides = self.silent is not None and requirement.judging == "a" and requirement.node_codes
        if not decides or self.has_standard(requirement):
            return {"met": True}
        return self.silent.get(section) or nothing_there(requirement)

    def has_standard(self, requirement: Requirement) -> bool:
        return any(standard.counts for standard in self.linked.get(requirement.code, ()))

    def spelt(self, value: dict) -> dict:
        """`{"na": "county"}` with the reason it stands for; anything else as it is."""
        if "na" in value:
            return {"not_applicable": True, "reason": self.excuses[value["na"]]}
        return value


def nothing_there(requirement: Requirement) -> dict:
    """The judgement of a requirement for which there is no standard."""
    if "faults" in requirement.rule.facts:
        return {"faults": 1, "reason": SILENT}
    worst = next(option for option in requirement.rule.options() if option.worst)
    return {**worst.judgement, "reason": SILENT}

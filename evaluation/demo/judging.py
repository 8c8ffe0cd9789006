"""How the demo's people judge: what the data say, else what the registry shows; always in words where words are due."""

from evaluation.models import Evaluation
from evaluation.proposing.contradictions import contradicts
from evaluation.proposing.evaluations import verdicts_for
from evaluation.proposing.links import registry_facts
from evaluation.scoring import Requirement, parse_judgement
from evaluation.scoring.judgement import WORDS

SILENT = "登记簿中没有现行有效的标准"


class Judge:
    """Values for one evaluation: `found` names them, the others are met.

    With `silent` the registry decides where it can: what holds where it has nothing, by table; a fault in the others.
    `words` are {"not_applicable", "remarks", "otherwise"} of the data: reasons and remarks for all evaluations.
    """

    def __init__(self, evaluation: Evaluation, found: dict, words: dict, silent: dict | None = None):
        self.found, self.words, self.silent = found, words, silent
        self.linked = {} if silent is None else registry_facts(evaluation)
        self.proposals = verdicts_for(evaluation)

    def values(self, section: str, requirement: Requirement) -> list[dict]:
        """What was found first, then later; of most requirements one value."""
        found = self.found.get(requirement.code) or self.by_registry(section, requirement)
        return [self.told(requirement, value) for value in (found if isinstance(found, list) else [found])]

    def by_registry(self, section: str, requirement: Requirement) -> dict:
        decides = self.silent is not None and requirement.judging == "a" and requirement.node_codes
        if not decides or self.has_standard(requirement):
            return {"met": True}
        return self.silent.get(section) or nothing_there(requirement)

    def has_standard(self, requirement: Requirement) -> bool:
        return any(standard.counts for standard in self.linked.get(requirement.code, ()))

    def told(self, requirement: Requirement, value: dict) -> dict:
        """A value with its words: what was looked at where only people judge, why where the data propose otherwise."""
        value = self.spelt(value)
        if requirement.judging == "c" and not any(value.get(name) for name in WORDS):
            return {**value, "note": self.words["remarks"][requirement.code]}
        if self.is_against(requirement, value) and not value.get("reason"):
            reasons = self.words["otherwise"]
            return {**value, "reason": reasons.get(requirement.code, reasons[""])}
        return value

    def is_against(self, requirement: Requirement, value: dict) -> bool:
        proposal = self.proposals.get(requirement.code)
        return proposal is not None and contradicts(
            requirement, parse_judgement(requirement, value), proposal
        )

    def spelt(self, value: dict) -> dict:
        """`{"na": "county"}` with the reason it stands for; anything else as it is."""
        if "na" in value:
            return {"not_applicable": True, "reason": self.words["not_applicable"][value["na"]]}
        return value


def nothing_there(requirement: Requirement) -> dict:
    """The judgement of a requirement for which there is no standard."""
    if "faults" in requirement.rule.facts:
        return {"faults": 1, "reason": SILENT}
    worst = next(option for option in requirement.rule.options() if option.worst)
    return {**worst.judgement, "reason": SILENT}

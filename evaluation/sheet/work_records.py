"""Which records of the standardization work prove which requirement: evidence rules of the edition."""

from standards.activities.evidence import SOURCES, Found, found_of

from ..proposing.editions import rules_of


def requirements_of(edition: str, kind: str) -> list[str]:
    """Codes of the requirements that records of this kind prove, in the order of the edition."""
    asked = rules_of(edition).by_code.items()
    return [code for code, rule in asked if any(SOURCES[name].kind == kind for name in rule.source_names)]


def records_for(evaluation, target: str) -> list[Found]:
    """What the evaluated organisation has for a requirement on the evaluation's date, in its year."""
    names = list(rules_of(evaluation.edition.code)[target].source_names)
    return found_of(evaluation.organization, names, on=evaluation.as_of, year=evaluation.year)

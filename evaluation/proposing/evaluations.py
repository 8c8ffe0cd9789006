"""What the data propose in an evaluation: its date, its edition, what was measured, what files lie there."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from ..aftermath.repeats import is_judged_anew
from ..measures.offers import EFFICIENCY, SATISFACTION, offers_for
from ..models import Evaluation
from .editions import rules_of
from .facts import LinkedStandard, Measured
from .judging import propose
from .levels import codes_with_level
from .proposal import Proposal
from .reading import read_facts
from .rules import DECIDED, MEASURES

MEASURED_AT = {"satisfaction": SATISFACTION, "efficiency": EFFICIENCY}


def proposals_for(
    evaluation: Evaluation,
    *,
    files: Mapping[str, int] | None = None,
    codes: Collection[str] | None = None,
    linked: Mapping[str, Sequence[LinkedStandard]] | None = None,
) -> dict[str, Proposal]:
    """Code → what the data of the evaluated organisation propose on the evaluation's date.

    For all requirements, or those of `codes`. `files`: how many files the reader sees at each requirement; `linked`
    saves a statement where the links were read already. A fixed number of statements, two more for what was measured.
    """
    edition, rules = evaluation.edition, rules_of(evaluation.edition.code)
    facts = read_facts(
        evaluation.organization,
        edition=edition,
        rules=rules,
        on=evaluation.as_of,
        year=evaluation.year,
        codes=codes,
        linked=linked,
    )
    wanted = edition.scorecard.requirements_by_code if codes is None else codes
    asks = any(rules[code].of in MEASURES for code in wanted)
    facts = replace(facts, files=files or {}, measured=measured_for(evaluation) if asks else {})
    return propose(edition.scorecard, rules, facts, codes)


def verdicts_for(
    evaluation: Evaluation, *, also: str = "", files: Mapping[str, int] | None = None
) -> dict[str, Proposal]:
    """Code → proposal of every requirement that the data decide (class a and a*); others cannot be contradicted.

    `also` is a requirement to be looked at whatever its class.
    """
    requirements = evaluation.edition.scorecard.requirements
    codes = [each.code for each in requirements if each.judging in DECIDED or each.code == also]
    return proposals_for(evaluation, files=files, codes=codes)


def excused_by_level(evaluation: Evaluation) -> dict[str, Proposal]:
    """Code → proposal of what concerns levels the organisation does not have (8.2); of a 复评 what is judged anew."""
    codes = codes_with_level(evaluation.edition.scorecard)
    found = proposals_for(evaluation, codes=[code for code in codes if is_judged_anew(evaluation, code)])
    return {code: each for code, each in found.items() if each.is_not_applicable}


def measured_for(evaluation: Evaluation) -> dict[str, Measured]:
    """Key of rules.MEASURES → the figure on which the requirement is judged, where it can be computed."""
    offers = offers_for(evaluation)
    known = {name: offers[code] for name, code in MEASURED_AT.items() if code in offers}
    return {name: Measured(offer.value, offer.words, offer.cautions) for name, offer in known.items()}

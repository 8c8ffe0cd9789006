"""What must hold for every sheet, not only for the ones somebody thought of."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.exchange import read_sheet, write_sheet
from evaluation.scoring import Sheet, parse_judgement, score
from tests.evaluation.sheets import CARD, CODE, EXCUSED, UNMET, make_sheet

VALUES = st.decimals(min_value=0, max_value=100, allow_nan=False, places=4).map(lambda d: f"{d:f}")
MEASURED = [r for r in CARD.requirements if r.rule.kind in ("tiers_deduction", "tiers_award")]


def answers_of(requirement):
    """Every kind of answer a requirement can have."""
    offered = [option.judgement for option in requirement.options() if option.judgement]
    if requirement in MEASURED:
        return st.one_of(VALUES.map(lambda value: {"value": value}), st.just(EXCUSED))
    return st.sampled_from([*offered, EXCUSED])


def a_judgement():
    return st.sampled_from(CARD.requirements).flatmap(
        lambda requirement: st.tuples(st.just(requirement.code), answers_of(requirement))
    )


def judgement_maps(max_size=60):
    return st.lists(a_judgement(), max_size=max_size).map(dict)


def decision_maps():
    decision = st.sampled_from([UNMET, EXCUSED, {"unmet": False, "reason": "有替代做法"}])
    return st.dictionaries(st.sampled_from([item.code for item in CARD.items]), decision, max_size=8)


def worse(requirement, answer: dict) -> dict | None:
    """The answer with one further fault, or None at the worst."""
    ladder = [option for option in requirement.options() if option.judgement]
    ladder.sort(key=lambda option: -option.points)
    place = [option.judgement for option in ladder].index(answer) + 1
    return ladder[place].judgement if place < len(ladder) else None


@given(judgement_maps(), decision_maps())
def test_every_figure_stays_within_its_bounds(judgements, items):
    result = score(make_sheet(judgements, items))
    assert 0 <= result.total <= 500
    assert result.total <= result.total_uncapped <= 505
    for section in result.sections:
        assert 0 <= section.score == min(section.items_sum, section.section.heading_points)
    for item in result.items.values():
        assert 0 <= item.score <= item.item.points


@given(judgement_maps(), decision_maps(), st.randoms(use_true_random=False))
def test_the_order_of_facts_does_not_matter(judgements, items, random):
    shuffled = list(judgements.items())
    random.shuffle(shuffled)
    again = make_sheet(dict(shuffled), dict(reversed(items.items())))
    assert score(again).to_dict() == score(make_sheet(judgements, items)).to_dict()


@given(judgement_maps(), decision_maps(), st.data())
def test_one_further_fault_never_raises_a_score(judgements, items, data):
    """A1-4-1 is left out where a completion rate is given: without a plan that rate is void (reading 3)."""
    candidates = [
        r
        for r in CARD.requirements
        if r not in MEASURED and not (r.code == "A1-4-1" and "A1-4-4" in judgements)
    ]
    requirement = data.draw(st.sampled_from(candidates))
    best = requirement.options()[0].judgement
    answer = judgements.get(requirement.code, best)
    answer = best if answer == EXCUSED else answer
    further = worse(requirement, answer)
    if further is None:
        return
    before = score(make_sheet({**judgements, requirement.code: answer}, items))
    after = score(make_sheet({**judgements, requirement.code: further}, items))
    assert after.total <= before.total
    assert after.total_uncapped <= before.total_uncapped


@given(judgement_maps(), st.sampled_from(MEASURED), VALUES, VALUES)
def test_a_lower_measured_value_never_raises_a_score(judgements, requirement, one, other):
    low, high = sorted((one, other), key=Decimal)
    scores = [score(make_sheet({**judgements, requirement.code: {"value": v}})).total for v in (low, high)]
    assert scores[0] <= scores[1]


@pytest.mark.parametrize("requirement", MEASURED, ids=lambda requirement: requirement.code)
@given(value=st.decimals(min_value=0, max_value=100, allow_nan=False))
def test_every_value_falls_into_exactly_one_tier(requirement, value):
    tiers = requirement.rule.tiers
    uppers = [Decimal("Infinity"), *(tier.at_least for tier in tiers[:-1])]
    holding = [t for t, upper in zip(tiers, uppers, strict=True) if t.at_least <= value < upper]
    assert holding == [requirement.rule.tier_of(value)]


@given(judgement_maps(), decision_maps())
def test_earned_deducted_and_unjudged_always_fill_the_bar(judgements, items):
    result = score(make_sheet(judgements, items))
    parts = (result.earned, result.deducted, result.unjudged)
    assert sum(parts) == 500
    assert min(parts) >= 0
    assert result.earned + result.unjudged >= result.total >= result.earned


@given(judgement_maps(), decision_maps(), a_judgement())
def test_a_further_judgement_never_lowers_what_is_earned(judgements, items, new):
    code, answer = new
    if code in judgements:
        return
    before = score(make_sheet(judgements, items)).earned
    assert score(make_sheet({**judgements, code: answer}, items)).earned >= before


@given(judgement_maps(max_size=175))
def test_confirming_a_proposed_zero_empties_that_item_alone(judgements):
    before = score(make_sheet(judgements))
    for code in before.proposed_zero:
        after = score(make_sheet(judgements, {code: UNMET}))
        changed = {c: r.score for c, r in after.items.items() if r.score != before.items[c].score}
        assert changed in ({code: 0}, {})


@given(judgement_maps(), decision_maps())
def test_a_sheet_survives_writing_and_reading(judgements, items):
    sheet = make_sheet(judgements, items)
    written = write_sheet(sheet)
    assert read_sheet(written, {CODE: CARD}) == sheet
    assert write_sheet(read_sheet(written, {CODE: CARD})) == written


@given(a_judgement())
def test_the_canonical_form_of_a_judgement_is_stable(pair):
    requirement = CARD.requirements_by_code[pair[0]]
    judgement = parse_judgement(requirement, pair[1])
    assert parse_judgement(requirement, judgement.to_dict()) == judgement


@pytest.mark.parametrize("requirement", CARD.requirements, ids=lambda requirement: requirement.code)
def test_every_option_means_the_points_it_shows(requirement):
    """One touch on a button changes the score by the points printed on it."""
    best = requirement.rule.full if requirement.rule.awards else 0
    for option in requirement.options():
        if option.judgement is None:
            continue
        judgement = parse_judgement(requirement, option.judgement)
        result = score(Sheet(CARD, {requirement.code: judgement})).requirements[requirement.code]
        assert (result.lost, result.is_worst) == (best - option.points, option.worst)

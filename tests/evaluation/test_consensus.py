"""The 合议 as arithmetic: who agrees, what a dispute is worth, which totals are still possible (evaluation §3.2)."""

from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.consensus.targets import Position, Standing, build_consensus
from evaluation.scoring import score
from evaluation.scoring.outlook import Outlook, effects, outlook
from evaluation.scoring.printed import finding_of, loss_of, printed_facts
from tests.evaluation.sheets import CARD, make_sheet

MET, FAULT, EXCUSED = {"met": True}, {"faults": 1}, {"not_applicable": True}
UNMET, REJECTED = {"unmet": True}, {"unmet": False}
BEST = {code: printed_facts(CARD, code)[0] for code in CARD.requirements_by_code}
MEMBERS = ((1, "组长", True), (2, "甲", False), (3, "乙", False))
# Items where the cap bites, where the zero cannot be reached by deductions, where a rule gives way to another;
# A.5 has more points in its items than its heading; A.7 awards.
ITEMS = ("A1-4", "A1-7", "A2-2", "A3-5", "A5-1", "A5-2", "A5-8", "A6-4", "A7-3")

# Scoring every way of ruling takes its time.
BRUTE = settings(deadline=None, max_examples=60)


def filled(fact):
    return fact | ({"reason": "理由"} if {"not_applicable", "unmet"} & fact.keys() else {})


def sheet_of(facts):
    items = {code: filled(fact) for code, fact in facts.items() if code in CARD.items_by_code}
    return make_sheet({code: filled(fact) for code, fact in facts.items() if code not in items}, items)


def totals_of(facts, item=None):
    """What the zeros of the other items are decided as → every total that is left then."""
    zeros, found = score(sheet_of(facts)).undecided_zero, {}
    for picked in product((UNMET, REJECTED), repeat=len(zeros)):
        decided = dict(zip(zeros, picked, strict=True))
        others = str({code: fact for code, fact in decided.items() if code != item})
        found.setdefault(others, []).append(score(sheet_of(facts | decided)).total)
    return found


def rulings_of(possible):
    """Every way of ruling what is open, by brute force."""
    codes = list(possible)
    for facts in product(*possible.values()):
        yield dict(zip(codes, facts, strict=True))


@st.composite
def disputes(draw):
    """A few targets of one or two items with two or three different facts each; the rest of the items fixed."""
    possible, left = {code: [fact] for code, fact in BEST.items()}, 32
    for code in draw(st.lists(st.sampled_from(ITEMS), min_size=1, max_size=2, unique=True)):
        item = CARD.items_by_code[code]
        for requirement in item.requirements:
            facts = printed_facts(CARD, requirement.code)
            most = min(3, left) if draw(st.booleans()) else 1
            size = draw(st.integers(1, max(1, most)))
            chosen = draw(
                st.lists(st.sampled_from(range(len(facts))), min_size=size, max_size=size, unique=True)
            )
            possible[requirement.code] = [facts[place] for place in chosen]
            left //= size
        if draw(st.booleans()):
            size = draw(st.integers(1, max(1, min(2, left))))
            decisions = draw(st.permutations([UNMET, REJECTED, EXCUSED]))
            possible[code] = decisions[:size]
            left //= size
    return possible


@BRUTE
@given(disputes())
def test_range_of_totals_is_that_of_every_way_of_ruling(possible):
    totals = {
        total for ruling in rulings_of(possible) for each in totals_of(ruling).values() for total in each
    }
    found = outlook(CARD, possible)
    assert (found.low, found.high) == (min(totals), max(totals))


@BRUTE
@given(disputes(), st.data())
def test_effect_is_the_largest_difference_one_target_makes(possible, data):
    """Between two of its facts, everything else ruled the same; the zero of its own item may follow from it."""
    target = data.draw(st.sampled_from([code for code in possible if len(possible[code]) > 1] or ["A1-1-1"]))
    item = CARD.item_of[target].code if target in CARD.item_of else target
    most = 0
    for ruling in rulings_of(possible | {target: possible[target][:1]}):
        totals = [totals_of(ruling | {target: fact}, item) for fact in possible[target]]
        for one, other in combinations(totals, 2):
            most = max([most, *(max(one[zeros]) - min(other[zeros]) for zeros in one)])
            most = max([most, *(max(other[zeros]) - min(one[zeros]) for zeros in one)])
    assert effects(CARD, possible, [target]) == {target: most}


def consensus(found, standing=None):
    return build_consensus(CARD, MEMBERS, found, standing or {})


def everybody(**changed):
    """All three found everything met, but for what is given as `A1_1_1=(first, second, third)`."""
    found = {member: dict(BEST) for member, _, _ in MEMBERS}
    for name, values in changed.items():
        for member, value in zip(found, values, strict=True):
            found[member][name.replace("_", "-")] = value
    return found


def stood(value, *facts, way="decided", version=1):
    positions = tuple(
        Position(member, name, fact) for (member, name, _), fact in zip(MEMBERS, facts, strict=False)
    )
    return Standing(filled(value), version, "组长", way=way, positions=positions)


@pytest.mark.parametrize(
    ("positions", "state"),
    [
        ((MET, MET, MET), "agreed"),
        ((MET, {}, {}), "agreed"),
        ((MET | {"note": "看过文本"}, MET, {}), "agreed"),
        ((MET, FAULT, {}), "disputed"),
        ((EXCUSED | {"reason": "本级不设"}, MET, {}), "disputed"),
        (({}, {}, {}), "unjudged"),
    ],
)
def test_target_is_agreed_when_everybody_who_judged_it_found_the_same(positions, state):
    assert consensus(everybody(A3_4_1=positions)).targets["A3-4-1"].state == state


def test_ruled_target_is_decided_while_the_members_say_what_it_was_ruled_upon():
    standing = {"A3-4-1": stood(FAULT, MET, FAULT)}
    assert consensus(everybody(A3_4_1=(MET, FAULT, {})), standing).targets["A3-4-1"].state == "decided"
    assert consensus(everybody(A3_4_1=(MET, {}, {})), standing).targets["A3-4-1"].state == "decided"
    assert consensus(everybody(A3_4_1=(MET, FAULT, FAULT)), standing).targets["A3-4-1"].state == "decided"


def test_what_comes_in_later_opens_it_again():
    ruled = {"A3-4-1": stood(FAULT, MET, FAULT), "A3-4-2": stood(MET, MET, MET, way="agreed")}
    found = consensus(everybody(A3_4_1=(MET, FAULT, MET), A3_4_2=(MET, MET, FAULT)), ruled)
    assert [target.code for target in found.open] == ["A3-4-1", "A3-4-2"]


def test_agreed_target_is_to_be_taken_over_until_it_stands():
    standing = {"A3-4-1": stood(MET, MET, MET, MET, way="agreed")}
    found = consensus(everybody(), standing)
    assert (len(found.agreed), len(found.to_take)) == (len(BEST), len(BEST) - 1)


def test_unanimous_finding_against_what_stands_is_not_taken_over_silently():
    standing = {"A3-4-1": stood(FAULT, MET, FAULT)}
    found = consensus(everybody(A3_4_1=(MET, MET, {})), standing)
    assert (found.targets["A3-4-1"].state, found.outlook.range) == ("disputed", f"{495}–{500}")


def test_item_ruled_not_applicable_leaves_nothing_to_rule_in_it():
    found = consensus(everybody(A5_8_1=(MET, FAULT, {})), {"A5-8": stood(EXCUSED)})
    assert (found.targets["A5-8-1"].state, found.open) == ("decided", [])


def test_disputes_stand_in_the_order_of_their_points():
    found = consensus(
        everybody(
            A6_4_1=(MET, FAULT, {}),
            A3_4_1=(MET, FAULT, {}),
            A2_2_1=(MET, printed_facts(CARD, "A2-2-1")[1], {}),
        )
    )
    assert [(t.code, found.stakes[t.code]) for t in found.open] == [
        ("A3-4-1", 5),
        ("A2-2-1", 2),
        ("A6-4-1", 1),
    ]


def test_cap_hides_points_of_a_dispute():
    """A.5 has 75 points in its items and 70 in its heading: five lost points do not show."""
    found = consensus(
        everybody(A5_8_1=(MET, FAULT, {}), A5_2_1=(FAULT, FAULT, FAULT), A5_3_1=(MET, FAULT, {}))
    )
    assert (found.stakes["A5-8-1"], found.effects["A5-8-1"]) == (5, 4)
    assert found.outlook.range == "496–500"


def test_zero_that_every_worst_finding_proposes_is_still_possible():
    worst = printed_facts(CARD, "A2-2-1")[-2]
    found = consensus(everybody(A2_2_1=(worst, MET, {})))
    assert found.outlook.range == "495–500"


def test_proposed_zero_nobody_decided_is_listed():
    worst = printed_facts(CARD, "A2-2-1")[-2]
    found = consensus(
        everybody(A2_2_1=(worst, worst, {})), {"A2-2-1": stood(worst, worst, worst, way="agreed")}
    )
    assert [(target.code, target.state) for target in found.open] == [("A2-2", "unjudged")]
    assert found.effects["A2-2"] == 3


def test_nobody_judged_may_become_whatever_is_printed():
    found = consensus(everybody(A7_3_1=({}, {}, {})))
    assert [target.code for target in found.unjudged] == ["A7-3-1"]
    assert (found.stakes["A7-3-1"], found.outlook.range) == (10, "490–500")


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (300, 320, "怎样裁定都已过 300"),
        (280, 299, "怎样裁定都不到 300"),
        (299, 300, "还可能变"),
        (300, 300, "已过 300"),
        (299, 299, "不到 300"),
    ],
)
def test_verdict_in_words(low, high, words):
    assert Outlook(low, high, 500, 300).words == words


@pytest.mark.parametrize(
    ("target", "fact", "cell"),
    [
        ("A3-4-1", FAULT, ("不满足", "−5", "bad")),
        ("A3-4-1", MET, ("满足", "0", "good")),
        ("A3-4-1", EXCUSED, ("不适用", "0", "plain")),
        ("A1-4-4", {"value": "86"}, ("86%", "−2", "bad")),
        ("A7-3-1", {"choice": "省级"}, ("省级", "5", "good")),
        ("A2-2", UNMET, ("计 0 分", "−5", "bad")),
    ],
)
def test_cell_says_the_finding_and_its_printed_points(target, fact, cell):
    found = finding_of(CARD, target, fact)
    assert (found.word, found.effect, found.tone) == cell


def test_losses_are_those_the_scorecard_prints():
    for code in CARD.requirements_by_code:
        for fact in printed_facts(CARD, code):
            row = score(sheet_of({code: fact})).requirements[code]
            assert loss_of(CARD, code, fact) == row.lost

"""The search over gaps is exact: whatever the facts, it finds what trying every set finds through the real scoring."""

import time
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.gaps.forecast import forecast
from evaluation.gaps.search import BEST, WORST, Choice, Ways, best_fact, gap_codes, ways_of
from evaluation.scoring import ItemDecision, Scorecard, Sheet, parse_decision, parse_judgement, score
from evaluation.scoring.outlook import outlook
from evaluation.scoring.printed import printed_facts
from tests.evaluation.sheets import CARD, EXCUSED, UNMET, worst_answers

REJECTED = {"unmet": False, "reason": "有替代做法"}


# --- The plain way: every set, every way people may judge, the scoring core ---


def tried(card, known, opened, closed, people):
    """The total once `closed` are closed: the lowest, or the highest, over all that the open ones may become."""
    totals = [
        scored(card, known | dict(zip(opened, facts, strict=True)), closed, people)
        for facts in product(*(printed_facts(card, code)[:-1] for code in opened))
    ]
    return min(totals) if people == WORST else max(totals)


def scored(card, known, closed, people):
    known = known | {code: best_fact(card, code) for code in closed}
    judgements, decisions = {}, {}
    for code, fact in known.items():
        if code not in card.items_by_code:
            judgements[code] = parse_judgement(card.requirements_by_code[code], fact)
        elif not (fact.get("unmet") and any(card.item_of[each].code == code for each in closed)):
            decisions[code] = parse_decision(card.items_by_code[code], fact)
    result = score(Sheet(card, judgements, decisions))
    if people == WORST and result.undecided_zero:
        zeros = {code: ItemDecision("应有而没有", unmet=True) for code in result.undecided_zero}
        result = score(Sheet(card, judgements, decisions | zeros))
    return result.total


def every_set(card, known, opened, codes, people):
    """Every set of gaps, the smaller and then the first printed before, with its total."""
    sets = [some for size in range(len(codes) + 1) for some in combinations(codes, size)]
    return [Choice(some, tried(card, known, opened, some, people)) for some in sets]


def smallest_tried(sets, target):
    reaching = [each for each in sets if each.total >= target]
    fewest = [each for each in reaching if len(each.codes) == len(reaching[0].codes)] if reaching else []
    return max(fewest, key=lambda each: each.total, default=None)


def most_tried(sets, count):
    return max([each for each in sets if len(each.codes) <= count], key=lambda each: each.total)


def agrees(ways, known, opened):
    """Whether search and trial agree on every total, every smallest set, every best set; all and some gaps."""
    for among in (ways.codes, ways.codes[::2]):
        sets = every_set(ways.card, known, opened, among, ways.people)
        assert [ways.total(each.codes) for each in sets] == [each.total for each in sets]
        for target in sorted({0, *(each.total for each in sets), *(each.total + 1 for each in sets)}):
            assert ways.smallest(target, among) == smallest_tried(sets, target)
        for count in range(len(among) + 2):
            assert ways.most(count, among) == most_tried(sets, count)
    nothing = ways.total()
    gains = {code: tried(ways.card, known, opened, (code,), ways.people) - nothing for code in ways.codes}
    assert {code: ways.gain(code) for code in ways.codes} == gains


# --- Small scorecards ---


def a_rule():
    return st.one_of(
        st.builds(fault_rule, st.integers(1, 6), st.integers(1, 3)), st.builds(tier_rule, st.integers(1, 6))
    )


def fault_rule(points, most):
    return {"kind": "missing", "points": points, "max": most}


def tier_rule(points, void_with=""):
    tiers = [
        {"at_least": "90", "points": 0},
        {"at_least": "50", "points": 1},
        {"at_least": "0", "points": points + 1},
    ]
    more = {"void_with": void_with, "void_reason": "没有计划"} if void_with else {}
    return {"kind": "tiers_deduction", "measure": "完成率", "tiers": tiers} | more


@st.composite
def small_cards(draw):
    """One to three tables of one to three items with one to three requirements; caps and ceilings that cut."""
    sections = []
    for number in range(1, draw(st.integers(1, 2)) + 1):
        items = [draw(an_item(f"A{number}-{place}")) for place in range(1, draw(st.integers(1, 3)) + 1)]
        heading = draw(st.integers(1, sum(item["points"] for item in items)))
        sections.append({
            "code": f"A.{number}", "title": "表", "short_title": "表", "table_title": "表", "printed_heading": "",
            "heading_points": heading, "repair": None, "items": items,
        })  # fmt: skip
    full = sum(min(s["heading_points"], sum(i["points"] for i in s["items"])) for s in sections)
    return Scorecard.from_dict({
        "code": "T", "second_code": "", "title": "", "appendix": "", "edition": "", "source": "", "full_marks": full,
        "pass_mark": full // 2, "sums_note": "", "readings": [], "sections": sections,
    })  # fmt: skip


@st.composite
def an_item(draw, code):
    rules = draw(st.lists(a_rule(), min_size=1, max_size=3))
    if draw(st.booleans()):
        rules = [
            fault_rule(draw(st.integers(1, 4)), 1),
            tier_rule(draw(st.integers(1, 6)), f"{code}-1"),
            *rules[:2],
        ]
    requirements = [
        {
            "code": f"{code}-{place}", "group": "", "text": "有标准", "deduction_text": "扣分。", "rule": rule,
            "clause": "", "node_codes": [], "judging": "a", "evidence": "", "level": None, "readings": [],
            "repair": None,
        }
        for place, rule in enumerate(rules, start=1)
    ]  # fmt: skip
    return {
        "code": code, "number": "1", "title": "项", "points": draw(st.integers(1, 14)), "repair": None,
        "requirements": requirements,
    }  # fmt: skip


@st.composite
def situations(draw, card, most_gaps, most_open=2):
    """Facts for a scorecard, some left open, decisions on some items, and the gaps to reckon with."""
    known, opened = {}, []
    for requirement in card.requirements:
        facts = [*printed_facts(card, requirement.code)[:-1], EXCUSED]
        fact = draw(st.sampled_from([*facts[1:-1], *facts]))
        if len(opened) < most_open and draw(st.integers(0, 5)) == 0:
            opened.append(requirement.code)
        else:
            known[requirement.code] = fact
    for item in card.items:
        if draw(st.integers(0, 4)) == 0:
            known[item.code] = draw(st.sampled_from([UNMET, EXCUSED, REJECTED]))
    found = forecast(card, {}, known)
    codes = draw(some_of(gap_codes(found), most_gaps))
    return Ways(card, found.possible, codes, draw(st.sampled_from([WORST, BEST]))), known, opened


@st.composite
def some_of(draw, codes, most):
    """So many neighbours in print: their item's cap and their table's ceiling then concern them all."""
    first = draw(st.integers(0, max(0, len(codes) - most)))
    window = codes[first : first + 2 * most]
    chosen = (
        draw(st.sets(st.sampled_from(window), min_size=min(most - 2, len(window)), max_size=most))
        if window
        else ()
    )
    return tuple(code for code in window if code in chosen)


@settings(max_examples=60, deadline=None)
@given(small_cards().flatmap(lambda card: situations(card, 7)))
def test_every_total_and_every_best_set_is_that_of_trying_all(situation):
    agrees(*situation)


# --- Appendix A itself, restricted to ten gaps ---


@settings(max_examples=2, deadline=None)
@given(situations(CARD, 10, most_open=0))
def test_on_appendix_a_ten_gaps_are_searched_as_by_trying_all(situation):
    ways, known, opened = situation
    sets = every_set(CARD, known, opened, ways.codes, ways.people)
    totals = {each.codes: each.total for each in sets}
    targets = sorted(set(totals.values()))
    assert {codes: ways.total(codes) for codes in totals} == totals
    assert [ways.smallest(each) for each in targets] == [smallest_tried(sets, each) for each in targets]
    assert [ways.most(count) for count in range(11)] == [most_tried(sets, count) for count in range(11)]


# --- What Appendix A makes special ---


def ways(known, *, people=WORST, opened=()):
    """The ways of a sheet where all is at its best but what is given; awards count like the rest."""
    best = {code: best_fact(CARD, code) for code in CARD.requirements_by_code if code not in opened}
    return ways_of(forecast(CARD, {}, best | known), people)


def test_closing_one_gap_of_an_item_lifts_its_zero():
    """A4-2: 10 points, four requirements of 2 (8.2, 8.3)."""
    nothing = ways({f"A4-2-{number}": {"faults": 1} for number in range(1, 5)})
    assert nothing.total() == 490
    assert nothing.gain("A4-2-1") == 4
    assert nothing.gain("A4-2-2", {"A4-2-1"}) == 2


def test_beyond_the_points_of_the_item_nothing_is_gained_at_first():
    """A1-7: 10 points, deductions of 5, 1, 4, 2 and 1 make 13."""
    faults = {"A1-7-1": 1, "A1-7-2": 1, "A1-7-3": 4, "A1-7-4": 1, "A1-7-5": 1}
    found = ways({code: {"faults": each} for code, each in faults.items()} | {"A1-7": REJECTED})
    assert [found.gain(code) for code in found.codes] == [2, 0, 1, 0, 0]
    assert found.most(2) == Choice(("A1-7-1", "A1-7-3"), 496)


def test_the_ceiling_of_a_table_hides_what_lies_above_it():
    """A.5: 75 points under a heading of 70."""
    found = ways({"A5-8-1": {"faults": 1}, "A5-5-1": {"faults": 1}})
    assert found.total() == 498
    assert [found.gain(code) for code in found.codes] == [2, 2]
    assert found.smallest(500) == Choice(("A5-5-1",), 500)


def test_under_a_ceiling_the_smaller_sum_printed_first_does_as_well():
    """A.5: 69 of 75 under a heading of 70, so one point more is as good as two."""
    lost = ("A5-1-2", "A5-1-4", "A5-2-1", "A5-3-1")
    found = ways({code: {"faults": 1} for code in lost})
    assert found.total() == 499
    assert found.smallest(500, among=["A5-1-2", "A5-2-1"]) == Choice(("A5-1-2",), 500)


def test_a_plan_there_is_must_be_carried_out():
    """Reading 3: without a plan its completion is not asked for; with one it is."""
    found = ways({"A1-4-1": {"faults": 1}, "A1-4-4": {"value": "20"}})
    assert found.total() == 497
    assert {code: found.gain(code) for code in found.codes} == {"A1-4-1": -2, "A1-4-4": 0}
    assert found.most(2) == Choice(("A1-4-1", "A1-4-4"), 500)
    assert found.most(1) == Choice((), 497)


def test_a_confirmed_zero_falls_with_the_first_gap_closed():
    known = {f"A4-2-{number}": {"faults": 1} for number in range(1, 5)} | {"A4-2": UNMET}
    assert ways(known, people=BEST).gain("A4-2-3") == 4


def test_an_excused_item_has_no_gaps():
    assert ways({"A4-2-1": {"faults": 1}, "A4-2": EXCUSED}).codes == ()


def test_what_is_not_applicable_is_no_gap():
    assert ways({"A4-2-1": EXCUSED}).codes == ()


def test_the_range_is_that_of_the_forecast():
    opened = [requirement.code for requirement in CARD.requirements if requirement.judging in ("b", "c")]
    known = {code: fact for code, fact in worst_answers().items() if code not in opened}
    found = forecast(CARD, {}, known)
    assert ways_of(found).outlook() == found.range == outlook(CARD, found.possible)
    assert (ways_of(found).total(), ways_of(found, BEST).total()) == (found.range.low, found.range.high)


def test_no_set_reaches_more_than_there_is():
    found = ways({"A3-3-1": {"faults": 1}, "A3-3-2": {"faults": 1}})
    assert found.smallest(501) is None
    assert found.smallest(495, among=["A3-3-2"]) == Choice(("A3-3-2",), 495)
    assert found.smallest(500, among=["A3-3-2"]) is None


def test_of_equal_sets_the_first_printed_is_taken():
    found = ways({f"A3-3-{number}": {"faults": 1} for number in range(1, 9)})
    assert found.smallest(475) == Choice(("A3-3-1", "A3-3-2", "A3-3-3"), 475)


def test_the_whole_simulation_takes_a_blink():
    """A sheet with everything at its worst: every total, every gain, the best set of every size. The best of three."""
    taken = []
    for _ in range(3):
        started = time.perf_counter()
        found = ways(worst_answers())
        found.total()
        gains = [found.gain(code) for code in found.codes]
        smallest = found.smallest(300)
        taken.append(time.perf_counter() - started)
    assert min(taken) < 0.2
    assert (len(found.codes), len(gains), smallest.total >= 300) == (175, 175, True)

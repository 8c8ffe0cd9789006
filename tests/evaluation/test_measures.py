"""Satisfaction and efficiency: the pure part by properties, then who enters and who sees (evaluation §3.5)."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from evaluation.errors import EvaluationError, LockedError
from evaluation.measures import (
    Offer,
    efficiency,
    needed,
    offers_for,
    percent_text,
    satisfaction,
    summary_of,
    wilson,
)
from evaluation.models import Evaluation, Survey, Turnaround
from evaluation.services.locking import lock_evaluation
from evaluation.services.measures import save_survey, save_turnaround
from gridgov.records.models import Event
from tests.evaluation.making import complete, judge_own, make_panel, members

counts = st.lists(st.integers(0, 400), min_size=5, max_size=5).filter(any)
rates = st.fractions(0, 1)
# Times of one 事项, in hundredths.
times = st.tuples(st.integers(1, 10**6), st.integers(0, 10**6), st.none() | st.integers(0, 10**5))


def survey_of(found, formula="share", **fields) -> Survey:
    names = ("very_satisfied", "satisfied", "fair", "dissatisfied", "very_dissatisfied")
    return Survey(
        **dict(zip(names, found, strict=True)), **{"issued": sum(found), "formula": formula, **fields}
    )


def turnaround_of(before, now, volume=None, *, matter="事项办理", basis="actual") -> Turnaround:
    return Turnaround(matter=matter, basis=basis, before=Decimal(before), now=Decimal(now), volume=volume)


@given(rates)
def test_percentage_is_cut_off_and_never_reaches_a_tier_by_rounding(rate):
    text = percent_text(rate)
    assert Decimal(0) <= rate * 100 - Fraction(text) < Fraction(1, 10**10)
    for limit in (10, 20, 30, 50, 60, 80, 90):
        assert (Decimal(text) >= limit) == (rate * 100 >= limit)


@given(rates)
def test_percentage_has_at_most_twelve_digits(rate):
    assert len(percent_text(rate).replace(".", "").lstrip("0")) <= 12


@given(rates, st.integers(1, 10**6))
def test_interval_holds_the_rate_and_lies_within_all(rate, valid):
    low, high = wilson(rate, valid)
    assert 0 <= Fraction(low) <= rate * 100 + Fraction(1, 10**30)
    assert rate * 100 - Fraction(1, 10**30) <= Fraction(high) <= 100


@given(rates, st.integers(1, 10**4))
def test_interval_of_more_questionnaires_is_narrower(rate, valid):
    (low, high), (inner_low, inner_high) = wilson(rate, valid), wilson(rate, valid * 4)
    assert inner_high - inner_low < high - low


@given(counts)
def test_both_formulas_agree_where_all_answers_are_extremes(found):
    ends = [found[0] + 1, 0, 0, 0, found[4]]
    share = satisfaction([survey_of(ends)]).rate
    mean = satisfaction([survey_of(ends, "mean")]).rate
    # 很不满意 still scores one of five.
    assert mean == share + (1 - share) / 5


@given(counts, counts)
def test_surveys_of_one_formula_are_taken_together(first, second):
    both = [a + b for a, b in zip(first, second, strict=True)]
    together = satisfaction([survey_of(first), survey_of(second)])
    assert (together.rate, together.valid) == (satisfaction([survey_of(both)]).rate, sum(both))


@given(st.lists(times, min_size=1, max_size=8))
def test_efficiency_lies_between_the_least_and_the_most_of_its_rows(rows):
    found = efficiency([turnaround_of(before, now, volume) for before, now, volume in rows])
    saved = [saving.rate for saving in found.savings]
    assert min(saved) <= found.rate <= max(saved)
    assert Decimal(0) <= Decimal(found.value) <= 100


@given(st.lists(times, min_size=1, max_size=8), st.integers(2, 50))
def test_unit_of_time_does_not_matter(rows, factor):
    plain = efficiency([turnaround_of(*row) for row in rows])
    scaled = efficiency([turnaround_of(b * factor, n * factor, v) for b, n, v in rows])
    assert plain.rate == scaled.rate


@pytest.mark.parametrize(
    ("found", "formula", "value", "derivation"),
    [
        ([1200, 1049, 251, 0, 0], "share", "89.96", "（很满意 1200＋满意 1049）÷有效问卷 2500＝2249÷2500＝89.96%"),
        ([9, 0, 1, 0, 0], "share", "90", "（很满意 9＋满意 0）÷有效问卷 10＝9÷10＝90%"),
        ([1, 1, 1, 0, 0], "share", "66.6666666666", "（很满意 1＋满意 1）÷有效问卷 3＝2÷3＝66.6666666666…%"),
        (
            [1, 1, 1, 1, 1],
            "mean",
            "60",
            "（很满意 1×5＋满意 1×4＋一般 1×3＋不满意 1×2＋很不满意 1×1）÷（有效问卷 5×满分 5）＝15÷25＝60%",
        ),
    ],
)  # fmt: skip
def test_satisfaction_is_exact_and_says_how_it_was_computed(found, formula, value, derivation):
    result = satisfaction([survey_of(found, formula)])
    assert (result.value, result.derivation) == (value, derivation)


FEW = "有效问卷只有 29 份，少于 30 份，建议补充调查。"
CROSSED = "95% 置信区间跨过 {}，分档可能因抽样而不同，建议增加样本。"


@pytest.mark.parametrize(
    ("found", "cautions"),
    [
        ([20, 9, 0, 0, 0], [FEW, CROSSED.format("90%")]),
        ([70, 15, 15, 0, 0], [CROSSED.format("80%、90%")]),
        ([700, 150, 150, 0, 0], []),
    ],
)
def test_few_questionnaires_and_an_interval_across_a_tier_are_warned_of(found, cautions):
    assert list(satisfaction([survey_of(found)]).cautions) == cautions


def test_samples_needed_for_ten_and_five_percent():
    assert (needed(10), needed(5)) == (97, 385)


def test_interval_is_that_of_wilson():
    # Newcombe 1998, table I: 81 of 263 gives 0.2553 to 0.3662.
    low, high = wilson(Fraction(81, 263), 263)
    assert (round(low, 2), round(high, 2)) == (Decimal("25.53"), Decimal("36.62"))


def test_surveys_of_two_formulas_are_not_taken_together():
    assert satisfaction([survey_of([1, 0, 0, 0, 0]), survey_of([1, 0, 0, 0, 0], "mean")]) is None


def test_efficiency_is_weighted_only_if_every_row_has_a_volume():
    first, second = turnaround_of(10, 3, 300, matter="甲"), turnaround_of(20, 10, 100, matter="乙")
    weighted = efficiency([first, second])
    second.volume = None
    simple = efficiency([first, second])
    assert (weighted.value, weighted.derivation) == ("65", "按办件量加权：（70%×300＋50%×100）÷400＝65%")
    assert (simple.value, simple.derivation) == ("60", "简单平均：（70%＋50%）÷2＝60%")
    assert simple.cautions == ("乙没有填办件量，因此按简单平均，没有加权。",)


def test_different_bases_are_not_mixed_without_a_word():
    rows = [turnaround_of(10, 3, matter="甲"), turnaround_of(10, 3, matter="乙", basis="statutory")]
    assert efficiency(rows).cautions == (
        "时长口径不一（实际时长、法定时限），混在一起计算，请统一口径或写明理由。",
    )


def test_what_takes_longer_than_before_is_judged_as_nothing_saved():
    found = efficiency([turnaround_of(10, 12)])
    assert (found.words, found.value, len(found.cautions)) == ("-20%", "0", 2)


SURVEY = {
    "source": "panel",
    "method": "phone",
    "place": "",
    "began_on": date(2026, 1, 10),
    "ended_on": date(2026, 1, 11),
    "issued": 50,
    "formula": "share",
    "very_satisfied": 30,
    "satisfied": 6,
    "fair": 4,
    "dissatisfied": 0,
    "very_dissatisfied": 0,
    "note": "",
}
TIMES = {"matter": "事件处置", "basis": "actual", "unit": "day", "before": Decimal(10), "now": Decimal(3)}


@pytest.fixture
def panel(city, county, edition):
    return make_panel(city, county, as_of=date(2026, 1, 15))


def enter(evaluation, **fields):
    save_survey(actor=members(evaluation)[0].user, evaluation=evaluation, **SURVEY | fields)


def test_offers_hold_value_and_derivation_of_what_was_measured(panel):
    enter(panel)
    save_turnaround(actor=members(panel)[0].user, evaluation=panel, volume=None, **TIMES)
    assert offers_for(panel) == {
        "A7-1-1": Offer("90", "（很满意 30＋满意 6）÷有效问卷 40＝36÷40＝90%", (CROSSED.format("80%、90%"),)),
        "A7-2-1": Offer("70", "一个事项：（10−3）÷10＝70%"),
    }


def test_offer_is_accepted_as_a_judgement_as_it_stands(panel):
    enter(panel, very_satisfied=1, satisfied=0, fair=2)
    leader = members(panel)[0]
    judge_own(leader, "A7-1-1", {"value": offers_for(panel)["A7-1-1"].value})
    assert leader.sheet.judgements.get().value == {"value": "33.3333333333"}


def test_entering_a_survey_judges_nothing(panel):
    enter(panel)
    assert not any(sheet.judgements.exists() for sheet in panel.sheets.all())


def test_figures_of_the_organisation_stand_beside_and_decide_nothing(panel):
    enter(panel, source="organization")
    summary = summary_of(panel.surveys.all(), [], is_by_panel=True)
    assert (offers_for(panel), summary.given.value) == ({}, "90")


def test_self_evaluation_is_judged_by_its_own_survey(evaluation, office):
    save_survey(actor=office, evaluation=evaluation, **SURVEY)
    assert evaluation.surveys.get().source == "organization"
    assert offers_for(evaluation)["A7-1-1"].value == "90"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"issued": 39}, "有效问卷 40 份，多于发出的 39 份"),
        ({"ended_on": date(2026, 1, 9)}, "结束日期不能早于开始日期"),
        ({"ended_on": date(2100, 1, 1)}, "还没有到"),
        ({"method": "street"}, "请写明调查地点"),
    ],
)
def test_survey_that_cannot_be_is_refused(panel, fields, words):
    with pytest.raises(EvaluationError, match=words):
        enter(panel, **fields)
    assert not panel.surveys.exists()


def test_a_matter_stands_once_in_the_table(panel):
    actor = members(panel)[0].user
    save_turnaround(actor=actor, evaluation=panel, volume=None, **TIMES)
    with pytest.raises(EvaluationError, match="对比表中已有这个事项"):
        save_turnaround(actor=actor, evaluation=panel, volume=None, **TIMES)


def test_trail_of_a_panel_tells_of_a_survey_and_no_figure_of_it(panel):
    enter(panel)
    survey = panel.surveys.get()
    save_survey(
        actor=survey.entered_by, evaluation=panel, survey=survey, **SURVEY | {"satisfied": 1, "issued": 77}
    )
    told = Event.objects.about(panel).filter(verb__in=("create", "change"))
    assert [event.changes for event in told] == [
        {"满意度调查": ["评估组调查 2026-01-10", "评估组调查 2026-01-10"]},
        {"满意度调查": ["", "评估组调查 2026-01-10"]},
    ]


def test_locked_evaluation_takes_no_survey(locked_self):
    with pytest.raises(LockedError):
        save_survey(actor=locked_self.opened_by, evaluation=locked_self, **SURVEY)


@pytest.fixture
def locked_self(evaluation, office):
    complete(office, evaluation)
    lock_evaluation(actor=office, evaluation=evaluation)
    return Evaluation.objects.get(pk=evaluation.pk)


def test_page_shows_the_whole_derivation(panel, client):
    enter(panel)
    client.force_login(members(panel)[1].user)
    page = client.get(reverse("evaluation:measures", args=[panel.pk])).content.decode()
    assert "（很满意 30＋满意 6）÷有效问卷 40＝36÷40＝90%" in page
    assert CROSSED.format("80%、90%") in page
    assert "±5% 需有效问卷 385 份（还差 345 份）" in page


def test_card_of_a_panel_shows_its_figures_to_members_alone(panel, client):
    enter(panel)
    shown = []
    for user in (members(panel)[0].user, panel.opened_by):
        client.force_login(user)
        shown.append("90%，有效问卷 40 份" in client.get(panel.get_absolute_url()).content.decode())
    assert shown == [True, False]


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_same_for_one_row_and_for_three(panel, client, django_assert_num_queries, count):
    actor = members(panel)[0].user
    for number in range(count):
        enter(panel)
        save_turnaround(actor=actor, evaluation=panel, volume=None, **TIMES | {"matter": f"事项{number}"})
    client.force_login(actor)
    url = reverse("evaluation:measures", args=[panel.pk])
    client.get(url)
    with django_assert_num_queries(8):
        client.get(url)

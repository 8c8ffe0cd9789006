"""Results beside each other: self against panel against an earlier year, and who may see which."""

import json
import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from evaluation.models import Evaluation, Notice, Result
from evaluation.results.charts import grouped_bars
from evaluation.results.comparison import Cell, compare
from evaluation.results.peers import comparison_of, peers
from evaluation.services.evaluations import edit_facts
from evaluation.services.locking import lock_evaluation
from evaluation.services.panels import appoint, assign_tables, open_panel_evaluation
from tests import factories
from tests.evaluation.finishing import bring_to_the_lock, fill, judgements, lock_panel, make_lockable
from tests.evaluation.making import FACTS, make_evaluation, members


def document_of(locked, **changed):
    document = json.loads(locked.document)
    document["result"] |= changed
    return document


def lock_self(organization, office, *, year=2026, **changed) -> Result:
    evaluation = make_evaluation(organization, office, year=year, as_of=date(year, 1, 15))
    fill(evaluation.official, office, judgements(evaluation, **changed))
    edit_facts(actor=office, evaluation=evaluation, **FACTS)
    return lock_evaluation(actor=office, evaluation=Evaluation.objects.get(pk=evaluation.pk))


@pytest.fixture
def clerk(county):
    return factories.make_office_user(county, "clerk")


@pytest.fixture
def own(county, clerk, edition):
    """The county's self-evaluation finds nothing but one fault."""
    return lock_self(county, clerk, A3_4_1={"faults": 1, "reason": "规程在改"})


@pytest.fixture
def official(own, city, county):
    """The panel of the city finds another one."""
    changed = {"A3_5_6": {"faults": 1, "finding": "现场没有公示"}}
    return lock_panel(make_lockable(city, county, changed=changed))


def test_difference_carries_both_judgements_with_their_reasons(own, official):
    found = comparison_of(official, Result.objects.all())
    differing = {d.code: d.cells for s in found.changed for item in s.changed for d in item.differences}
    assert differing == {
        "A3-4-1": (Cell("满足", "0", ""), Cell("不满足", "−5", "规程在改")),
        "A3-5-6": (Cell("不满足", "−5", "现场没有公示"), Cell("满足", "0", "")),
    }


def test_totals_tables_and_items_are_told_with_signed_differences(own, official):
    found = comparison_of(official, Result.objects.all())
    assert [column.label for column in found.columns] == ["本次", "2026 年自我评价"]
    assert found.total.pairs == [(own.total, f"{official.total - own.total:+d}".replace("+0", "0"))]
    rows = {item.row.code: item.row.differences for s in found.sections for item in s.changed}
    assert rows == {"A3-4": ("+5",), "A3-5": ("−5",)}


def test_equal_results_have_no_differences(locked):
    document = document_of(locked)
    found = compare([("本次", "a" * 64, document), ("另一次", "b" * 64, document)])
    assert (found.count, found.changed, found.is_alone) == (0, [], False)


def test_requirement_the_other_edition_has_not_is_left_open(locked):
    older = document_of(locked)
    older["result"]["requirements"] = {}
    older["result"]["items"] = {}
    found = compare([("本次", "a" * 64, document_of(locked)), ("以前", "b" * 64, older)])
    assert found.count == 0
    assert {item.row.differences for s in found.sections for item in s.items} == {("",)}


def test_bars_leave_out_what_a_series_has_not():
    chart = grouped_bars([("A.1", (20, None), 40), ("A.2", (10, 30), 30)], ["本次", "以前"])
    assert [[(mark.width, mark.series) for mark in group.marks] for group in chart.groups] == [
        [(150.0, 0)],
        [(100.0, 0), (300.0, 1)],
    ]


def test_earlier_year_of_the_same_kind_stands_last(county, clerk, edition):
    before = lock_self(county, clerk, year=2025)
    now = lock_self(county, clerk, year=2026)
    assert peers(now, Result.objects.all()) == [("2025 年自我评价", before)]


def test_earlier_result_of_a_panel_stands_only_when_it_was_told(own, city, county, official, client):
    later = lock_panel(make_again(city, county))
    assert [label for label, _ in peers(later, Result.objects.all())] == ["2026 年自我评价"]
    tell(official)  # only now, after the lock of the later one
    assert [label for label, _ in peers(later, Result.objects.all())] == ["2026 年自我评价"]


def make_again(city, county):
    actor = factories.make_office_user(city, "again")
    panel = open_panel_evaluation(
        actor=actor, organizer=city, organization=county, kind="upper", year=2027, as_of=date(2027, 1, 10)
    )
    for place in range(5):
        user = factories.make_user(f"later{place}")
        person = appoint(
            actor=actor, evaluation=panel, user=user, duty="member" if place else "leader",
            side=["standardization", "trade", "management"][place % 3], employer="研究院",
        )  # fmt: skip
        assign_tables(
            actor=actor, participant=person, sections=["A.1", "A.2", "A.3", "A.4", "A.5", "A.6", "A.7"]
        )
    return bring_to_the_lock(Evaluation.objects.get(pk=panel.pk))


def tell(result):
    return Notice.objects.create(
        result=result, notified_on=timezone.localdate(), way="书面", recipient="某人",
        notified_by=result.evaluation.opened_by,
    )  # fmt: skip


def page_for(client, user, result) -> str:
    client.force_login(user)
    return client.get(reverse("evaluation:comparison", args=[result.pk])).content.decode()


def test_evaluated_organisation_sees_nothing_of_the_panel_before_the_notice(client, own, official, clerk):
    assert "没有可以对比的结果" in page_for(client, clerk, own)
    client.force_login(clerk)
    assert client.get(reverse("evaluation:comparison", args=[official.pk])).status_code == 404
    tell(official)
    assert "现场没有公示" in page_for(client, clerk, own)


def test_organizer_sees_self_against_panel(client, own, official):
    page = page_for(client, official.evaluation.opened_by, official)
    assert "2 条要求的判定不同" in page
    assert re.search(r"规程在改", page)
    assert page.count('<svg class="compared') == 2


def test_member_of_the_panel_reads_the_comparison_that_the_report_prints(client, own, official):
    page = page_for(client, members(official.evaluation)[1].user, official)
    assert "2026 年自我评价" in page
    assert "规程在改" in page


@pytest.mark.parametrize("years", [1, 3])
def test_page_costs_the_same_however_many_results_there_are(
    client, county, clerk, edition, years, django_assert_num_queries
):
    for year in range(2026 - years, 2027):
        result = lock_self(county, clerk, year=year)
    client.force_login(clerk)
    url = reverse("evaluation:comparison", args=[result.pk])
    client.get(url)
    with django_assert_num_queries(10):
        client.get(url)


def test_items_that_are_equal_are_listed_folded_so_that_every_item_stands_there(client, own, official):
    found = comparison_of(official, Result.objects.all())
    changed = [item.row.code for section in found.changed for item in section.changed]
    items = [item.row.code for section in found.sections for item in section.items]
    assert sorted([*changed, *(row.code for row in found.equal)]) == sorted(items)
    page = page_for(client, official.evaluation.opened_by, official)
    assert f"判定和得分都相同的 {len(found.equal)} 项" in page


@pytest.mark.parametrize(
    ("points", "why", "lacks"),
    [("−5", "", True), ("−5", "规程在改", False), ("得 15", "", False), ("0", "", False)],
)
def test_only_a_deduction_without_words_lacks_a_reason(points, why, lacks):
    assert Cell("不满足", points, why).lacks_reason is lacks

"""What Appendix A loses when standards end (life cycle §5.2), and how the pages say so."""

from datetime import date

import pytest
from django.template import Context, Template

from evaluation.endings.losses import losses_of
from evaluation.services.fulfilment import set_fulfilments
from tests.factories import make_adopted, make_document, make_draft, make_published

TODAY = date(2026, 6, 1)
# Edition, requirements ticked, the other standards with their texts.
QUERIES = 3

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_june(time_machine):
    time_machine.move_to("2026-06-01 12:00+08:00")


@pytest.fixture
def linked(office, edition):
    """Ticks requirements for a standard, which gets its text."""

    def link(standard, *codes, text=True):
        if text:
            make_document(standard, "text")
        set_fulfilments(actor=office, standard=standard, codes=codes, edition=edition)
        return standard

    return link


def codes_of(rows) -> list[str]:
    return [row.requirement.code for row in rows]


def test_what_nobody_else_fulfils_is_lost_with_its_points(city, node, linked):
    alone = linked(make_published(city, node, sequence=1), "A3-2-1", "A3-2-2")
    other = linked(make_published(city, node, sequence=2, title="另一标准"), "A3-2-2")
    losses = losses_of([alone], TODAY)
    assert (codes_of(losses.lost), [row.points for row in losses.lost]) == (["A3-2-1"], ["最多扣 5 分"])
    assert [(row.requirement.code, [each.pk for each in row.others]) for row in losses.covered] == [
        ("A3-2-2", [other.pk])
    ]


def test_awards_are_points_not_given(city, node, linked):
    standard = linked(make_published(city, node), "A7-1-1")
    assert losses_of([standard], TODAY).lost[0].points.startswith("最多少得 ")


@pytest.mark.parametrize(
    ("other", "text"),
    [
        ({"withdrawn_on": date(2026, 5, 1), "withdrawal_reason": "不用"}, True),
        ({"replaced_on": TODAY}, True),
        ({"effective_on": date(2026, 7, 1)}, True),
        ({}, False),
    ],
)
def test_another_that_does_not_count_that_day_is_no_evidence(city, node, linked, other, text):
    alone = linked(make_published(city, node, sequence=1), "A3-2-1")
    linked(make_published(city, node, sequence=2, **other), "A3-2-1", text=text)
    assert codes_of(losses_of([alone], TODAY).lost) == ["A3-2-1"]


def test_the_day_decides_who_counts(city, node, linked):
    alone = linked(make_published(city, node, sequence=1), "A3-2-1")
    linked(make_published(city, node, sequence=2, effective_on=date(2026, 7, 1)), "A3-2-1")
    assert [codes_of(losses_of([alone], day).lost) for day in (TODAY, date(2026, 7, 1))] == [["A3-2-1"], []]


def test_standards_of_others_are_no_evidence(city, county, stranger_city, node, linked):
    alone = linked(make_published(city, node), "A3-2-1")
    for organization in (county, stranger_city):
        linked(make_published(organization, node), "A3-2-1")
    assert codes_of(losses_of([alone], TODAY).lost) == ["A3-2-1"]


def test_what_never_gave_evidence_loses_nothing(city, node, linked):
    without_text = linked(make_published(city, node), "A3-2-1", text=False)
    draft = linked(make_draft(city, node), "A3-2-1")
    assert [losses_of([row], TODAY).lost for row in (without_text, draft)] == [(), ()]


def test_several_that_end_together_do_not_cover_each_other(city, node, linked):
    several = [linked(make_published(city, node, sequence=n, title=f"标准{n}"), "A3-2-1") for n in (1, 2)]
    assert [codes_of(losses_of(rows, TODAY).lost) for rows in (several[:1], several)] == [[], ["A3-2-1"]]


@pytest.mark.parametrize("count", [1, 3])
def test_reading_asks_the_same_number_of_questions(
    city, node, edition, linked, count, django_assert_num_queries
):
    several = [
        linked(make_adopted(city, node, f"GB/T {n}-2020", f"标准{n}"), "A3-2-1", "A3-2-2")
        for n in range(1, count + 1)
    ]
    for n in range(4, 4 + count):
        linked(make_adopted(city, node, f"GB/T {n}-2020", f"标准{n}"), "A3-2-2")
    assert edition.scorecard  # its text is kept per process
    with django_assert_num_queries(QUERIES):
        losses = losses_of(several, TODAY)
    assert (codes_of(losses.lost), len(losses.covered[0].others)) == (["A3-2-1"], count)


def test_the_notice_names_requirement_points_and_who_still_fulfils(city, node, linked):
    alone = linked(make_published(city, node, sequence=1), "A3-2-1", "A3-2-2")
    linked(make_published(city, node, sequence=2, title="巡查记录规范"), "A3-2-2")
    template = Template("{% load fulfilment %}{% lost_requirements standard '废止' %}")
    html = template.render(Context({"standard": alone}))
    assert "附录A有 1 条评价要求没有别的标准可作依据" in html
    assert html.index("A3-2-1") < html.index("最多扣 5 分") < html.index("A3-2-2")
    assert "Q/ALWG TG204•2-2025 巡查记录规范 满足" in html


def test_the_notice_tells_the_figure_before_the_requirements(city, node, linked):
    alone = linked(make_published(city, node, sequence=1), "A3-2-1")
    template = Template("{% load fulfilment %}{% lost_requirements standard '废止' %}")
    html = template.render(Context({"standard": alone}))
    assert html.index("废止后，按数据测算 ") < html.index("到 300 还差") < html.index("A3-2-1")


def test_an_application_for_a_revision_ends_nothing_and_tells_no_figure(city, node, linked):
    alone = linked(make_published(city, node), "A3-2-1")
    template = Template("{% load fulfilment %}{% lost_requirements standard '修订' %}")
    html = template.render(Context({"standard": alone}))
    assert ("A3-2-1" in html, "按数据测算" in html) == (True, False)


def test_the_notice_says_nothing_of_what_has_ended_and_fulfilled_nothing(city, node, edition):
    ended = make_published(city, node, withdrawn_on=date(2026, 5, 1), withdrawal_reason="不用")
    template = Template("{% load fulfilment %}{% lost_requirements standard %}")
    assert not template.render(Context({"standard": ended})).strip()


def test_a_figure_that_stays_is_told_too(city, node, edition):
    draft = make_draft(city, node)
    template = Template("{% load fulfilment %}{% lost_requirements standard %}")
    assert "按数据测算不变，仍为 0–" in template.render(Context({"standard": draft}))


def test_what_the_next_edition_takes_over_is_not_lost(city, node, linked):
    alone = linked(make_published(city, node), "A3-2-1")
    draft = make_draft(city, node, revision_of=alone)
    losses = losses_of([alone], TODAY, by=[draft])
    assert (codes_of(losses.lost), codes_of(losses.covered)) == ([], ["A3-2-1"])

"""完成率, 参训率 and the five elements, from facts to figures (A1-4, A6-1)."""

from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standards.activities.rates import Rate, average
from standards.activities.training import training_figures
from tests import factories
from tests.activities import making

ON = date(2026, 11, 20)
WHOLE = {
    "held_at": time(14, 30),
    "place": "三楼会议室",
    "content": "标准体系",
    "teacher": "刘教授",
}


@pytest.fixture
def staff(city):
    return [making.make_person(city) for _ in range(5)]


@pytest.mark.django_db
def test_year_comes_to_its_figures(city, staff):
    plan = making.make_plan(city, state="running")
    quarterly = making.make_item(plan, times=4, people=10)
    making.make_item(plan, times=1)
    first = making.make_session(city, plan_item=quarterly, **WHOLE)
    second = making.make_session(city, plan_item=quarterly, held_on=date(2026, 8, 1))
    for person in staff[:4]:
        making.make_attendance(first, person, score=90)
    making.make_attendance(second, staff[0])
    figures = training_figures(city, on=ON)
    assert (figures.sessions, figures.people, figures.trained, figures.complete, figures.assessed) == (
        Rate(2, 5),
        Rate(5, 10),
        Rate(4, 5),
        Rate(1, 2),
        1,
    )
    assert figures.has_reached_80


@pytest.mark.django_db
def test_what_does_not_count_is_left_out(city, county, staff):
    """Sessions to come, absent people, dropped lines, drafts, other years, removed rows, people who left."""
    plan = making.make_plan(city, state="approved")
    making.make_item(plan, dropped_on=date(2026, 3, 1), adjusted_reason="经费不足")
    making.make_item(making.make_plan(city), times=9)
    making.make_item(making.make_plan(city, year=2025, state="done"), times=9)
    item = making.make_item(plan)
    coming = making.make_session(city, held_on=date(2026, 12, 1), plan_item=item)
    absent = making.make_session(city, plan_item=item)
    making.make_attendance(coming, staff[0])
    making.make_attendance(absent, staff[1], present=False)
    old = making.make_session(city, held_on=date(2025, 5, 1))
    making.make_attendance(old, staff[2])
    making.make_person(city, left_on=date(2026, 6, 1))
    making.make_person(city, is_staff=False)
    making.make_person(county)
    figures = training_figures(city, on=ON)
    assert (figures.sessions, figures.trained, figures.complete) == (Rate(0, 1), Rate(0, 5), Rate(0, 1))


@pytest.mark.django_db
def test_year_before_is_counted_on_a_day_of_the_next(city, staff):
    """The staff list is that of the end of the year: whoever joined since could not come."""
    item = making.make_item(making.make_plan(city, year=2025, state="done"))
    session = making.make_session(city, held_on=date(2025, 5, 8), plan_item=item)
    for person in staff:
        making.make_attendance(session, person)
    making.make_person(city, joined_on=date(2026, 1, 4))
    figures = training_figures(city, on=date(2026, 1, 15), year=2025)
    assert (figures.year, figures.sessions, figures.trained) == (2025, Rate(1, 1), Rate(5, 5))


@pytest.mark.django_db
def test_what_was_approved_or_dropped_later_is_not_so_yet(city):
    plan = making.make_plan(city, state="approved")
    making.make_item(plan, times=2)
    making.make_item(plan, dropped_on=date(2026, 9, 1), adjusted_reason="经费不足")
    days = (date(2026, 1, 9), date(2026, 8, 31), ON)
    assert [training_figures(city, on=day).sessions.whole for day in days] == [0, 3, 2]


@pytest.mark.django_db
def test_without_a_plan_there_is_no_rate(city):
    figures = training_figures(city, on=ON)
    assert (figures.is_planned, figures.sessions.words) == (False, "无从计算")


@pytest.mark.django_db
def test_session_names_the_elements_it_lacks(city):
    session = making.make_session(city, place="综治中心")
    assert (session.missing(0), session.missing(3)) == (
        ["时间", "人物", "培训内容", "授课教师"],
        ["时间", "培训内容", "授课教师"],
    )


@pytest.mark.django_db
def test_roster_enters_those_who_are_ticked(city, client, office, staff):
    session = making.make_session(city)
    making.make_attendance(session, staff[0])
    client.force_login(office)
    client.post(f"/activities/training/{session.pk}/roster/", {"people": [staff[1].pk, staff[2].pk]})
    assert {row.person_id for row in session.attendances.all()} == {person.pk for person in staff[:3]}


@pytest.mark.django_db
def test_stranger_on_the_roster_is_not_entered(city, stranger_city, client, office):
    session = making.make_session(city)
    other = making.make_person(stranger_city)
    client.force_login(office)
    response = client.post(f"/activities/training/{session.pk}/roster/", {"people": [other.pk]}, follow=True)
    assert (session.attendances.count(), "请勾选到场的人。" in response.content.decode()) == (0, True)


@pytest.mark.django_db
def test_page_of_a_session_tells_how_people_did(city, client, office, staff):
    session = making.make_session(city, **WHOLE)
    making.make_attendance(session, staff[0], score=80, result="passed")
    making.make_attendance(session, staff[1], score=91)
    making.make_attendance(session, staff[2], present=False)
    client.force_login(office)
    page = client.get(session.get_absolute_url())
    assert [page.context[name] for name in ("came", "listed", "assessed", "passed", "average")] == [
        *(2, 3, 2, 1),
        Decimal("85.5"),
    ]


@pytest.mark.django_db
def test_department_enters_training_of_its_own_alone(city, client, department):
    other = factories.make_department(city, "宣传科")
    worker = factories.make_user("worker", organization=city, roles=["department"], department=department)
    own, foreign = (
        making.make_session(city, department=department),
        making.make_session(city, department=other),
    )
    client.force_login(worker)
    statuses = [client.get(f"{row.get_absolute_url()}edit/").status_code for row in (own, foreign)]
    sent = {"title": "科室学习", "type": "training", "held_on": "2026-05-01", "department": other.pk}
    response = client.post("/activities/training/new/", sent)
    assert (statuses, response.context["form"].errors["department"]) == (
        [200, 403],
        ["所选的主办部门不在可选范围内，请重新选择。"],
    )


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_rate_never_shows_a_limit_it_does_not_reach(part, whole):
    rate = Rate(part, whole)
    assert (rate.percentage is not None and rate.percentage >= 80) == rate.reaches(80)


@given(st.lists(st.decimals(0, 100, places=1), min_size=1, max_size=30))
def test_average_lies_among_the_scores(scores):
    assert min(scores) <= average(scores) <= max(scores)


def test_rate_in_words():
    assert [rate.words for rate in (Rate(7, 8), Rate(4, 4), Rate(799, 1000), Rate(0, 0))] == [
        "87.5%（7÷8）",
        "100%（4÷4）",
        "79.9%（799÷1000）",
        "无从计算",
    ]

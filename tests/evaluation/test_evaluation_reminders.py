"""待办 of evaluations by the calendar: the yearly one, three and six months of operation, the end of a pilot."""

from datetime import date

import pytest

from evaluation import tasks
from evaluation.models import Evaluation
from tests.evaluation.making import make_evaluation
from tests.evaluation.test_operation_offered import issue

pytestmark = pytest.mark.django_db


def seen(user, today: date, kind: str) -> list[tuple]:
    return [(task.due, task.label) for task in tasks.tasks_of(user, today) if task.kind == kind]


def test_yearly_self_evaluation_is_told_from_october_until_it_is_opened(city, office, edition):
    due = [(date(2026, 12, 31), f"{city} 2026 年度自我评价")]
    told = [seen(office, day, "年度自评") for day in (date(2026, 9, 30), date(2026, 10, 1))]
    make_evaluation(city, office, year=2026)
    assert (told, seen(office, date(2026, 10, 1), "年度自评")) == ([[], due], [])


@pytest.mark.parametrize(("today", "count"), [(date(2028, 1, 5), 1), (date(2028, 4, 1), 0)])
def test_a_self_evaluation_that_was_missed_is_told_until_march(city, office, edition, today, count):
    assert len(seen(office, today, "年度自评")) == count


@pytest.mark.parametrize(
    ("today", "labels"),
    [
        (date(2026, 1, 1), ["运行满 3 个月"]),
        (date(2026, 3, 10), ["运行满 3 个月", "运行满 6 个月"]),
        (date(2026, 7, 1), ["运行满 3 个月", "运行满 6 个月"]),
        (date(2026, 9, 1), ["运行满 6 个月"]),
        (date(2026, 12, 1), []),
    ],
)
def test_operation_of_three_and_six_months_is_told_ahead_and_some_time_after(city, office, today, labels):
    issue(city, "2026 年版", date(2026, 3, 1))
    assert [label for _, label in seen(office, today, "体系运行")] == labels


@pytest.mark.parametrize(
    ("done", "is_told"),
    [(None, True), (date(2025, 12, 1), True), (date(2026, 8, 1), False), (date(2026, 10, 9), False)],
)
def test_pilot_is_to_be_checked_by_oneself_three_months_before_its_end(city, office, edition, done, is_told):
    make_evaluation(city, office)
    Evaluation.objects.update(pilot_ends_on=date(2026, 12, 31), self_evaluated_on=done)
    told = seen(office, date(2026, 10, 10), "试点自查")
    assert [due for due, _ in told] == ([date(2026, 9, 30)] if is_told else [])


def test_nobody_but_the_office_is_told(city, reader, stranger, edition):
    issue(city, "2026 年版", date(2026, 3, 1))
    assert [list(tasks.tasks_of(user, date(2026, 6, 1))) for user in (reader, stranger)] == [[], []]

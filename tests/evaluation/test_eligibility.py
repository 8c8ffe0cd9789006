"""The conditions of T/CSSG 001.5 6.1–6.3, without a database."""

from dataclasses import dataclass
from datetime import date

import pytest

from evaluation.eligibility import eligibility, months_after


@dataclass
class Facts:
    as_of: date = date(2026, 1, 15)
    operated_from: date | None = date(2025, 5, 1)
    self_evaluated_on: date | None = date(2026, 1, 10)
    pilot_ends_on: date | None = None
    incidents: str = "none"
    incident_note: str = ""


def states(**facts):
    return [(condition.clause, condition.state) for condition in eligibility(Facts(**facts))]


def test_everything_in_order():
    assert [(c.clause, c.state, c.words) for c in eligibility(Facts())] == [
        ("6.1", "ok", "2026-01-10 完成"),
        ("6.1", "ok", "2025-05-01 起运行，2025-08-01 满 3 个月"),
        ("6.2", "ok", "2025-05-01 起运行，2025-11-01 满 6 个月"),
        ("6.3", "ok", "声明没有发生过"),
    ]


def test_nothing_written_down_is_missing():
    nothing = {"operated_from": None, "self_evaluated_on": None, "incidents": ""}
    assert states(**nothing) == [
        ("6.1", "missing"),
        ("6.1", "missing"),
        ("6.2", "missing"),
        ("6.3", "missing"),
    ]


@pytest.mark.parametrize(
    ("start", "three", "six"),
    [
        (date(2025, 7, 15), "ok", "ok"),
        (date(2025, 7, 16), "ok", "warn"),
        (date(2025, 10, 15), "ok", "warn"),
        (date(2025, 10, 16), "warn", "warn"),
    ],
)
def test_three_and_six_months_are_counted_to_the_day(start, three, six):
    assert states(operated_from=start)[1:3] == [("6.1", three), ("6.2", six)]


def test_self_evaluation_after_the_evaluation_date_is_said():
    condition = eligibility(Facts(self_evaluated_on=date(2026, 1, 16)))[0]
    assert (condition.state, condition.words) == ("warn", "2026-01-16 完成，在评价日期 2026-01-15 之后")


def test_incidents_are_a_warning_and_no_refusal():
    condition = eligibility(Facts(incidents="some", incident_note="3月被通报"))[-1]
    assert (condition.state, condition.words) == ("warn", "发生过，不宜申请评估：3月被通报")


@pytest.mark.parametrize(
    ("done", "state"), [(date(2026, 1, 10), "ok"), (date(2026, 1, 11), "warn"), (None, "missing")]
)
def test_pilot_checks_itself_three_months_before_its_end(done, state):
    assert states(self_evaluated_on=done, pilot_ends_on=date(2026, 4, 10))[3] == ("6.2", state)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2025, 12, 31), 6, date(2026, 6, 30)),
        (date(2026, 1, 31), -3, date(2025, 10, 31)),
    ],
)
def test_month_too_short_ends_on_its_last_day(day, months, expected):
    assert months_after(day, months) == expected

"""A finding's number is given once, whoever enters at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection

from standards.activities.kinds import KINDS
from standards.activities.models import Finding
from standards.activities.services.records import enter_record
from tests import factories

FINDINGS = KINDS["findings"]
MANY = 8


def enter(organization, user, number: int) -> None:
    values = {"source": "other", "found_on": date(2026, 5, 1), "description": f"问题{number}"}
    try:
        row = Finding(organization=organization)
        enter_record(actor=user, table=FINDINGS, row=row, values=values)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_many_at_once_count_up_without_a_gap():
    city = factories.make_organization()
    office = factories.make_office_user(city)
    with ThreadPoolExecutor(MANY) as pool:
        list(pool.map(lambda number: enter(city, office, number), range(MANY)))
    assert sorted(Finding.objects.values_list("sequence", flat=True)) == list(range(1, MANY + 1))


@pytest.mark.django_db
def test_each_year_and_organisation_counts_from_one(city, county, office):
    days = [
        (city, date(2025, 5, 1)),
        (city, date(2026, 5, 1)),
        (city, date(2026, 5, 2)),
        (county, date(2026, 5, 1)),
    ]
    for organization, day in days:
        values = {"source": "other", "found_on": day, "description": str(day)}
        enter_record(actor=office, table=FINDINGS, row=Finding(organization=organization), values=values)
    assert [row.number for row in Finding.objects.order_by("pk")] == [
        *("WT-2025-001", "WT-2026-001", "WT-2026-002", "WT-2026-001")
    ]

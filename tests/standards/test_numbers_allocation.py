"""Numbers are given once: the counter, alone and with 8 processes at it (T/CSSG 001.2 10.5, 10.6.4)."""

import json
import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from threading import Barrier

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from gridgov.organizations.models import User
from standards.models import NumberCounter, Standard
from standards.services.lifecycle import take_step
from standards.services.numbers import allocate_sequence, number_columns, reserve_sequence
from tests import factories
from tests.standards import steps

PROCESSES, ALLOCATIONS, DRAFTS = 8, 40, 3
PUBLISHERS = 40


def test_sequences_of_a_class_follow_each_other_from_one(city):
    assert [allocate_sequence(city, "TG204") for _ in range(3)] == [1, 2, 3]


def test_every_class_and_every_organisation_counts_for_itself(city, county):
    allocate_sequence(city, "TG204")
    given = [
        allocate_sequence(city, "JC101"),
        allocate_sequence(county, "TG204"),
        allocate_sequence(city, "TG204"),
    ]
    assert given == [1, 1, 2]


def test_one_statement_allocates(city, django_assert_num_queries):
    with django_assert_num_queries(1):
        allocate_sequence(city, "TG204")


def test_a_failed_transaction_leaves_no_gap(city):
    allocate_sequence(city, "TG204")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        raise ZeroDivisionError(allocate_sequence(city, "TG204"))
    assert allocate_sequence(city, "TG204") == 2


@pytest.mark.parametrize(("reserved", "following"), [(7, 8), (2, 4), (3, 4)])
def test_a_reserved_sequence_raises_the_counter_and_never_lowers_it(city, reserved, following):
    reserve_sequence(city, "TG204", 3)
    reserve_sequence(city, "TG204", reserved)
    assert allocate_sequence(city, "TG204") == following


@pytest.mark.parametrize("write", [{"last": 2}, None], ids=["lower", "delete"])
def test_the_database_keeps_the_counter_from_falling(city, write):
    reserve_sequence(city, "TG204", 3)
    counters = NumberCounter.objects.all()
    with pytest.raises(IntegrityError), transaction.atomic():
        counters.update(**write) if write else counters.delete()
    assert NumberCounter.objects.get().last == 3


def test_the_database_keeps_the_number_of_a_published_standard(city, node):
    row = factories.make_published(city, node)
    with pytest.raises(IntegrityError), transaction.atomic():
        Standard.objects.filter(pk=row.pk).update(**number_columns("Q/ALWG TG204•9-2025"))
    row.refresh_from_db()
    assert row.number == "Q/ALWG TG204•1-2025"


@pytest.mark.parametrize(
    "change",
    [
        *({"number": "Q/ALWG TG204•9-2025"}, {"number_family": "Q/ALWG TG204.9"}, {"class_code": "TG205"}),
        *({"sequence": 9}, {"withdrawn_on": None}, {"withdrawal_reason": "别的理由"}),
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_database_keeps_every_part_of_a_number_and_the_end_of_a_standard(city, node, change):
    row = factories.make_published(city, node, withdrawn_on=date(2026, 1, 1), withdrawal_reason="不再适用")
    with pytest.raises(IntegrityError), transaction.atomic():
        Standard.objects.filter(pk=row.pk).update(**change)


def test_no_standard_is_deleted(city, node):
    row = factories.make_draft(city, node)
    with pytest.raises(IntegrityError), transaction.atomic():
        Standard.objects.filter(pk=row.pk)._raw_delete("default")
    assert Standard.objects.get() == row


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_eight_processes_at_once_leave_no_gap_and_no_duplicate(tmp_path):
    """One draft is published by all at once; it gets one number and costs no other."""
    city = factories.make_organization()
    contested = job_for(city, PROCESSES)["drafts"][0]
    jobs = [{**job_for(city, place), "contested": contested} for place in range(PROCESSES)]
    database = shared_database(tmp_path)
    answers = run_at_once([{**job, "database": database} for job in jobs], tmp_path)
    allocated = sorted(number for answer in answers for number in answer["allocated"])
    published = sorted(answer_sequences(answers))
    assert (allocated, published) == (
        list(range(1, PROCESSES * ALLOCATIONS + 1)),
        list(range(1, PROCESSES * DRAFTS + 1 + 1)),
    )


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_forty_people_publish_in_one_class_at_once(tmp_path):
    """Each in a connection of its own: the numbers are 1 to 40, without a gap (PostgreSQL; SQLite lets one write)."""
    city = factories.make_organization()
    job = job_for(city, 0, drafts=PUBLISHERS)
    rows, actor = job["drafts"], User.objects.get(pk=job["actor"])
    together = Barrier(PUBLISHERS)
    with ThreadPoolExecutor(PUBLISHERS) as people:
        sequences = people.map(lambda key: publish_alone(key, actor, together), rows)
        assert sorted(sequences) == list(range(1, PUBLISHERS + 1))


def publish_alone(key: int, actor, together: Barrier) -> int:
    """One person's request: its own connection, opened before all begin together."""
    try:
        row = Standard.objects.get(pk=key)
        together.wait(timeout=60)
        days = {"issued_on": date(2025, 3, 9), "effective_on": date(2025, 4, 1)}
        return take_step(actor=actor, standard=row, step="publish", **days).sequence
    finally:
        connection.close()


def job_for(city, place: int, drafts: int = DRAFTS) -> dict:
    """Approved standards of its own for one process, ready to be published in one class."""
    office = factories.make_office_user(city, f"office{place}")
    node = factories.make_node(f"leaf{place}")
    factories.make_department(city, f"科{place}")
    approval = {"approved_on": date(2025, 3, 2), "finalized_on": None}
    drafts = [steps.make_approved(city, node, f"规范 {number}", **approval) for number in range(drafts)]
    return {
        "organization": city.pk,
        "actor": office.pk,
        "class_code": "JC101",
        "allocations": ALLOCATIONS,
        "drafts": [draft.pk for draft in drafts],
    }


def shared_database(folder) -> str:
    """The name of a database other processes can open: SQLite's test database lies in memory, so a copy of it."""
    if connection.vendor != "sqlite":
        return connection.settings_dict["NAME"]
    path = str(folder / "shared.sqlite3")
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)
    return path


def run_at_once(jobs: list[dict], folder) -> list[dict]:
    """Start a process per job, let all begin together, and return their answers."""
    environment = {**os.environ, "GRIDGOV_DATA": str(folder / "data"), "GRIDGOV_NO_BOOTSTRAP": "1"}
    command = [sys.executable, "-m", "tests.standards.publishing_process"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    workers = [
        subprocess.Popen([*command, json.dumps(job)], cwd=settings.BASE_DIR, env=environment, **pipes)
        for job in jobs
    ]
    for worker in workers:
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        worker.stdin.write("go\n")
        worker.stdin.flush()
    return [json.loads(worker.communicate(timeout=120)[0]) for worker in workers]


def answer_sequences(answers: list[dict]) -> list[int]:
    numbers = [number for answer in answers for number in answer["published"]]
    return [number_columns(number)["sequence"] for number in numbers]

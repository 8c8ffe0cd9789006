"""Many hands on one sheet, on a real database: nothing lost, nothing twice (architecture, decision 5)."""

import http.client
import json
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from evaluation.errors import ConflictError, LockedError
from evaluation.models import Evaluation, Judgement, Operation
from evaluation.services import locking
from evaluation.services.locking import lock_evaluation
from gridgov.records import gate
from tests.evaluation.making import change, complete, make_evaluation

pytestmark = pytest.mark.django_db(transaction=True)
HANDS = 8


def at_once(work, arguments):
    """Run `work` in a thread for each argument, all let go at the same moment; results or errors in order."""
    arguments = list(arguments)
    start = threading.Barrier(len(arguments))

    def run(argument):
        try:
            start.wait(10)
            return work(argument)
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(arguments)) as pool:
        return list(pool.map(run, arguments))


def serials(evaluation):
    return list(
        Operation.objects.filter(sheet__evaluation=evaluation)
        .order_by("serial")
        .values_list("serial", flat=True)
    )


@pytest.mark.parametrize("base", [0, 1])
def test_of_eight_on_one_base_one_wins_and_seven_are_told(office, evaluation, base):
    if base:
        change(office, evaluation, "A1-2-1", {"met": True})
    values = [{"faults": number % 4, "note": f"第{number}人"} for number in range(HANDS)]
    answers = at_once(lambda value: change(office, evaluation, "A1-2-1", value, base=base), values)
    won = [answer for answer in answers if not isinstance(answer, Exception)]
    lost = [answer for answer in answers if isinstance(answer, ConflictError)]
    assert (len(won), len(lost)) == (1, HANDS - 1), answers
    current = Judgement.objects.get()
    assert (current.value, current.version) == (won[0].value, base + 1)
    assert [error.theirs["value"] for error in lost] == [won[0].value] * (HANDS - 1)
    assert serials(evaluation) == list(range(1, base + 2))


def test_eight_replays_at_once_are_kept_once_and_answered_alike(office, evaluation):
    uuid = uuid4()
    answers = at_once(lambda _: change(office, evaluation, "A1-1-1", {"faults": 1}, uuid=uuid), range(HANDS))
    assert answers == [answers[0]] * HANDS
    assert (serials(evaluation), Judgement.objects.get().version) == ([1], 1)


def test_eight_on_different_targets_are_all_kept_without_a_gap(office, evaluation):
    codes = list(islice(evaluation.edition.scorecard.requirements_by_code, 5 * HANDS))

    def judge(share):
        return [change(office, evaluation, code, {"met": True}).serial for code in share]

    answers = at_once(judge, [codes[number::HANDS] for number in range(HANDS)])
    assert sorted(serial for share in answers for serial in share) == list(range(1, len(codes) + 1))
    assert Evaluation.objects.get(pk=evaluation.pk).official.serial == len(codes)
    assert Judgement.objects.count() == len(codes)


def test_lock_beside_savers_holds_exactly_what_was_kept(office, evaluation):
    evaluation = complete(office, evaluation)
    start = Evaluation.objects.get(pk=evaluation.pk).official.serial

    def work(number):
        if number == 0:
            return lock_evaluation(actor=office, evaluation=evaluation)
        try:
            for version in range(1, 30):
                change(office, evaluation, f"A1-1-{number}", {"faults": version % 2}, base=version)
        except LockedError:
            return version
        return 30

    result, *reached = at_once(work, range(4))
    kept = json.loads(result.document)
    assert kept["operations"]["count"] == len(serials(evaluation)) == start + sum(n - 1 for n in reached)
    assert kept["sheet"]["judgements"] == {row.target: row.value for row in Judgement.objects.all()}


def test_what_is_saved_while_the_lock_is_written_is_told_that_it_came_too_late(
    office, evaluation, monkeypatch
):
    evaluation = complete(office, evaluation)
    told, freeze = [], locking.freeze
    late = threading.Thread(target=lambda: told.extend(at_once(judge, [office])))

    def judge(actor):
        return change(actor, evaluation, "A1-1-1", {"faults": 1}, base=1)

    def freeze_slowly(*arguments):
        frozen = freeze(*arguments)
        late.start()
        late.join(1)
        return frozen

    monkeypatch.setattr(locking, "freeze", freeze_slowly)
    result = lock_evaluation(actor=office, evaluation=evaluation)
    late.join(30)
    assert [type(answer) for answer in told] == [LockedError]
    assert json.loads(result.document)["operations"]["count"] == len(serials(evaluation))


def test_two_locks_at_once_make_one_result(office, evaluation):
    evaluation = complete(office, evaluation)
    answers = at_once(lambda _: lock_evaluation(actor=office, evaluation=evaluation), range(2))
    assert sorted(type(answer).__name__ for answer in answers) == ["LockedError", "Result"]
    assert evaluation.results.count() == 1


def test_two_browsers_post_at_once(office, panel_member, city, edition):
    evaluation = make_evaluation(city, office, panel_member)
    clients = [Client(headers={"accept": "application/json"}) for _ in range(2)]
    for client, user in zip(clients, (office, panel_member), strict=True):
        client.force_login(user)

    def send(client):
        message = {"uuid": str(uuid4()), "target": "A1-1-1", "base": 0, "value": {"faults": 1}}
        url = f"/evaluations/{evaluation.pk}/operations/"
        return client.post(url, json.dumps(message), content_type="application/json").status_code

    assert sorted(at_once(send, clients)) == [200, 409]


# The write gate


@pytest.fixture
def on_sqlite():
    if connection.vendor != "sqlite":
        pytest.skip("只有 SQLite 需要排队")


def test_gate_lets_one_in_at_a_time(on_sqlite):
    inside, seen = [], []

    def enter(number):
        with gate.write_gate():
            inside.append(number)
            seen.append(len(inside))
            time.sleep(0.01)
            inside.remove(number)

    at_once(enter, range(HANDS))
    assert seen == [1] * HANDS


HOLDER = """
import sys, time
from django.conf import settings
from pathlib import Path
settings.configure(DATA_DIR=Path(sys.argv[1]), DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3"}})
from gridgov.records.gate import write_gate
with write_gate():
    print("inside", flush=True)
    time.sleep(60)
"""


def test_gate_held_by_a_killed_process_opens(on_sqlite):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(settings.DATA_DIR)],
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    with holder:
        assert holder.stdout.readline() == "inside\n"
        entered = threading.Event()
        waiter = threading.Thread(target=lambda: enter_and_tell(entered))
        waiter.start()
        assert not entered.wait(0.3)
        holder.send_signal(signal.SIGKILL)
        assert entered.wait(5)
        waiter.join()


def enter_and_tell(entered):
    with gate.write_gate():
        entered.set()
    connection.close()


# A server killed in mid-save


class Browser:
    """A page with an outbox: sends in order, keeps what is not acknowledged, and sends it again."""

    def __init__(self, port, evaluation, client, codes):
        self.port, self.path = port, f"/evaluations/{evaluation.pk}/operations/"
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
        self.versions, self.codes, self.turn = dict.fromkeys(codes, 0), cycle(codes), 0
        self.waiting, self.acknowledged = None, []

    def hammer(self):
        """Send until the server is gone; what was last sent stays waiting."""
        while True:
            self.waiting = self.waiting or self.next_message()
            try:
                self.acknowledge(*self.send(self.waiting))
            except (OSError, http.client.HTTPException):
                return

    def next_message(self):
        target, self.turn = next(self.codes), self.turn + 1
        value = {"met": True, "note": f"第 {self.turn} 次"}
        return {"uuid": str(uuid4()), "target": target, "base": self.versions[target], "value": value}

    def send(self, message):
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        token = "a" * 32
        headers = {
            "Accept": "application/json",
            "Content-Type": "application/json",
            "Cookie": f"{self.cookie}; csrftoken={token}",
            "X-CSRFToken": token,
        }
        try:
            link.request("POST", self.path, json.dumps(message), headers)
            response = link.getresponse()
            return response.status, json.loads(response.read())
        finally:
            link.close()

    def acknowledge(self, status, answer):
        assert (status, answer.get("uuid")) == (200, self.waiting["uuid"]), answer
        self.versions[answer["target"]] = answer["version"]
        self.acknowledged.append((answer["serial"], answer["uuid"], answer["version"], answer["value"]))
        self.waiting = None


@pytest.mark.slow
def test_server_killed_in_mid_save_loses_and_doubles_nothing(office, evaluation, site):
    client = Client()
    client.force_login(office)
    codes = list(islice(evaluation.edition.scorecard.requirements_by_code, 3 * HANDS))
    browsers = [Browser(site.port, evaluation, client, codes[n::HANDS]) for n in range(HANDS)]
    for _ in range(3):
        kill_while_hammered(site(), browsers)
    site()
    for browser in browsers:
        browser.acknowledge(*browser.send(browser.waiting))
    acknowledged = sorted(row for browser in browsers for row in browser.acknowledged)
    rows = Operation.objects.filter(sheet__evaluation=evaluation).order_by("serial")
    kept = [(row.serial, str(row.uuid), row.version, row.value) for row in rows]
    assert len(kept) >= 15 * HANDS
    assert kept == acknowledged
    assert serials(evaluation) == list(range(1, len(kept) + 1))
    last = {row.target: (row.version, row.value) for row in rows}
    assert {row.target: (row.version, row.value) for row in Judgement.objects.all()} == last


def kill_while_hammered(process, browsers):
    """Kill the server once every browser has had some answers and all are sending."""
    threads = [threading.Thread(target=browser.hammer) for browser in browsers]
    enough = sum(len(browser.acknowledged) for browser in browsers) + 5 * HANDS
    for thread in threads:
        thread.start()
    until = time.monotonic() + 60
    while sum(len(browser.acknowledged) for browser in browsers) < enough and time.monotonic() < until:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    for thread in threads:
        thread.join()

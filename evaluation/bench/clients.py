"""Clients who judge over real HTTP, all at once, and remember what the server said it kept."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from uuid import uuid4

from gridgov.organizations.models import User

from ..models import Evaluation, Judgement, Operation
from ..scoring.rules import FaultRule
from .server import BARE, Browser

VALUES = ({"faults": 1}, {"met": True})


class Judge:
    """One person at the sheet, with requirements of his own, who remembers what the server said it kept."""

    def __init__(self, browser: Browser, person: User, evaluation: Evaluation, codes: list[str]):
        self.browser, self.person, self.evaluation = browser, person, evaluation
        self.path = f"/evaluations/{evaluation.pk}/operations/"
        self.codes, self.values = cycle(codes), {}
        self.versions, self.kept = dict.fromkeys(codes, 0), 0

    def save(self) -> None:
        target = next(self.codes)
        base = self.versions[target]
        value = VALUES[base % 2]
        message = {"uuid": str(uuid4()), "target": target, "base": base, "value": value}
        self.versions[target] = self.browser.post(self.path, message)["version"]
        self.values[target], self.kept = value, self.kept + 1

    def do_nothing(self) -> None:
        message = {"uuid": str(uuid4()), "target": "A1-1-1", "base": 0, "value": VALUES[0]}
        self.browser.post(BARE, message)


def fault_codes(evaluation: Evaluation) -> list[str]:
    """Requirements where any of VALUES may be judged."""
    return [
        each.code for each in evaluation.edition.scorecard.requirements if isinstance(each.rule, FaultRule)
    ]


def in_turn(judges: list[Judge], times: int) -> tuple[list[float], list[float]]:
    """Seconds of each saving, then of each request that does nothing, with all judges at once."""
    return (
        at_once([judge.save for judge in judges], times),
        at_once([judge.do_nothing for judge in judges], times),
    )


def at_once(works: list[Callable[[], None]], times: int) -> list[float]:
    """Seconds of every call, each work called `times` times in a thread of its own, all let go together."""
    start = threading.Barrier(len(works))

    def run(work):
        start.wait()
        return [timed(work) for _ in range(times)]

    with ThreadPoolExecutor(len(works)) as pool:
        return [seconds for found in pool.map(run, works) for seconds in found]


def timed(work: Callable[[], None]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def mean(values: list[float]) -> float:
    """With a fixed number of clients who never pause, the rate is clients ÷ mean."""
    return sum(values) / len(values)


def differences(judges: list[Judge]) -> int:
    """How many judgements and operations in the database are not what the clients were told.

    Each client judges requirements of his own, or on a sheet of his own.
    """
    told = {
        (judge.person.pk, code): (judge.versions[code], value)
        for judge in judges
        for code, value in judge.values.items()
    }
    evaluations = {judge.evaluation.pk for judge in judges}
    rows = Judgement.objects.filter(sheet__evaluation__in=evaluations)
    found = {(row.author_id, row.target): (row.version, row.value) for row in rows}
    sent = sum(judge.kept for judge in judges)
    operations = Operation.objects.filter(sheet__evaluation__in=evaluations).count()
    wrong = [place for place in told.keys() | found.keys() if told.get(place) != found.get(place)]
    return len(wrong) + abs(operations - sent)

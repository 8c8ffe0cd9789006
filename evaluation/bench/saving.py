"""Saving operations on one sheet from eight clients at once, over real HTTP."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from statistics import median
from uuid import uuid4

from django.utils import timezone

from gridgov.organizations.models import User

from ..models import Evaluation, Judgement, Operation
from ..scoring.rules import FaultRule
from ..services.evaluations import add_participant, open_evaluation
from . import Sizes
from .measuring import Row, percentile, ratio
from .server import BARE, Browser, Site, serving
from .world import make_organization, make_user

CLIENTS = 8
VALUES = ({"faults": 1}, {"met": True})


def measure(sizes: Sizes) -> Iterator[Row]:
    organization = make_organization("保存市网格化治理中心", "city")
    people = [make_user(organization) for _ in range(CLIENTS)]
    evaluation = make_evaluation(people)
    with serving() as site:
        judges = judges_of(site, people, evaluation)
        alone = [in_turn(judges[:1], sizes.operations) for _ in range(sizes.rounds + 1)][1:]
        together = [in_turn(judges, sizes.operations) for _ in range(sizes.rounds + 1)][1:]
        busy = site.busy_times
    saves, bares = zip(*alone, strict=True)
    yield Row("保存一项，1 人 ÷ 空视图", ratio([median(s) for s in saves], [median(b) for b in bares]), 3)
    saves, bares = zip(*together, strict=True)
    yield Row(
        "每秒保存，8 人 ÷ 空视图",
        ratio([mean(b) for b in bares], [mean(s) for s in saves]),
        0.5,
        at_least=True,
    )
    yield Row("保存最慢 5% ÷ 平均，8 人", median(percentile(s, 0.95) / mean(s) for s in saves), 2.25)
    yield Row("“database is locked”", busy, 0, "次")
    yield Row("丢失或多出的改动", differences(evaluation, judges), 0, "项")


def make_evaluation(people: list[User]) -> Evaluation:
    """One sheet; the first person leads, the others take part."""
    leader, *members = people
    today = timezone.localdate()
    evaluation = open_evaluation(actor=leader, organization=leader.organization, year=today.year, as_of=today)
    for member in members:
        add_participant(actor=leader, evaluation=evaluation, user=member)
    return evaluation


class Judge:
    """One person at the sheet, with requirements of his own, who remembers what the server said it kept."""

    def __init__(self, browser: Browser, evaluation: Evaluation, codes: list[str]):
        self.browser, self.path = browser, f"/evaluations/{evaluation.pk}/operations/"
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


def judges_of(site: Site, people: list[User], evaluation: Evaluation) -> list[Judge]:
    requirements = evaluation.edition.scorecard.requirements
    codes = [each.code for each in requirements if isinstance(each.rule, FaultRule)]
    return [
        Judge(Browser(site, person), evaluation, codes[place::CLIENTS]) for place, person in enumerate(people)
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


def differences(evaluation: Evaluation, judges: list[Judge]) -> int:
    """How many judgements and operations in the database are not what the clients were told."""
    told = {code: (judge.versions[code], value) for judge in judges for code, value in judge.values.items()}
    rows = Judgement.objects.filter(sheet__evaluation=evaluation)
    found = {row.target: (row.version, row.value) for row in rows}
    sent = sum(judge.kept for judge in judges)
    operations = Operation.objects.filter(sheet__evaluation=evaluation).count()
    wrong = [code for code in told.keys() | found.keys() if told.get(code) != found.get(code)]
    return len(wrong) + abs(operations - sent)

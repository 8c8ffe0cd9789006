"""Saving operations over real HTTP: on one sheet from eight clients at once, and by seven panels."""

from collections.abc import Iterator
from statistics import median

from django.utils import timezone

from gridgov.organizations.models import User

from ..models import Evaluation
from ..services.evaluations import add_participant, open_evaluation
from . import Sizes, panels
from .clients import Judge, differences, fault_codes, in_turn, mean
from .measuring import Row, percentile, ratio
from .server import Browser, Site, serving
from .world import make_organization, make_user

CLIENTS = 8


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
    yield Row("丢失或多出的改动", differences(judges), 0, "项")
    yield from panels.measure(sizes)


def make_evaluation(people: list[User]) -> Evaluation:
    """One sheet; the first person leads, the others take part."""
    leader, *members = people
    today = timezone.localdate()
    evaluation = open_evaluation(actor=leader, organization=leader.organization, year=today.year, as_of=today)
    for member in members:
        add_participant(actor=leader, evaluation=evaluation, user=member)
    return evaluation


def judges_of(site: Site, people: list[User], evaluation: Evaluation) -> list[Judge]:
    codes = fault_codes(evaluation)
    return [
        Judge(Browser(site, person), person, evaluation, codes[place::CLIENTS])
        for place, person in enumerate(people)
    ]

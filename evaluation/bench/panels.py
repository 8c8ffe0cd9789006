"""Seven panels at once on private sheets over real HTTP, and the page on which one of them deliberates."""

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from statistics import median
from uuid import uuid4

from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils import timezone

from gridgov.organizations.models import Organization

from ..models import Evaluation, Participant
from ..scoring.printed import printed_facts
from ..services.panels import appoint, assign_tables, open_panel_evaluation
from ..services.sheet import apply_operation
from ..services.submitting import submit_sheet
from . import Sizes
from .clients import Judge, differences, fault_codes, in_turn, mean
from .measuring import Row, interleaved, percentile, ratio
from .pages import TIMES, statements
from .server import BARE, Browser, Site, serving
from .world import make_organization, make_user

PANELS = 7
PART = 7  # of what each client saves alone, for there are many
WITHIN = 3  # seconds until a member sees what the leader rules
EVERY = re.compile(r"const EVERY = ([\d_]+);")  # milliseconds, in the module of the page


def measure(sizes: Sizes) -> Iterator[Row]:
    city = make_organization("组织市网格化治理中心", "city")
    panels = [make_panel(city, number) for number in range(PANELS)]
    deliberating = make_deliberating(make_panel(city, PANELS))
    with serving() as site:
        yield from saving(site, panels, sizes)
        yield from consensus(site, deliberating, sizes.rounds)


def make_panel(city: Organization, number: int) -> Evaluation:
    """A panel of seven from elsewhere for a county of its own; each of them judges one table."""
    county = make_organization(f"第{number + 1}区网格化治理中心", "county", city)
    institute = make_organization(f"第{number + 1}院", "city")
    actor, today = make_user(city), timezone.localdate()
    evaluation = open_panel_evaluation(
        actor=actor, organizer=city, organization=county, kind="upper", year=today.year, as_of=today
    )
    for place, section in enumerate(evaluation.edition.scorecard.sections):
        person = appoint(
            actor=actor,
            evaluation=evaluation,
            user=make_user(institute),
            duty="member" if place else "leader",
            side="trade",
            employer=institute.name,
        )
        assign_tables(actor=actor, participant=person, sections=[section.code])
    return evaluation


def members(evaluation: Evaluation) -> list[Participant]:
    return list(evaluation.participants.select_related("user", "sheet").order_by("pk"))


def make_deliberating(evaluation: Evaluation) -> Evaluation:
    """All have handed in; the leader and one more judged the longest table differently."""
    card = evaluation.edition.scorecard
    people = members(evaluation)
    longest = max(card.sections, key=lambda section: sum(len(item.requirements) for item in section.items))
    for person, section in zip(people, card.sections, strict=True):
        judge_table(person, section, 0)
        if person is people[0]:
            judge_table(person, longest, 1)
        submit_sheet(actor=person.user, sheet=person.sheet)
    return Evaluation.objects.with_people().get(pk=evaluation.pk)


def judge_table(person: Participant, section, answer: int) -> None:
    """Every requirement of a table by the printed answer of that place."""
    sheet, evaluation = person.sheet, person.evaluation
    sheet.evaluation = evaluation
    for code in [requirement.code for item in section.items for requirement in item.requirements]:
        value = printed_facts(evaluation.edition.scorecard, code)[answer]
        apply_operation(actor=person.user, sheet=sheet, uuid=uuid4(), target=code, base=0, value=value)


def saving(site: Site, panels: list[Evaluation], sizes: Sizes) -> Iterator[Row]:
    judges = list(chain.from_iterable(judges_of(site, panel) for panel in panels))
    alone = [in_turn(judges[:1], sizes.operations) for _ in range(sizes.rounds + 1)][1:]
    times = max(2, sizes.operations // PART)
    together = [in_turn(judges, times) for _ in range(sizes.rounds + 1)][1:]
    saves, bares = zip(*alone, strict=True)
    yield Row("底稿保存一项，1 人 ÷ 空视图", ratio([median(s) for s in saves], [median(b) for b in bares]), 3)
    saves, bares = zip(*together, strict=True)
    what = f"{PANELS} 个评估组 {len(judges)} 人"
    rate = ratio([mean(b) for b in bares], [mean(s) for s in saves])
    yield Row(f"每秒保存，{what} ÷ 空视图", rate, 0.5, at_least=True)
    slowest = median(percentile(s, 0.95) / mean(s) for s in saves)
    yield Row(f"保存最慢 5% ÷ 平均，{what}", slowest, 2.25)
    yield Row(f"“database is locked”，{what}", site.busy_times, 0, "次")
    yield Row(f"丢失或多出的改动，{what}", differences(judges), 0, "项")


def judges_of(site: Site, evaluation: Evaluation) -> list[Judge]:
    """The whole panel: each may judge anything on the own sheet."""
    codes = fault_codes(evaluation)
    return [Judge(Browser(site, row.user), row.user, evaluation, codes) for row in members(evaluation)]


def consensus(site: Site, evaluation: Evaluation, rounds: int) -> Iterator[Row]:
    """What the page costs, and how long a member waits who has just asked when the leader rules: until his page asks
    again, and has fetched itself anew.
    """
    member = members(evaluation)[1].user
    page = reverse("evaluation:consensus", args=[evaluation.pk])
    news = reverse("evaluation:consensus-changes", args=[evaluation.pk])
    browser = Browser(site, member)
    works = (lambda: browser.get(page), lambda: browser.get(news), lambda: browser.get(BARE))
    pages, asked, bares = interleaved(*works, rounds=TIMES * rounds)
    yield Row("合议页 ÷ 空视图", ratio(pages, bares))
    yield Row("合议页的数据库语句", statements(member, page, visit=2), 12, "条")
    slow = percentile(asked, 0.95) + percentile(pages, 0.95)
    yield Row("看到别人合议的改动", poll_interval() + slow, WITHIN, "秒")


def poll_interval() -> float:
    """Seconds between two questions of an open page, as its module says."""
    text = Path(finders.find("gridgov/consensus.js")).read_text("utf-8")
    return int(EVERY.search(text)[1]) / 1000

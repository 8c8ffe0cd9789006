"""Seven assessors at once, each in a browser of his own: what they were told to enter is what stands at the end.

Of nine appointed one is absent and one recused. The networks of three fail at random while they judge, hand in and
look at the 合议, and the server is killed twice and started again. Then all hand in, and the leader rules: each sheet
is what its assessor was told, press for press, and the official one what they agreed, target for target. Told by
chance with a seed: `--long` changes every answer over and over; the small form
runs with all other tests.
"""

import json
import random
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from itertools import pairwise

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Error, expect

from evaluation.consensus.obstacles import consensus_obstacles
from evaluation.models import Evaluation, Operation, Ruling
from evaluation.permissions import own_sheet
from evaluation.proposing.evaluations import excused_by_level
from evaluation.services.fulfilment import set_fulfilments
from evaluation.services.panels import assign_tables, mark_absent, recuse
from evaluation.sheet.reading import read_sheet
from tests import factories
from tests.browser.browsing import log_in
from tests.evaluation.making import hand_in, make_panel, members
from tests.serving import server_environment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]
SEED = 20261120
# Two judge A.2 and A.7 both, and differ; the last two are the absent and the recused one.
TABLES = [["A.1"], ["A.2", "A.7"], ["A.3"], ["A.4"], ["A.5"], ["A.6"], ["A.7", "A.2"], ["A.1"], ["A.1"]]
FEW, MANY = 12, 400  # changes of each assessor
LIKELY = 0.8  # how often the first answer is given where everything must be judged
ANSWERS = "button.judge[data-key]:not([data-reasoned])"
OPTIONS = f"""rows => rows.map(row => [row.dataset.row,
    [...row.querySelectorAll("{ANSWERS}")].map(one => [one.dataset.key, one.dataset.value])])"""
PRESS = """answers => { for (const [code, key] of answers)
    document.querySelector(`[data-row="${code}"] button.judge[data-key="${key}"]`).click(); }"""
REASON = "合议认定"
LOST = 0.4  # how often a request gets lost where the network fails; of what is posted half reaches the server
TRIES = 30


@pytest.fixture
def registry(county, node, edition):
    """A standard that counts for every requirement that asks for one: who finds it met finds what the data say."""
    standard = factories.make_published(county, node)
    factories.make_document(standard)
    asked = [each.code for each in edition.scorecard.requirements if each.judging == "a" and each.node_codes]
    office = factories.make_office_user(county, "county-office")
    set_fulfilments(actor=office, standard=standard, codes=asked)


@pytest.fixture
def panel(city, county, edition, registry):
    """Seven who judge, one who is absent, and one who handed in and then stepped back."""
    evaluation = make_panel(city, county, size=9)
    people = members(evaluation)
    for participant, sections in zip(people, TABLES, strict=True):
        assign_tables(actor=evaluation.opened_by, participant=participant, sections=sections)
    mark_absent(actor=evaluation.opened_by, participant=people[7], reason="住院")
    hand_in(people[8])
    recuse(actor=evaluation.opened_by, participant=people[8], reason="亲属任职")
    return evaluation


class Assessor:
    """One person with a browser: does what the script says, whatever the network does."""

    def __init__(self, context, url, participant, sections, chance):
        self.participant, self.sections, self.chance = participant, sections, chance
        self.context, self.url, self.page = context, url, context.new_page()
        self.told: dict[str, dict] = {}
        self.touches: list[tuple[str, dict]] = []
        self.is_offline = False
        self.lost = 0
        self.open(sections[0])

    def visit(self, name, *args):
        self.page.goto(self.url + reverse(f"evaluation:{name}", args=[self.participant.evaluation_id, *args]))

    def open(self, section):
        self.visit("sheet", section)
        options = self.page.locator("[data-row]").evaluate_all(OPTIONS)
        self.choices = {code: answers for code, answers in options if answers}
        self.measured = [code for code, answers in options if not answers]

    def enter(self):
        """One touch on an answer that does not stand yet: a second touch on the same one would clear it."""
        code = self.chance.choice(list(self.choices))
        key, text = self.chance.choice(self.choices[code])
        value = json.loads(text)
        if self.told.get(code) != value:
            self.unfold(code)
            self.page.locator(f'[data-row="{code}"] button.judge[data-key="{key}"]').first.click()
            self.touched(code, value)

    def unfold(self, code):
        """Rows that are met fold away when their item is finished; who changes his mind opens them again."""
        if not self.page.locator(f'[data-row="{code}"]').is_visible():
            self.page.locator(f'[data-item]:has([data-row="{code}"]) [data-unfold]').click()

    def touched(self, code, value):
        self.told[code] = value
        self.touches.append((code, value))

    def finish(self, section):
        """Everything of a table that is still open, one touch each; the first answer more often than the others."""
        if section != self.sections[0]:
            self.open(section)
        pressed = []
        for code, answers in self.choices.items():
            if code not in self.told:
                key, text = answers[0] if self.chance.random() < LIKELY else self.chance.choice(answers)
                self.touched(code, json.loads(text))
                pressed.append([code, key])
        self.page.evaluate(PRESS, pressed)
        for code in self.measured:
            self.measure(code, str(self.chance.randint(0, 100)))

    def measure(self, code, figure):
        row = self.page.locator(f'[data-row="{code}"]')
        row.locator("[name=measured]").fill(figure)
        row.locator("[data-measured]").click()
        self.touched(code, {"value": figure})

    def flicker(self):
        self.is_offline = not self.is_offline
        self.context.set_offline(self.is_offline)

    def settle(self):
        """Everything is on the server."""
        self.is_offline = False
        self.context.set_offline(False)
        self.page.bring_to_front()
        self.page.evaluate("window.dispatchEvent(new Event('online'))")
        expect(self.page.locator("[data-sync]")).to_have_text("已全部保存", timeout=60_000)

    def fail(self, what):
        """From now on what this browser asks for in this way (document, fetch) gets lost at random."""

        def lose(route):
            if route.request.resource_type != what or self.chance.random() > LOST:
                return route.continue_()
            self.lost += 1
            if route.request.method == "POST" and self.chance.random() < 0.5:
                route.fetch(max_redirects=0)
            return route.abort()

        self.context.route("**/*", lose)

    def recover(self):
        self.context.unroute_all(behavior="ignoreErrors")

    def hand_in(self):
        """As often as it takes: the page may not come, what is sent or its answer may get lost."""
        for _ in range(TRIES):
            try:
                self.visit("sheet-submit")
                if self.page.get_by_text("底稿已于").count():
                    return
                # What is sent must be on its way before the page is left for another try.
                with self.page.expect_navigation(timeout=5_000):
                    self.page.get_by_role("button", name="提交底稿").click(timeout=5_000)
            except Error:
                self.page.wait_for_timeout(300)  # the browser's own page about the failure comes first
        raise AssertionError("the sheet is not handed in")


class Leader:
    """The leader at the 合议, who remembers what he was told to rule."""

    def __init__(self, assessor):
        self.assessor, self.page, self.chance = assessor, assessor.page, assessor.chance
        self.ruled: dict[str, dict] = {}

    def deliberate(self):
        """Levels and agreed ones in one step each, then whatever is left, zeros by 8.2 that follow from it too."""
        self.assessor.visit("consensus")
        expect(self.page.locator("#people")).to_contain_text("已提交底稿 7 人")
        expect(self.page.locator("#people")).not_to_contain_text("没有提交")
        self.page.locator(".deliberation-steps summary").click()
        self.press("确认不适用", "条不适用")
        self.press("一并采用", "已采用一致意见")
        while left := self.left():
            self.open(left[0])
            self.rule_in_turn()

    def left(self) -> list:
        """What is open, and what is agreed against the data without a reason: it is not taken over with the others."""
        following = self.page.get_by_role("link", name="下一条待裁定").all()
        return [*following, *self.page.locator(".take-over [data-open]").all()]

    def open(self, following):
        """A touch that comes to nothing is made again."""
        ballot = self.page.locator("[data-ballot]")
        for _ in range(TRIES):
            following.click()
            with suppress(Error):
                return ballot.wait_for(timeout=2_000)
        raise AssertionError("no ballot opens")

    def press(self, name, answer):
        self.page.get_by_role("button", name=name).click()
        expect(self.page.locator(".message").first).to_contain_text(answer)

    def rule_in_turn(self):
        """From one ballot to the next: any value that is offered, chosen by chance, with its reason."""
        ballot = self.page.locator("[data-ballot]")
        expect(ballot).to_have_count(1)
        while ballot.count():
            code = ballot.locator("[name=target]").input_value()
            choices = ballot.locator("[name=value]:not([value=measured])").all()
            chosen = self.chance.choice(choices)
            self.ruled[code] = json.loads(chosen.get_attribute("value")) | {"reason": REASON}
            chosen.check()
            ballot.locator("[name=reason]").fill(REASON)
            ballot.page.get_by_role("button", name="记录裁定").click()
            self.page.get_by_text(f"{code} 已裁定", exact=False).first.wait_for()


@pytest.fixture
def assessors(chromium, site, panel):
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"],
        cwd=settings.BASE_DIR,
        env=server_environment() | {"GRIDGOV_NO_BOOTSTRAP": "1"},
        check=True,
    )
    url, contexts = f"http://127.0.0.1:{site.port}", []
    server, found = site(), []
    for place, (participant, sections) in enumerate(list(zip(members(panel), TABLES, strict=True))[:7]):
        # A tablet that keeps no service worker: the page's own outbox must do.
        context = chromium.new_context(
            base_url=url, service_workers="block", viewport={"width": 820, "height": 1180}
        )
        log_in(context, url, participant.user)
        contexts.append(context)
        found.append(Assessor(context, url, participant, sections, random.Random(SEED + place)))
    yield found, server
    for context in contexts:
        context.close()


def test_seven_assessors_with_failing_networks_and_a_dying_server(assessors, site, panel, request):
    people, server = assessors
    chance = random.Random(SEED)
    touches = MANY if request.config.getoption("--long") else FEW
    turns = [person for person in people for _ in range(touches)]
    chance.shuffle(turns)
    deaths = {len(turns) // 3, 2 * len(turns) // 3}
    for turn, person in enumerate(turns):
        if turn in deaths:
            server.kill()
            server.wait()
        if turn - 5 in deaths:
            server = site()
        if turn % 4 == 0:
            chance.choice(people[:3]).flicker()
        person.enter()
    for person in people:
        person.settle()
    evaluation = Evaluation.objects.with_people().get(pk=panel.pk)
    assert [kept(person, evaluation) for person in people] == [person.told for person in people]
    finish_everything(people)
    leader = Leader(people[0])
    for person in people[:3]:
        person.visit("consensus")
        person.fail("fetch")
    leader.deliberate()
    for person in people[:3]:
        person.recover()
        person.page.bring_to_front()
        expect(person.page.locator("#foot")).to_contain_text("待裁定 0 条", timeout=30_000)
    assert all(person.lost for person in people[:3])
    evaluation = Evaluation.objects.with_people().get(pk=panel.pk)
    assert [kept(person, evaluation) for person in people] == [person.told for person in people]
    assert [made(person) for person in people] == [person.touches for person in people]
    assert all(is_whole(person) for person in people)
    assert official(evaluation) == agreed(evaluation, people) | leader.ruled
    assert made_upon(evaluation, people)
    assert consensus_obstacles(evaluation) == []


def finish_everything(people):
    """Every table is judged whole, all at once, and handed in."""
    for turn in range(max(len(person.sections) for person in people)):
        for person in people:
            for section in person.sections[turn : turn + 1]:
                person.finish(section)
        for person in people:
            person.settle()
    for person in people[:3]:
        person.fail("document")
    for person in people:
        person.hand_in()
        person.recover()


def agreed(evaluation: Evaluation, people) -> dict:
    """What all who judged a target were told alike; not applicable where the organisation has no such level."""
    told = {}
    for person in people:
        for code, value in person.told.items():
            told.setdefault(code, []).append(value)
    found = {code: values[0] for code, values in told.items() if all(one == values[0] for one in values)}
    return found | {code: each.value for code, each in excused_by_level(evaluation).items()}


def official(evaluation: Evaluation) -> dict:
    """What stands on the official sheet, by target."""
    return {row.target: row.value for row in evaluation.official.judgements.all()}


def made_upon(evaluation: Evaluation, people) -> bool:
    """Each operation of the official sheet once, by the leader, with its ruling and just what the seven were told."""
    rows = list(evaluation.official.operations.order_by("serial"))
    rulings = Ruling.objects.filter(operation__sheet=evaluation.official).select_related("operation")
    by_target = {
        row.operation.target: {one["participant"]: one["value"] for one in row.positions} for row in rulings
    }
    told = {
        target: {person.participant.pk: person.told[target] for person in people if target in person.told}
        for target in by_target
    }
    return (
        by_target == told
        and set(Counter(row.target for row in rows).values()) == {1}
        and len(rulings) == len(rows) == evaluation.official.serial
        and {row.author_id for row in rows} == {people[0].participant.user_id}
    )


def kept(person: Assessor, evaluation: Evaluation) -> dict:
    """What stands on the private sheet of an assessor, by target."""
    sheet = own_sheet(person.participant.user, evaluation)
    sheet.evaluation = evaluation
    return {code: entry.value for code, entry in read_sheet(sheet).entries.items()}


def made(person: Assessor) -> list[tuple[str, dict]]:
    """The operations of his sheet in the order they came."""
    rows = Operation.objects.filter(sheet__participant=person.participant).order_by("serial")
    return list(rows.values_list("target", "value"))


def is_whole(person: Assessor) -> bool:
    """Every operation once: serials and the versions of each target without a gap, all by the assessor himself."""
    rows = list(Operation.objects.filter(sheet__participant=person.participant).order_by("serial"))
    versions: dict[str, list[int]] = {}
    for row in rows:
        versions.setdefault(row.target, []).append(row.version)
    return (
        [row.serial for row in rows] == list(range(1, len(rows) + 1))
        and all(one[0] == 1 and all(b == a + 1 for a, b in pairwise(one)) for one in versions.values())
        and {row.author_id for row in rows} <= {person.participant.user_id}
    )

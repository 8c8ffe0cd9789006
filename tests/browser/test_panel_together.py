"""Seven assessors at once, each in a browser of his own: what they were told to enter is what stands at the end.

Of nine appointed one is absent and one recused. The networks of three fail at random for the whole run, and the
server is killed twice and started again. Told by chance with a seed: `--long` enters every requirement of every
table, over and over; the small form runs with all other tests.
"""

import json
import random
import subprocess
import sys
from itertools import pairwise

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from evaluation.models import Evaluation, Operation
from evaluation.permissions import own_sheet
from evaluation.services.panels import assign_tables
from evaluation.sheets import read_sheet
from tests.browser.browsing import log_in
from tests.evaluation.making import make_panel, members
from tests.serving import server_environment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]
SEED = 20261120
SECTIONS = ["A.1", "A.2", "A.3", "A.4", "A.5", "A.6", "A.7"]
FEW, MANY = 12, 400  # changes of each assessor
ANSWERS = "button.judge[data-key]:not([data-reasoned])"
OPTIONS = f"""rows => rows.map(row => [row.dataset.row,
    [...row.querySelectorAll("{ANSWERS}")].map(one => [one.dataset.key, one.dataset.value])])"""


@pytest.fixture
def panel(city, county, edition):
    """Seven who judge one table each, one who is absent and one who stepped back."""
    evaluation = make_panel(city, county, size=9)
    people = members(evaluation)
    for participant, section in zip(people, [*SECTIONS, "A.1", "A.1"], strict=True):
        assign_tables(actor=evaluation.opened_by, participant=participant, sections=[section])
    for participant, absence in zip(people[7:], ("absent", "recused"), strict=True):
        participant.absence, participant.absence_reason = absence, "测试"
        participant.save()
    return evaluation


class Assessor:
    """One person with a browser: does what the script says, whatever the network does."""

    def __init__(self, context, url, participant, section, chance):
        self.participant, self.chance = participant, chance
        self.context, self.page = context, context.new_page()
        self.page.goto(url + reverse("evaluation:sheet", args=[participant.evaluation_id, section]))
        options = self.page.locator("[data-row]").evaluate_all(OPTIONS)
        self.choices = {code: answers for code, answers in options if answers}
        self.told: dict[str, dict] = {}
        self.is_offline = False

    def enter(self):
        """One touch on an answer that does not stand yet: a second touch on the same one would clear it."""
        code = self.chance.choice(list(self.choices))
        key, text = self.chance.choice(self.choices[code])
        value = json.loads(text)
        if self.told.get(code) != value:
            self.page.locator(f'[data-row="{code}"] button.judge[data-key="{key}"]').first.click()
            self.told[code] = value

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
    for place, (participant, section) in enumerate(zip(members(panel)[:7], SECTIONS, strict=True)):
        # A tablet that keeps no service worker: the page's own outbox must do.
        context = chromium.new_context(
            base_url=url, service_workers="block", viewport={"width": 820, "height": 1180}
        )
        log_in(context, url, participant.user)
        contexts.append(context)
        found.append(Assessor(context, url, participant, section, random.Random(SEED + place)))
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
    assert all(is_whole(person) for person in people)


def kept(person: Assessor, evaluation: Evaluation) -> dict:
    """What stands on the private sheet of an assessor, by target."""
    sheet = own_sheet(person.participant.user, evaluation)
    sheet.evaluation = evaluation
    return {code: entry.value for code, entry in read_sheet(sheet).entries.items()}


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

"""What a panel finds is nobody else's before its time: every page, as everybody who must not see it.

Words that stand nowhere but in the members' judgements are looked for in everything the site answers.
"""

import zipfile
from io import BytesIO
from urllib.parse import unquote

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from evaluation.services.evaluations import write_conclusion
from gridgov.organizations.models import Role
from gridgov.records.models import Event
from tests import factories
from tests.evaluation import aftermath_access, results_access
from tests.evaluation.access import OWN as EVALUATION
from tests.evaluation.access import SLICES
from tests.evaluation.making import hand_in, judge_own, members
from tests.organizations.access import ROWS as ORGANIZATIONS
from tests.site_access import ROWS as SITE
from tests.test_access import world  # noqa: F401  the same world

SUBMITTED, OPEN = "机密甲乙丙丁", "机密戊己庚辛"
LATER = (results_access, aftermath_access)  # of a locked panel: `test_notice` says who sees what then
# The rows of one module are made in one world; those of two may not fit together.
MODULES = {
    "site": SITE + ORGANIZATIONS,
    "evaluation": EVALUATION,
    **{part.__name__.rpartition(".")[2]: part.ROWS for part in SLICES if part not in LATER},
}


@pytest.fixture
def secrets(world):  # noqa: F811
    """The leader has submitted, the second is still judging; both wrote words nobody else may read."""
    leader, second, *_ = members(world.panel)
    words = {"faults": 1, "reason": SUBMITTED, "note": SUBMITTED, "finding": SUBMITTED, "asked": SUBMITTED}
    hand_in(leader, A1_1_1=words)
    others = {name: OPEN if name != "faults" else 1 for name in words}
    judge_own(second, "A3-2-1", others)
    return leader, second


def test_what_members_write_as_conclusion_is_told_to_nobody_before_his_time(world, secrets):  # noqa: F811
    leader, second = secrets
    write_conclusion(actor=leader.user, evaluation=world.panel, problems=SUBMITTED)
    statuses, leaks = {}, []
    for who, (user, words) in people(world, leader, second).items():
        client = Client()
        client.force_login(user)
        statuses[who] = client.get(reverse("evaluation:conclusion", args=[world.panel.pk])).status_code
        if SUBMITTED in words and SUBMITTED in text_in(client.get(reverse("organizations:events")).content):
            leaks.append(who)
    assert leaks == []
    assert [who for who, status in statuses.items() if status == 200] == ["a member who has submitted"]
    changes = Event.objects.about(world.panel).filter(verb="change").latest("pk").changes
    assert changes == {"存在问题": ["", "已填写"]}


def people(world, leader, second):  # noqa: F811
    """Who must not read which words."""
    county = world.county
    insider = factories.make_user(
        "sight-insider", organization=county, roles=[Role.OFFICE, Role.REPRESENTATIVE]
    )
    keeper = factories.make_user("sight-keeper", organization=county, roles=[Role.ADMINISTRATOR])
    site = factories.make_user("sight-site", is_site_administrator=True)
    both = (SUBMITTED, OPEN)
    return {
        "the evaluated office": (insider, both),
        "its administrator": (keeper, both),
        "the organiser": (world.office, both),
        "who opened it": (world.panel.opened_by, both),
        "the organiser's administrator": (world.administrator, both),
        "the site's administrator": (site, both),
        "a stranger": (world.stranger, both),
        "a member who has not submitted": (second.user, (SUBMITTED,)),
        "a member who has submitted": (leader.user, (OPEN,)),
    }


@pytest.mark.parametrize("module", MODULES)
def test_nobody_reads_the_words_of_another_member_before_his_time(world, secrets, module):  # noqa: F811
    leaks, pages = [], [row for row in MODULES[module] if row.method == "get"]
    for who, (user, words) in people(world, *secrets).items():
        for row in pages:
            text = answer_to(user, row, world)
            leaks += [f"{who}: {row.name}{row.query}" for word in words if word in text]
    assert leaks == []
    assert pages != []


def answer_to(user, row, world) -> str:  # noqa: F811
    """Everything one request answers, as text; what it did is undone."""
    world.prepare(lambda world: (row.args(world), row.data(world)))
    client = Client()
    with transaction.atomic():
        client.force_login(user)
        response = client.get(reverse(row.name, args=row.args(world)) + row.query, row.data(world))
        content = b"".join(response) if response.streaming else response.content
        transaction.set_rollback(True)
    return text_in(content) + unquote(str(response.headers))


def text_in(content: bytes) -> str:
    """The words of a page, an office file, an archive or a PDF."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return "".join(text_in(archive.read(name)) for name in archive.namelist())
    if content.startswith(b"%PDF") and b"startxref" in content:
        return "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return content.decode("utf-8", "replace")

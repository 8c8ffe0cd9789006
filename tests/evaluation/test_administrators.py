"""Administrators cannot change a judgement by any path (architecture, decision 10): every address that writes, as
everybody who administers, and Django's own administration, which is not there.

That rows written around the services are refused is tried in `test_locking`, `test_signatures` and
`test_kept_by_the_database`.
"""

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

from evaluation.models import (
    Evaluation,
    Evidence,
    Judgement,
    Operation,
    Participant,
    Result,
    Ruling,
    Sheet,
    Signature,
    Survey,
    Turnaround,
)
from gridgov.organizations.models import Role
from tests import factories
from tests.access import ACTORS, Row
from tests.evaluation.access import ROWS, of_evaluation, of_target
from tests.evaluation.working_access import of_panel
from tests.test_access import ask, walk, world  # noqa: F401  the world is a fixture

# Whatever writes a judgement, what it rests on, or who stands for it.
CHANGING = {
    "operation", "judge", "evidence-add", "evidence-remove", "photo-add", "unsent-upload", "sheet-import",
    "sheet-import-confirm", "sheet-submit", "sheet-return", "rule", "rule-agreed", "rule-level", "lock", "reopen",
    "sign", "notice", "conclusion", "evaluation-edit", "survey-new", "survey-edit", "survey-remove", "turnarounds",
    "turnaround-edit", "turnaround-remove", "panel-confirm",
}  # fmt: skip
KEPT = (Sheet, Operation, Judgement, Evidence, Ruling, Result, Signature, Participant, Survey, Turnaround)
REFUSED = {403, 404}
# It reads a file anybody hands it, and writes nothing.
HARMLESS = {"evaluation:verification-file"}
# What the table of all addresses asks with GET alone.
MORE = [
    Row("evaluation:evidence-add", (), of_target, "post"),
    Row("evaluation:evidence-add", (), lambda cast: (cast.panel.pk, "A1-1-1"), "post"),
    Row("evaluation:sheet-import", (), of_panel, "post"),
    Row("evaluation:unsent-upload", (), of_panel, "post"),
    Row("evaluation:lock", (), of_panel, "post"),
    Row("evaluation:conclusion", (), of_panel, "post", lambda cast: {"problems": "培训不足"}),
    Row(
        "evaluation:sheet-return",
        (),
        lambda cast: (cast.panel.pk, cast.seen_sheet.pk),
        "post",
        lambda cast: {"reason": "漏看现场"},
    ),
    Row("evaluation:evaluation-edit", (), of_evaluation, "post"),
]
WRITING = [row for row in ROWS if row.method != "get" and row.name not in HARMLESS]
ATTEMPTS = [row for row in [*WRITING, *MORE] if row.name.removeprefix("evaluation:") in CHANGING]


def test_administration_of_django_is_not_there():
    urls = " ".join(walk(get_resolver().url_patterns))
    assert not apps.is_installed("django.contrib.admin")
    assert "admin:" not in urls


@pytest.mark.parametrize("url", ["/admin/", "/admin/evaluation/judgement/", "/admin/login/"])
def test_no_address_of_it_answers(client, administrator, url):
    client.force_login(administrator)
    assert client.get(url).status_code == 404


def test_table_asks_of_every_address_that_writes_what_an_administrator_gets():
    place = ACTORS.index("administrator")
    open_to_them = [row.name for row in WRITING if row.statuses[place] not in REFUSED]
    asked = {row.name.removeprefix("evaluation:") for row in ATTEMPTS}
    assert (open_to_them, CHANGING - asked) == ([], set())


def administrators(world):  # noqa: F811
    """Of the organiser, of the evaluated organisation, of the site; the last with every right a row can give."""
    site = factories.make_user("all-rights", is_site_administrator=True, organization=world.city)
    for role in (Role.OFFICE, Role.SUPERVISOR, Role.ADMINISTRATOR):
        site.assignments.create(organization=world.city, role=role)
    for evaluation in Evaluation.objects.filter(state="open"):
        person = Participant.objects.create(evaluation=evaluation, user=site, duty="member")
        if evaluation.is_by_panel:
            Sheet.objects.create(evaluation=evaluation, participant=person)
    return {
        "organiser": world.administrator,
        "evaluated": factories.make_user(
            "keeper-of-county", organization=world.county, roles=[Role.ADMINISTRATOR]
        ),
        "site": site,
    }


@pytest.mark.parametrize("row", ATTEMPTS, ids=lambda row: f"{row.method}-{row.name}")
def test_administrator_changes_nothing(row, world):  # noqa: F811
    world.prepare(lambda world: (row.args(world), row.data(world)))
    people = administrators(world)
    before = everything()
    found = {who: status_for(user, row, world) for who, user in people.items()}
    assert set(found.values()) <= REFUSED, found
    assert everything() == before


def status_for(user, row, world) -> int:  # noqa: F811
    client = Client()
    client.force_login(user)
    with transaction.atomic():
        return ask(client, row, world).status_code


def everything() -> list:
    return [list(model.objects.order_by("pk").values()) for model in KEPT]

"""A member's password reset by an administrator: judged, locked and signed only after somebody has seen the person."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evaluation.errors import EvaluationError
from evaluation.models import Signature
from evaluation.obstacles import obstacles
from evaluation.panels.resets import unconfirmed
from evaluation.results.tasks import reset_tasks
from evaluation.services.confirming import confirm_person
from evaluation.services.signing import sign_result
from gridgov.organizations.models import User
from gridgov.organizations.services import change_password, reset_password
from gridgov.records.models import Event
from tests import factories
from tests.evaluation.finishing import fresh, lock_panel, make_lockable
from tests.evaluation.making import make_panel, members
from tests.evaluation.seeing import see

pytestmark = pytest.mark.django_db
DRAWING = "M10 20L30 40L50 60"


@pytest.fixture
def panel(city, county, edition):
    return make_panel(city, county)


@pytest.fixture
def keeper():
    return factories.make_user("keeper", is_site_administrator=True)


def words(panel) -> list[str]:
    return [reset.words for reset in unconfirmed(panel)]


def people_of(*resets) -> list[str]:
    return [reset.person.user.username for reset in resets]


def confirm(panel, actor, person) -> int:
    return confirm_person(actor=actor, participant=person)


def test_reset_by_an_administrator_waits_to_be_confirmed(panel, keeper):
    second = members(panel)[1]
    reset_password(actor=keeper, user=second.user)
    at = Event.objects.get(verb="password").at.astimezone()
    assert words(panel) == [f"panel2 的密码于 {at:%Y-%m-%d %H:%M} 由 keeper 重置，请当面核实"]


def test_own_new_password_and_one_reset_before_the_panel_wait_for_nobody(city, county, edition, keeper):
    reset_password(actor=keeper, user=factories.make_user("panel"))
    panel = make_panel(city, county)
    change_password(user=members(panel)[1].user, password="Gittermeister-2026")
    assert words(panel) == []


def test_whoever_is_absent_is_not_looked_into(panel, keeper):
    second = members(panel)[1]
    reset_password(actor=keeper, user=second.user)
    panel.participants.filter(pk=second.pk).update(absence="absent", absence_reason="住院")
    assert words(panel) == []


@pytest.mark.parametrize("who", ["organiser", "leader"])
def test_organiser_or_leader_confirms_and_the_trail_tells(panel, keeper, who):
    leader, second = members(panel)[:2]
    reset_password(actor=keeper, user=second.user)
    actor = leader.user if who == "leader" else panel.opened_by
    assert confirm(panel, actor, second) == 1
    event = Event.objects.get(verb="confirm")
    assert (words(panel), event.actor, event.organization) == ([], actor, panel.organizer)


def test_next_reset_waits_again(panel, keeper):
    second = members(panel)[1]
    reset_password(actor=keeper, user=second.user)
    confirm(panel, panel.opened_by, second)
    reset_password(actor=keeper, user=second.user)
    assert people_of(*unconfirmed(panel)) == ["panel2"]


def test_nobody_confirms_himself_nor_others_with_a_reset_of_his_own(panel, keeper):
    leader, second, third = members(panel)[:3]
    for person in (leader, second):
        reset_password(actor=keeper, user=person.user)
    for actor, person, why in [
        (leader.user, leader, "不能由本人核实"),
        (leader.user, second, "您自己的密码重置还没有核实"),
        (third.user, second, "由组长或组织单位"),
        (keeper, second, "由组长或组织单位"),
    ]:
        with pytest.raises(EvaluationError, match=why):
            confirm(panel, actor, person)
    assert people_of(*unconfirmed(panel)) == ["panel1", "panel2"]


def test_nothing_to_confirm_is_told(panel):
    with pytest.raises(EvaluationError, match="没有待核实"):
        confirm(panel, panel.opened_by, members(panel)[1])


def test_lock_waits_for_the_confirmation(city, county, edition, keeper):
    panel = make_lockable(city, county)
    second = members(panel)[1]
    reset_password(actor=keeper, user=second.user)
    [obstacle] = obstacles(fresh(panel))
    assert ("请当面核实" in obstacle.words, obstacle.url) == (True, f"{panel.get_absolute_url()}#resets")
    confirm(panel, panel.opened_by, second)
    assert lock_panel(panel).version == 1


def log_in(person, password) -> Client:
    """As whoever holds the password: changed at the first login, then signed in again with the new one."""
    client, new = Client(), "Gittermeister-2026"
    client.post(reverse("organizations:login"), {"username": person.user.username, "password": password})
    change_password(user=User.objects.get(pk=person.user_id), password=new)
    client.post(reverse("organizations:login"), {"username": person.user.username, "password": new})
    return client


def test_whoever_logs_in_with_a_reset_password_does_not_sign_until_seen(city, county, edition, keeper):
    panel = make_lockable(city, county)
    lock_panel(panel)
    second = members(panel)[1]
    client = log_in(second, reset_password(actor=keeper, user=second.user))
    fields = {"password": "Gittermeister-2026", "drawing": DRAWING}
    url = reverse("evaluation:sign", args=[panel.pk])
    text = client.post(url, fields).content.decode()
    assert ("由组长或组织单位核实后才能签字" in text, Signature.objects.count()) == (True, 0)
    confirm(panel, panel.opened_by, second)
    assert (client.post(url, fields).status_code, Signature.objects.count()) == (302, 1)


def test_reset_after_the_signature_concerns_the_version_no_more(city, county, edition, keeper):
    panel = make_lockable(city, county)
    result = lock_panel(panel)
    second = members(panel)[1]
    sign_result(actor=second.user, result=result, password=factories.PASSWORD, drawing=DRAWING)
    reset_password(actor=keeper, user=second.user)
    assert words(panel) == []


def test_organiser_confirms_on_the_page(client, panel, keeper):
    second = members(panel)[1]
    reset_password(actor=keeper, user=second.user)
    assert "请当面核实" in see(client, panel.opened_by, "evaluation", panel.pk)
    client.post(reverse("evaluation:panel-confirm", args=[panel.pk, second.pk]))
    assert "请当面核实" not in see(client, panel.opened_by, "evaluation", panel.pk)


def test_only_leader_and_organiser_are_told(client, panel, keeper):
    leader, second, third = members(panel)[:3]
    reset_password(actor=keeper, user=second.user)
    assert "请当面核实" not in see(client, third.user, "evaluation", panel.pk)
    verbs = [[task.verb for task in reset_tasks(user)] for user in (leader.user, panel.opened_by, third.user)]
    assert verbs == [["核实身份"], ["核实身份"], []]


@pytest.mark.parametrize("count", [1, 3])
def test_looking_for_resets_costs_the_same_for_one_and_for_three(panel, keeper, count):
    for person in members(panel)[1 : 1 + count]:
        reset_password(actor=keeper, user=person.user)
        reset_password(actor=keeper, user=person.user)
    with CaptureQueriesContext(connection) as asked:
        assert len(unconfirmed(panel)) == 2 * count
    assert len(asked) == 3

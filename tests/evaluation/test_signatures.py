"""Signing the locked result: who, with what, and that it holds for exactly that content (T/CSSG 001.5 9)."""

import pytest
from axes.models import AccessAttempt
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from evaluation.errors import EvaluationError
from evaluation.models import Participant, Result, Signature
from evaluation.results.signatures import VOID, VOID_UNSIGNED, signers_of, unsigned
from evaluation.results.tasks import result_tasks
from evaluation.services.locking import reopen_evaluation
from evaluation.services.signing import sign_result
from gridgov.records.models import Event
from tests import factories
from tests.evaluation.finishing import fresh, lock_panel, make_lockable
from tests.evaluation.making import hand_in, make_panel, members
from tests.evaluation.seeing import address, see, text_of

pytestmark = pytest.mark.django_db
DRAWING = "M10 20L30 40L50 60"


@pytest.fixture
def panel(city, county, edition):
    return make_lockable(city, county)


@pytest.fixture
def locked(panel):
    return lock_panel(panel)


def sign(result, person, password=factories.PASSWORD, drawing=DRAWING):
    return sign_result(actor=person.user, result=result, password=password, drawing=drawing)


def sign_all(result):
    for person in members(result.evaluation):
        if person.is_present:
            sign(result, person)


def reopened(locked):
    return reopen_evaluation(actor=locked.evaluation.opened_by, evaluation=locked.evaluation, reason="补充")


def states(result):
    result.evaluation = fresh(result.evaluation)
    return [(row.name, row.word) for row in signers_of(result)]


def test_signature_holds_the_hash_of_what_was_signed(panel, locked):
    signature = sign(locked, members(panel)[1])
    assert (signature.sha256, signature.name, signature.drawing) == (locked.sha256, "panel2", DRAWING)


def test_signing_is_told_with_the_hash(panel, locked):
    sign(locked, members(panel)[1])
    event = Event.objects.get(verb="countersign")
    assert (event.organization, locked.sha256 in str(event.changes)) == (panel.organizer, True)


def test_wrong_password_signs_nothing(panel, locked):
    with pytest.raises(EvaluationError, match="登录密码不对") as refusal:
        sign(locked, members(panel)[1], password="falsch")
    assert (refusal.value.field, Signature.objects.count()) == ("password", 0)


@pytest.mark.parametrize("drawing", ["", "M10 20", "<svg onload=alert(1)>", "M900 20L30 40"])
def test_drawing_that_is_none_signs_nothing(panel, locked, drawing):
    with pytest.raises(EvaluationError, match="手写签名") as refusal:
        sign(locked, members(panel)[1], drawing=drawing)
    assert (refusal.value.field, Signature.objects.count()) == ("drawing", 0)


def test_nobody_signs_twice(panel, locked):
    sign(locked, members(panel)[1])
    with pytest.raises(EvaluationError, match="已在这一版结果上签字"):
        sign(locked, members(panel)[1])


def test_organiser_does_not_sign(panel, locked):
    with pytest.raises(EvaluationError, match="评估组成员本人"):
        sign_result(actor=panel.opened_by, result=locked, password=factories.PASSWORD, drawing=DRAWING)


def test_whoever_was_absent_does_not_sign(panel):
    second = members(panel)[1]
    panel.participants.filter(pk=second.pk).update(absence="absent", absence_reason="住院")
    second.assignments.update(participant=members(panel)[0])
    panel.size_reason = "一人住院"
    panel.save(update_fields=["size_reason"])
    result = lock_panel(panel)
    with pytest.raises(EvaluationError, match="评估组成员本人"):
        sign(result, second)
    assert ("panel2", "缺席，不签字") in states(result)
    assert unsigned(result) == ["panel1", "panel3", "panel4", "panel5"]


def test_state_of_each_person_is_shown(panel, locked):
    sign(locked, members(panel)[0])
    assert states(locked)[:2] == [("panel1", "已签字"), ("panel2", "待签字")]


# Reopening


def test_reopening_voids_the_signatures_and_keeps_them(panel, locked):
    sign_all(locked)
    rows = list(Signature.objects.values())
    reopened(locked)
    assert states(locked) == [(f"panel{n}", VOID) for n in range(1, 6)]
    assert list(Signature.objects.values()) == rows


def test_void_version_still_names_who_had_not_signed_with_everybodys_duty(panel, locked):
    sign(locked, members(panel)[1])
    reopened(locked)
    locked.evaluation = fresh(locked.evaluation)
    told = [(row.name, row.duty, row.word) for row in signers_of(locked)]
    unsigned_rows = [(f"panel{n}", "成员", VOID_UNSIGNED) for n in (3, 4, 5)]
    assert told == [("panel1", "组长", VOID_UNSIGNED), ("panel2", "成员", VOID), *unsigned_rows]


def test_members_sign_the_new_version_anew(panel, locked):
    sign_all(locked)
    reopened(locked)
    second = lock_panel(panel)
    assert len(unsigned(second)) == 5
    sign_all(second)
    assert (unsigned(second), locked.signatures.count()) == ([], 5)


@pytest.mark.parametrize("again", [False, True])
def test_reopened_version_is_not_signed_any_more(panel, locked, again):
    reopened(locked)
    if again:
        lock_panel(panel)
    with pytest.raises(EvaluationError, match="已重开作废"):
        sign(locked, members(panel)[1])


# The database


def row(result, person, **changed):
    fields = {
        "result": result,
        "participant": person,
        "user": person.user,
        "name": "甲",
        "sha256": result.sha256,
    }
    return Signature(**fields | {"drawing": DRAWING} | changed)


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


PATHS = {
    "update": lambda result, person: Signature.objects.update(drawing="M1 1L2 2"),
    "hash": lambda result, person: Signature.objects.update(sha256="0" * 64),
    "delete": lambda result, person: Signature.objects.all()._raw_delete("default"),
    "raw update": lambda result, person: sql("UPDATE evaluation_signature SET name = %s", "乙"),
    "raw delete": lambda result, person: sql("DELETE FROM evaluation_signature"),
    "result": lambda result, person: Result.objects.update(document="{}"),
    "raw result": lambda result, person: sql("UPDATE evaluation_result SET sha256 = %s", "0" * 64),
    "delete result": lambda result, person: sql("DELETE FROM evaluation_result"),
    "other hash": lambda result, person: row(result, person, sha256="0" * 64).save(),
    "other person": lambda result, person: row(result, person, user=result.locked_by).save(),
    "bulk": lambda result, person: Signature.objects.bulk_create([row(result, person, sha256="1" * 64)]),
    "member": lambda result, person: Participant.objects.filter(pk=person.pk).update(user=result.locked_by),
}


@pytest.mark.parametrize("path", PATHS)
def test_no_path_changes_what_was_signed(panel, locked, path):
    first, second = members(panel)[:2]
    sign(locked, first)
    before = [list(model.objects.order_by("pk").values()) for model in (Signature, Result, Participant)]
    with pytest.raises(IntegrityError), transaction.atomic():
        PATHS[path](locked, second)
    after = [list(model.objects.order_by("pk").values()) for model in (Signature, Result, Participant)]
    assert after == before


def test_database_refuses_the_signature_of_a_reopened_version(panel, locked):
    reopened(locked)
    with pytest.raises(IntegrityError, match="最新一版锁定的结果"), transaction.atomic():
        row(locked, members(panel)[1]).save()


# The page


def post(client, user, panel, **fields):
    client.force_login(user)
    fields = {"password": factories.PASSWORD, "drawing": DRAWING} | fields
    return client.post(address("sign", panel.pk), fields)


def test_member_signs_on_the_page_and_sees_the_signature(client, panel, locked):
    second = members(panel)[1]
    assert post(client, second.user, panel).status_code == 302
    text = see(client, second.user, "result", locked.pk)
    assert ('aria-label="panel2的手写签名"' in text, "已签字" in text) == (True, True)


def test_wrong_password_on_the_page_is_told_and_counts_towards_the_lock(client, panel, locked):
    response = post(client, members(panel)[1].user, panel, password="falsch")
    assert (response.status_code, "登录密码不对" in text_of(response)) == (200, True)
    assert (AccessAttempt.objects.get().username, Signature.objects.count()) == ("panel2", 0)


def test_account_locked_by_guessing_does_not_sign(client, panel, locked, settings):
    user = members(panel)[1].user
    for _ in range(settings.AXES_FAILURE_LIMIT):
        post(client, user, panel, password="falsch")
    post(client, user, panel)
    assert Signature.objects.count() == 0


def test_page_offers_the_signature_once(client, panel, locked):
    second = members(panel)[1]
    assert address("sign", panel.pk) in see(client, second.user, "result", locked.pk)
    sign(locked, second)
    assert address("sign", panel.pk) not in see(client, second.user, "result", locked.pk)
    assert client.get(address("sign", panel.pk)).status_code == 403


def test_void_version_says_so(client, panel, locked):
    sign_all(locked)
    reopened(locked)
    text = see(client, members(panel)[0].user, "result", locked.pk)
    assert text.count(VOID) == 6
    assert ('class="verdict-box verdict-void"' in text, "verdict-good" in text) == (True, False)
    assert Signature.objects.filter(signed_at__lte=timezone.now()).count() == 5


# What is to be done


def verbs(user):
    return [task.verb for task in result_tasks(user)]


def test_leader_is_told_to_lock_when_everything_is_settled(panel):
    leader, second = members(panel)[:2]
    assert (verbs(leader.user), verbs(second.user)) == (["锁定"], [])


def test_leader_is_told_of_the_合议_when_every_sheet_is_in(city, county, edition):
    people = members(make_panel(city, county))
    for person in people[1:]:
        hand_in(person)
    before = verbs(people[0].user)
    hand_in(people[0])
    assert (before, verbs(people[0].user), verbs(people[1].user)) == ([], ["合议"], [])


def test_each_member_is_told_to_sign_until_he_has(panel, locked):
    first, second = members(panel)[:2]
    sign(locked, first)
    assert (verbs(first.user), verbs(second.user)) == ([], ["签字"])


def test_organiser_is_told_to_notify(panel, locked):
    assert verbs(panel.opened_by) == ["登记通报"]

"""The lock: what it asks for, what it freezes, and that nothing writes afterwards (T/CSSG 001.5 8.2, 9)."""

import itertools
import json
from datetime import date
from importlib import import_module
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from evaluation.errors import EvaluationError, LockedError, ObstaclesError
from evaluation.exchange import sha256
from evaluation.models import (
    Evaluation,
    Evidence,
    Judgement,
    Operation,
    Participant,
    Result,
    ScorecardEdition,
    Sheet,
)
from evaluation.obstacles import cautions, obstacles
from evaluation.proposing.evaluations import verdicts_for
from evaluation.services.evaluations import (
    add_participant,
    edit_facts,
    remove_participant,
    write_conclusion,
)
from evaluation.services.evidence import add_file, add_standard, remove_evidence
from evaluation.services.locking import lock_evaluation, reopen_evaluation
from gridgov.records.models import Attachment, Event
from standards.models import Standard
from tests.activities import making
from tests.evaluation.making import AWARDS, FACTS, change, complete, make_evaluation
from tests.factories import PDF, make_adopted

pytestmark = pytest.mark.django_db
REASON = {"reason": "全部缺失"}


@pytest.fixture
def locked(office, panel_member, evaluation, node):
    """Locked, with one of everything a writer could reach for."""
    add_participant(actor=office, evaluation=evaluation, user=panel_member)
    add_file(actor=office, sheet=evaluation.official, target="A1-1-1", file=ContentFile(PDF, name="方针.pdf"))
    evaluation = complete(office, evaluation)
    lock_evaluation(actor=office, evaluation=evaluation)
    return Evaluation.objects.get(pk=evaluation.pk)


def words(evaluation):
    return [obstacle.words for obstacle in obstacles(evaluation)]


# What it asks for


def test_empty_evaluation_names_every_fact_and_how_many_requirements_are_missing(evaluation):
    assert words(evaluation) == [
        "未填自我评价完成日（第5部分 6.1）。",
        "未填体系运行起始日（第5部分 6.1）。",
        "未填体系运行起始日（第5部分 6.2）。",
        "未声明（第5部分 6.3）。",
        "还有 175 条要求没有判定：A1-1-1、A1-1-2、A1-1-3、A1-2-1、A1-2-2 等。",
    ]


def test_complete_sheet_has_no_obstacle(office, evaluation):
    assert words(complete(office, evaluation)) == []


def test_item_not_applicable_excuses_its_requirements(office, evaluation):
    card = evaluation.edition.scorecard
    evaluation = complete(office, evaluation, A5_8={"not_applicable": True, "reason": "没有大数据岗位"})
    for requirement in card.items_by_code["A5-8"].requirements:
        change(office, evaluation, requirement.code, {}, base=1)
    assert words(evaluation) == []


def test_obstacle_leads_to_the_place_where_it_is_mended(evaluation):
    urls = [obstacle.url for obstacle in obstacles(evaluation)]
    sheet = reverse("evaluation:sheet", args=[evaluation.pk, "A.1"])
    assert (urls[0], urls[-1]) == (
        reverse("evaluation:evaluation-edit", args=[evaluation.pk]),
        f"{sheet}#row-A1-1-1",
    )


def test_award_judged_by_people_asks_for_its_reason(office, evaluation):
    evaluation = complete(office, evaluation, A7_4_1={"choice": "显著提高"})
    assert words(evaluation) == ["1 条判定要写理由：A7-4-1。"]


def test_proposed_zero_asks_for_a_decision(office, evaluation):
    evaluation = complete(office, evaluation, A3_2_1={"faults": 1}, A3_2_2={"faults": 1})
    assert words(evaluation) == ["1 项应有而未满足，是否计 0 分还没有决定（第5部分 8.2）：A3-2。"]
    assert obstacles(evaluation)[0].url.endswith("#item-A3-2")


@pytest.mark.parametrize(("unmet", "score"), [(True, 0), (False, 10)])
def test_decided_zero_is_no_obstacle(office, evaluation, unmet, score):
    decided = {"unmet": unmet, **REASON}
    evaluation = complete(office, evaluation, A3_2_1={"faults": 1}, A3_2_2={"faults": 1}, A3_2=decided)
    assert words(evaluation) == []
    assert lock_evaluation(actor=office, evaluation=evaluation).total == 469 - 20 + score


def make_differing(office, evaluation):
    """299 with the section caps, 304 without: A.5 keeps its 75 points, 170 are lost elsewhere."""
    codes = ["A3-1", "A3-2", "A3-3", "A3-4", "A3-5", "A6-1", "A6-2", "A6-3", "A6-4"]
    return complete(office, evaluation, **{code: {"unmet": True, **REASON} for code in codes})


def test_verdict_that_hangs_on_the_caps_asks_for_a_written_decision(office, evaluation):
    evaluation = make_differing(office, evaluation)
    assert words(evaluation) == [
        "各大类封顶后 299 分（不合格），不封顶 304 分（合格），结论不同，请写明封顶口径的决定。"
    ]


def test_written_decision_lets_the_lock_go_on(office, evaluation):
    evaluation = make_differing(office, evaluation)
    write_conclusion(actor=office, evaluation=evaluation, cap_decision="按第5部分 9.2 封顶。")
    result = lock_evaluation(actor=office, evaluation=evaluation)
    assert (result.total, result.verdict) == (299, "不合格")
    assert json.loads(result.document)["conclusion"]["cap_decision"] == "按第5部分 9.2 封顶。"


def test_refused_lock_lists_its_obstacles_and_writes_nothing(office, evaluation):
    with pytest.raises(ObstaclesError) as refusal:
        lock_evaluation(actor=office, evaluation=evaluation)
    assert refusal.value.obstacles == obstacles(evaluation)
    assert (Result.objects.count(), Evaluation.objects.get().state) == (0, "open")


def test_caution_names_judgements_the_registry_contradicts(office, city, evaluation, node):
    making.make_item(making.make_plan(city, year=evaluation.year, state="approved"))
    evaluation = complete(office, evaluation, A3_2_1={"met": True, "reason": "用上级标准，见证据"})
    against = [row for row in verdicts_for(evaluation).values() if row.outcome in ("not_met", "measured")]
    told = cautions(evaluation)[0].words
    assert told.startswith(f"{len(against) - 1} 条判定与登记簿建议不一致，没有写理由：")
    assert "；A1-4-4 判 满足，登记簿建议 完成率0%（＜30%）；" in told
    assert told.endswith(" 等。")


def test_caution_names_every_judgement_when_there_are_few(office, evaluation):
    change(office, evaluation, "A4-2-1", {"met": True})
    change(office, evaluation, "A4-2-2", {"met": True, "reason": "看了原件"})
    change(office, evaluation, "A4-2-3", {"faults": 1})
    words = "1 条判定与登记簿建议不一致，没有写理由：A4-2-1 判 满足，登记簿建议 不满足。"
    assert [caution.words for caution in cautions(evaluation)] == [words]


# What it freezes


def test_locked_result_is_canonical_and_carries_its_hash(locked):
    result = locked.results.get()
    document = json.loads(result.document)
    assert result.sha256 == sha256(result.document.encode())
    assert (result.total, result.verdict, document["result"]["total"]) == (469, "合格", 469)
    assert (document["number"], result.number, document["version"]) == (
        result.number,
        f"ZP-2026-Z{locked.organization_id}-01",
        1,
    )


def test_report_number_takes_the_region_code(office, city, evaluation):
    city.region_code = "610900"
    city.save()
    result = lock_evaluation(actor=office, evaluation=complete(office, evaluation))
    assert result.number == "ZP-2026-610900-01"


def test_report_number_of_a_shared_region_code_names_the_organisation(office, city, county, edition):
    for organization in (city, county):
        organization.region_code = "610900"
        organization.save()
    numbers = [
        lock_evaluation(
            actor=office, evaluation=complete(office, make_evaluation(organization, office))
        ).number
        for organization in (city, county)
    ]
    assert numbers == ["ZP-2026-610900-01", f"ZP-2026-Z{county.pk}-01"]


def test_lock_is_told_to_the_trail(locked, office):
    event, result = Event.objects.filter(verb="lock").get(), locked.results.get()
    assert (event.actor, event.changes) == (
        office,
        {"总分": ["", "469"], "结论": ["", "合格"], "SHA-256": ["", result.sha256]},
    )


def test_later_edit_of_the_registry_does_not_move_a_locked_result(locked, city, node):
    before = locked.results.get().document
    make_adopted(city, node)
    assert locked.results.get().document == before


# That nothing writes afterwards


def spot(evaluation):
    return {"sheet": evaluation.official, "target": "A1-1-1"}


SERVICES = {
    "judge again": lambda e, u: change(u, e, "A1-1-1", {"faults": 1}, base=1),
    "decide": lambda e, u: change(u, e, "A1-1", {"unmet": True, **REASON}),
    "edit facts": lambda e, u: edit_facts(actor=u, evaluation=e, operated_from=date(2025, 6, 1)),
    "conclude": lambda e, u: write_conclusion(actor=u, evaluation=e, advice="改进"),
    "take in": lambda e, u: add_participant(actor=u, evaluation=e, user=u, duty="member"),
    "let go": lambda e, u: remove_participant(actor=u, participant=e.participants.get(duty="member")),
    "add a file": lambda e, u: add_file(actor=u, **spot(e), file=ContentFile(PDF, name="方针.pdf")),
    "add a standard": lambda e, u: add_standard(actor=u, **spot(e), standard=Standard.objects.get()),
    "remove evidence": lambda e, u: remove_evidence(actor=u, evidence=e.official.evidence.get()),
    "lock again": lambda e, u: lock_evaluation(actor=u, evaluation=e),
}


@pytest.mark.parametrize("service", SERVICES)
def test_no_service_writes_to_a_locked_evaluation(locked, office, city, node, service):
    make_adopted(city, node)
    before = everything(locked)
    with pytest.raises(LockedError):
        SERVICES[service](locked, office)
    assert everything(locked) == before


def everything(evaluation):
    """All rows of an evaluation, as the database holds them."""
    rows = [Evaluation.objects.filter(pk=evaluation.pk)]
    rows += [model.objects.filter(evaluation=evaluation.pk) for model in (Sheet, Participant, Result)]
    rows += [
        model.objects.filter(sheet__evaluation=evaluation.pk) for model in (Operation, Judgement, Evidence)
    ]
    return [list(row.order_by("pk").values()) for row in rows]


def operation(evaluation, user):
    return Operation(
        uuid=uuid4(), sheet=evaluation.official, serial=999, target="A1-1-1", base=1, version=2, value={},
        author=user, author_name="", at=timezone.now(),
    )  # fmt: skip


def judgement(evaluation, user, target="A1-1"):
    return Judgement(
        sheet=evaluation.official, target=target, value={}, version=1, author=user, author_name="",
        updated_at=timezone.now(),
    )  # fmt: skip


def piece(evaluation, user):
    attachment = Attachment.objects.filter(organization=evaluation.organization).first()
    return Evidence(sheet=evaluation.official, target="A1-1-1", attachment=attachment, added_by=user)


ROWS = {
    "operation insert": lambda e, u: operation(e, u).save(),
    "operation bulk": lambda e, u: Operation.objects.bulk_create([operation(e, u)]),
    "operation update": lambda e, u: Operation.objects.filter(sheet__evaluation=e).update(value={}),
    "operation delete": lambda e, u: Operation.objects.filter(sheet__evaluation=e)._raw_delete("default"),
    "judgement insert": lambda e, u: judgement(e, u).save(),
    "judgement update": lambda e, u: Judgement.objects.filter(sheet__evaluation=e).update(
        value={"met": True}
    ),
    "judgement move away": lambda e, u: Judgement.objects.filter(sheet__evaluation=e).update(
        sheet=other(e, u).official
    ),
    "judgement move in": lambda e, u: moved_in(e, u),
    "judgement delete": lambda e, u: Judgement.objects.filter(sheet__evaluation=e).delete(),
    "evidence insert": lambda e, u: piece(e, u).save(),
    "evidence update": lambda e, u: Evidence.objects.filter(sheet__evaluation=e).update(target="A1-1-2"),
    "evidence delete": lambda e, u: Evidence.objects.filter(sheet__evaluation=e).delete(),
    "participant insert": lambda e, u: Participant.objects.create(evaluation=e, user=newcomer(e)),
    "participant update": lambda e, u: Participant.objects.filter(evaluation=e, duty="member").update(user=u),
    "participant delete": lambda e, u: Participant.objects.filter(evaluation=e).delete(),
    "result update": lambda e, u: Result.objects.filter(evaluation=e).update(total=500),
    "result delete": lambda e, u: Result.objects.filter(evaluation=e)._raw_delete("default"),
    "evaluation touch": lambda e, u: Evaluation.objects.filter(pk=e.pk).update(advice="改"),
    "sheet serial": lambda e, u: Sheet.objects.filter(evaluation=e).update(serial=9999),
    "sheet open": lambda e, u: Sheet.objects.filter(evaluation=e).update(state="open"),
    "sheet insert": lambda e, u: Sheet.objects.create(evaluation=e, participant=e.participants.first()),
    "sheet delete": lambda e, u: Sheet.objects.filter(evaluation=e)._raw_delete("default"),
    "evaluation open": lambda e, u: Evaluation.objects.filter(pk=e.pk).update(state="open"),
    "evaluation open and change": lambda e, u: Evaluation.objects.filter(pk=e.pk).update(
        state="open", version=2, operated_from=None
    ),
    "evaluation version": lambda e, u: Evaluation.objects.filter(pk=e.pk).update(version=2),
    "evaluation delete": lambda e, u: Evaluation.objects.filter(pk=e.pk)._raw_delete("default"),
    "sql judgement": lambda e, u: sql(
        "UPDATE evaluation_judgement SET version = version + 1 WHERE sheet_id = %s", e.official
    ),
    "sql evaluation": lambda e, u: sql("UPDATE evaluation_evaluation SET year = year + 1 WHERE id = %s", e),
    "sql result": lambda e, u: sql("DELETE FROM evaluation_result WHERE evaluation_id = %s", e),
    "sql operation": lambda e, u: sql("DELETE FROM evaluation_operation WHERE sheet_id = %s", e.official),
}


def sql(statement, row):
    with connection.cursor() as cursor:
        cursor.execute(statement, [row.pk])


def other(evaluation, user):
    return make_evaluation(evaluation.organization, user, year=2024, as_of=date(2024, 6, 1))


def moved_in(evaluation, user):
    row = judgement(other(evaluation, user), user, "A1-2")
    row.save()
    Judgement.objects.filter(pk=row.pk).update(sheet=evaluation.official)


def newcomer(evaluation):
    return type(evaluation.opened_by).objects.create_user("newcomer", "x", name="新人")


@pytest.mark.parametrize("path", ROWS)
def test_no_path_writes_to_a_locked_evaluation(locked, office, path):
    before = everything(locked)
    with pytest.raises(IntegrityError), transaction.atomic():
        ROWS[path](locked, office)
    assert everything(locked) == before


def test_every_column_of_a_locked_evaluation_is_kept_by_the_database():
    rules = import_module("evaluation.migrations.0006_panel_triggers")
    columns = {field.column for field in Evaluation._meta.concrete_fields}
    assert {*rules.KEPT, *rules.MAY_BE_NULL, "state", "version"} == columns


def test_evaluation_is_not_locked_without_a_result(evaluation):
    with pytest.raises(IntegrityError, match="已锁定"), transaction.atomic():
        Evaluation.objects.filter(pk=evaluation.pk).update(state="locked")
    assert Evaluation.objects.get(pk=evaluation.pk).state == "open"


@pytest.mark.parametrize("path", ["update", "delete"])
def test_published_edition_refuses_every_change(edition, path):
    rows = ScorecardEdition.objects.filter(pk=edition.pk)
    with pytest.raises(IntegrityError, match="已发布"), transaction.atomic():
        rows.update(title="另一个") if path == "update" else rows.delete()
    assert ScorecardEdition.objects.get().title == edition.title


def test_saved_operation_is_never_changed_or_deleted(office, evaluation):
    change(office, evaluation, "A1-1-1", {"met": True})
    rows = Operation.objects.filter(sheet__evaluation=evaluation)
    for write in (lambda: rows.update(author_name="别人"), lambda: rows._raw_delete("default")):
        with pytest.raises(IntegrityError, match="只增不改"), transaction.atomic():
            write()
    assert rows.get().author_name == "office"


# Reopening


def test_reopening_makes_a_new_version_and_keeps_the_old_result(locked, office):
    first = Result.objects.values().get()
    reopened = reopen_evaluation(actor=office, evaluation=locked, reason="补充证据")
    change(office, reopened, "A1-1-1", {"faults": 1}, base=1)
    second = lock_evaluation(actor=office, evaluation=reopened)
    assert (reopened.version, second.version, second.total) == (2, 2, 467)
    assert Result.objects.filter(version=1).values().get() == first
    assert second.number == first["number"][:-1] + "2"


def test_reopening_is_told_to_the_trail_with_its_reason(locked, office):
    reopen_evaluation(actor=office, evaluation=locked, reason=" 补充证据 ")
    event = Event.objects.filter(verb="reopen").get()
    assert (event.changes, event.reason) == ({"版次": ["1", "2"]}, "补充证据")


def test_reopening_without_a_reason_is_refused(locked, office):
    with pytest.raises(EvaluationError, match="请写明重开的理由。"):
        reopen_evaluation(actor=office, evaluation=locked, reason=" ")
    assert Evaluation.objects.get(pk=locked.pk).state == "locked"


def test_open_evaluation_needs_no_reopening(evaluation, office):
    with pytest.raises(EvaluationError, match="没有锁定"):
        reopen_evaluation(actor=office, evaluation=evaluation, reason="再来")


def test_replay_after_the_lock_still_gives_the_first_answer(office, evaluation):
    uuid = uuid4()
    first = change(office, evaluation, "A1-1-1", {"faults": 1}, uuid=uuid)
    complete_rest(office, evaluation)
    lock_evaluation(actor=office, evaluation=evaluation)
    assert change(office, evaluation, "A1-1-1", {"faults": 1}, uuid=uuid) == first


def complete_rest(office, evaluation):
    for code in itertools.islice(evaluation.edition.scorecard.requirements_by_code, 1, None):
        change(office, evaluation, code, AWARDS.get(code, {"met": True}))
    edit_facts(actor=office, evaluation=evaluation, **FACTS)
    evaluation.refresh_from_db()

"""The page of a panel's evaluation: what each person sees of it and can do next, never a judgement."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluation.models import EvaluationPlan, Notice, OnSiteStep, Participant, Signature
from evaluation.services.evaluations import edit_facts
from evaluation.services.panels import appoint
from evaluation.trail import record
from gridgov.organizations.models import Role
from tests import factories
from tests.evaluation.finishing import bring_to_the_lock, lock_panel
from tests.evaluation.making import FACTS, hand_in, judge_own, make_panel, members
from tests.evaluation.seeing import see

pytestmark = pytest.mark.django_db


@pytest.fixture
def panel(city, county, edition):
    """The city evaluates its county."""
    return make_panel(city, county)


@pytest.fixture
def county_office(county):
    return factories.make_office_user(county, "countyoffice")


def page(client, user, panel):
    return see(client, user, "evaluation", panel.pk)


def filled(text) -> list[str]:
    """Words of the filled buttons of the content."""
    content = text[text.index('<main id="content"') :]
    return re.findall(r'<(?:a|button) class="btn btn-primary"[^>]*>([^<]+)<', content)


def stations(text) -> list[str]:
    return re.findall(
        r"<strong>([^<]+)</strong>", text[text.index('<ol class="timeline">') :].split("</ol>")[0]
    )


def test_organiser_sees_every_station_and_the_first_step(client, office, panel):
    text = page(client, office, panel)
    assert stations(text) == [
        "资格核对", "方案", "首次会议", "现场评分", "合议", "锁定", "签字", "通报", "整改/复评", "归档",
    ]  # fmt: skip
    assert filled(text) == ["填写资格情况"]


def test_stations_follow_from_what_was_done(client, office, panel):
    edit_facts(actor=office, evaluation=panel, **FACTS)
    EvaluationPlan.objects.create(
        evaluation=panel,
        starts_on=date(2026, 11, 20),
        ends_on=date(2026, 11, 21),
        approved_by=office,
        approved_at=timezone.now(),
    )
    OnSiteStep.objects.create(evaluation=panel, number=1, began_at=timezone.now(), recorded_by=office)
    hand_in(members(panel)[0])
    text = page(client, office, panel)
    assert "下一步：现场评分（评估组成员）" in text
    assert "1/5 人已提交" in text


def test_member_declares_first_and_then_scores_the_own_table(client, panel):
    second = members(panel)[1]
    assert filled(page(client, second.user, panel)) == ["作回避声明"]
    Participant.objects.filter(pk=second.pk).update(declared_at=timezone.now())
    text = page(client, second.user, panel)
    assert filled(text) == ["进入评分"]
    assert f"/evaluations/{panel.pk}/sheet/A.3/" in text


def test_progress_tells_who_submitted_and_nothing_of_what(client, office, panel):
    leader, second = members(panel)[:2]
    hand_in(leader, A1_1_1={"faults": 1, "note": "方针过时"})
    judge_own(second, "A3-2-1", {"faults": 1, "finding": "缺服务规范"})
    text = page(client, office, panel)
    assert (text.count("✓ 已提交"), text.count("◐ 未提交")) == (1, 4)
    assert ("方针过时" in text, "缺服务规范" in text, "/ 500" in text) == (False, False, False)


def test_evaluated_organisation_sees_names_and_nothing_of_the_work(client, county_office, panel):
    hand_in(members(panel)[0])
    text = page(client, county_office, panel)
    assert stations(text) == ["资格核对", "方案", "首次会议", "通报", "整改/复评", "归档"]
    assert ("panel1" in text, "第1研究院" in text) == (True, True)
    assert ("已提交" in text, "回避声明" in text, "A.3" in text) == (False, False, False)
    assert "可以向组织单位提出回避" in text
    assert filled(text) == []


def test_recused_person_is_not_named_to_the_evaluated_organisation(client, office, county_office, panel):
    last = members(panel)[-1]
    Participant.objects.filter(pk=last.pk).update(absence="recused", absence_reason="亲属在被评组织任职")
    assert "亲属在被评组织任职" not in page(client, county_office, panel)
    assert "第5研究院" not in page(client, county_office, panel)
    assert "亲属在被评组织任职" in page(client, office, panel)


def test_recused_person_sees_the_evaluation_no_more(client, panel):
    last = members(panel)[-1]
    Participant.objects.filter(pk=last.pk).update(absence="recused", absence_reason="亲属在被评组织任职")
    client.force_login(last.user)
    assert client.get(panel.get_absolute_url()).status_code == 404


def test_supervisor_of_another_place_sees_nothing(client, stranger_city, panel):
    user = factories.make_user("elsewhere", organization=stranger_city, roles=[Role.SUPERVISOR])
    client.force_login(user)
    assert client.get(panel.get_absolute_url()).status_code == 404


@pytest.fixture
def result(panel):
    """The panel is through with its work; its leader has locked."""
    return lock_panel(bring_to_the_lock(panel, A3_4_1={"faults": 1}))


def sign(result, people) -> None:
    for person in people:
        Signature.objects.create(
            result=result,
            participant=person,
            user=person.user,
            name=str(person.user),
            sha256=result.sha256,
            drawing="M1 1L2 2",
        )


def tell(result, office) -> None:
    Notice.objects.create(
        result=result,
        notified_on=date(2026, 11, 21),
        way="末次会议宣布",
        recipient="马晓燕",
        notified_by=office,
    )


def test_leader_locks_when_the_panel_has_agreed(client, panel):
    ready = bring_to_the_lock(panel)
    assert filled(page(client, members(ready)[0].user, ready)) == ["锁定"]
    assert filled(page(client, members(ready)[1].user, ready)) == []


def test_every_member_signs_the_locked_result_once(client, panel, result):
    leader, second = members(panel)[:2]
    sign(result, [leader])
    assert filled(page(client, second.user, panel)) == ["签字"]
    text = page(client, leader.user, panel)
    assert (filled(text), "1/5 人已签" in text) == ([], True)


def test_organiser_tells_the_result_when_all_have_signed(client, office, panel, result):
    assert filled(page(client, office, panel)) == []
    sign(result, members(panel))
    assert filled(page(client, office, panel)) == ["通报评估情况"]


def test_evaluated_organisation_sees_the_whole_way_only_after_the_notice(
    client, office, county_office, panel, result
):
    sign(result, members(panel))
    text = page(client, county_office, panel)
    assert ("锁定" in stations(text), str(result.total) in text, result.number in text) == (False,) * 3
    tell(result, office)
    text = page(client, county_office, panel)
    assert ("锁定" in stations(text), "2026-11-21" in text) == (True, True)
    assert filled(text) == ["查看问题清单"]


def test_package_of_the_archive_ends_the_way(client, office, panel, result):
    sign(result, members(panel))
    tell(result, office)
    record(actor=office, verb="export", evaluation=panel, changes={"评分表": ["", "评分表.xlsx"]})
    assert filled(page(client, office, panel)) == ["问题清单"]
    record(actor=office, verb="export", evaluation=panel, changes={"归档包": ["", "归档包.zip"]})
    assert filled(page(client, office, panel)) == []


def test_page_costs_the_same_however_many_sit_in_the_panel(client, city, county, office, edition):
    panel = make_panel(city, county, size=1)
    client.force_login(office)
    client.get(panel.get_absolute_url())  # the first page of a session reads more
    alone = cost_of(client, panel)
    for place in range(6):
        user = factories.make_user(f"more{place}")
        appoint(actor=office, evaluation=panel, user=user, side="trade", employer=f"第{place}大学")
    assert cost_of(client, panel) == alone


def cost_of(client, panel) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(panel.get_absolute_url())
    return len(queries)

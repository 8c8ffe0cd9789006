"""The seven steps on site: when, where, what was said, who signed in (T/CSSG 001.5 §7)."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from evaluation import permissions
from evaluation.errors import EvaluationError, LockedError
from evaluation.models import Attendance, Evaluation, OnSiteStep, Site
from evaluation.services import onsite, planning
from evaluation.visits.procedure import STEPS
from gridgov.records.models import Event
from tests import factories
from tests.evaluation.making import make_panel, members

DRAWN = "M10 20L30 40M50 60L50 60"
BEGAN = datetime(2026, 11, 20, 8, 30, tzinfo=timezone.get_default_timezone())
HELD = {"began_at": BEGAN, "ended_at": BEGAN + timedelta(minutes=30), "place": "三楼", "chair": "周立言"}


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(BEGAN + timedelta(hours=4), tick=False):
        yield


@pytest.fixture
def panel(city, county, edition):
    """The city evaluates its county."""
    return make_panel(city, county)


@pytest.fixture
def site(panel):
    words = {"place": "", "sampling": "", "survey": "", "remarks": ""}
    days = {"starts_on": date(2026, 11, 20), "ends_on": date(2026, 11, 20)}
    plan = planning.write_plan(actor=panel.opened_by, evaluation=panel, **days, **words)
    return planning.add_site(actor=panel.opened_by, plan=plan, name="滨江路工作站", address="", reason="")


def hold(panel, number=1, **changed):
    fields = HELD | {"record": "宣布了评估组成员"} | changed
    return onsite.record_step(actor=panel.opened_by, evaluation=panel, number=number, **fields)


def locked(monkeypatch, panel):
    """As if the panel were locked: whoever asks to write is told so."""

    def refuse(evaluation):
        raise LockedError

    monkeypatch.setattr("evaluation.services.onsite.for_writing", refuse)


def test_steps_are_the_seven_clauses_of_the_standard():
    assert [(step.code, step.clause) for step in STEPS] == [
        ("7.1", "宣布评估组成员、评估程序及有关事宜。"),
        ("7.2", "评估组听取试点单位工作汇报。"),
        ("7.3", "查阅必备的文件、记录、标准文本等资料。"),
        ("7.4", "考核服务现场。"),
        ("7.5", "随机调查服务对象满意程度。"),
        ("7.6", "形成考核评估结论。"),
        ("7.7", "评估组向被评单位通报评估情况，提出改进意见和建议。"),
    ]


# Recording


def test_step_is_recorded_and_recorded_again(panel):
    hold(panel)
    step = hold(panel, record="补记：商定了日程")
    assert OnSiteStep.objects.get() == step
    assert (step.record, step.chair, step.recorded_by) == ("补记：商定了日程", "周立言", panel.opened_by)


def test_trail_tells_times_and_never_the_words_of_the_record(panel):
    hold(panel)
    assert Event.objects.about(panel).first().changes == {
        "7.1 首次会议 开始时间": ["", "2026-11-20 08:30"],
        "7.1 首次会议 结束时间": ["", "2026-11-20 09:00"],
        "7.1 首次会议 地点": ["", "三楼"],
        "7.1 首次会议 主持人": ["", "周立言"],
        "7.1 首次会议 记录": ["", "已填写"],
    }


def test_saving_the_same_again_is_no_event(panel):
    hold(panel)
    before = Event.objects.count()
    hold(panel)
    assert Event.objects.count() == before


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"ended_at": BEGAN - timedelta(minutes=1)}, "不能早于开始时间"),
        ({"began_at": None}, "开始时间也要填写"),
        ({"ended_at": BEGAN + timedelta(days=1)}, "还没有到"),
        ({"began_at": BEGAN.replace(year=1066), "ended_at": None}, "不可能"),
    ],
)
def test_times_that_cannot_be_are_refused(panel, changed, words):
    with pytest.raises(EvaluationError, match=words):
        hold(panel, **changed)
    assert not OnSiteStep.objects.exists()


def test_after_the_lock_only_the_closing_meeting_is_recorded(panel, monkeypatch):
    locked(monkeypatch, panel)
    with pytest.raises(LockedError):
        hold(panel, 6)
    assert hold(panel, 7).number == 7


# Signing in


def sign(panel, **fields):
    fields = {"name": "何秋实", "employer": "第5研究院", "drawing": DRAWN} | fields
    return onsite.sign_in(actor=panel.opened_by, evaluation=panel, number=1, **fields)


def test_signing_in_keeps_name_and_drawing_and_begins_the_step(panel):
    attendance = sign(panel)
    assert (attendance.step.number, attendance.name, attendance.drawing) == (1, "何秋实", DRAWN)
    assert attendance.user is None


def test_who_signs_in_under_his_own_account_is_known(panel):
    assert sign(panel, name=panel.opened_by.name).user == panel.opened_by


def test_nobody_signs_in_twice_and_a_namesake_of_elsewhere_may(panel):
    sign(panel)
    with pytest.raises(EvaluationError, match="已在本步骤签到"):
        sign(panel)
    sign(panel, employer="第6研究院")
    assert Attendance.objects.count() == 2


def test_signature_cannot_be_changed_by_anybody(panel):
    sign(panel)
    with pytest.raises(IntegrityError, match="只增不改"), transaction.atomic():
        Attendance.objects.update(drawing="")


def test_form_refuses_what_is_no_drawing(client, panel):
    client.force_login(panel.opened_by)
    url = reverse("evaluation:attendance-add", args=[panel.pk, 1])
    page = client.post(url, {"name": "何秋实", "drawing": '"/><script>'})
    assert "数据不完整" in page.text
    assert "<script>" not in page.text.replace("<script src", "").replace("<script type", "")
    assert not Attendance.objects.exists()


def test_member_signs_in_from_the_list_of_those_missing(client, panel):
    leader = members(panel)[0]
    client.force_login(leader.user)
    step = reverse("evaluation:step", args=[panel.pk, 1])
    link = f"{reverse('evaluation:attendance-add', args=[panel.pk, 1])}?person={leader.pk}"
    assert link in client.get(step).text
    form = client.get(link).context["form"]
    assert (form["name"].value(), form["employer"].value()) == (leader.user.name, "第1研究院")
    page = client.post(
        link, {"name": leader.user.name, "employer": "第1研究院", "drawing": DRAWN}, follow=True
    )
    assert link not in page.text
    assert f'd="{DRAWN}"' in page.text


def test_signing_without_a_drawing_is_signing_on_paper(client, panel):
    client.force_login(panel.opened_by)
    url = reverse("evaluation:attendance-add", args=[panel.pk, 1])
    assert "签在纸上" in client.post(url, {"name": "王汇报"}, follow=True).text


# Sites


def test_visit_is_recorded_after_the_plan_is_approved(panel, site):
    planning.propose_schedule(actor=panel.opened_by, evaluation=panel)
    planning.approve_plan(actor=panel.opened_by, evaluation=panel)
    member = members(panel)[2].user
    onsite.record_visit(actor=member, site=site, visited_on=date(2026, 11, 20), record="台账齐全")
    assert Site.objects.get().record == "台账齐全"
    assert Event.objects.about(panel).first().changes == {"现场检查 滨江路工作站": ["", "2026-11-20"]}


def test_visit_in_the_future_is_refused(panel, site):
    with pytest.raises(EvaluationError, match="还没有到"):
        onsite.record_visit(actor=panel.opened_by, site=site, visited_on=date(2026, 11, 21), record="")


# Pages and sight


def test_check_list_shows_what_was_held(client, panel):
    hold(panel)
    hold(panel, 2, ended_at=None)
    client.force_login(panel.opened_by)
    page = client.get(reverse("evaluation:steps", args=[panel.pk]))
    assert [held.state for held in page.context["steps"]] == ["done", "begun", *["none"] * 5]


@pytest.mark.parametrize("count", [1, 3])
def test_page_of_a_step_costs_the_same_with_one_signature_and_three(
    client, panel, count, django_assert_num_queries
):
    for number in range(count):
        sign(panel, name=f"来宾{number}")
    client.force_login(panel.opened_by)
    url = reverse("evaluation:step", args=[panel.pk, 1])
    client.get(url)
    with django_assert_num_queries(9):
        client.get(url)


def test_evaluated_organisation_sees_no_record_before_the_notice(client, panel, county):
    hold(panel)
    client.force_login(factories.make_office_user(county, "county"))
    for name, args in (("steps", [panel.pk]), ("step", [panel.pk, 1])):
        assert client.get(reverse(f"evaluation:{name}", args=args)).status_code == 403
    hub = client.get(panel.get_absolute_url())
    assert "宣布了评估组成员" not in hub.text
    assert "打开现场步骤" not in hub.text


def test_recused_member_records_nothing(panel):
    person = members(panel)[4]
    person.absence, person.absence_reason = "recused", "与被评单位有业务往来"
    person.save()
    current = Evaluation.objects.with_people().get(pk=panel.pk)
    assert not permissions.can_record_on_site(person.user, current)
    assert not permissions.can_see_records(person.user, current)


def test_there_is_no_eighth_step(client, panel):
    client.force_login(panel.opened_by)
    assert client.get(reverse("evaluation:step", args=[panel.pk, 8])).status_code == 404

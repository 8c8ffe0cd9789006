"""Entries of the 制修订计划 and what is collected before drafting (T/CSSG 001.2 12 a, 10.2.1)."""

from datetime import date

import pytest
from django.core.files.base import ContentFile

from gridgov.records.errors import RecordsError
from gridgov.records.models import Attachment, Event
from standards.errors import DuplicateError, StandardsError
from standards.models import Standard
from standards.services.lifecycle import collect_information, edit_plan, plan_standard
from tests import factories
from tests.standards import steps


@pytest.fixture(autouse=True)
def _in_june(time_machine):
    time_machine.move_to("2026-06-01 12:00+08:00")


@pytest.fixture
def values(node, department):
    return {"node": node, "title": "网格巡查规范", "drafting_department": department, **steps.PLAN}


def refused(act, **arguments) -> tuple[str, str | None]:
    before = Standard.objects.count()
    with pytest.raises(StandardsError) as caught:
        act(**arguments)
    assert Standard.objects.count() == before
    return caught.value.message, caught.value.field


def test_a_plan_waits_for_its_approval_and_has_no_number(office, city, values, department):
    row = plan_standard(actor=office, organization=city, values={**values, "departments": [department]})
    row.refresh_from_db()
    assert (row.stage, row.planned_on, row.number, row.rank, row.plan_reason, row.due_on) == (
        *("planned", None, "", "own", "巡查没有统一做法"),
        date(2026, 9, 30),
    )
    assert list(row.departments.all()) == [department]
    event = Event.objects.about(row).get()
    assert (event.verb, event.actor, event.changes) == ("plan", office, {})


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("plan_reason", "请写明立项理由：为什么要制定。"),
        ("drafting_department", "请选择起草部门。"),
        ("due_on", "请填写计划完成日期。"),
    ],
)
def test_a_plan_names_its_reason_its_drafters_and_its_day(office, city, values, name, words):
    values[name] = None if name != "plan_reason" else ""
    assert refused(plan_standard, actor=office, organization=city, values=values) == (words, name)


def test_a_plan_stands_in_a_class_that_gives_numbers(office, city, values):
    values["node"] = factories.make_node("ZD9", subsystem="ZD", class_code="", name="标准化工作方针")
    words = "“ZD9 标准化工作方针”没有分类号，不能放自制标准，请重新选择体系分类。"
    assert refused(plan_standard, actor=office, organization=city, values=values) == (words, "node")


def test_a_department_of_another_organisation_is_refused(office, city, stranger_city, values):
    values["drafting_department"] = factories.make_department(stranger_city)
    message, field = refused(plan_standard, actor=office, organization=city, values=values)
    assert (message, field) == ("所选的部门不属于本组织，请重新选择。", "departments")


def test_the_same_title_is_planned_once(office, city, values):
    plan_standard(actor=office, organization=city, values=values)
    with pytest.raises(DuplicateError):
        plan_standard(actor=office, organization=city, values=values)


def test_a_revision_names_an_edition_that_stands(office, city, node, values):
    ended = factories.make_published(city, node, withdrawn_on=date(2026, 1, 1), withdrawal_reason="不用")
    values["revision_of"] = ended
    words = "“Q/ALWG TG204•1-2025”已废止或已有新版本，不能再修订。"
    assert refused(plan_standard, actor=office, organization=city, values=values) == (words, "revision_of")


def test_what_it_is_meant_to_replace_changes_nothing_yet(office, city, node, values):
    olds = [factories.make_published(city, node, sequence=each) for each in (1, 2)]
    row = plan_standard(actor=office, organization=city, values={**values, "replaces": olds})
    assert set(row.replaces.all()) == set(olds)
    assert [Standard.objects.get(pk=old.pk).replaced_on for old in olds] == [None, None]


def test_what_is_meant_to_be_replaced_is_told_when_it_cannot_be(office, city, node, county, values):
    other = factories.make_published(county, node)
    message, field = refused(
        plan_standard, actor=office, organization=city, values={**values, "replaces": [other]}
    )
    assert ("不能选为被代替的标准" in message, field) == (True, "replaces")


def test_a_draft_is_not_edited_as_a_plan(office, city, node):
    row = steps.make_drafting(city, node)
    words = "只有还没有开始起草的计划可以改；已开始的请直接编辑草案。"
    assert refused(edit_plan, actor=office, standard=row, values={"title": "别的"}) == (words, None)


def test_an_approved_plan_that_changes_loses_its_approval_on_record(office, city, node):
    row = edit_plan(
        actor=office, standard=steps.make_planned(city, node), values={"due_on": date(2026, 12, 1)}
    )
    changes = {}
    for event in Event.objects.about(row):
        changes |= event.changes
    assert changes == {
        "计划完成日期": ["2026-09-30", "2026-12-01"],
        "计划批准日期": ["2026-01-05", ""],
    }


def test_information_is_told_to_the_trail(office, city, node):
    row = factories.make_draft(city, node, stage="planned")
    collect_information(
        actor=office,
        standard=row,
        aspect="b",
        content=" 两份论文 ",
        source="知网",
        collected_on=date(2026, 5, 1),
    )
    record, event = row.information.get(), Event.objects.about(row).get()
    assert (record.content, record.recorded_by, event.verb, event.changes) == (
        *("两份论文", office, "collect"),
        {"b）有关所制定标准的最新资料": ["", "两份论文（知网）"]},
    )


@pytest.mark.parametrize(
    ("values", "answer"),
    [
        ({"aspect": "e"}, ("请选择收集的是哪一方面的信息（第2部分 10.2.1）。", "aspect")),
        ({"content": " "}, ("请写明收集到的内容。", "content")),
        ({"collected_on": date(2026, 6, 2)}, ("收集日期不能晚于今天。", "collected_on")),
    ],
)
def test_information_is_refused(office, city, node, values, answer):
    row = factories.make_draft(city, node, stage="planned")
    facts = {"aspect": "a", "content": "统计", "collected_on": date(2026, 5, 1), **values}
    assert refused(collect_information, actor=office, standard=row, **facts) == answer


def test_what_was_sent_in_collects_no_more(office, city, node):
    row = steps.make_reviewing(city, node)
    facts = {"aspect": "a", "content": "统计", "collected_on": date(2026, 5, 1)}
    assert refused(collect_information, actor=office, standard=row, **facts) == (
        "只有计划中和起草中的自制标准收集信息；送审以后不再收集。",
        None,
    )


def test_a_file_that_cannot_be_taken_in_leaves_no_record(office, city, node):
    row = factories.make_draft(city, node, stage="planned")
    file = ContentFile(b"MZ\x90\x00", name="程序.exe")
    with pytest.raises(RecordsError):
        collect_information(
            actor=office,
            standard=row,
            aspect="a",
            content="统计",
            collected_on=date(2026, 5, 1),
            file=file,
        )
    assert (row.information.count(), Attachment.objects.count()) == (0, 0)

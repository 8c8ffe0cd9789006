"""The pages of the life cycle: the plan, what was collected, the way of a standard, one page per step."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gridgov.organizations.models import Role
from standards.forms.lifecycle import FORMS
from standards.lifecycle import STEPS
from standards.models import NumberCounter, Standard
from tests import factories
from tests.standards import steps

LIST_QUERIES = 12
ENTRY = {
    "taken_over": "Q/ALWG TG204•9-2026",
    "approver": "李主任",
    "approved_on": "2026-03-02",
    "issued_on": "2026-03-09",
    "effective_on": "2026-04-01",
}


@pytest.fixture(autouse=True)
def _in_june(time_machine):
    time_machine.move_to("2026-06-01 12:00+08:00")


@pytest.fixture(autouse=True)
def notices(monkeypatch):
    """Printing takes seconds: what would have been printed is kept here."""
    made = []
    monkeypatch.setattr(
        "standards.views.lifecycle.make_notice", lambda *, actor, standard: made.append(standard.number)
    )
    return made


@pytest.fixture
def as_office(client, office):
    client.force_login(office)
    return client


def page(client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def pdf(name="文本.pdf"):
    return SimpleUploadedFile(name, factories.PDF + name.encode())


def step_url(row, name: str) -> str:
    return reverse("standards:step", args=[row.pk, name])


def log_in(client, city, *roles, username="somebody", **fields):
    user = factories.make_user(username, organization=city, roles=roles, **fields)
    client.force_login(user)
    return user


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_drafts_asks_the_same_number_of_questions(
    client, city, node, rows, django_assert_num_queries
):
    for number in range(rows):
        row = steps.make_drafting(city, node, f"规范 {number}")
        steps.make_planned(city, node, f"计划 {number}")
    log_in(client, city, Role.OFFICER, department=row.drafting_department)
    client.get("/standards/")
    with django_assert_num_queries(LIST_QUERIES):
        assert "送审" in client.get("/standards/").content.decode()


def test_the_page_of_a_draft_asks_no_more_for_more_rounds_and_records(client, reader, city, node):
    row = steps.make_reviewing(city, node)
    client.force_login(reader)
    few = questions(client, row)
    for number in (2, 3):
        last = row.rounds.last()
        last.outcome, last.closed_on = "returned", steps.FINAL
        last.save()
        steps.make_round(row, number)
    steps.collect_all(row)
    assert questions(client, row) == few


def questions(client, row) -> int:
    """How many questions the page asks, once it was opened."""
    client.get(row.get_absolute_url())
    with CaptureQueriesContext(connection) as asked:
        client.get(row.get_absolute_url())
    return len(asked)


def test_every_step_without_a_page_of_its_own_has_a_form():
    assert set(FORMS) == {name for name, step in STEPS.items() if not step.page}


def test_new_work_begins_with_the_plan(as_office, node, department):
    data = {
        "node": node.pk,
        "title": "网格巡查规范",
        "plan_reason": "巡查没有统一做法",
        "drafting_department": department.pk,
        "due_on": "2026-09-30",
    }
    response = as_office.post(reverse("standards:plan-new"), data, follow=True)
    row = Standard.objects.get()
    assert (row.stage, row.planned_on, row.due_on) == ("planned", None, date(2026, 9, 30))
    assert "已列入计划“网格巡查规范”" in response.content.decode()


def test_an_empty_plan_lists_its_errors(as_office, node):
    content = as_office.post(reverse("standards:plan-new"), {}).content.decode()
    assert "有 5 处需要修改" in content


def test_a_plan_is_entered_once(as_office, city, node, department):
    steps.make_planned(city, node, "网格巡查规范")
    data = {
        "node": node.pk,
        "title": "网格巡查规范",
        "drafting_department": department.pk,
        "due_on": "2026-09-30",
        "plan_reason": "要",
    }
    assert "不能重复登记" in as_office.post(reverse("standards:plan-new"), data).content.decode()


def test_a_changed_plan_is_to_be_approved_again(as_office, city, node, department):
    row = steps.make_planned(city, node)
    data = {
        "node": node.pk,
        "title": row.title,
        "plan_reason": row.plan_reason,
        "drafting_department": department.pk,
        "departments": [department.pk],
        "drafters": row.drafters,
        "due_on": "2026-12-31",
    }
    as_office.post(reverse("standards:standard-edit", args=[row.pk]), data)
    row.refresh_from_db()
    assert (row.due_on, row.planned_on) == (date(2026, 12, 31), None)


def test_who_changes_an_approved_plan_is_told_what_follows(as_office, city, node):
    row = steps.make_planned(city, node)
    assert "须重新批准后才能开始起草" in page(as_office, reverse("standards:standard-edit", args=[row.pk]))


def test_a_plan_saved_without_a_change_stays_approved(as_office, city, node, department):
    row = steps.make_planned(city, node)
    data = {
        "node": node.pk,
        "title": row.title,
        "plan_reason": row.plan_reason,
        "drafting_department": department.pk,
        "departments": [department.pk],
        "drafters": row.drafters,
        "due_on": "2026-09-30",
    }
    as_office.post(reverse("standards:standard-edit", args=[row.pk]), data)
    row.refresh_from_db()
    assert row.planned_on == steps.PLANNED


def test_only_one_plan_revises_an_edition(as_office, city, node, department):
    old = factories.make_published(city, node)
    steps.make_planned(city, node, revision_of=old)
    data = {
        "node": node.pk,
        "title": "网格巡查规范",
        "plan_reason": "修订",
        "drafting_department": department.pk,
        "due_on": "2026-09-30",
        "revision_of": old.pk,
    }
    content = as_office.post(reverse("standards:plan-new"), data).content.decode()
    assert "“Q/ALWG TG204•1-2025”的修订项目已在计划阶段，不用再列入计划。" in content


def test_information_is_recorded_by_the_drafting_department(client, city, node):
    row = steps.make_planned(city, node)
    row.information.all().delete()
    log_in(client, city, Role.OFFICER, department=row.drafting_department)
    data = {"aspect": "c", "content": "居民希望夜间也巡查", "source": "座谈会", "collected_on": "2026-05-20"}
    client.post(reverse("standards:information-add", args=[row.pk]), {**data, "file": pdf("记录.pdf")})
    record = row.information.get()
    assert (record.aspect, record.content, str(record.recorded_by), record.attachment.name) == (
        *("c", "居民希望夜间也巡查", "somebody"),
        "记录.pdf",
    )


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"content": " "}, "请填写内容"),
        ({"collected_on": "2026-06-02"}, "收集日期不能晚于今天。"),
    ],
)
def test_information_is_refused_with_a_sentence(as_office, city, node, data, words):
    row = steps.make_planned(city, node)
    data = {"aspect": "a", "content": "统计", "collected_on": "2026-05-20", **data}
    content = as_office.post(reverse("standards:information-add", args=[row.pk]), data).content.decode()
    assert words in content


def test_after_sending_in_no_more_is_collected(as_office, city, node):
    row = steps.make_reviewing(city, node)
    response = as_office.get(reverse("standards:information-add", args=[row.pk]), follow=True)
    assert "送审以后不再收集" in response.content.decode()


def test_the_page_shows_the_way_with_dates_and_people(as_office, city, node):
    row = steps.make_reviewing(city, node)
    response = as_office.get(row.get_absolute_url())
    shown = [(each.label, str(each.day or ""), each.who, each.state) for each in response.context["stations"]]
    assert shown == [
        ("计划", "2026-01-05", "", "done"),
        ("起草", "2026-01-12", "综合业务科", "done"),
        ("审查", "2026-02-02", "传阅，1 轮", "here"),
        ("报批", "", "", "ahead"),
        ("批准", "", "", "ahead"),
        ("发布", "", "", "ahead"),
        ("实施", "", "", "ahead"),
        ("复审", "", "", "ahead"),
    ]
    assert "2026-09-30 前" in response.content.decode()


def test_what_came_from_paper_begins_with_its_approval(as_office, city, node):
    row = factories.make_published(city, node)
    stations = as_office.get(row.get_absolute_url()).context["stations"]
    assert [(each.label, each.state, str(each.before or "")) for each in stations] == [
        ("批准", "done", ""),
        ("发布", "done", ""),
        ("实施", "here", ""),
        ("复审", "ahead", "2028-05-01"),
    ]


def test_a_second_round_is_said(as_office, city, node):
    row = steps.make_reviewing(city, node)
    first = row.rounds.get()
    first.outcome, first.closed_on = "returned", steps.FINAL
    first.save()
    steps.make_round(row, 2)
    assert "传阅，2 轮" in page(as_office, row.get_absolute_url())


def test_the_next_step_is_the_filled_button_once_nothing_is_missing(as_office, city, node):
    row = steps.make_drafting(city, node)
    assert f'class="btn btn-primary" href="{step_url(row, "submit")}">送审</a>' in page(
        as_office, row.get_absolute_url()
    )


def test_what_is_missing_is_listed_with_links_that_mend_it(as_office, city, node):
    row = steps.make_drafting(city, node)
    row.documents.all().delete()
    row.information.filter(aspect="d").delete()
    content = page(as_office, row.get_absolute_url())
    for name, query in (
        ("information-add", "aspect=d"),
        ("document-add", "kind=draft"),
        ("document-add", "kind=explanation"),
    ):
        assert f'href="{reverse(f"standards:{name}", args=[row.pk])}?{query}"' in content


def test_who_cannot_mend_it_reads_what_is_missing_without_a_link(client, reader, city, node):
    row = steps.make_drafting(city, node)
    row.documents.all().delete()
    client.force_login(reader)
    content = page(client, row.get_absolute_url())
    assert ("还没有编制说明" in content, "/documents/add/" in content, "/steps/" in content) == (
        *(True, False),
        False,
    )


def test_a_step_page_says_what_it_is_for_and_what_is_missing(as_office, city, node):
    row = steps.make_planned(city, node)
    row.information.filter(aspect="b").delete()
    content = page(as_office, step_url(row, "start"))
    assert "由起草部门开始起草" in content
    assert "现在还不能开始起草" in content


def test_a_step_is_taken_from_its_page(as_office, city, node):
    row = steps.make_planned(city, node)
    response = as_office.post(step_url(row, "start"), {"on": "2026-05-20"}, follow=True)
    row.refresh_from_db()
    assert (row.stage, row.drafting_from) == ("drafting", date(2026, 5, 20))
    assert "已办理“开始起草”" in response.content.decode()


def test_the_drafting_department_sends_its_draft_in_with_its_files(client, city, node):
    row = steps.make_drafting(city, node)
    row.documents.all().delete()
    log_in(client, city, Role.DEPARTMENT, department=row.drafting_department)
    files = {"draft_file": pdf("草案.pdf"), "explanation_file": pdf("编制说明.pdf")}
    client.post(step_url(row, "submit"), files)
    row.refresh_from_db()
    kinds = set(row.rounds.get().documents.values_list("kind", flat=True))
    assert (row.stage, kinds) == ("reviewing", {"draft", "explanation"})


def test_a_refused_step_keeps_no_file(client, city, node):
    row = steps.make_submitted(city, node, drafters="李主任")
    row.documents.filter(kind="approval").delete()
    log_in(client, city, Role.AUTHORIZER)
    data = {"approver": "李主任", "approved_on": "2026-03-02", "approval_file": pdf("批准.pdf")}
    content = client.post(step_url(row, "approve"), data).content.decode()
    assert "李主任是起草人，不能同时是批准人。" in content
    assert row.documents.filter(kind="approval").count() == 0


def test_files_that_are_missing_are_asked_for_by_name(as_office, city, node):
    row = steps.make_paper(city, node)
    row.documents.all().delete()
    content = as_office.post(step_url(row, "enter_published"), ENTRY).content.decode()
    assert "请上传标准文本：没有标准文本不能补录发布。" in content
    assert "请上传批准文书：没有批准文书不能补录发布。" in content


def test_what_was_approved_is_published_and_its_notice_made(as_office, city, node, notices):
    row = steps.make_approved(city, node)
    as_office.post(step_url(row, "publish"), {"issued_on": "2026-05-20", "effective_on": "2026-07-01"})
    row.refresh_from_db()
    assert (row.number, row.status(date(2026, 6, 1)), notices) == (
        *("Q/ALWG TG204•1-2026", "upcoming"),
        ["Q/ALWG TG204•1-2026"],
    )


def test_the_publishing_page_says_which_number_comes(as_office, city, node):
    old = factories.make_published(city, node, year=2023)
    content = page(as_office, step_url(steps.make_approved(city, node, revision_of=old), "publish"))
    assert "沿用原编号，年代号改为 2026" in content


def test_what_was_published_on_paper_is_entered_with_both_files(as_office, city, node):
    row = steps.make_paper(city, node)
    row.documents.all().delete()
    files = {"text_file": pdf(), "approval_file": pdf("批准文书.pdf")}
    as_office.post(step_url(row, "enter_published"), {**ENTRY, **files})
    row.refresh_from_db()
    kinds = sorted(row.documents.values_list("kind", flat=True))
    assert (row.number, kinds) == ("Q/ALWG TG204•9-2026", ["approval", "text"])


def test_a_refused_entry_keeps_no_number(as_office, city, node):
    row = steps.make_paper(city, node, drafters="李主任")
    content = as_office.post(step_url(row, "enter_published"), ENTRY).content.decode()
    assert "李主任是起草人，不能同时是批准人。" in content
    assert NumberCounter.objects.count() == 0


def test_only_editions_of_the_same_class_that_stand_can_be_revised(as_office, city, county, node):
    row = steps.make_paper(city, node)
    standing = factories.make_published(city, node, sequence=1)
    factories.make_published(city, node, sequence=2, withdrawn_on=date(2026, 1, 1), withdrawal_reason="不用")
    factories.make_published(county, node, sequence=3)
    factories.make_published(city, factories.make_node("GL1", subsystem="GL", class_code="GL201"), sequence=4)
    form = as_office.get(step_url(row, "enter_published")).context["form"]
    assert list(form.fields["revises"].queryset) == [standing]


def test_the_wrong_state_leads_back_with_a_sentence(as_office, city, node):
    row = steps.make_drafting(city, node)
    response = as_office.get(step_url(row, "publish"), follow=True)
    assert "只有状态为“已批准”的标准可以“编号并发布”。" in response.content.decode()


def test_a_planned_draft_is_not_entered_from_paper(as_office, city, node):
    row = steps.make_drafting(city, node)
    response = as_office.get(step_url(row, "enter_published"), follow=True)
    assert "这条标准已列入计划" in response.content.decode()


def test_a_step_with_a_page_of_its_own_leads_there(as_office, city, node):
    row = factories.make_published(city, node)
    response = as_office.get(step_url(row, "correct"))
    assert response["Location"] == reverse("standards:standard-correct", args=[row.pk])


def test_who_drafted_sees_no_button_to_approve(client, city, node):
    row = steps.make_submitted(city, node, drafters="李授权")
    log_in(client, city, Role.AUTHORIZER, name="李授权")
    assert step_url(row, "approve") not in page(client, row.get_absolute_url())


def test_the_drafting_department_hands_in_files_of_drafting_only(client, city, node):
    row = steps.make_drafting(city, node)
    log_in(client, city, Role.OFFICER, department=row.drafting_department)
    form = client.get(reverse("standards:document-add", args=[row.pk])).context["form"]
    assert [key for key, _ in form.fields["kind"].choices] == ["", "draft", "explanation", "other"]


def test_after_sending_in_the_department_hands_in_nothing(client, city, node):
    row = steps.make_reviewing(city, node)
    log_in(client, city, Role.OFFICER, department=row.drafting_department)
    assert client.get(reverse("standards:document-add", args=[row.pk])).status_code == 403


def test_a_finished_text_keeps_its_title(as_office, city, node):
    row = steps.make_submitted(city, node)
    data = {"node": node.pk, "title": "另一名称", "departments": [row.departments.get().pk]}
    content = as_office.post(reverse("standards:standard-edit", args=[row.pk]), data).content.decode()
    assert "定稿后标准名称不能更改" in content


def test_what_was_abandoned_is_not_edited(as_office, city, node):
    row = factories.make_draft(
        city, node, stage="abandoned", abandoned_on=date(2026, 1, 1), abandonment_reason="不再需要"
    )
    response = as_office.get(reverse("standards:standard-edit", args=[row.pk]), follow=True)
    assert "已终止的不能再编辑。" in response.content.decode()

"""The pages of the 审查 as office, reviewers and drafting department use them."""

import pytest
from django.urls import reverse
from django.utils import timezone

from gridgov.organizations.models import Role
from gridgov.records.models import Event
from standards.models import OpinionForm, ReviewRound
from standards.reviewing import reviewing_context
from standards.services.opinions import save_opinions
from standards.services.reviewing import recall_form
from tests import factories
from tests.standards import reviewing

MINE = "/opinions/"
ANSWERS = {**reviewing.ANSWERS, "conclusion": "after_changes"}
NOT_YET = "之后，才能看到其他审查人员的意见"
# Session, user, roles, the standard, its round, forms and their opinions, the own form, opinions in order,
# which round is open, forms and opinions of the gaps, the user's organisation, files.
ROUND_QUERIES = 14
# Session, user, how many are done, roles and organisation of the user, forms to fill in, those done.
MINE_QUERIES = 7
# Rounds, their forms, the opinions, the files.
STANDARD_QUERIES = 4


@pytest.fixture(autouse=True)
def _in_june(time_machine):
    time_machine.move_to("2026-06-01 12:00+08:00")


@pytest.fixture
def round(city, node, department):
    return reviewing.make_reviewing(city, node, drafting_department=department)


@pytest.fixture
def reviewer(city):
    return reviewing.make_reviewer(city)


@pytest.fixture
def form(round, reviewer):
    return reviewing.make_form(round, reviewer)


@pytest.fixture
def as_office(client, office):
    client.force_login(office)
    return client


@pytest.fixture
def as_reviewer(client, reviewer):
    client.force_login(reviewer)
    return client


def page(client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def status(client, url: str) -> int:
    """What an address is answered with; a file is read to its end, which closes it."""
    response = client.get(url)
    if response.streaming:
        assert b"".join(response.streaming_content).startswith(b"%PDF")
    return response.status_code


def send(client, form, act="", *, data):
    """What a button of the form's page sends; the page that follows."""
    response = client.post(f"{form.get_absolute_url()}{act}", data, follow=True)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("forms", [1, 3])
def test_the_round_asks_the_same_number_of_questions(
    as_office, city, round, department, forms, django_assert_num_queries
):
    for place in range(forms):
        who = reviewing.make_reviewer(city, f"reviewer{place}", f"审查{place}", department=department)
        reviewing.make_signed(round, who, "5.2", "5.10")
    as_office.get(round.get_absolute_url())
    with django_assert_num_queries(ROUND_QUERIES):
        as_office.get(round.get_absolute_url())


@pytest.mark.parametrize("forms", [1, 3])
def test_my_forms_ask_the_same_number_of_questions(
    as_reviewer, city, node, reviewer, forms, django_assert_num_queries
):
    for place in range(forms):
        reviewing.make_form(reviewing.make_reviewing(city, node, f"规范{place}"), reviewer)
        reviewing.make_signed(reviewing.make_reviewing(city, node, f"已审规范{place}"), reviewer)
    as_reviewer.get(MINE)
    with django_assert_num_queries(MINE_QUERIES):
        as_reviewer.get(MINE)


@pytest.mark.parametrize("rounds", [1, 3])
def test_all_rounds_are_read_with_the_same_number_of_questions(
    round, reviewer, rounds, django_assert_num_queries
):
    for number in range(1, rounds + 1):
        current = round if number == 1 else reviewing.open_round(round.standard, number)
        reviewing.make_signed(current, reviewer, "5.2", "5.10")
        reviewing.close_round(current)
    with django_assert_num_queries(STANDARD_QUERIES):
        assert (
            len(reviewing_context(round.standard, round.standard.documents.all())["review_rounds"]) == rounds
        )


def test_the_summary_stands_in_the_order_of_the_clauses(as_office, round, reviewer):
    reviewing.make_signed(round, reviewer, "5.10", "5.2", "全文")
    response = as_office.get(round.get_absolute_url())
    assert [opinion.clause for opinion in response.context["summary"]] == ["全文", "5.2", "5.10"]


def test_the_round_tells_who_is_late(as_office, city, round, time_machine):
    reviewing.make_form(round, reviewing.make_reviewer(city, "r1", "赵审查"))
    reviewing.make_signed(round, reviewing.make_reviewer(city, "r2", "钱审查"))
    time_machine.move_to("2026-06-13 12:00+08:00")
    reviewing.make_signed(round, reviewing.make_reviewer(city, "r3", "孙审查"))
    response = as_office.get(round.get_absolute_url())
    lines = [
        (str(line.form.reviewer), str(line.returned_on), line.late) for line in response.context["lines"]
    ]
    assert lines == [
        ("赵审查", "None", True),
        ("钱审查", "2026-06-01", False),
        ("孙审查", "2026-06-13", True),
    ]
    content = response.content.decode()
    assert ("请催办" in content, "逾期 3 天" in content, "迟交" in content) == (True, True, True)


def test_a_round_nobody_arranged_offers_the_first_step(as_office, round):
    ReviewRound.objects.filter(pk=round.pk).update(method="", due_on=None)
    content = page(as_office, round.get_absolute_url())
    send_url = reverse("standards:review-round-send", args=[round.standard_id, 1])
    assert ("安排审查</a>" in content, send_url in content) == (True, False)


def test_a_round_is_arranged_and_its_forms_sent(as_office, city, round, reviewer):
    url = round.get_absolute_url()
    as_office.post(f"{url}arrange/", {"method": "circulation", "due_on": "2026-06-20"})
    as_office.post(f"{url}send/", {"reviewers": [reviewer.pk], "due_on": "2026-06-22"})
    round.refresh_from_db()
    assert (str(round.due_on), [form.reviewer for form in round.forms.all()]) == ("2026-06-22", [reviewer])


def test_a_refusal_stands_at_its_field(as_office, round):
    response = as_office.post(f"{round.get_absolute_url()}arrange/", {"method": "meeting"})
    assert response.context["form"].errors == {"held_on": ["会审请填写会审日期。"]}


def test_drafters_strangers_and_those_asked_are_not_offered(as_office, city, stranger_city, round, form):
    reviewing.make_reviewer(city, "drafter", "王起草")
    reviewing.make_reviewer(stranger_city, "foreign", "孙外人")
    reviewing.make_reviewer(city, "roleless", "无角色", roles=[])
    department = reviewing.make_reviewer(city, "colleague", "钱部门", roles=[Role.DEPARTMENT])
    second = reviewing.make_reviewer(city, "second", "周审查")
    response = as_office.get(f"{round.get_absolute_url()}send/")
    offered = list(response.context["form"].fields["reviewers"].queryset)
    assert [user for user in offered if user.username != "office"] == [second, department]


def test_a_stranger_cannot_be_sent_a_form_by_hand(as_office, round, stranger):
    data = {"reviewers": [stranger.pk], "due_on": "2026-06-20"}
    response = as_office.post(f"{round.get_absolute_url()}send/", data)
    assert response.context["form"].errors == {"reviewers": ["所选的人员不能审查本标准，请重新选择。"]}


def test_a_closed_round_leads_back_with_a_reason(as_office, round, form):
    reviewing.close_round(round)
    url = round.get_absolute_url()
    for act in ("arrange/", "send/", "minutes/", "opinions/", f"forms/{form.pk}/recall/"):
        assert "第 1 轮审查已经结束，不能再改。" in as_office.get(url + act, follow=True).content.decode()


def test_minutes_are_written_on_their_page(as_office, round):
    ReviewRound.objects.filter(pk=round.pk).update(method="meeting", held_on="2026-05-30", place="三楼")
    data = {"held_on": "2026-05-30", "place": "三楼", "chair": "李主任", "minutes": "同意\n报批"}
    as_office.post(f"{round.get_absolute_url()}minutes/", data)
    assert "<p>同意<br>报批</p>" in page(as_office, round.get_absolute_url())


def test_the_menu_leads_to_my_reviews(as_reviewer):
    assert f'<a href="{MINE}"' in page(as_reviewer, "/")


def test_my_reviews_are_the_urgent_first_and_the_done_below(as_reviewer, city, node, reviewer, form):
    urgent = reviewing.make_reviewing(city, node, "先审的规范")
    ReviewRound.objects.filter(pk=urgent.pk).update(due_on="2026-05-30")
    first = reviewing.make_form(urgent, reviewer)
    done = reviewing.make_signed(reviewing.make_reviewing(city, node, "已审的规范"), reviewer)
    response = as_reviewer.get(MINE)
    assert (list(response.context["waiting"]), list(response.context["page"])) == ([first, form], [done])
    assert "逾期 2 天" in response.content.decode()


def test_who_was_never_asked_is_told_so(as_reviewer):
    assert "没有要填写的审定意见表" in page(as_reviewer, MINE)


def test_a_draft_is_kept_and_shown_again(as_reviewer, form):
    content = send(as_reviewer, form, data=reviewing.typed(("5.2", "写明频次", "每周两次"), purpose="no"))
    form.refresh_from_db()
    assert (form.purpose, form.is_signed, "已暂存" in content) == ("no", False, True)
    assert ('value="5.2"' in content, "写明频次</textarea>" in content) == (True, True)


def test_three_empty_rows_wait_below_what_was_typed(as_reviewer, form):
    save_opinions(actor=form.reviewer, form=form, answers={}, opinions=[{"clause": "5", "text": "删去"}])
    assert 'name="rows-TOTAL_FORMS" value="4"' in page(as_reviewer, form.get_absolute_url())


def test_more_rows_keep_what_was_typed_and_write_nothing(as_reviewer, form):
    rows = [("5.2", "写明频次"), ("", ""), ("5.10", "", "删去")]
    data = reviewing.typed(*rows, remark="总体可行", lawful="yes")
    content = send(as_reviewer, form, "rows/", data=data)
    form.refresh_from_db()
    assert (form.remark, form.opinions.count()) == ("", 0)
    assert 'name="rows-TOTAL_FORMS" value="6"' in content
    kept = ['value="5.10"', "写明频次</textarea>", "总体可行</textarea>", 'id="id_lawful_0" checked']
    assert [words for words in kept if words not in content] == []


def test_a_form_is_filled_in_and_signed_in_one_go(as_reviewer, form):
    data = reviewing.typed(("5.2", "写明频次"), password=factories.PASSWORD, **ANSWERS)
    content = send(as_reviewer, form, "sign/", data=data)
    form.refresh_from_db()
    assert (form.is_signed, form.opinions.get().clause, "已签署审定意见表" in content) == (True, "5.2", True)


def test_with_a_wrong_password_the_draft_stays_and_nothing_is_signed(as_reviewer, form):
    data = reviewing.typed(("5.2", "写明频次"), password="falsch", **ANSWERS)
    content = send(as_reviewer, form, "sign/", data=data)
    form.refresh_from_db()
    assert (form.is_signed, form.conclusion, form.opinions.count()) == (False, "after_changes", 1)
    assert ("登录密码不对，没有签署" in content, "falsch" in content) == (True, False)


def test_five_wrong_passwords_lock_the_signature_as_they_lock_the_login(as_reviewer, form):
    url = f"{form.get_absolute_url()}sign/"
    tries = ["falsch"] * 5 + [factories.PASSWORD]
    answers = [
        as_reviewer.post(url, reviewing.typed(password=password, **ANSWERS)).status_code for password in tries
    ]
    form.refresh_from_db()
    assert (answers, form.is_signed) == ([200] * 4 + [429] * 2, False)


def test_a_refused_row_is_named_and_what_was_typed_stays(as_reviewer, form):
    content = send(as_reviewer, form, data=reviewing.typed(("", "没有条款的意见")))
    assert ("第 1 条意见没有写条款" in content, "没有条款的意见</textarea>" in content) == (True, True)


def test_rows_that_cannot_be_counted_are_refused(as_reviewer, form):
    data = {**reviewing.typed(), "rows-TOTAL_FORMS": "viele"}
    assert "意见的行数不对" in send(as_reviewer, form, data=data)
    assert "再加三行" in send(as_reviewer, form, "rows/", data=data)


def test_the_second_browser_of_a_reviewer_cannot_save_after_the_signature(client, form, reviewer):
    """Both have the page open; one signs, the other's save comes later."""
    from django.test import Client

    first, second = client, Client()
    for browser in (first, second):
        browser.force_login(reviewer)
        page(browser, form.get_absolute_url())
    send(first, form, "sign/", data=reviewing.typed(password=factories.PASSWORD, **ANSWERS))
    late = reviewing.typed(("6", "晚到的意见"), **{**ANSWERS, "conclusion": "disagree"})
    answers = [send(second, form, act, data=late) for act in ("", "rows/", "sign/")]
    form.refresh_from_db()
    assert (form.conclusion, form.opinions.count()) == ("after_changes", 0)
    assert ["已经签署，不能再改；刚才的内容没有保存" in answer for answer in answers] == [True] * 3


def test_a_form_taken_back_says_why(as_reviewer, form, office):
    recall_form(actor=office, form=form, reason="改请钱审查")
    content = page(as_reviewer, form.get_absolute_url())
    assert ("收回，没有签署：改请钱审查" in content, "签署并返回" in content) == (True, False)


def test_the_form_of_another_reviewer_is_not_there(as_reviewer, city, round, form):
    other = reviewing.make_form(round, reviewing.make_reviewer(city, "reviewer2", "钱审查"))
    signed = reviewing.make_signed(round, reviewing.make_reviewer(city, "reviewer3", "孙审查"))
    data = reviewing.typed(password=factories.PASSWORD, **ANSWERS)
    urls = [each.get_absolute_url() for each in (other, signed)]
    answers = [as_reviewer.get(url).status_code for url in urls]
    answers += [
        as_reviewer.post(url + act, data).status_code for url in urls for act in ("", "rows/", "sign/")
    ]
    assert set(answers) == {404}


def test_the_office_reads_a_form_only_when_it_is_signed(as_office, form, city, round):
    signed = reviewing.make_signed(round, reviewing.make_reviewer(city, "reviewer2"), "5.2")
    answers = [as_office.get(each.get_absolute_url()).status_code for each in (form, signed)]
    assert answers == [404, 200]


def test_others_are_read_after_the_own_signature(as_reviewer, city, round, form):
    other = reviewing.make_reviewer(city, "reviewer2", "钱审查")
    reviewing.make_signed(round, other, "5.2", conclusion="disagree", remark="目的不明")
    url = round.get_absolute_url()
    before = page(as_reviewer, url)
    history = page(as_reviewer, round.standard.get_absolute_url())
    secrets = ("对 5.2 的意见", "目的不明", "不同意")
    assert [words for words in secrets if words in before or words in history] == []
    assert NOT_YET in before
    send(as_reviewer, form, "sign/", data=reviewing.typed(password=factories.PASSWORD, **ANSWERS))
    after = page(as_reviewer, url)
    assert [words for words in secrets if words not in after] == []


def test_what_is_not_signed_is_nobody_elses(as_office, round, form):
    opinions = [{"clause": "5.2", "text": "还在考虑"}]
    save_opinions(actor=form.reviewer, form=form, answers={}, opinions=opinions, remark="草稿")
    content = page(as_office, round.get_absolute_url())
    assert ("还在考虑" in content, "草稿" in content) == (False, False)


def test_a_reviewer_who_lost_the_role_still_opens_the_draft_and_nothing_else(client, round, form, reviewer):
    reviewer.assignments.all().delete()
    client.force_login(type(reviewer).objects.get(pk=reviewer.pk))
    documents = {each.kind: each for each in round.standard.documents.all()}
    other = factories.make_document(round.standard, "text")
    urls = [
        round.standard.get_absolute_url(),
        round.get_absolute_url(),
        reverse("standards:document", args=[round.standard_id, documents["draft"].pk]),
        *(
            reverse("standards:opinion-form-document", args=[form.pk, each.pk])
            for each in (documents["draft"], documents["explanation"], other)
        ),
    ]
    assert [status(client, url) for url in urls] == [404, 404, 404, 200, 200, 404]
    assert Event.objects.about(round.standard).filter(verb="download", actor=reviewer).count() == 2


def test_a_reviewer_sees_the_draft_of_the_own_round(as_reviewer, round, form, reviewer):
    reviewing.close_round(round)
    second = reviewing.make_form(reviewing.open_round(round.standard, 2), reviewer)
    urls = [
        reverse("standards:opinion-form-document", args=[each.pk, document.pk])
        for each in (form, second)
        for document in round.standard.documents.filter(kind="draft").order_by("pk")
    ]
    assert [status(as_reviewer, url) for url in urls] == [200, 404, 404, 200]


def test_files_go_with_the_form_that_was_taken_back(as_reviewer, round, form):
    OpinionForm.objects.filter(pk=form.pk).update(recalled_at=timezone.now(), recall_reason="出差")
    draft = round.documents.get(kind="draft")
    url = reverse("standards:opinion-form-document", args=[form.pk, draft.pk])
    assert as_reviewer.get(url).status_code == 404


def handled(*rows) -> dict:
    """What the page of the handling sends: (opinion, handling and response now, as the page was opened)."""
    data = {}
    for opinion, now, before in rows:
        for name, value, initial in zip(("handling", "response"), now, before, strict=True):
            data[f"o{opinion.pk}-{name}"] = value
            data[f"initial-o{opinion.pk}-{name}"] = initial
    return data


def test_several_opinions_are_handled_on_one_page(as_office, round, reviewer):
    first, second = reviewing.make_signed(round, reviewer, "5.2", "5.3").opinions.all()
    data = handled((first, ("accepted", ""), ("", "")), (second, ("rejected", "已有规定"), ("", "")))
    content = as_office.post(f"{round.get_absolute_url()}opinions/", data, follow=True).content.decode()
    assert ("已处理 2 条意见。" in content, "已有规定" in content) == (True, True)


def test_what_somebody_else_handled_meanwhile_is_not_taken_back(as_office, round, reviewer):
    first, second = reviewing.make_signed(round, reviewer, "5.2", "5.3").opinions.all()
    type(first).objects.filter(pk=first.pk).update(handling="partly", response="改为每周一次")
    data = handled((first, ("", ""), ("", "")), (second, ("accepted", ""), ("", "")))
    as_office.post(f"{round.get_absolute_url()}opinions/", data)
    assert list(reviewing.Opinion.objects.values_list("handling", "response")) == [
        ("partly", "改为每周一次"),
        ("accepted", ""),
    ]


def test_a_refused_handling_stands_at_its_row_and_writes_nothing(as_office, round, reviewer):
    first, second = reviewing.make_signed(round, reviewer, "5.2", "5.3").opinions.all()
    data = handled((first, ("accepted", ""), ("", "")), (second, ("rejected", ""), ("", "")))
    response = as_office.post(f"{round.get_absolute_url()}opinions/", data)
    errors = [row.errors for row in response.context["rows"]]
    assert errors == [{}, {"response": ["条款 5.3：部分采纳、不采纳要写明处理说明。"]}]
    assert not reviewing.Opinion.objects.exclude(handling="").exists()


def test_the_drafting_department_handles_and_others_do_not(client, city, round, reviewer, department):
    opinion = reviewing.make_signed(round, reviewer, "5.2").opinions.get()
    drafting = reviewing.make_reviewer(
        city, "drafting", "周部门", roles=[Role.DEPARTMENT], department=department
    )
    url, statuses = f"{round.get_absolute_url()}opinions/", []
    for user in (reviewer, drafting):
        client.force_login(user)
        statuses.append(client.post(url, handled((opinion, ("accepted", ""), ("", "")))).status_code)
    opinion.refresh_from_db()
    assert (statuses, opinion.handled_by) == ([403, 302], drafting)


def test_earlier_rounds_stay_readable_on_the_standards_page(client, reader, round, reviewer):
    reviewing.make_signed(round, reviewer, "5.2").opinions.update(handling="rejected", response="已有规定")
    reviewing.close_round(round)
    reviewing.open_round(round.standard, 2)
    client.force_login(reader)
    content = page(client, round.standard.get_absolute_url())
    lines = [
        (line.round.number, line.counts.sent, line.counts.opinions, [each.kind for each in line.documents])
        for line in client.get(round.standard.get_absolute_url()).context["review_rounds"]
    ]
    assert lines == [(2, 0, 0, ["draft", "explanation"]), (1, 1, 1, ["draft", "explanation"])]
    assert f'href="{round.get_absolute_url()}"' in content
    assert "已有规定" in page(client, round.get_absolute_url())


def test_a_reader_is_offered_nothing_to_write(client, reader, round, form):
    client.force_login(reader)
    content = page(client, round.get_absolute_url())
    words = ("安排审查", "修改安排", "发出意见表</a>", "收回", "处理意见", "填写我的")
    assert [word for word in words if word in content] == []


def test_a_stored_summary_of_the_open_round_waits_for_the_own_signature(as_reviewer, round, form):
    """The office keeps the 意见汇总处理表 as a file while one reviewer has still to sign."""
    summary = factories.make_document(round.standard, "opinions", name="意见汇总处理表.pdf")
    urls = [
        reverse("standards:document", args=[round.standard_id, summary.pk]),
        round.get_absolute_url(),
        round.standard.get_absolute_url(),
    ]
    before = [
        status(as_reviewer, urls[0]),
        *("意见汇总处理表.pdf" in page(as_reviewer, url) for url in urls[1:]),
    ]
    send(as_reviewer, form, "sign/", data=reviewing.typed(password=factories.PASSWORD, **ANSWERS))
    after = [
        status(as_reviewer, urls[0]),
        *("意见汇总处理表.pdf" in page(as_reviewer, url) for url in urls[1:]),
    ]
    assert (before, after) == ([404, False, False], [200, True, True])


def test_the_office_opens_the_draft_from_a_signed_form(as_office, round, reviewer):
    form = reviewing.make_signed(round, reviewer)
    draft = round.documents.get(kind="draft")
    url = reverse("standards:opinion-form-document", args=[form.pk, draft.pk])
    assert (url in page(as_office, form.get_absolute_url()), status(as_office, url)) == (True, 200)

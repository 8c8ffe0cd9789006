"""A reviewer answers and signs under the own account; what is signed stays; opinions are handled (10.4)."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from gridgov.errors import GridgovError
from gridgov.organizations.models import Role
from gridgov.records.models import Event
from standards.models import Opinion, OpinionForm
from standards.permissions import can_handle, can_read_opinions, can_sign
from standards.reviewing import summary_of
from standards.services.opinions import handle_opinions, save_opinions, sign_form
from standards.services.reviewing import recall_form
from tests import factories
from tests.standards import reviewing

FILLED = {"answers": reviewing.ANSWERS, "conclusion": "after_changes", "remark": ""}
OPINION = {"clause": "5.2", "text": "写明频次", "proposal": "每周两次"}
SIGNED = "这份审定意见表已于 2026-06-01 12:00 签署，不能再改。"


@pytest.fixture(autouse=True)
def _in_june(time_machine):
    time_machine.move_to("2026-06-01 12:00+08:00", tick=False)


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
def drafting(city, department):
    """A person of the drafting department."""
    return reviewing.make_reviewer(city, "drafting", "周部门", roles=[Role.DEPARTMENT], department=department)


def save(form, *opinions, actor=None, **values) -> OpinionForm:
    return save_opinions(
        actor=actor or form.reviewer, form=form, opinions=list(opinions), **{**FILLED, **values}
    )


def sign(form, password=factories.PASSWORD, actor=None) -> OpinionForm:
    return sign_form(actor=actor or form.reviewer, form=form, password=password)


def refusal(service, *args, **values) -> tuple[str, str | None]:
    with pytest.raises(GridgovError) as caught:
        service(*args, **values)
    return caught.value.message, caught.value.field


def opinions_of(form) -> list:
    return list(form.opinions.values_list("clause", "text", "proposal"))


def test_a_draft_is_kept_and_takes_the_place_of_the_one_before(form):
    save(form, {"clause": "9", "text": "删去"})
    save(
        form, OPINION, {"clause": "", "text": " "}, {"clause": " 全文 ", "text": "用语统一"}, remark=" 可行 "
    )
    form.refresh_from_db()
    assert (form.purpose, form.conclusion, form.remark, form.is_signed) == (
        *("yes", "after_changes", "可行"),
        False,
    )
    assert opinions_of(form) == [("5.2", "写明频次", "每周两次"), ("全文", "用语统一", "")]


def test_the_trail_does_not_tell_of_a_draft(form):
    save(form, OPINION)
    assert Event.objects.about(form.round.standard).count() == 0


@pytest.mark.parametrize(
    ("opinion", "words"),
    [
        ({"text": "删去"}, "第 2 条意见没有写条款：请填写条款号，对全文的意见填“全文”。"),
        ({"clause": "5.3"}, "第 2 条意见（5.3）没有写意见内容，请补上或清空这一行。"),
        ({"clause": "5" * 41, "text": "长"}, "第 2 条意见的条款太长，最多 40 个字。"),
    ],
)
def test_half_an_opinion_is_refused_and_nothing_is_kept(form, opinion, words):
    assert refusal(save, form, OPINION, opinion) == (words, None)
    assert opinions_of(form) == []


def test_more_opinions_than_a_form_holds_are_refused(form):
    many = [OPINION] * 201
    assert refusal(save, form, *many) == ("一份意见表最多 200 条意见，请合并后再填。", None)


def test_signing_is_told_without_the_conclusion(form, reviewer, round):
    save(form, OPINION)
    row = sign(form)
    event = Event.objects.about(round.standard).get()
    assert (row.is_signed, event.actor, event.verb, event.changes) == (
        *(True, reviewer, "sign"),
        {"第 1 轮审查 审定意见表": ["", "赵审查已签署"]},
    )


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("", "请输入登录密码后再签署。"),
        ("falsch", "登录密码不对，没有签署。请重新输入您自己的登录密码。"),
    ],
)
def test_without_the_own_password_nothing_is_signed(form, password, words):
    save(form)
    assert refusal(sign, form, password) == (words, "password")
    form.refresh_from_db()
    assert form.is_signed is False


@pytest.mark.parametrize(
    ("values", "opinions", "words", "field"),
    [
        (
            {"answers": {**reviewing.ANSWERS, "lawful": ""}},
            [],
            "请回答审查重点 b）：符合、不符合或不涉及。",
            "lawful",
        ),
        ({"conclusion": ""}, [OPINION], "请选择结论：同意、修改后同意或不同意。", "conclusion"),
        (
            {"conclusion": "disagree"},
            [],
            "结论为不同意时，请至少写一条意见，说明哪一条不同意。",
            "conclusion",
        ),
        (
            {"answers": {**reviewing.ANSWERS, "purpose": "no", "formatted": "no"}},
            [],
            "a）、d）选了不符合：请写一条意见，或在总的意见中说明。",
            "remark",
        ),
    ],
)
def test_a_form_with_a_gap_is_not_signed(form, values, opinions, words, field):
    save(form, *opinions, **values)
    assert refusal(sign, form) == (words, field)


@pytest.mark.parametrize(("opinions", "remark"), [([OPINION], ""), ([], "目的没有写明")])
def test_a_no_is_explained_by_an_opinion_or_a_remark(form, opinions, remark):
    save(form, *opinions, answers={**reviewing.ANSWERS, "purpose": "no"}, remark=remark)
    assert sign(form).is_signed


def test_only_the_reviewer_writes_and_signs(form, office):
    own = ("审定意见表只能由审查人员本人填写和签署。", None)
    assert [refusal(save, form, actor=office), refusal(sign, form, actor=office)] == [own, own]


def test_a_signed_form_takes_nothing_any_more(form):
    save(form)
    sign(form)
    assert [refusal(save, form, OPINION), refusal(sign, form)] == [(SIGNED, None)] * 2


def test_a_form_taken_back_takes_nothing_any_more(form, office):
    recall_form(actor=office, form=form, reason="出差")
    assert refusal(save, form) == ("这份审定意见表已收回（出差），不用再填。", None)


def test_after_the_round_nothing_is_signed(form, round):
    save(form)
    reviewing.close_round(round)
    assert refusal(sign, form)[0].startswith("第 1 轮审查已于 2026-06-10 结束")


@pytest.mark.parametrize(
    "change",
    [
        lambda form: OpinionForm.objects.filter(pk=form.pk).update(conclusion="agree"),
        lambda form: OpinionForm.objects.filter(pk=form.pk).update(signed_at=None),
        lambda form: OpinionForm.objects.filter(pk=form.pk).delete(),
        lambda form: Opinion.objects.filter(form=form).update(text="别的话"),
        lambda form: Opinion.objects.filter(form=form).delete(),
        lambda form: Opinion.objects.create(form=form, clause="6", text="补一条"),
        lambda form: put_into(form),
    ],
)
def test_the_database_keeps_what_was_signed(round, reviewer, change):
    form = reviewing.make_signed(round, reviewer, "5.2")
    with pytest.raises(IntegrityError), transaction.atomic():
        change(form)


def put_into(form):
    """An opinion of another form, which is not signed, becomes one of this."""
    other = reviewing.make_form(
        form.round, reviewing.make_reviewer(form.round.standard.organization, "other")
    )
    loose = Opinion.objects.create(form=other, clause="6", text="补一条")
    Opinion.objects.filter(pk=loose.pk).update(form=form)


def test_the_database_keeps_the_forms_of_a_closed_round(round, form):
    reviewing.close_round(round)
    with pytest.raises(IntegrityError), transaction.atomic():
        OpinionForm.objects.filter(pk=form.pk).update(recall_reason="后来补的")


def test_the_database_signs_no_form_with_gaps(form):
    with pytest.raises(IntegrityError), transaction.atomic():
        OpinionForm.objects.filter(pk=form.pk).update(signed_at="2026-06-01T00:00:00Z")


def test_the_summary_follows_the_clauses_and_holds_signed_forms_only(round, reviewer, city, form, office):
    save(form, {"clause": "1", "text": "还没有签署"})
    for place, clauses in enumerate([("5.10", "附录A"), ("5.2", "全文", "A.2")]):
        other = reviewing.make_reviewer(city, f"other{place}")
        reviewing.make_signed(round, other, *clauses)
    assert [opinion.clause for opinion in summary_of(round)] == ["全文", "5.2", "5.10", "附录A", "A.2"]


def test_an_opinion_is_handled_by_the_drafting_department(round, reviewer, drafting):
    opinion = reviewing.make_signed(round, reviewer, "5.2").opinions.get()
    row = reviewing.handle(actor=drafting, opinion=opinion, handling="partly", response=" 改为每周一次 ")
    assert (row.handling, row.response, row.handled_by, row.handled_on) == (
        *("partly", "改为每周一次"),
        *(drafting, date(2026, 6, 1)),
    )


def test_handling_is_told_of_the_opinion_with_before_and_after(round, reviewer, office):
    opinion = reviewing.make_signed(round, reviewer, "5.2").opinions.get()
    reviewing.handle(actor=office, opinion=opinion, handling="accepted")
    reviewing.handle(actor=office, opinion=opinion, handling="rejected", response="已有规定")
    changes = [event.changes for event in Event.objects.about(opinion).order_by("id")]
    assert changes == [
        {"处理": ["", "采纳"]},
        {"处理": ["采纳", "不采纳"], "处理说明": ["", "已有规定"]},
    ]
    assert Event.objects.about(round.standard).count() == 0


def test_handling_what_is_handled_so_leaves_no_trace(round, reviewer, office, drafting):
    opinion = reviewing.make_signed(round, reviewer, "5.2").opinions.get()
    reviewing.handle(actor=office, opinion=opinion, handling="accepted")
    count = handle_opinions(actor=drafting, round=round, handlings={opinion.pk: ("accepted", "")})
    opinion.refresh_from_db()
    assert (count, opinion.handled_by) == (0, office)


@pytest.mark.parametrize(
    ("handling", "response", "words", "field"),
    [
        ("rejected", " ", "条款 5.2：部分采纳、不采纳要写明处理说明。", "response"),
        ("", "改了", "条款 5.2：写了处理说明，请同时选择采纳、部分采纳或不采纳。", "handling"),
        ("maybe", "", "条款 5.2：请选择处理：采纳、部分采纳或不采纳。", "handling"),
    ],
)
def test_a_handling_that_cannot_be_is_refused(round, reviewer, office, handling, response, words, field):
    opinion = reviewing.make_signed(round, reviewer, "5.2").opinions.get()
    values = {"actor": office, "opinion": opinion, "handling": handling, "response": response}
    assert refusal(reviewing.handle, **values) == (words, field)


def test_one_bad_handling_stops_all(round, reviewer, office):
    first, second = reviewing.make_signed(round, reviewer, "5.2", "5.3").opinions.all()
    handlings = {first.pk: ("accepted", ""), second.pk: ("rejected", "")}
    refusal(handle_opinions, actor=office, round=round, handlings=handlings)
    assert not Opinion.objects.exclude(handling="").exists()


def test_what_is_not_signed_in_this_round_is_not_handled_here(round, form, office):
    save(form, OPINION)
    words = "有的意见不在这一轮已签署的意见表中，请刷新页面后再处理。"
    handlings = {form.opinions.get().pk: ("accepted", "")}
    assert refusal(handle_opinions, actor=office, round=round, handlings=handlings) == (words, None)


def test_reviewers_do_not_handle(round, reviewer):
    opinion = reviewing.make_signed(round, reviewer, "5.2").opinions.get()
    words = "第 1 轮审查的意见现在不能处理：由起草部门或标准化管理办公室在审查或修改期间处理。"
    assert refusal(reviewing.handle, actor=reviewer, opinion=opinion, handling="accepted") == (words, None)


def test_returned_opinions_are_handled_until_the_next_round(round, drafting):
    reviewing.close_round(round)
    row = round.standard
    row.stage = "drafting"
    row.save()
    returned = can_handle(drafting, round)
    row.stage = "reviewing"
    row.save()
    reviewing.open_round(row, 2)
    round.refresh_from_db()
    assert (returned, can_handle(drafting, round)) == (True, False)


def test_a_passed_round_is_not_handled_any_more(round, office):
    reviewing.close_round(round, "passed")
    assert can_handle(office, round) is False


def test_who_has_to_sign_does_not_read_the_others(round, reviewer, form, office, drafting, reader):
    before = [can_read_opinions(user, round) for user in (reviewer, office, drafting, reader)]
    save(form)
    sign(form)
    assert (before, can_read_opinions(reviewer, round)) == ([False, True, True, True], True)


def test_the_reviewer_alone_signs(form, reviewer, office, round):
    before = (can_sign(reviewer, form), can_sign(office, form))
    reviewing.close_round(round)
    assert (before, can_sign(reviewer, OpinionForm.objects.get())) == ((True, False), False)

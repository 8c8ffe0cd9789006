"""The endpoints of the sheet: saving as JSON and as a plain form, changes since, history."""

import json
from uuid import UUID

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from evaluation.models import Evaluation, Judgement, Operation
from evaluation.services.evaluations import add_participant
from evaluation.services.locking import lock_evaluation
from evaluation.sheet.reading import figures, read_result
from tests.evaluation.making import change, complete

pytestmark = pytest.mark.django_db
FIRST = "00000000-0000-4000-8000-000000000001"
SECOND = "00000000-0000-4000-8000-000000000002"
JSON = {"accept": "application/json"}


@pytest.fixture
def member(office, panel_member, evaluation):
    """Somebody of another organisation who takes part."""
    add_participant(actor=office, evaluation=evaluation, user=panel_member)
    return panel_member


def post(client, evaluation, message, name="operation"):
    """The status and the JSON of a message sent as the page sends it."""
    url = reverse(f"evaluation:{name}", args=[evaluation.pk])
    content = message if isinstance(message, str) else json.dumps(message)
    response = client.post(url, content, content_type="application/json", headers=JSON)
    return response.status_code, response.json()


def message(target="A1-1-1", value=None, *, base=0, uuid=FIRST):
    return {"uuid": uuid, "target": target, "base": base, "value": {"faults": 1} if value is None else value}


# Saving


def test_saved_operation_is_answered_with_what_it_made_and_every_figure(client, member, evaluation):
    client.force_login(member)
    status, answer = post(client, evaluation, message())
    operation = Operation.objects.get()
    assert (status, answer) == (
        200,
        {
            "uuid": FIRST,
            "target": "A1-1-1",
            "version": 1,
            "serial": 1,
            "value": {"faults": 1},
            "author": "panel",
            "at": answer["at"],
            "figures": figures(read_result(evaluation.official), "A1-1-1"),
        },
    )
    assert (operation.author, operation.uuid) == (member, UUID(FIRST))


def test_figures_add_up_to_the_full_marks_and_show_the_derivation(client, office, evaluation):
    client.force_login(office)
    change(office, evaluation, "A1-1-2", {"met": True})
    change(office, evaluation, "A1-1-3", {"met": True})
    shown = post(client, evaluation, message())[1]["figures"]
    totals = {name: shown[name] for name in ("earned", "deducted", "unjudged", "distance", "left")}
    assert totals == {"earned": 3, "deducted": 2, "unjudged": 495, "distance": -297, "left": 172}
    assert shown["items"]["A1-1"] == {"score": 3, "lost": 2, "judged": 3, "zero": ""}
    assert shown["item"] == {
        "code": "A1-1",
        "derivation": "5 − 2 ＝ 3",
        "requirements": {
            "A1-1-1": {"state": "deducted", "lost": 2, "derivation": "没有方针扣2分：不满足，扣2分"},
            "A1-1-2": {"state": "met", "lost": 0, "derivation": "满足，不扣分"},
            "A1-1-3": {"state": "met", "lost": 0, "derivation": "满足，不扣分"},
        },
    }


def test_lost_answer_is_got_by_sending_again(client, office, evaluation):
    client.force_login(office)
    first = post(client, evaluation, message())
    assert post(client, evaluation, message()) == first
    assert Operation.objects.count() == 1


def test_older_base_answers_409_with_both_values(client, office, member, evaluation):
    change(office, evaluation, "A1-1-1", {"met": True})
    client.force_login(member)
    status, answer = post(client, evaluation, message())
    assert (status, answer["mine"]) == (409, {"value": {"faults": 1}, "base": 0})
    theirs = {name: answer["theirs"][name] for name in ("value", "version", "author")}
    assert theirs == {"value": {"met": True}, "version": 1, "author": "office"}
    assert answer["error"] == "A1-1-1 已由 office 改过，您的改动没有保存。请比较后决定。"


def test_locked_evaluation_answers_423(client, office, evaluation):
    lock_evaluation(actor=office, evaluation=complete(office, evaluation))
    client.force_login(office)
    assert post(client, evaluation, message(base=1)) == (
        423,
        {"error": "这份评价已锁定，不能再改。需要修改时，请由标准化管理办公室重开。"},
    )


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ("{", "不是正确的 JSON：第 1 行第 2 列附近有误，请改正。"),
        ([], "内容应为 {…} 形式的对象。"),
        ({"uuid": FIRST}, "缺少 target、base、value，请刷新页面后重试。"),
        (message(uuid="no"), "uuid 写法不对，请刷新页面后重试。"),
        (message(uuid=7), "uuid 写法不对，请刷新页面后重试。"),
        (message(base=-1), "base 应为不小于 0 的整数，请刷新页面后重试。"),
        (message(base=True), "base 应为不小于 0 的整数，请刷新页面后重试。"),
        (message(base="0" * 20 + "9" * 20), "base 应为不小于 0 的整数，请刷新页面后重试。"),
        (message(base=10**30), "base 应为不小于 0 的整数，请刷新页面后重试。"),
        (message(target=["A1-1-1"]), "target 应为要求或项的编号，如 A1-1-1。"),
        (message(target="B1"), "评分表中没有“B1”，请刷新页面后重试。"),
        (message(value={"faults": 2}), "A1-1-1 的 faults 是 2，应为 0 到 1 的整数。"),
    ],
)
def test_wrong_message_answers_422_with_a_sentence(client, office, evaluation, sent, sentence):
    client.force_login(office)
    assert post(client, evaluation, sent) == (422, {"error": sentence})
    assert Evaluation.objects.get().official.serial == 0


def test_stranger_reader_and_anonymous_are_refused_in_json(client, stranger, reader, evaluation):
    answers = [post(client, evaluation, message())[0]]
    for user in (stranger, reader):
        client.force_login(user)
        answers.append(post(client, evaluation, message())[0])
    assert answers == [401, 404, 403]
    assert Operation.objects.count() == 0


def test_site_administrator_never_judges_even_as_participant(client, office, evaluation, administrator):
    evaluation.participants.create(user=administrator)
    type(administrator).objects.filter(pk=administrator.pk).update(is_site_administrator=True)
    client.force_login(administrator)
    assert post(client, evaluation, message())[0] == 403


def test_save_of_a_participant_takes_few_statements(client, office, evaluation, django_assert_num_queries):
    client.force_login(office)
    post(client, evaluation, message())
    # session, user, evaluation, savepoint, UPDATE, INSERT, INSERT, release, judgements
    with django_assert_num_queries(9):
        post(client, evaluation, message("A1-1-2", uuid=SECOND))


# What others did


def changes(client, evaluation, since=0):
    response = client.get(reverse("evaluation:changes", args=[evaluation.pk]), {"since": since}, headers=JSON)
    return response.status_code, response.json()


def test_changes_are_those_after_the_serial_with_all_figures(client, office, member, evaluation):
    change(office, evaluation, "A1-1-1", {"met": True})
    second = change(office, evaluation, "A1-1-2", {"met": True})
    client.force_login(member)
    assert changes(client, evaluation, 1) == (
        200,
        {
            "serial": 2,
            "state": "open",
            "version": 1,
            "operations": [second.to_dict()],
            "figures": figures(read_result(evaluation.official)),
        },
    )


def test_nothing_new_costs_one_statement_beside_the_login(
    client, office, evaluation, django_assert_num_queries
):
    change(office, evaluation, "A1-1-1", {"met": True})
    client.force_login(office)
    changes(client, evaluation)
    with django_assert_num_queries(3):
        answer = changes(client, evaluation, 1)
    assert answer == (200, {"serial": 1, "state": "open", "version": 1, "operations": []})


def test_reader_of_the_organisation_sees_changes_and_a_stranger_none(client, reader, stranger, evaluation):
    statuses = []
    for user in (reader, stranger):
        client.force_login(user)
        statuses.append(changes(client, evaluation)[0])
    assert statuses == [200, 404]


def test_wrong_serial_is_refused_with_a_sentence(client, office, evaluation):
    client.force_login(office)
    assert changes(client, evaluation, "x") == (
        422,
        {"error": "since 应为不小于 0 的整数，请刷新页面后重试。"},
    )


# Without JavaScript


def submit(client, evaluation, **fields):
    fields = {"uuid": FIRST, "target": "A1-1-1", "base": "0", **fields}
    return client.post(reverse("evaluation:judge", args=[evaluation.pk]), fields)


def sheet_place(evaluation, section, anchor):
    return f"{reverse('evaluation:sheet', args=[evaluation.pk, section])}#{anchor}"


def test_plain_form_saves_and_returns_to_its_row(client, office, evaluation):
    client.force_login(office)
    response = submit(client, evaluation, value='{"faults":1}', reason=" 没有方针 ", note="")
    assert response["Location"] == sheet_place(evaluation, "A.1", "row-A1-1-1")
    assert Judgement.objects.get().value == {"faults": 1, "reason": "没有方针"}


def test_plain_form_sent_twice_is_kept_once(client, office, evaluation):
    client.force_login(office)
    answers = [submit(client, evaluation, value='{"faults":1}').status_code for _ in range(2)]
    assert (answers, Operation.objects.count()) == ([302, 302], 1)


def test_plain_form_takes_a_measured_figure(client, office, evaluation):
    client.force_login(office)
    submit(client, evaluation, target="A1-4-4", value="measured", measured=" 62.50 ")
    assert Judgement.objects.get().value == {"value": "62.5"}


def test_plain_form_rewrites_the_words_of_a_judgement(client, office, evaluation):
    change(office, evaluation, "A1-1-1", {"faults": 1, "reason": "旧", "note": "旧"})
    client.force_login(office)
    submit(client, evaluation, base="1", value='{"faults":1,"reason":"旧","note":"旧"}', reason="新", note="")
    assert Judgement.objects.get().value == {"faults": 1, "reason": "新"}


def test_plain_form_clears_a_judgement(client, office, evaluation):
    change(office, evaluation, "A1-1-1", {"faults": 1})
    client.force_login(office)
    submit(client, evaluation, base="1", value="{}", reason="没有方针")
    assert Judgement.objects.get().value == {}


def test_plain_form_decides_an_item(client, office, evaluation):
    client.force_login(office)
    response = submit(client, evaluation, target="A3-2", value='{"unmet":true}', reason="全部缺失")
    assert response["Location"] == sheet_place(evaluation, "A.3", "item-A3-2")
    assert Judgement.objects.get().value == {"unmet": True, "reason": "全部缺失"}


def test_plain_form_shows_a_refusal_as_a_message(client, office, evaluation):
    client.force_login(office)
    response = submit(client, evaluation, target="A1-4-4", value="measured", measured="62,5")
    shown = [str(message) for message in get_messages(response.wsgi_request)]
    words = "A1-4-4 的 value 是 “62,5”，应为 62.5 这样的数，不带百分号、不用全角和指数。"
    assert (response.status_code, shown, Operation.objects.count()) == (302, [words], 0)


def test_plain_form_shows_both_values_of_a_conflict(client, office, member, evaluation):
    change(office, evaluation, "A1-1-1", {"met": True})
    client.force_login(member)
    response = submit(client, evaluation, value='{"faults":1}', reason="没有方针")
    page = response.content.decode()
    assert response.status_code == 409
    shown = ("A1-1-1 已由 office 改过", "满足，不扣分", "没有方针扣2分：不满足，扣2分")
    assert [words in page for words in shown] == [True] * 3
    assert Judgement.objects.get().value == {"met": True}


def test_conflict_page_offers_ones_own_value_on_the_version_now_seen(client, office, member, evaluation):
    change(office, evaluation, "A1-1-1", {"met": True})
    client.force_login(member)
    context = submit(client, evaluation, value='{"faults":1}', reason="没有方针").context
    submit(client, evaluation, uuid=context["uuid"], base=context["base"], value=context["value"])
    assert Judgement.objects.values_list("value", "version").get() == (
        {"faults": 1, "reason": "没有方针"},
        2,
    )


# History


def test_history_gives_every_change_newest_first(client, office, member, evaluation):
    first = change(office, evaluation, "A1-1-1", {"met": True})
    second = change(member, evaluation, "A1-1-1", {"faults": 1, "note": "文件过期"}, base=1)
    change(office, evaluation, "A1-1-2", {"met": True})
    client.force_login(office)
    url = reverse("evaluation:history", args=[evaluation.pk, "A1-1-1"])
    assert client.get(url, headers=JSON).json() == {
        "target": "A1-1-1",
        "operations": [second.to_dict(), first.to_dict()],
    }
    page = client.get(url).content.decode()
    assert "没有方针扣2分：不满足，扣2分。备注：文件过期" in page


def test_history_of_something_unjudged_says_so(client, office, evaluation):
    client.force_login(office)
    page = client.get(reverse("evaluation:history", args=[evaluation.pk, "A3-2"])).content.decode()
    assert "还没有判定过。" in page


def test_history_of_an_unknown_code_is_not_found(client, office, evaluation):
    client.force_login(office)
    assert client.get(reverse("evaluation:history", args=[evaluation.pk, "B1"])).status_code == 404


def test_key_that_no_column_holds_is_no_evaluation(client, office):
    client.force_login(office)
    paths = [f"/evaluations/{2**63}/{name}/" for name in ("operations", "judge", "changes", "history/A1-1-1")]
    asked = [client.get(path).status_code for path in paths[2:]]
    assert [client.post(path).status_code for path in paths[:2]] + asked == [404] * 4


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (message(target="\ud800"), "target 应为要求或项的编号，如 A1-1-1。"),
        (r'{"\ud800": 1, "\ud800": 1}', "有一个名称含有不能保存的字符，请删去后重试。"),
    ],
)
def test_half_a_character_is_refused_with_a_sentence(client, office, evaluation, content, sentence):
    client.force_login(office)
    assert post(client, evaluation, content) == (422, {"error": sentence})


def test_message_beyond_all_measure_is_refused_with_a_sentence(client, office, evaluation):
    client.force_login(office)
    refused = {"error": "内容太多，没有保存。请缩短备注，或分几次上传文件。"}
    assert post(client, evaluation, message(value={"met": True, "note": "长" * 1_000_000})) == (413, refused)

"""The private sheet of a member: what stands beside it, and that nobody else sees it before its time."""

import json
import re
from datetime import date
from uuid import uuid4

import pytest

from evaluation.models import Evaluation
from evaluation.services.evidence import add_file
from evaluation.services.locking import lock_evaluation
from gridgov.records.models import Event
from tests import factories
from tests.evaluation.making import complete, hand_in, judge_own, make_evaluation, make_panel, members
from tests.evaluation.seeing import address, see, text_of

pytestmark = pytest.mark.django_db
SECRET = "机密的问题"


@pytest.fixture
def panel(city, county, edition):
    return make_panel(city, county)


@pytest.fixture
def leader(panel):
    return members(panel)[0]


@pytest.fixture
def second(panel):
    return members(panel)[1]


def self_evaluate(county, **judged):
    """A locked self-evaluation of the county with a file at A1-1-1."""
    keeper = factories.make_office_user(county, "keeper")
    evaluation = make_evaluation(county, keeper, year=2025, as_of=date(2025, 11, 1))
    file = factories.ContentFile(factories.PDF, name="方针.pdf")
    add_file(actor=keeper, sheet=evaluation.official, target="A1-1-1", file=file)
    return lock_evaluation(actor=keeper, evaluation=complete(keeper, evaluation, **judged))


def row_of(text, code) -> str:
    return text[text.index(f'id="row-{code}"') :].split("</article>")[0]


def test_top_bar_says_whose_sheet_it_is_and_what_is_his_to_judge(client, panel, leader):
    bar = see(client, leader.user, "sheet", panel.pk, "A.1").split("</header>")[0]
    assert "2026年上级评估 · 现场评分" in bar
    assert "panel1，主评 A.1、A.2" in bar
    assert "panel2" not in bar


def test_assigned_tables_stand_first_among_the_tabs(client, panel, second):
    text = see(client, second.user, "sheet", panel.pk, "A.1")
    assert re.findall(r'class="tab[^"]*"[^>]*><b>(A\.\d)', text) == [
        "A.3",
        "A.1",
        "A.2",
        "A.4",
        "A.5",
        "A.6",
        "A.7",
    ]


def test_table_not_assigned_can_be_judged_too(panel, second):
    judge_own(second, "A7-3-1", {"choice": "无"})
    assert second.sheet.judgements.get().target == "A7-3-1"


def test_self_evaluation_stands_beside_each_requirement(client, panel, county, leader):
    result = self_evaluate(county, A1_1_2={"faults": 1, "reason": "没有量化", "note": "明年补"})
    text = see(client, leader.user, "sheet", panel.pk, "A.1")
    assert f"自我评价 {result.number}" in text
    assert "自评：<b>满足</b>" in row_of(text, "A1-1-1")
    assert "自评：<b>不满足，扣2分</b>　理由：没有量化　备注：明年补" in row_of(text, "A1-1-2")


def test_self_evaluation_of_the_application_goes_before_a_newer_one(client, panel, county, leader):
    older = self_evaluate(county, A1_1_2={"faults": 1})
    keeper = older.locked_by
    newer = make_evaluation(county, keeper, year=2026, as_of=date(2026, 11, 1))
    lock_evaluation(actor=keeper, evaluation=complete(keeper, newer))
    application = older.applications.create(
        organization=county, addressee=county.parent, state="accepted", operated_from=date(2025, 1, 1),
        incidents="none", contact="李", phone="1",
    )  # fmt: skip
    Evaluation.objects.filter(pk=panel.pk).update(application=application)
    text = see(client, leader.user, "sheet", panel.pk, "A.1")
    assert (older.number in text, "自评：<b>不满足，扣2分</b>" in text) == (True, True)


def test_panel_without_a_self_evaluation_is_told_so(client, panel, leader):
    assert "被评单位没有已锁定的自我评价" in see(client, leader.user, "sheet", panel.pk, "A.1")


def test_file_of_the_self_evaluation_is_handed_out_and_told_to_the_organiser_alone(
    client, panel, county, leader
):
    self_evaluate(county)
    link = re.search(
        r"/evaluations/\d+/self-evidence/\w{64}/", see(client, leader.user, "sheet", panel.pk, "A.1")
    )
    response = client.get(link.group())
    assert b"".join(response.streaming_content) == factories.PDF
    assert Event.objects.filter(verb="download").get().organization == panel.organizer


def test_file_that_no_self_evaluation_names_is_not_found(client, panel, leader):
    client.force_login(leader.user)
    assert client.get(address("self-evidence", panel.pk, "0" * 64)).status_code == 404


# Beside the self-evaluation and the tables assigned, as many as the official sheet: see test_sheet_pages.
@pytest.mark.parametrize(("section", "count"), [("A.1", 28), ("A.7", 14)])
def test_private_sheet_costs_a_fixed_number_of_statements(
    client, panel, county, leader, section, count, django_assert_num_queries
):
    self_evaluate(county)
    for code in list(panel.edition.scorecard.requirements_by_code)[:29]:
        judge_own(leader, code, {"met": True})
    client.force_login(leader.user)
    client.get(address("sheet", panel.pk, section))  # the first page of a session writes the session too
    with django_assert_num_queries(count):
        assert client.get(address("sheet", panel.pk, section)).status_code == 200


def test_four_kinds_of_words_are_kept_and_shown(client, panel, leader):
    client.force_login(leader.user)
    words = {"reason": "查无文件", "note": "见照片", "finding": "方针未发布", "asked": "问：谁批准？"}
    form = {"uuid": str(uuid4()), "target": "A1-1-1", "base": "0", "value": '{"faults":1}'} | words
    client.post(address("judge", panel.pk), form)
    assert leader.sheet.judgements.get().value == {"faults": 1} | words
    row = row_of(see(client, leader.user, "sheet", panel.pk, "A.1"), "A1-1-1")
    assert "发现的问题：方针未发布" in row
    assert "提问记录：问：谁批准？" in row


def test_words_do_not_hide_which_answer_is_chosen(client, panel, leader):
    judge_own(leader, "A1-1-1", {"faults": 1, "finding": "没有", "asked": "问过"})
    row = row_of(see(client, leader.user, "sheet", panel.pk, "A.1"), "A1-1-1")
    assert 'data-value="{"faults":1}" data-key="2" aria-pressed="true"' in row


def test_browser_set_to_the_left_hand_gets_its_answers_on_the_left(client, panel, leader):
    client.cookies["gridgov-hand"] = "left"
    assert 'class="sheet private left-handed"' in see(client, leader.user, "sheet", panel.pk, "A.1")


# Nobody sees another's judgements before submitting


@pytest.fixture
def written(panel, leader):
    """The leader has judged with words and a photo that stand nowhere else, and handed in."""
    value = {"faults": 1, "reason": SECRET, "note": SECRET, "finding": SECRET, "asked": SECRET}
    proof = add_file(
        actor=leader.user,
        sheet=leader.sheet,
        target="A1-1-1",
        file=factories.ContentFile(factories.PDF, name=f"{SECRET}.pdf"),
    )
    hand_in(leader, A1_1_1=value)
    return proof


PLACES = ("sheet", "why", "history", "history-json", "changes", "evidence", "excel", "working-sheet")


def place_url(panel, leader, proof, place) -> str:
    return {
        "sheet": address("sheet", panel.pk, "A.1"),
        "why": address("sheet", panel.pk, "A.1", query="?why=A1-1-1"),
        "history": address("history", panel.pk, "A1-1-1"),
        "history-json": address("history", panel.pk, "A1-1-1"),
        "changes": address("changes", panel.pk, query="?since=0"),
        "evidence": address("evidence", panel.pk, proof.pk),
        "excel": address("sheet-excel", panel.pk),
        "working-sheet": address("working-sheet", panel.pk, leader.pk, "A.1"),
    }[place]


@pytest.mark.parametrize("place", PLACES)
def test_member_sees_nothing_of_another_before_handing_in(client, panel, leader, second, written, place):
    client.force_login(second.user)
    headers = {"accept": "application/json"} if place.endswith("json") else {}
    response = client.get(place_url(panel, leader, written, place), headers=headers)
    content = b"".join(response) if response.streaming else response.content
    assert SECRET not in content.decode("utf-8", "replace")


@pytest.mark.parametrize("place", PLACES)
def test_organiser_reads_no_sheet_of_a_panel(client, panel, leader, office, written, place):
    client.force_login(office)
    assert client.get(place_url(panel, leader, written, place)).status_code == 404


def test_conflict_on_the_own_sheet_tells_nothing_of_another(client, panel, second, written):
    judge_own(second, "A1-1-1", {"met": True})
    client.force_login(second.user)
    message = {"uuid": str(uuid4()), "target": "A1-1-1", "base": 0, "value": {"faults": 1}}
    as_json = client.post(
        address("operation", panel.pk), json.dumps(message), content_type="application/json"
    )
    as_page = client.post(address("judge", panel.pk), message | {"value": '{"faults":1}'})
    assert (as_json.status_code, as_page.status_code) == (409, 409)
    assert as_json.json()["theirs"]["author"] == "panel2"
    assert SECRET not in as_json.content.decode() + text_of(as_page)


def test_events_tell_that_a_sheet_was_handed_in_and_nothing_of_it(panel, leader, written):
    told = "".join(f"{row.changes}{row.reason}{row.target_label}" for row in Event.objects.all())
    assert Event.objects.filter(verb="hand_in").count() == 1
    assert SECRET not in told


def test_download_of_a_photo_is_told_to_the_organiser_without_its_name(client, panel, leader, written):
    client.force_login(leader.user)
    response = client.get(address("evidence", panel.pk, written.pk))
    assert b"".join(response.streaming_content) == factories.PDF
    event = Event.objects.get(verb="download")
    assert (event.organization, event.changes) == (panel.organizer, {"附件": ["", "底稿的证据"]})


def test_member_who_has_handed_in_reads_the_sheets_of_those_who_have_too(
    client, panel, leader, second, written
):
    hand_in(second)
    text = see(client, second.user, "working-sheet", panel.pk, leader.pk, "A.1")
    assert "这是 <b>panel1</b> 的底稿" in text
    assert SECRET in row_of(text, "A1-1-1")
    assert ('name="uuid"' in text, "看改动" in text) == (False, False)


def test_sheet_still_open_is_read_by_nobody(client, panel, leader, second):
    hand_in(leader)
    client.force_login(leader.user)
    assert client.get(address("working-sheet", panel.pk, second.pk, "A.1")).status_code == 404

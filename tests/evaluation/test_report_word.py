"""The draft of a report in Word: for writing the narrative, before the lock, by those who may see the figures."""

from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document

from evaluation.papers.report_draft import DRAFT_MARK, draft_context
from evaluation.services.evaluations import write_conclusion
from evaluation.services.locking import lock_evaluation
from gridgov.records.models import Event
from tests.evaluation.finishing import bring_to_the_lock, fresh, lock_panel
from tests.evaluation.making import change, complete, hand_in, make_panel, members


def words_of(content: bytes) -> str:
    document = Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def get(client, user, evaluation):
    client.force_login(user)
    return client.get(reverse("evaluation:report-word", args=[evaluation.pk]))


def test_draft_is_marked_and_holds_the_figures_and_the_narrative(client, office, evaluation):
    evaluation = complete(office, evaluation, A3_2_1={"faults": 1, "note": "没有找到有效文本"})
    write_conclusion(
        actor=office,
        evaluation=evaluation,
        achievements="覆盖四个分体系",
        problems="",
        advice="",
        cap_decision="",
    )
    words = words_of(get(client, office, evaluation).content)
    assert words.count(DRAFT_MARK) == 2
    assert "覆盖四个分体系" in words
    assert "【请在此写存在问题】" in words
    assert "不满足。没有找到有效文本" in words
    assert "结论为合格" in words


def test_draft_says_what_is_not_judged_yet(office, evaluation):
    change(office, evaluation, "A1-1-1", {"met": True})
    context = draft_context(fresh(evaluation))
    assert (context["verdict"], context["open"]) == (
        "",
        "还有 174 条没有判定，结论未定；已得只计评完的评价内容。",
    )


def test_draft_counts_nothing_that_is_not_judged(office, evaluation):
    """Of an item with two requirements one is judged: nothing of it is earned yet."""
    change(office, evaluation, "A1-1-1", {"met": True})
    context = draft_context(fresh(evaluation))
    assert context["standing"] == "已得 0 分，未评 500 分"
    assert {row["score"] for row in context["tables"]} == {"0"}


def test_draft_is_given_out_before_the_lock_only(client, office, evaluation):
    evaluation = complete(office, evaluation)
    lock_evaluation(actor=office, evaluation=evaluation)
    response = get(client, office, evaluation)
    assert (response.status_code, "锁定后请打开报告 PDF" in response.content.decode()) == (403, True)


@pytest.fixture
def panel(city, county, edition):
    return make_panel(city, county)


def test_member_gets_the_draft_after_handing_in(client, panel):
    leader = members(panel)[0]
    assert get(client, leader.user, panel).status_code == 403
    hand_in(leader)
    assert get(client, leader.user, panel).status_code == 200


def test_organizer_gets_no_draft_for_it_holds_the_panels_figures(client, panel):
    hand_in(members(panel)[0])
    assert get(client, panel.opened_by, panel).status_code == 403


def test_taking_the_draft_stands_in_the_trail_of_the_organizer(client, panel):
    leader = members(panel)[0]
    hand_in(leader)
    get(client, leader.user, panel)
    event = Event.objects.filter(verb="render_document").get()
    assert (event.organization, event.actor) == (panel.organizer, leader.user)


def page_for(client, user, evaluation) -> str:
    client.force_login(user)
    return client.get(evaluation.get_absolute_url()).content.decode()


def test_page_of_the_panel_offers_the_draft_to_who_may_have_it(client, panel):
    url = reverse("evaluation:report-word", args=[panel.pk])
    leader = members(panel)[0]
    assert url not in page_for(client, leader.user, panel)
    hand_in(leader)
    assert url in page_for(client, leader.user, panel)


def test_page_of_the_panel_offers_the_report_once_it_is_locked(client, panel):
    result = lock_panel(bring_to_the_lock(panel))
    page = page_for(client, panel.opened_by, panel)
    assert reverse("evaluation:report", args=[result.pk]) in page
    assert reverse("evaluation:comparison", args=[result.pk]) in page

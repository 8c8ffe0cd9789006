"""Papers of a panel: what Word and PDF say, and that both say the same."""

import io
from dataclasses import replace
from datetime import date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document
from pypdf import PdfReader

from evaluation.papers.kinds import PAPERS
from evaluation.services import onsite, planning
from gridgov.printing import rendering
from gridgov.records.models import Event
from standards.documents.drawn import drawn
from standards.documents.pdf import layout_job
from standards.documents.word import write_layout
from tests.evaluation.making import make_panel, members

DRAWN = "M10 20L30.5 40M50 60L50 60"
BEGAN = datetime(2026, 11, 20, 8, 30, tzinfo=timezone.get_default_timezone())
TEXTS = {"place": "三楼会议室", "sampling": "抽标准文本 20 份", "survey": "拦访 100 份", "remarks": ""}


@pytest.fixture
def panel(city, county, edition):
    """The city evaluates its county; planned, the opening meeting held, two signed in, a site visited."""
    panel = make_panel(city, county)
    actor = panel.opened_by
    days = {"starts_on": date(2026, 11, 20), "ends_on": date(2026, 11, 21)}
    plan = planning.write_plan(actor=actor, evaluation=panel, **days, **TEXTS)
    planning.propose_schedule(actor=actor, evaluation=panel)
    site = planning.add_site(
        actor=actor, plan=plan, name="滨江路工作站", address="滨江路 1 号", reason="随机抽取"
    )
    planning.approve_plan(actor=actor, evaluation=panel)
    onsite.record_step(
        actor=actor,
        evaluation=panel,
        number=1,
        began_at=BEGAN,
        ended_at=BEGAN.replace(hour=9, minute=0),
        place="三楼会议室",
        chair="周立言",
        record="宣布了评估组成员。\n商定了日程。",
    )
    leader = members(panel)[0]
    onsite.sign_in(
        actor=actor, evaluation=panel, number=1, name=leader.user.name, employer="第1研究院", drawing=DRAWN
    )
    onsite.sign_in(actor=actor, evaluation=panel, number=1, name="王汇报", title="主任")
    onsite.record_visit(actor=actor, site=site, visited_on=date(2026, 11, 20), record="台账齐全")
    return panel


def context_of(kind, panel, number=1):
    return PAPERS[kind].context(panel, number)


def words_of_pdf(kind, panel, fonts) -> str:
    paper = PAPERS[kind]
    job = layout_job(paper.layout, context_of(kind, panel), kind=kind, title=paper.heading(panel, 1))
    pages = PdfReader(io.BytesIO(rendering.print_job(replace(job, fonts=fonts)))).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def words_of_word(kind, panel) -> str:
    document = Document(io.BytesIO(write_layout(PAPERS[kind].layout, context_of(kind, panel))))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "".join("".join([*(each.text for each in document.paragraphs), *cells]).split())


SAID = {
    "plan": [
        "评估方案",
        "三楼会议室",
        "抽标准文本20份",
        "拦访100份",
        "滨江路工作站",
        "首次会议",
        "A.1、A.2",
        "批准人",
    ],
    "sign-in": ["首次会议签到表", "王汇报", "第1研究院", "2026年11月20日08:30至09:00"],
    "opening": ["首次会议记录", "宣布评估组成员、评估程序及有关事宜。", "商定了日程。", "周立言"],
    "closing": ["末次会议记录", "评估组向被评单位通报评估情况", "【请写明会议情况】"],
    "on-site": ["现场检查记录表", "滨江路工作站", "台账齐全", "陪同人员签名"],
}


@pytest.mark.parametrize("kind", PAPERS)
def test_word_and_pdf_say_the_same(panel, fonts, kind):
    pdf, word = words_of_pdf(kind, panel, fonts), words_of_word(kind, panel)
    assert [words for words in SAID[kind] if words not in pdf] == []
    assert [words for words in SAID[kind] if words not in word] == []


def test_sign_in_sheet_lists_signed_then_missing_then_empty_lines(panel):
    people = context_of("sign-in", panel)["people"]
    leader, *others = members(panel)
    names = [leader.user.name, "王汇报", *(person.user.name for person in others)]
    assert [row["name"] for row in people] == names + [""] * 6
    assert [row["drawing"] for row in people][:2] == [DRAWN, ""]


def test_drawn_signature_is_a_shape_in_word(panel):
    content = write_layout(PAPERS["sign-in"].layout, context_of("sign-in", panel))
    xml = Document(io.BytesIO(content)).element.xml
    assert 'path="m100,200l305,400m500,600l500,600e"' in xml
    assert xml.count("<v:shape ") == 1


@pytest.mark.parametrize("path", ["", "<w:r/>", "M1 1C2 2 3 3", 'M1 1L"2 2'])
def test_what_is_no_drawing_draws_nothing(path):
    assert drawn(path) == "<w:r/>"


def test_plan_that_is_not_approved_is_dated_by_hand(panel):
    planning.withdraw_approval(actor=panel.opened_by, evaluation=panel, reason="改期")
    context = context_of("plan", panel)
    assert (context["date"], context["approver"]) == ("", "")


@pytest.mark.parametrize("kind", PAPERS)
def test_paper_is_handed_out_and_recorded(client, panel, kind):
    client.force_login(panel.opened_by)
    response = client.get(reverse("evaluation:panel-paper", args=[panel.pk, kind, "docx"]))
    assert response.status_code == 200
    event = Event.objects.about(panel).first()
    assert (event.verb, event.organization) == ("render_document", panel.organizer)


@pytest.mark.parametrize(
    ("kind", "ext", "query"), [("menu", "pdf", ""), ("plan", "exe", ""), ("sign-in", "pdf", "?step=8")]
)
def test_there_are_no_other_papers(client, panel, kind, ext, query):
    client.force_login(panel.opened_by)
    url = reverse("evaluation:panel-paper", args=[panel.pk, kind, ext])
    assert client.get(url + query).status_code == 404

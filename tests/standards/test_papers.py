"""The papers of a standard: what the catalogue promises stands in Word, PDF and Excel alike, and can be read back."""

import io
import re
from dataclasses import replace

import pytest
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from gridgov.dates import chinese_date
from gridgov.printing import rendering
from standards.documents.blocks import Rows
from standards.documents.catalogue import BY_KIND, PAPERS, TEMPLATED, names_of, sample_context
from standards.documents.contexts import BUILDERS
from standards.documents.layouts import LAYOUTS
from standards.documents.page import filled
from standards.documents.pdf import TEMPLATES, heading, print_job
from standards.documents.sandbox import PaperEnvironment
from standards.documents.sheets import write_opinions
from standards.documents.word import write_word
from standards.documents.wording import boxes, printable
from standards.models import OpinionForm, Standard, StandardDocument
from tests import factories
from tests.standards import papering, reviewing

KINDS = [paper.kind for paper in PAPERS]
PRINTED = ["notice", "opinion-form", "opinions", "review", "amendment", "withdrawal", "decree"]


@pytest.fixture
def subjects(city, node, department, office):
    return papering.make_subjects(city, node, department, office)


def words_in_word(data: bytes) -> str:
    """Everything in a Word document, tables in their place, without white space."""
    texts = [
        each.text or "" for each in Document(io.BytesIO(data)).element.body.iter() if each.tag.endswith("}t")
    ]
    return "".join("".join(texts).split())


def words_in_pdf(data: bytes) -> str:
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(data)).pages)


def word_of(kind: str, subject) -> str:
    return words_in_word(write_word(BY_KIND[kind], papering.context(kind, subject)))


def pdf_of(kind: str, subject, fonts) -> bytes:
    job = print_job(BY_KIND[kind], papering.context(kind, subject))
    return rendering.print_job(replace(job, fonts=fonts))


def test_every_paper_has_a_layout_and_a_builder():
    assert set(LAYOUTS) == set(BUILDERS) == set(BY_KIND)
    assert len(BY_KIND) == len(PAPERS) == 12


def test_papers_are_kept_as_kinds_of_document_there_are():
    assert {paper.kept_as for paper in PAPERS} - {""} <= set(StandardDocument.Kind.values)


@pytest.mark.parametrize("kind", KINDS)
def test_context_has_exactly_the_fields_the_catalogue_tells_of(kind, subjects):
    context = papering.context(kind, subjects[kind])
    assert set(context) == names_of(BY_KIND[kind].fields)
    for field in BY_KIND[kind].fields:
        if field.columns:
            assert all(set(row) == names_of(field.columns) for row in context[field.name])


@pytest.mark.parametrize("kind", KINDS)
def test_layout_names_nothing_but_the_fields_of_its_paper(kind):
    context = sample_context(BY_KIND[kind])
    assert filled(LAYOUTS[kind], context)[0]["lines"]


def test_every_width_of_a_column_has_its_style():
    style = (TEMPLATES / "standards" / "papers" / "papers.css").read_text("utf-8")
    widths = {
        column.width
        for layout in LAYOUTS.values()
        for block in layout.blocks
        if isinstance(block, Rows)
        for column in block.columns
    }
    assert [width for width in sorted(widths) if f".w{width} {{ width: {width}%; }}" not in style] == []


@pytest.mark.parametrize("paper", TEMPLATED, ids=lambda paper: paper.kind)
def test_nothing_of_the_template_is_left_in_a_word_document(paper, subjects):
    words = word_of(paper.kind, subjects[paper.kind])
    assert not re.search(r"\{\{|\}\}|\{%|%\}", words)
    assert words


def test_notice_tells_number_dates_and_what_is_replaced(subjects):
    words = word_of("notice", subjects["notice"])
    assert (
        "《网格巡查管理规范》已经李主任批准，现予发布，编号为Q/ALWGTG204•2-2025，自2025年5月1日起实施。"
        in words
    )
    assert "《网格巡查办法》（Q/ALWGTG204•1-2023）自2025年5月1日起由本标准代替。" in words
    assert "安网治发〔2025〕12号" in words
    assert words.endswith("安澜市网格化治理中心2025年4月15日")


def test_notice_of_a_first_edition_replaces_nothing(city, node):
    words = word_of("notice", factories.make_published(city, node))
    assert "由本标准代替" not in words


def test_explanation_has_the_headings_of_a_model_and_what_the_registry_knows(subjects):
    words = word_of("explanation", subjects["explanation"])
    headings = ["一、工作概况", "（一）任务来源", "（二）标准编制的背景意义", "（三）标准的编制过程"]
    headings += ["二、标准的主要内容", "三、知识产权说明", "四、采标情况", "五、重大意见分歧处理"]
    assert [words.find(heading) for heading in headings] == sorted(
        words.find(heading) for heading in headings
    )
    assert -1 not in [words.find(heading) for heading in headings]
    for known in (
        "计划于2026年3月2日批准，要求于2026年9月30日前完成",
        "事件处置没有统一时限。群众多次反映。",
        "承担单位：综合业务科",
        "起草工作组成员：王起草、李起草",
        "走访12个网格（来源：调研）",
        "2026年5月20日，第1轮审查：以会审方式审查，返回审定意见表2份。",
        "1轮审查共提出意见2条，采纳1条，部分采纳0条，不采纳1条。",
        "6.1：=SUM(A1)应删去（钱审查）。处理：不采纳。与上位标准一致，保留",
    ):
        assert known in words


def test_explanation_leaves_out_what_is_said_in_an_open_round(city, node):
    round = reviewing.make_reviewing(city, node)
    reviewing.make_signed(round, reviewing.make_reviewer(city), "5.2")
    words = word_of("explanation", round.standard)
    assert "对5.2的意见" not in words
    assert "【审查结束后填写】" in words


def test_paragraphs_of_a_text_are_paragraphs_in_word(subjects):
    data = write_word(BY_KIND["amendment"], papering.context("amendment", subjects["amendment"]))
    lines = [paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs]
    assert lines[lines.index("二、修改内容") + 1 :][:2] == ["5.2 “每周一次”改为“每周两次”", "6.3 删去第二段"]


def test_signed_form_shows_what_was_answered(subjects):
    context = papering.context("opinion-form", subjects["opinion-form"])
    assert [check["answer"] for check in context["checks"]] == 4 * ["■符合　□不符合　□不涉及"]
    assert context["conclusion"] == "□同意　■修改后同意　□不同意"
    assert (context["signature"], context["signed_on"]) == ("赵审查（以本人账号签署）", "2026年6月5日")
    assert [row["clause"] for row in context["opinions"]] == ["5.2.1"]


def test_unsigned_form_is_blank_whatever_its_reviewer_has_typed_so_far(city, node):
    round = reviewing.make_reviewing(city, node)
    form = reviewing.make_form(
        round, reviewing.make_reviewer(city), remark="草稿", conclusion="agree", purpose="no"
    )
    context = papering.context("opinion-form", form)
    assert context["reviewer"] == "赵审查"
    assert (context["remark"], context["signature"], context["conclusion"]) == (
        "",
        "",
        "□同意　□修改后同意　□不同意",
    )
    assert context["checks"][0]["answer"] == "□符合　□不符合　□不涉及"


def test_blank_form_has_room_for_opinions(city, node):
    context = papering.context("opinion-form", OpinionForm(round=reviewing.make_reviewing(city, node)))
    assert (context["reviewer"], len(context["opinions"])) == ("", 6)


def test_recalled_form_is_neither_counted_nor_listed(subjects, city):
    from django.utils import timezone

    round = reviewing.open_round(subjects["opinions"].standard, 9)
    for place, recalled_at in ((3, None), (4, timezone.now())):
        reviewer = reviewing.make_reviewer(city, f"r{place}", "孙审查")
        reviewing.make_signed(round, reviewer, f"{place}.1", recalled_at=recalled_at)
    context = papering.context("opinions", round)
    assert (context["sent"], context["returned"], [row["clause"] for row in context["opinions"]]) == (
        *(1, 1),
        ["3.1"],
    )


def test_opinions_are_a_table_in_excel_and_no_text_is_a_formula(subjects):
    data = write_opinions(papering.context("opinions", subjects["opinions"]))
    sheet = load_workbook(io.BytesIO(data)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert rows == [
        ["序号", "条款", "意见", "建议修改为", "提出人", "部门", "处理", "处理说明"],
        ["1", "5.2.1", "时限不明确", "改为“24 小时内”", "赵审查", "综合业务科", "采纳", None],
        ["2", "6.1", "=SUM(A1) 应删去", None, "钱审查", None, "不采纳", "与上位标准一致，保留"],
        [None, "总的意见", "总体可行", None, "钱审查", None, None, None],
    ]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert sheet["C6"].data_type == "s"


def test_opinions_stand_in_the_order_of_the_clauses(subjects, city):
    round = reviewing.open_round(subjects["opinions"].standard, 9)
    clauses = ("10.1", "6.1", "4", "附录A", "5.2.1")
    reviewing.make_signed(round, reviewing.make_reviewer(city, "r3", "孙审查"), *clauses, remark="总体可行")
    context = papering.context("opinions", round)
    assert [(row["place"], row["clause"]) for row in context["opinions"]] == [
        *(("1", "4"), ("2", "5.2.1"), ("3", "6.1"), ("4", "10.1"), ("5", "附录A")),
    ]
    assert context["remarks"] == [{"reviewer": "孙审查", "text": "总体可行"}]


def test_review_record_shows_the_dates_as_the_review_found_them(subjects):
    review = subjects["review"]
    Standard.objects.filter(pk=review.standard.pk).update(confirmed_on=review.concluded_on)
    review.standard.refresh_from_db()
    context = papering.context("review", review)
    assert (context["confirmed_on"], context["due_on"], context["conclusion"]) == (
        "",
        "2028年5月1日",
        "■确认　□修改　□修订　□废止",
    )


def test_open_review_leaves_room_for_its_conclusion(city, node):
    standard = factories.make_published(city, node)
    review = standard.reviews.create(started_on=standard.effective_on)
    words = word_of("review", review)
    assert "□确认□修改□修订□废止" in words


def test_withdrawal_names_the_standards_that_cite_what_is_withdrawn(subjects, city, node):
    from standards.models import Citation

    gone = subjects["withdrawal"]
    citing = factories.make_published(city, node, 20, "网格活动规范")
    number = {"number": gone.number, "number_key": gone.number_key, "number_family": gone.number_family}
    Citation.objects.create(standard=citing, clause="第2章", is_dated=True, **number)
    words = word_of("withdrawal", gone)
    assert "《网格宣传办法》（Q/ALWGTG204•9-2025）自2026年11月20日起废止。废止理由：工作已停止" in words
    assert "Q/ALWGTG204•20-2025网格活动规范第2章" in words


def test_decree_before_it_is_issued_leaves_room_to_sign(subjects):
    words = word_of("decree", subjects["decree"])
    assert "《安澜市网格化治理中心标准体系（2026年版）》已于2026年10月20日由标准化管理委员会审议通过" in words
    assert words.endswith("签发人：年月日")


def test_explanation_of_the_system_has_its_seven_parts_with_figures(subjects):
    words = word_of("system-explanation", subjects["system-explanation"])
    for part in ("一、编制的依据和目标依据GB/T13016。", "岗位工作标准偏少。", "七、其他无。", "合计"):
        assert part in words


@pytest.mark.parametrize("kind", PRINTED)
def test_pdf_says_what_word_says(kind, subjects, fonts):
    context = papering.context(kind, subjects[kind])
    printed = words_in_pdf(pdf_of(kind, subjects[kind], fonts))
    told = [value for value in context.values() if isinstance(value, str) and value]
    in_word = word_of(kind, subjects[kind])
    shown = [value for value in ("".join(each.split()) for each in told) if value in in_word]
    assert [value for value in shown if value not in printed] == []
    assert len(shown) > 3


def test_card_prints_files_by_hash_and_history(subjects, fonts):
    factories.make_document(subjects["card"], "text", name="定稿.pdf")
    words = words_in_pdf(pdf_of("card", subjects["card"], fonts))
    assert "定稿.pdf" in words
    assert subjects["card"].documents.get().attachment.sha256 in words
    assert "登记" in words


def test_same_state_gives_the_same_pdf_dated_by_its_facts(subjects, fonts):
    first, second = (pdf_of("notice", subjects["notice"], fonts) for _ in range(2))
    metadata = PdfReader(io.BytesIO(first)).metadata
    assert first == second
    assert (metadata.title, metadata.author) == (
        "发布通知 Q/ALWG TG204•2-2025 网格巡查管理规范",
        "安澜市网格化治理中心",
    )
    assert "2025-04-15" in PdfReader(io.BytesIO(first)).trailer["/Root"]["/Metadata"].get_data().decode()


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("opinions", "意见汇总处理表 网格事件处置规范 第1轮审查"),
        ("opinion-form", "审定意见表 网格事件处置规范 第1轮审查 赵审查"),
        ("review", "复审记录 Q/ALWG TG204•2-2025 网格巡查管理规范 2028年4月1日"),
        ("amendment", "修改单 Q/ALWG TG204•2-2025 网格巡查管理规范 第1号"),
        ("decree", "体系发布令 2026 年版"),
    ],
)
def test_papers_of_one_kind_have_names_of_their_own(kind, name, subjects):
    assert heading(BY_KIND[kind], papering.context(kind, subjects[kind])) == name


def test_markup_and_control_characters_of_a_title_are_printed_as_text(city, node, fonts):
    row = factories.make_published(city, node, title="<b>网格</b>{{ number }}&\x07规范")
    context = papering.context("notice", row)
    assert context["title"] == "<b>网格</b>{{ number }}&规范"
    assert "关于发布《<b>网格</b>{{number}}&规范》的通知" in word_of("notice", row)
    assert "关于发布《<b>网格</b>{{number}}&规范》的通知" in words_in_pdf(pdf_of("notice", row, fonts))


def test_wording():
    from datetime import date

    assert chinese_date(date(2026, 11, 20)) == "2026年11月20日"
    assert chinese_date(None) == ""
    assert boxes([("a", "甲"), ("b", "乙")], "b") == "□甲　■乙"
    assert printable({"a": ["x\r\ny\x00"], "n": 3}) == {"a": ["x\ny"], "n": 3}


@pytest.mark.parametrize(
    "text",
    ["{{ x.__class__ }}", "{{ x * 9 }}", "{{ 9 ** 9 }}", "{{ x.upper() }}", "{{ '%s' % x }}"],
)
def test_sandbox_gives_nothing_but_the_context(text):
    from jinja2.exceptions import SecurityError, UndefinedError

    with pytest.raises((SecurityError, UndefinedError)):
        PaperEnvironment(strict=True).from_string(text).render(x="甲")

"""The report: what is printed equals what is locked, the same bytes every time, nothing fetched, nothing missing."""

import json
import re
from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.urls import reverse
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from evaluation.editions import published_editions
from evaluation.reports.context import linked_words, report_context
from evaluation.reports.report import ATTACHMENT, report_pdf
from evaluation.services.locking import lock_evaluation
from gridgov.printing.fonts import BULLET_WIDTH, repertoire
from gridgov.printing.rendering import PrintJob, print_job
from gridgov.records.models import Event
from tests.evaluation.making import complete


def words_of(pdf: bytes) -> str:
    return "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)


def make_job(html, fonts) -> PrintJob:
    html = f"<html lang=zh><title>t</title><body>{html}</body></html>"
    return PrintJob(html, "", fonts, "id", datetime(2026, 1, 1, tzinfo=UTC))


def test_report_prints_the_figures_of_the_locked_result(locked, words):
    result = json.loads(locked.document)["result"]
    tables = [f"{code}{figures['score']}" for code, figures in result["sections"].items()]
    assert f"总分{locked.total}分，满分500分，合格线300分，超过{locked.total - 300}分" in words
    assert locked.sha256 in words
    assert locked.number in words
    assert len(tables) == 7
    for code, item in result["items"].items():
        assert "".join(item["derivation"].split()) in words, code


def test_report_lists_deductions_with_their_reasons_and_the_not_applicable(words):
    assert "−5不满足。没有找到有效文本" in words
    assert "A5-2-4有村（社区/居）网格化治理运行管理工作站决策人员岗位工作标准本级不设村级工作站" in words
    assert "方针.pdf" in words


def test_every_requirement_and_every_reading_is_printed(locked, words):
    document = json.loads(locked.document)
    assert [code for code in document["result"]["requirements"] if code not in words] == []
    context = report_context(document, locked.sha256)
    assert [r.no for r in context["readings"]] == list(range(1, 31))


@pytest.mark.slow
def test_printing_again_in_another_process_gives_the_same_bytes(locked, paper, fonts, settings):
    settings.DATA_DIR = fonts.parent
    assert report_pdf(locked) == paper


def test_canonical_document_travels_inside(locked, paper):
    reader = PdfReader(BytesIO(paper))
    assert reader.attachments[ATTACHMENT] == [locked.document.encode()]


def test_every_font_is_embedded(paper):
    fonts_found = {}
    for page in PdfReader(BytesIO(paper)).pages:
        for font in page["/Resources"]["/Font"].values():
            face = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = face["/FontDescriptor"].get_object()
            fonts_found[face["/BaseFont"]] = "/FontFile2" in descriptor or "/FontFile3" in descriptor
    assert fonts_found
    assert all(fonts_found.values())
    assert {name.split("+")[1] for name in fonts_found} == {"Report-Serif", "Report-Sans"}


def test_report_is_pdf_a_3u_with_title_author_language_and_tags(locked, paper):
    reader = PdfReader(BytesIO(paper))
    catalog = reader.trailer["/Root"]
    metadata = catalog["/Metadata"].get_object().get_data().decode()
    assert reader.metadata.title == f"安澜市网格化治理中心标准体系评价报告 {locked.number}"
    assert reader.metadata.author == "安澜市网格化治理中心"
    assert catalog["/Lang"] == "zh-Hans"
    assert "/StructTreeRoot" in catalog
    assert re.search(r"pdfaid:part(>|=.)3", metadata)


def test_all_marks_of_the_scorecard_are_in_the_small_face():
    text = json.dumps([card.to_dict() for card in published_editions().values()], ensure_ascii=False)
    assert {ord(char) for char in text} - repertoire() == set()


@pytest.mark.parametrize(
    "address",
    ["http://example.com/x.png", "file:///etc/passwd", "data:text/plain,x", "ftp://example.com/x"],
)
def test_weasyprint_reaches_nothing_but_our_fonts(fonts, address, caplog):
    pdf = print_job(
        make_job(f'<p>文字</p><img src="{address}" alt="图"><link rel="stylesheet" href="{address}">', fonts)
    )
    assert PdfReader(BytesIO(pdf)).pages[0]["/Resources"].get("/XObject", {}) == {}
    assert "拒绝读取" in caplog.text


def test_rare_characters_of_a_name_are_printed_from_the_whole_font(fonts):
    style = '<style>p { font-family: "Report Serif", "Report Serif Whole" }</style>'
    pdf = print_job(make_job(f"{style}<p>喆堃翀</p>", fonts))
    assert words_of(pdf) == "喆堃翀"


@pytest.mark.django_db
def test_reader_gets_the_report_and_it_is_recorded(client, reader, office, evaluation, monkeypatch):
    result = lock_evaluation(actor=office, evaluation=complete(office, evaluation))
    monkeypatch.setattr("gridgov.printing.pdf.printer.print", lambda result: b"%PDF-")
    client.force_login(reader)
    response = client.get(reverse("evaluation:report", args=[result.pk]))
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert Event.objects.about(result).values_list("actor_name", "verb").get() == ("reader", "render")


@pytest.mark.django_db
def test_without_the_libraries_for_pdf_the_page_says_what_to_install(
    client, reader, office, evaluation, monkeypatch
):
    def fail(job):
        raise OSError("cannot load library 'libpango-1.0-0'")

    result = lock_evaluation(actor=office, evaluation=complete(office, evaluation))
    monkeypatch.setattr("gridgov.printing.pdf.printer.print", fail)
    monkeypatch.setattr("gridgov.printing.pdf.missing_packages", lambda: ["libpango-1.0-0"])
    client.force_login(reader)
    page = client.get(reverse("evaluation:report", args=[result.pk]), follow=True)
    assert "sudo apt install libpango-1.0-0" in page.content.decode()


LINKED = "Q/ALWG TG204•1-2025"


def make_linked(*, number=LINKED, why_not=""):
    return {"number": number, "title": "网格巡查管理规范", "counts": not why_not, "why_not": why_not}


@pytest.mark.parametrize(
    ("standards", "words"),
    [
        ([], []),
        ([make_linked()], [(LINKED, "")]),
        ([make_linked(number="")], [("", "《网格巡查管理规范》")]),
        ([make_linked(), make_linked(why_not="无文本，不计")], [(LINKED, "")]),
        ([make_linked(why_not="无文本，不计")], [(LINKED, "：无文本，不计")]),
        ([make_linked(number="", why_not="制定中")], [("", "网格巡查管理规范：制定中")]),
        ([make_linked()] * 3, [(LINKED, "、"), (LINKED, " 等 3 项")]),
    ],
)
def test_linked_standards_stand_beside_the_judgement_with_why_they_do_not_count(standards, words):
    assert linked_words(standards) == words


def test_bullet_of_a_number_is_no_wider_than_a_latin_letter(fonts):
    for path in fonts.glob("*.ttf"):
        face = TTFont(path)
        name = face.getBestCmap()[ord("•")]
        assert face["hmtx"].metrics[name][0] == BULLET_WIDTH

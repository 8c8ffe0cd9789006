"""Verifying a report: from the PDF alone, against itself, against the database."""

import json
from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, StreamObject
from weasyprint import HTML

from evaluation.errors import EvaluationError
from evaluation.exchange import canonical_json, sha256
from evaluation.models import Printed, Result
from evaluation.reports.report import ATTACHMENT
from evaluation.reports.verification import (
    ALTERED,
    UNASKED,
    Verification,
    check_print,
    read_attached,
    verify_pdf,
)
from evaluation.services.printing import keep_printed

pytestmark = pytest.mark.django_db


def with_document(pdf: bytes, change) -> bytes:
    """The same paper with other data inside."""
    document = json.loads(PdfReader(BytesIO(pdf)).attachments[ATTACHMENT][0])
    change(document)
    writer = PdfWriter()
    for page in PdfReader(BytesIO(pdf)).pages:
        writer.add_page(page)
    writer.add_attachment(ATTACHMENT, canonical_json(document))
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


FORGED = (
    "<style>@page { size: A4; margin: 0 } div { position: absolute; left: 40mm; top: 45mm; width: 140mm; "
    "height: 25mm; background: #fff; font: 22pt sans-serif }</style><div>495 / 500</div>"
)


def with_other_figures(pdf: bytes) -> bytes:
    """The same file with other figures laid over its second page; the words beneath are still there."""
    overlay = PdfReader(BytesIO(HTML(string=FORGED).write_pdf())).pages[0]
    writer, out = PdfWriter(clone_from=BytesIO(pdf)), BytesIO()
    writer.pages[1].merge_page(overlay)
    writer.write(out)
    return out.getvalue()


def with_pages(pdf: bytes, *, copies: int = 0, drawn: bytes = b"") -> bytes:
    """The same file with its first page many times over, or with a page on which very much is drawn."""
    writer, out = PdfWriter(clone_from=BytesIO(pdf)), BytesIO()
    for _ in range(copies):
        writer.add_page(writer.pages[0])
    if drawn:
        stream = StreamObject()
        stream.set_data(drawn)
        writer.pages[0][NameObject("/Contents")] = writer._add_object(stream.flate_encode())
    writer.write(out)
    return out.getvalue()


@pytest.fixture
def kept(locked, evaluation, office):
    """The database holds what was locked, under its number."""
    copied = ("number", "document", "sha256", "total", "verdict", "locked_at", "version")
    fields = {name: getattr(locked, name) for name in copied}
    return Result.objects.create(evaluation=evaluation, locked_by=office, **fields)


def test_report_as_handed_out_holds_in_every_respect(paper, kept, office):
    keep_printed(actor=office, result=kept, pdf=paper)
    found = verify_pdf(paper)
    assert (found.holds, len(found.proven), found.unknown, found.cautions) == (True, 5, [], [])
    assert "发出的文件逐字节相同" in found.proven[0]


def test_other_figures_laid_over_a_page_are_not_vouched_for(paper, kept, office):
    keep_printed(actor=office, result=kept, pdf=paper)
    found = verify_pdf(with_other_figures(paper))
    assert (found.holds, found.cautions) == (True, [ALTERED])
    assert not any("纸面" in sentence for sentence in found.proven)


def test_file_that_is_handed_out_again_is_kept_once(paper, kept, office):
    first, second = (keep_printed(actor=office, result=kept, pdf=paper) for _ in range(2))
    assert (first, Printed.objects.count()) == (second, 1)


@pytest.mark.parametrize(
    "change",
    [lambda rows: rows.update(sha256="0" * 64), lambda rows: rows.delete(), lambda rows: rows.get().delete()],
)
def test_row_of_a_report_handed_out_is_never_changed(kept, office, change):
    keep_printed(actor=office, result=kept, pdf=b"%PDF")
    with pytest.raises((IntegrityError, TypeError)), transaction.atomic():
        change(Printed.objects.all())
    assert Printed.objects.count() == 1


def test_report_page_keeps_what_it_hands_out(client, kept, office, paper, monkeypatch):
    monkeypatch.setattr("gridgov.printing.pdf.printer.print", lambda job: paper)
    client.force_login(office)
    given = client.get(reverse("evaluation:report", args=[kept.pk])).content
    assert list(Printed.objects.values_list("sha256", "by")) == [(sha256(given), office.pk)]


def test_paper_alone_is_verified_where_there_is_no_database(paper, monkeypatch):
    def no_table(queryset):
        raise OperationalError("no such table: evaluation_result")

    monkeypatch.setattr(QuerySet, "first", no_table)
    found = verify_pdf(paper)
    assert (found.holds, found.unknown) == (True, ["本机还没有数据库，或者连不上，只能证明它与自身一致。"])
    assert found.cautions == [UNASKED]


@pytest.mark.parametrize(
    ("name", "sentence"), [("{}.bin", "没有评价数据附件"), (ATTACHMENT, "有几份评价数据")]
)
def test_attachments_that_are_not_the_document_are_never_unpacked(monkeypatch, name, sentence):
    writer, unpacked = PdfWriter(), []
    writer.add_blank_page(200, 200)
    for number in range(3):
        writer.add_attachment(name.format(number), b"0" * 1000)
    out = BytesIO()
    writer.write(out)
    monkeypatch.setattr(StreamObject, "get_data", unpacked.append)
    with pytest.raises(EvaluationError, match=sentence):
        read_attached(out.getvalue())
    assert unpacked == []


def test_raised_total_is_found(paper):
    found = verify_pdf(with_document(paper, lambda d: d["result"].update(total=499)))
    assert any("重新计算" in sentence for sentence in found.failed)


def test_forged_judgement_with_its_right_result_is_found_by_hash_and_database(paper, kept):
    def forge(document):
        from evaluation.results.document import recompute

        document["sheet"]["judgements"]["A3-2-1"] = {"met": True}
        document["result"] = recompute(document).to_dict()

    found = verify_pdf(with_document(paper, forge))
    assert "纸面上的校验码与所附数据不一致。" in found.failed
    assert "与本系统数据库中同一编号的结果不同。" in found.failed


def test_figures_of_another_result_on_the_paper_are_found(locked, paper):
    """Whoever changes a printed score, or one in the data alone, parts the two."""
    document = json.loads(locked.document)
    text = "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(paper)).pages)
    document["result"]["sections"]["A.3"]["score"] += 1
    document["result"]["items"]["A3-2"]["derivation"] = "20 − 0 ＝ 20"
    found = Verification("")
    check_print(text, document, locked.sha256, found)
    assert found.failed == ["纸面上的表A.3得分与所附数据不一致。", "纸面上的A3-2得分与所附数据不一致。"]


def test_own_edition_with_milder_deductions_is_found(paper):
    def milder(document):
        document["scorecard"]["definition"]["pass_mark"] = 100

    found = verify_pdf(with_document(paper, milder))
    assert not found.holds


def test_report_of_another_system_agrees_only_with_itself(paper):
    found = verify_pdf(paper)
    assert (found.holds, len(found.proven), found.cautions) == (True, 2, [ALTERED])
    assert found.unknown == ["本系统的数据库里没有这份报告，只能证明它与自身一致。"]


@pytest.mark.parametrize("data", [b"", b"not a pdf", b"%PDF-1.7\nhalf a file"])
def test_what_is_no_pdf_is_refused_with_a_sentence(data):
    with pytest.raises(EvaluationError, match=r"。$"):
        verify_pdf(data)


def test_pdf_without_our_data_is_refused():
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(100, 100)
    writer.write(out)
    with pytest.raises(EvaluationError, match="没有评价数据附件"):
        verify_pdf(out.getvalue())


@pytest.mark.parametrize("part", ["organization", "result", "scorecard", "number"])
def test_data_with_a_part_missing_are_refused_with_a_sentence(paper, part):
    with pytest.raises(EvaluationError, match=rf"{part}.*。$"):
        verify_pdf(with_document(paper, lambda document: document.pop(part)))


def run(*names) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("verify", *map(str, names), stdout=out, stderr=err)
    except SystemExit as stop:
        return stop.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_command_says_that_a_report_agrees(paper, kept, office, tmp_path):
    keep_printed(actor=office, result=kept, pdf=paper)
    (tmp_path / "r.pdf").write_bytes(paper)
    code, out, _ = run(tmp_path / "r.pdf")
    assert (code, out.splitlines()[-1]) == (0, "结论：相符。")


def test_command_gives_the_recorded_figures_of_a_file_that_was_not_handed_out(paper, kept, tmp_path):
    (tmp_path / "r.pdf").write_bytes(with_other_figures(paper))
    code, out, _ = run(tmp_path / "r.pdf")
    assert (code, "结论：相符。" in out, f"△ {ALTERED}" in out) == (0, False, True)
    assert "版面没有证明" in out.splitlines()[-1]
    assert sum("（满分 " in line for line in out.splitlines()) == 7


def test_command_says_that_a_forged_report_does_not(paper, tmp_path):
    (tmp_path / "r.pdf").write_bytes(with_document(paper, lambda d: d["result"].update(total=499)))
    code, out, _ = run(tmp_path / "r.pdf")
    assert (code, out.splitlines()[-1]) == (1, "结论：不相符，不要采信这份报告。")


def test_command_refuses_what_it_cannot_read(tmp_path):
    code, _, err = run(tmp_path / "missing.pdf")
    assert (code, "找不到这个文件" in err) == (2, True)


def test_two_documents_in_one_report_are_told_from_none(paper):
    writer = PdfWriter(clone_from=BytesIO(paper))
    writer.add_attachment(ATTACHMENT, b"{}")
    out = BytesIO()
    writer.write(out)
    with pytest.raises(EvaluationError, match="有几份评价数据"):
        verify_pdf(out.getvalue())


def test_encrypted_report_is_named_as_such(paper):
    writer = PdfWriter(clone_from=BytesIO(paper))
    writer.encrypt("", "owner", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    with pytest.raises(EvaluationError, match="加了密"):
        verify_pdf(out.getvalue())


def test_number_where_the_edition_has_words_is_refused_in_words(paper):
    def spoil(document):
        for section in document["scorecard"]["definition"]["sections"]:
            for item in section["items"]:
                item["requirements"][0]["deduction_text"] = 5

    with pytest.raises(EvaluationError, match="评价数据不完整"):
        verify_pdf(with_document(paper, spoil))


def test_paper_packed_in_an_unknown_way_is_refused_in_words(paper):
    with pytest.raises(EvaluationError, match="文件读不出来"):
        verify_pdf(paper.replace(b"/FlateDecode", b"/FlutoDecode"))


@pytest.mark.parametrize(
    ("more", "sentence"),
    [({"copies": 300}, "文件超过 300 页"), ({"drawn": b"q Q " * 1_000_000}, "页面内容过大")],
)
def test_pages_no_report_has_are_not_read(paper, more, sentence):
    with pytest.raises(EvaluationError, match=sentence):
        verify_pdf(with_pages(paper, **more))

"""Files: taken in by content, kept once, handed out so that no browser runs them."""

import hashlib
import io
import zipfile
from pathlib import Path

import pytest
from django.test import RequestFactory

from gridgov.records.errors import RecordsError
from gridgov.records.media import media_type
from gridgov.records.models import Attachment, Event
from gridgov.records.services import clean_name
from gridgov.records.serving import serve_attachment
from tests.factories import PDF, make_attachment

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 16
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 16
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def archive(*members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name in members:
            file.writestr(name, "x")
    return buffer.getvalue()


def with_types(types):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("[Content_Types].xml", types)
        file.writestr("word/document.xml", "x")
    return buffer.getvalue()


HIDDEN_MACROS = with_types('<Override PartName="/x.bin" ContentType="application/vnd.ms-office.vbaProject"/>')
DOCX = archive("[Content_Types].xml", "word/document.xml")


def take(organization, name, content):
    return make_attachment(organization, name=name, content=content)


def bytes_of(attachment):
    with attachment.open() as file:
        return file.read()


def stored(settings):
    root = Path(settings.MEDIA_ROOT)
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


# what is taken in


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("文本.pdf", PDF, "application/pdf"),
        ("文本.PDF", PDF, "application/pdf"),
        ("照片.png", PNG, "image/png"),
        ("照片.jpeg", JPEG, "image/jpeg"),
        ("文本.doc", OLE, "application/msword"),
        ("表.xls", OLE, "application/vnd.ms-excel"),
        ("文本.docx", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (
            "表.xlsx",
            archive("xl/workbook.xml"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        ("公文.ofd", archive("OFD.xml"), "application/ofd"),
    ],
)
def test_allowed_kinds_are_known_by_name_and_content(name, content, kind):
    assert media_type(name, content) == kind


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", HTML),
        ("drawing.svg", SVG),
        ("script.js", b"alert(1)"),
        ("macros.docm", archive("word/document.xml", "word/vbaProject.bin")),
        ("program.exe", b"MZ"),
        ("archive.zip", DOCX),
        ("noending", PDF),
        ("double.pdf.html", PDF),
    ],
)
def test_other_kinds_are_refused_by_name(name, content):
    with pytest.raises(RecordsError) as caught:
        media_type(name, content)
    assert caught.value.message == (
        f"“{name}”的类型不能上传。请上传 PDF、OFD、Word、Excel、WPS 文件或 JPG、PNG 图片。"
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.pdf", HTML),
        ("drawing.png", SVG),
        ("script.jpg", b"#!/bin/sh\n"),
        ("word.pdf", DOCX),
        ("behind.pdf", b"<script>alert(1)</script>%PDF-1.4"),
        ("plain.docx", archive("readme.txt")),
        ("sheet.docx", archive("xl/workbook.xml")),
        ("broken.xlsx", b"PK\x03\x04" + b"\0" * 40),
        ("macros.docx", archive("word/document.xml", "word/vbaProject.bin")),
        ("macros.xlsx", archive("xl/workbook.xml", "xl/vbaProject.bin")),
        ("loud-macros.xlsx", archive("xl/workbook.xml", "XL/VBAPROJECT.BIN")),
        ("hidden-macros.docx", HIDDEN_MACROS),
        ("old.doc", PDF),
    ],
)
def test_content_that_is_not_what_the_name_says_is_refused(name, content):
    ending = name.rsplit(".", 1)[1].upper()
    with pytest.raises(RecordsError) as caught:
        media_type(name, content)
    assert caught.value.message == f"“{name}”的内容不是 {ending} 文件。请核对文件，不要只改扩展名。"


# how it is kept


def test_attachment_is_kept_under_its_sha256(city, office, settings):
    made = make_attachment(city, name="文本.pdf", content=PDF, user=office)
    digest = hashlib.sha256(PDF).hexdigest()
    row = Attachment.objects.values(
        "organization", "name", "sha256", "size", "media_type", "uploaded_by"
    ).get()
    assert row == {
        "organization": city.pk,
        "name": "文本.pdf",
        "sha256": digest,
        "size": len(PDF),
        "media_type": "application/pdf",
        "uploaded_by": office.pk,
    }
    assert (stored(settings), bytes_of(made)) == ([f"{digest[:2]}/{digest}"], PDF)


def test_the_same_bytes_are_kept_once_and_belong_to_both(city, county, settings):
    rows = [make_attachment(city, name="a.pdf"), make_attachment(county, name="b.pdf")]
    assert len({row.sha256 for row in rows}) == len(stored(settings)) == 1
    assert [row.organization for row in rows] == [city, county]


def test_half_written_bytes_of_a_crash_are_written_again(city, settings):
    path = Path(settings.MEDIA_ROOT) / make_attachment(city).storage_name
    path.write_bytes(PDF[:5])
    assert bytes_of(make_attachment(city)) == PDF


def test_too_large_a_file_is_refused_and_nothing_is_kept(city, settings):
    settings.ATTACHMENT_LIMIT = 1024 * 1024
    with pytest.raises(RecordsError) as caught:
        take(city, "大.pdf", PDF + b"\0" * 1024 * 1024)
    assert caught.value.message == "“大.pdf”有 1.0 MB，超过 1 MB 的上限。请压缩或拆分后再上传。"
    assert (Attachment.objects.count(), stored(settings)) == (0, [])


def test_refused_content_is_not_kept(city, settings):
    with pytest.raises(RecordsError):
        take(city, "page.pdf", HTML)
    assert (Attachment.objects.count(), stored(settings)) == (0, [])


def test_empty_file_is_refused(city):
    with pytest.raises(RecordsError, match=r"“空\.pdf”是空文件，请重新选择。"):
        take(city, "空.pdf", b"")


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("文本.pdf", "文本.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\wang\\文本.pdf", "文本.pdf"),
        ("/", "未命名"),
        ("..", "未命名"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("a\u202efdp.pdf", "afdp.pdf"),
        ("e\u0301.pdf", "é.pdf"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
        ("  文本.pdf ", "文本.pdf"),
    ],
)
def test_names_are_cleaned(name, cleaned):
    assert clean_name(name) == cleaned


def test_a_path_in_the_name_goes_nowhere(city, settings, tmp_path):
    made = take(city, "../../../escaped.pdf", PDF)
    assert (made.name, stored(settings)) == ("escaped.pdf", [made.storage_name])
    assert not list(tmp_path.glob("**/escaped.pdf"))


# how it is handed out


def serve(attachment, user, query=""):
    """The response with its whole content read, and the file closed again."""
    request = RequestFactory().get(f"/{query}")
    request.user = user
    response = serve_attachment(request, attachment, target=attachment)
    response.body = b"".join(response)
    # `response.close()` would end the test's own database connection, as at the end of a request.
    response.file_to_stream.close()
    return response


def test_file_is_handed_out_as_a_download_that_runs_nowhere(city, office):
    response = serve(make_attachment(city, name="文本.pdf"), office)
    headers = {name: response[name] for name in response.headers}
    assert (response.body, headers) == (
        PDF,
        {
            "Content-Type": "application/pdf",
            "Content-Length": str(len(PDF)),
            "Content-Disposition": "attachment; filename*=utf-8''%E6%96%87%E6%9C%AC.pdf",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
        },
    )


def test_picture_opens_in_a_sandbox(city, office):
    response = serve(make_attachment(city, name="照片.png", content=PNG), office, "?view=1")
    assert response["Content-Disposition"].startswith("inline")
    assert response["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def test_office_file_never_opens_in_the_browser(city, office):
    response = serve(make_attachment(city, name="文本.docx", content=DOCX), office, "?view=1")
    assert response["Content-Disposition"].startswith("attachment")


def test_download_is_an_event(city, office):
    attachment = make_attachment(city)
    serve(attachment, office)
    event = Event.objects.get(verb="download")
    assert (event.verb, event.actor, event.organization, event.changes) == (
        "download",
        office,
        city,
        {"附件": ["", f"文本.pdf {attachment.sha256[:8]}"]},
    )

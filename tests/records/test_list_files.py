"""Lists that come in are kept with their files: .ods and .csv, as strictly as the others."""

import io
import zipfile

import pytest

from gridgov.records.errors import RecordsError
from gridgov.records.media import media_type


def ods(**members) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in {"content.xml": "<x/>", **members}.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("表.ods", ods(), "application/vnd.oasis.opendocument.spreadsheet"),
        ("表.csv", "编号,名称\n".encode(), "text/csv"),
        ("表.csv", "编号,名称\n".encode("gb18030"), "text/csv"),
        ("表.csv", "编号,名称\n".encode("utf-16"), "text/csv"),
    ],
)
def test_lists_are_taken_in(name, content, kind):
    assert media_type(name, content) == kind


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("表.ods", ods(**{"Basic/Standard/a.xml": "x"})),
        ("表.ods", ods(**{"Scripts/python/a.py": "x"})),
        ("表.ods", b"PK\x03\x04"),
        ("表.csv", b" <html><script>"),
        ("表.csv", b"#!/bin/sh"),
        ("表.csv", b"%PDF-1.7"),
        ("表.csv", b"a,b\0"),
        ("表.csv", b"\xff\x81\xff"),
    ],
)
def test_what_only_looks_like_a_list_is_refused(name, content):
    with pytest.raises(RecordsError):
        media_type(name, content)

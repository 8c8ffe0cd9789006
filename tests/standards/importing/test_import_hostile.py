"""Files made to hurt, or simply not lists: refused with one sentence, in bounded time and memory."""

import io
import subprocess
import sys
import time
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from standards.errors import StandardsError
from standards.importing.reading import check_size, read_pasted, read_table
from tests.standards.importing.files import (
    BOOK,
    RELATION,
    RELATIONS,
    TYPES,
    make_ods,
    make_xls,
    make_xlsx,
    packed,
    raw_xlsx,
    saved,
    text_cell,
)

SECONDS, MEGABYTES = 2, 30
# A busy machine is slower than the one the bound is meant for.
PATIENCE = 4
EMPTY_ROW = '<row r="{0}"><c r="A{0}"/></row>'


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(StandardsError) as caught:
        read_table(name, content)
    return caught.value.message


def zip_bomb() -> bytes:
    """300 MB of blanks in a worksheet."""
    buffer = io.BytesIO(raw_xlsx(""))
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.png", b"\0" * 300_000_000)
    return buffer.getvalue()


def million_rows() -> bytes:
    return raw_xlsx("".join(map(EMPTY_ROW.format, range(1, 1_000_000))))


def last_row_only() -> bytes:
    return raw_xlsx(f'<row r="1048576">{text_cell("A1048576", "x")}</row>')


def many_rows() -> bytes:
    return raw_xlsx("".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 300_000)))


def wide_row() -> bytes:
    return raw_xlsx(f'<row r="1">{text_cell("XFD1", "x")}</row>' * 1_000)


def many_cells() -> bytes:
    cells = "".join(f'<c s="{n * 7919 % 9973}"/>' for n in range(16_000))
    return raw_xlsx("".join(f'<row r="{n}">{cells}</row>' for n in range(1, 90)))


def laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    book = f'<!DOCTYPE x [<!ENTITY l0 "哈">{entities}]><worksheet>&l9;</worksheet>'
    return raw_xlsx("", **{"xl/worksheets/sheet1.xml": book})


def many_strings() -> bytes:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>'
        '<Relationship Id="r2" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    )
    strings = "<sst>" + "".join(f"<si><t>{n}甲</t></si>" for n in range(1_000_000)) + "</sst>"
    return raw_xlsx("", **{"xl/_rels/workbook.xml.rels": relations, "xl/sharedStrings.xml": strings})


def merged_everywhere() -> bytes:
    rows = "".join(f'<row r="{n}"><c r="B{n}"><v>1</v></c></row>' for n in range(1, 20_000))
    merges = "<mergeCells>{}</mergeCells>".format('<mergeCell ref="B1:B20000"/>' * 20_000)
    sheet = f"<worksheet><sheetData>{rows}</sheetData>{merges}</worksheet>"
    return raw_xlsx("", **{"xl/worksheets/sheet1.xml": sheet})


def one_part_for_all() -> bytes:
    """A hundred sheets that are one and the same."""
    sheets = '<sheet name="甲" sheetId="1" r:id="r1"/>'
    parts = {"xl/workbook.xml": BOOK.replace(sheets, sheets * 99)}
    return raw_xlsx('<row r="1"/>' * 80_000, **parts)


def quine_like() -> bytes:
    return packed({"xl/workbook.xml": BOOK} | {f"xl/worksheets/{n}.xml": "x" for n in range(3_000)})


def hundred_megabytes() -> bytes:
    return b"PK\x03\x04" + b"\0" * 100_000_000


HOSTILE = {
    "one part for all": ("a.xlsx", one_part_for_all, "损坏"),
    "zip bomb": ("a.xlsx", zip_bomb, "解压后过大"),
    "million empty rows": ("a.xlsx", million_rows, "空行"),
    "last row of a million": ("a.xlsx", last_row_only, "空行"),
    "rows without end": ("a.xlsx", many_rows, "20,000 行"),
    "last column": ("a.xlsx", wide_row, "60 列"),
    "cells without end": ("a.xlsx", many_cells, "过多"),
    "entities": ("a.xlsx", laughs, "DOCTYPE"),
    "strings without end": ("a.xlsx", many_strings, "过多"),
    "merged everywhere": ("a.xlsx", merged_everywhere, "合并"),
    "too many members": ("a.xlsx", quine_like, "过多"),
    "a hundred megabytes": ("a.xlsx", hundred_megabytes, "95 MB"),
    "repeated rows": ("a.ods", lambda: make_ods([("序号",), (1,)], times=1_000_000), "20,000 行"),
    "repeated cells": ("a.ods", lambda: make_ods([("x",)], numbercolumnsrepeated=1_000_000), "60 列"),
    "broken xls": ("a.xls", lambda: make_xls([("序号", 1)])[:600] + b"\xff" * 9_000, "损坏"),
    "cut off xls": ("a.xls", lambda: make_xls([("序号", 1)])[:700], "损坏"),
}


@pytest.mark.parametrize(("name", "make", "words"), HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_file_is_refused_in_bounded_time(name, make, words):
    content = make()
    begin = time.perf_counter()
    sentence = refusal(name, content)
    assert time.perf_counter() - begin < SECONDS * PATIENCE
    assert words in sentence


MEASURE = """
import sys
from standards.errors import StandardsError
from standards.importing.reading import read_table
def peak():
    lines = dict(line.split(":", 1) for line in open("/proc/self/status").read().splitlines())
    return int(lines["VmHWM"].split()[0])
name = sys.argv[1]
content = sys.stdin.buffer.read()
before = peak()
try:
    read_table(name, content)
except StandardsError as error:
    print(peak() - before)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not tell the memory used")
@pytest.mark.parametrize(("name", "make", "words"), HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_file_is_refused_in_bounded_memory(name, make, words):
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, name], input=make(), capture_output=True, check=True, cwd=Path.cwd()
    )
    assert int(done.stdout) < MEGABYTES * 1024


def with_member(name: str, content: str = "x") -> bytes:
    return raw_xlsx("", **{name: content})


def with_vba_declared() -> bytes:
    return raw_xlsx(
        "", **{"[Content_Types].xml": TYPES.replace("/>", ">application/vnd.ms-office.vbaProject</Types>")}
    )


def encrypted_member() -> bytes:
    content = bytearray(raw_xlsx(""))
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(sign)
        content[at + place] |= 1
    return bytes(content)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
XLSX = make_xlsx([("序号",)])
REFUSED = {
    "macros": ("a.xlsx", with_member("xl/vbaProject.bin"), "含有宏"),
    "declared macros": ("a.xlsx", with_vba_declared(), "含有宏"),
    "kind with macros": ("a.xlsm", XLSX, "宏"),
    "macros in xls": ("a.xls", OLE + "_VBA_PROJECT_CUR".encode("utf-16-le"), "含有宏"),
    "macros in ods": ("a.ods", packed({"content.xml": "<x/>", "Basic/Standard/a.xml": "x"}), "含有宏"),
    "external links": ("a.xlsx", with_member("xl/externalLinks/externalLink1.xml"), "其他文件的链接"),
    "password": ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
    "locked member": ("a.xlsx", encrypted_member(), "密码"),
    "locked ods": (
        "a.ods",
        packed({"content.xml": "x", "META-INF/manifest.xml": "<manifest:encryption-data/>"}),
        "密码",
    ),
    "xls called xlsx": ("a.xlsx", make_xls([("序号",)]), "不是 XLSX 文件"),
    "xlsx called xls": ("a.xls", XLSX, "不是 XLS 文件"),
    "docx called xlsx": ("a.xlsx", packed({"word/document.xml": "x"}), "不是 XLSX 文件"),
    "xlsx called ods": ("a.ods", XLSX, "不是 ODS 文件"),
    "xlsx called csv": ("a.csv", XLSX, "不是文本文件"),
    "html called xls": ("a.xls", b"<html><table>", "不是 XLS 文件"),
    "picture": ("a.png", b"\x89PNG", "不是能导入的文件"),
    "no ending": ("表格", XLSX, "不是能导入的文件"),
    "broken zip": ("a.xlsx", XLSX[:300] + b"\0" * 300, "损坏"),
    "cut off zip": ("a.xlsx", XLSX[:-40], "损坏"),
    "broken xml": ("a.xlsx", raw_xlsx("<row><c></row>"), "损坏"),
    "nonsense where a number stands": ("a.xlsx", raw_xlsx('<row r="x"><c/></row>'), "损坏"),
    "no such column": ("a.xlsx", raw_xlsx('<row r="1"><c r="1"><v>1</v></c></row>'), "不存在的单元格"),
    "very long cell": ("a.csv", ("长" * 40_000).encode(), "32,767"),
    "unknown signs": ("a.csv", b"\xff\x81\xff\xff", "编码"),
    "only empty rows": ("a.xlsx", raw_xlsx('<row r="1"/>'), "没有任何内容"),
    "empty": ("a.xlsx", b"", "空文件"),
}


@pytest.mark.parametrize(("name", "content", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_list_is_refused_with_a_sentence(name, content, words):
    sentence = refusal(name, content)
    assert (words in sentence, sentence.endswith("。"), len(sentence) < 120) == (True, True, True)


def cell(content: str, **parts):
    """What stands in A1 of a sheet with this one cell beside another."""
    sheets = read_table("a.xlsx", raw_xlsx(f'<row r="1">{content}<c r="B1"><v>1</v></c></row>', **parts))
    return sheets[0].rows[0].cells[0]


def test_text_before_the_first_is_none():
    assert cell('<c r="A1" t="s"><v>-1</v></c>') is None


def test_last_serials_are_no_days_where_days_are_counted_from_1904():
    relations = RELATIONS.replace(
        "</", f'<Relationship Id="r2" Type="{RELATION}/styles" Target="styles.xml"/></'
    )
    parts = {
        "xl/workbook.xml": BOOK.replace("<sheets>", '<workbookPr date1904="1"/><sheets>'),
        "xl/_rels/workbook.xml.rels": relations,
        "xl/styles.xml": '<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>',
    }
    serials = (2_957_003, 2_957_004)
    assert [cell(f'<c r="A1" s="0"><v>{serial}</v></c>', **parts) for serial in serials] == [
        date(9999, 12, 31),
        2_957_004,
    ]


def test_large_file_is_refused_by_its_size_alone():
    with pytest.raises(StandardsError, match="有 100 MB，超过 10 MB 的上限"):
        check_size("a.xlsx", 100 * 1024 * 1024)


def test_nothing_pasted_is_refused():
    with pytest.raises(StandardsError, match="没有粘贴任何内容"):
        read_pasted(" \n\t")


def test_many_formatted_rows_below_the_list_are_named_with_their_place():
    book = Workbook()
    book.active.append(["序号"])
    book.active.cell(2_000, 1).number_format = "@"
    rows = '<row r="1">' + text_cell("A1", "序号") + "</row>"
    rows += "".join(map(EMPTY_ROW.format, range(2, 1_100)))
    assert refusal("a.xlsx", raw_xlsx(rows)) == (
        "工作表“甲”第 1 行以下有 1,000 个以上的空行。请删除这些空行，保存后再上传。"
    )
    assert saved(book)

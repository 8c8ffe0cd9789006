"""Text as a table: .csv files of any program, and what is pasted from a spreadsheet. Pure."""

import codecs
import csv
import io

from .table import Collector, Sheet, refused, value_of

DELIMITERS = "\t;,"
SAMPLE = 20


def read_csv(name: str, content: bytes) -> list[Sheet]:
    """One sheet; the encoding is UTF-8, GB 18030 or UTF-16, the delimiter comma, semicolon or tab."""
    return read_text(name, decoded(name, content))


def read_pasted(text: str) -> list[Sheet]:
    """What was copied from a spreadsheet: cells between tabs, or as in a .csv file."""
    if not text.strip():
        raise refused("没有粘贴任何内容。请在表格中选中各行（连同表头），复制后粘贴到这里。")
    return read_text("粘贴的内容", text)


def read_text(name: str, text: str) -> list[Sheet]:
    taken = Collector(name)
    taken.open(name)
    lines = io.StringIO(text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n"), newline="")
    reader = csv.reader(lines, delimiter=delimiter_of(text))
    try:
        for number, cells in enumerate(reader, start=1):
            taken.add(number, [value_of(cell) for cell in cells])
    except csv.Error as error:
        # Of what a text can hold, only a field of over 131,072 signs is an error of this reader.
        raise refused(f"“{name}”第 {reader.line_num} 行过长，多半是引号没有成对。请改正后再上传。") from error
    return taken.sheets


def decoded(name: str, content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif b"\0" in content:
        raise refused(f"“{name}”不是文本文件。请在 Excel 或 WPS 中另存为“.csv”后再上传。")
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise refused(f"“{name}”的文字编码认不出来。请在 Excel 或 WPS 中另存为“.xlsx”后再上传。")


def delimiter_of(text: str) -> str:
    """The sign that divides most of the first lines; of several the tab, which no title holds."""
    lines = [outside_quotes(line) for line in text.splitlines()[:SAMPLE] if line.strip()]
    counts = {sign: sum(sign in line for line in lines) for sign in DELIMITERS}
    return max(DELIMITERS, key=counts.get) if any(counts.values()) else ","


def outside_quotes(line: str) -> str:
    return "".join(line.split('"')[::2])

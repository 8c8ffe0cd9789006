"""A number with the title beside it, as chapter 2 of a standard lists them: `GB/T 1.1—2020 标准化工作导则`."""

import re
from datetime import date

from standards.numbering.document import DocumentNumber, parse_document_number
from standards.numbering.errors import NumberError
from standards.numbering.external import ExternalNumber
from standards.numbering.own import OwnNumber
from standards.numbering.reading import parse

LONGEST_LINE = 500
MARKER = re.compile(
    r"\s*(?:[\[［(（【]\s*\d{1,3}\s*[\]］)）】]|\d{1,3}\s*[、)）]|\d{1,3}(?:\.\s*|\s+)(?=[A-Z]{2})|[-–—•·*●■])\s*"
)
QUOTED_FIRST = re.compile(
    r"《(?P<title>.+)》\s*(?:[（(](?P<bracketed>[^《》]+)[）)]|(?P<bare>[A-Z][^《》]+))"
)
# A bracket belongs to the number: （所有部分）, （2018年版）. The character 一 between figures is a dash.
# Whatever the line holds matches, so nothing is tried twice.
NUMBER_FIRST = re.compile(
    r"(?P<number>(?:[（(][^（）()]*[）)]|(?<=[0-9A-Za-z])\s*一+\s*(?=[0-9A-Za-z])|[^\u4e00-\u9fff《“])+)"
    r"(?P<title>.*)",
    re.DOTALL,
)
DOCUMENT_FIRST = re.compile(
    r"(?P<number>\D{2,40}?(?:[〔\[(（【]\d{4}[〕\])）】]|令)\s*第?\s*\S{1,8}?\s*号)(?P<title>.*)"
)
TITLE_ENDS = " \u3000\t《》“”;；。,，"

Number = OwnNumber | ExternalNumber | DocumentNumber


def parse_titled(line: str, today: date | None = None) -> tuple[Number, str]:
    """The number of a standard or document in `line` and the title beside it, "" where there is none.

    A list mark before it (`[1]`, `2)`) and 《》 around the title are dropped. NumberError when the line is too long
    or holds no number; a year whose dash was lost is asked for, never taken for the title.
    """
    if len(line) > LONGEST_LINE:
        raise NumberError(
            f"“{line[:20]}…”有 {len(line)} 个字，超过 {LONGEST_LINE} 个字，请一行只写一个标准。"
        )
    plain = MARKER.sub("", line, count=1) if MARKER.match(line) else line.strip()
    plain = plain.strip(" \u3000\t;；。")
    if quoted := QUOTED_FIRST.fullmatch(plain):
        return parse(quoted["bracketed"] or quoted["bare"], today), tidy(quoted["title"])
    if document := DOCUMENT_FIRST.fullmatch(plain):
        return parse_document_number(document["number"], today), tidy(document["title"])
    found = NUMBER_FIRST.fullmatch(plain)
    if not found:
        return parse(plain, today), ""
    number, length = longest_number(found["number"].rstrip(), today)
    return number, tidy(plain[length:])


def longest_number(text: str, today: date | None) -> tuple[Number, int]:
    """The number `text` begins with, and how far it goes: titles may begin with Latin words (`5G …`)."""
    pieces = re.split(r"(\s+)", text)
    refusal = None
    for end in range(len(pieces), 0, -2):
        try:
            begin = "".join(pieces[:end])
            return parse(begin, today), len(begin)
        except NumberError as error:
            refusal = refusal or error
        # What is left out must be words: bare figures are a year without its dash.
        if re.fullmatch(r"[\d\s.:~-]+", pieces[end - 1]):
            break
    raise refusal


def tidy(title: str) -> str:
    """The title without the quotation marks and stops around it."""
    return title.strip(TITLE_ENDS)

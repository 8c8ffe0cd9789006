"""What a cell says, field by field: values the registry can hold, or why not. Pure.

Every reader takes the cell and gives a `Said`; what is no value but worth keeping goes to the 备注.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime

from gridgov.dates import EARLIEST, LATEST

from ..numbering import (
    DocumentNumber,
    ExternalNumber,
    NumberError,
    OwnNumber,
    parse,
    parse_document_number,
    parse_many,
)
from .dates import read_day
from .fields import FIELDS, plain
from .table import Fault, Formula
from .words import EMPTY, OBLIGATIONS, ORIGINS, RANKS, STATUSES

Number = OwnNumber | ExternalNumber | DocumentNumber
DATES = ("approved_on", "issued_on", "effective_on", "confirmed_on", "replaced_on", "withdrawn_on")
LENGTHS = {
    "title": 200,
    "title_english": 300,
    "second_number": 80,
    "issuer": 100,
    "adoption": 100,
    "ics": 30,
    "ccs": 30,
    "drafters": 200,
    "approver": 60,
    "old": 200,
    "new": 200,
    "remark": 2000,
}
LONGEST_NUMBER = 80
BROKEN_LINES = re.compile(r"[ \t]*[\r\n]+[ \t]*")
DEPARTMENTS = re.compile(r"[、，,;；/／\n]+")
NUMBERS = re.compile(r"[;；、\n]+")
BRACKETED = re.compile(r"(?P<first>.*\d)\s*[(（](?P<second>[^()（）]*\d{4})[)）]")
JOINED = re.compile(r"(?P<first>.*\d{4})\s*[/／\s]\s*(?P<second>(?:[TQ]\s*[/／]|GB|DB).*\d{4})")


@dataclass(frozen=True)
class Said:
    """A value (None: nothing is said), a fault that must be mended, a note to check, words for the 备注."""

    value: object = None
    fault: str = ""
    note: str = ""
    remark: str = ""


SILENT = Said()


@dataclass(frozen=True)
class Numbered:
    """The number of a row as typed, read, and a second one beside it."""

    typed: str
    number: Number
    second: str = ""
    notes: tuple[str, ...] = field(default=())


def text_of(cell) -> str:
    """The cell as text: days as 2026-11-20, without blanks around; nothing for `—`, `/`, 无."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        cell = cell.date() if cell.time() == datetime.min.time() else cell.replace(tzinfo=None)
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).strip()


def is_silent(cell) -> bool:
    """Nothing is there, or a sign that stands for nothing: what is registered stays."""
    return cell is None or text_of(cell).upper() in EMPTY


def compared(text: str) -> str:
    """A text as compared: without width, case of blanks, quotation marks of titles."""
    return " ".join(unicodedata.normalize("NFKC", text).strip("《》 \u3000").split())


def read_field(name: str, cell, *, today: date) -> Said:
    """What a cell says of the field; formulas and error values say nothing but what is wrong."""
    if isinstance(cell, Formula):
        return Said(fault="是公式，请改成数值（复制后“选择性粘贴 → 数值”）")
    if isinstance(cell, Fault):
        return Said(fault=f"是错误值 {cell}，请改成正确的内容")
    if is_silent(cell):
        return SILENT
    if name in DATES:
        return read_date(name, cell)
    if name == "number":
        return read_numbered(text_of(cell), today)
    return READERS.get(name, read_text)(name, text_of(cell))


def read_date(name: str, cell) -> Said:
    day = read_day(cell)
    if day.fault:
        return Said(fault=day.fault)
    if day.text:
        label = FIELDS[name].label
        return Said(note=f"{label}“{day.text}”不是某一天，已写入备注", remark=f"{label}：{day.text}")
    if day.value and not EARLIEST <= day.value <= LATEST:
        return Said(fault=f"{day.value} 不可能，应在 {EARLIEST} 至 {LATEST} 之间")
    return Said(day.value)


def read_text(name: str, text: str) -> Said:
    text = BROKEN_LINES.sub("\n" if name == "remark" else "", text)
    if len(text) > LENGTHS.get(name, 200):
        return Said(fault=f"超过 {LENGTHS.get(name, 200)} 个字，请改短")
    return Said(text)


def read_word(words: dict, sentence: str):
    def read(name: str, text: str) -> Said:
        found = words.get(plain(text))
        return Said(found) if found else Said(fault=sentence.format(text))

    return read


def read_rank(name: str, text: str) -> Said:
    """A rank; 强制性 and 推荐性 stand in columns of this name too and are no rank, other words are kept aside."""
    found = RANKS.get(plain(text))
    if found:
        return Said(found)
    if plain(text) in OBLIGATIONS:
        return SILENT
    label = FIELDS[name].label
    return Said(note=f"{label}“{text}”不认识，按编号判断，原文写入备注", remark=f"{label}：{text}")


READERS = {
    "rank": read_rank,
    "intended_rank": read_word(RANKS, "“{}”不认识，应为国家标准、行业标准、地方标准、团体标准、组织标准等"),
    "origin": read_word(ORIGINS, "“{}”不认识，应为自制、采用或指导性文件"),
    "status": read_word(STATUSES, "“{}”不认识，应为现行、即将实施、被代替、废止或制定中"),
}


def read_numbered(text: str, today: date) -> Said:
    """The number of a row: of a standard or a document, or two numbers of one standard."""
    try:
        found = numbered(text, today)
    except NumberError as error:
        return Said(fault=error.message)
    if max(len(found.typed), len(str(found.number)), len(found.second)) > LONGEST_NUMBER:
        return Said(fault=f"超过 {LONGEST_NUMBER} 个字，请只填编号，其余写入备注")
    return Said(found, note="；".join(note.rstrip("。") for note in found.notes))


def numbered(text: str, today: date) -> Numbered:
    try:
        number = read_one(text, today)
    except NumberError:
        two = two_numbers(text, today)
        if not two:
            raise
        first, second = two
        note = f"写了两个编号，“{second}”已作为第二标准号"
        return Numbered(first, read_one(first, today), second, (note,))
    return Numbered(text, number, notes=number.warnings)


def read_one(text: str, today: date) -> Number:
    """The reader by the words; a 修改单 has its standard's number though it says 号."""
    is_document = ("号" in text or "〔" in text) and "修改单" not in text
    return parse_document_number(text, today) if is_document else parse(text, today)


def two_numbers(text: str, today: date) -> tuple[str, str] | None:
    """Both numbers of a standard that has two; None where there are none or more."""
    for pattern in (BRACKETED, JOINED):
        if pair := pattern.fullmatch(text.strip()):
            try:
                return pair["first"].strip(), str(parse(pair["second"], today))
            except NumberError:
                pass
    try:
        many = parse_many(text, today)
    except NumberError:
        return None
    return (many[0].raw or str(many[0]), str(many[1])) if len(many) == 2 else None


def names_in(text: str) -> list[str]:
    """Names between 、 ； and ，: departments."""
    return [" ".join(name.split()) for name in DEPARTMENTS.split(text) if name.strip()]


def numbers_in(text: str) -> list[str]:
    """Numbers, or titles of laws, between ； 、 and line breaks."""
    return [
        name.strip() for name in NUMBERS.split(text) if name.strip() and name.strip().upper() not in EMPTY
    ]


def older_or_newer(name: str, year: int | None, today: date) -> str:
    """Whether what a row of that year names is "old" or "new" to it, by the years alone; "" where they do not say.

    Headings cannot be trusted: 代替标准 is the newer one in GB/T 22373, the older one in many lists.
    """
    try:
        other = read_one(name, today).year
    except NumberError:
        return ""
    if year is None or other is None or other == year:
        return ""
    return "old" if other < year else "new"

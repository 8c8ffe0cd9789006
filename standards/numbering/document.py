"""Numbers of official documents (文号): 建质〔2009〕87号, 国务院令第666号."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from standards.numbering.errors import NumberError
from standards.numbering.years import check_year, is_possible

OPEN, CLOSE = r"[〔\[(【<{]", r"[〕\])】>}]"
ISSUED = re.compile(rf"(?P<issuer>\D+?){OPEN}(?P<year>\d{{4}})年?{CLOSE}第?0*(?P<serial>[1-9]\d*)号")
DECREE = re.compile(r"(?P<issuer>\D*?令)第?(?P<serial>[1-9]\d*|[〇零一二三四五六七八九十百]+)号")
BRACKETS_LOST = re.compile(r"(?P<issuer>\D+?)(?P<year>\d{4})0*(?P<serial>[1-9]\d{0,3})号")


@dataclass(frozen=True)
class DocumentNumber:
    """Issuer, year and serial of a document; a decree (令) has no year. `str()` uses the brackets 〔〕."""

    issuer: str
    year: int | None
    serial: str
    warnings: tuple[str, ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        if self.year is None:
            return f"{self.issuer}第{self.serial}号"
        return f"{self.issuer}〔{self.year}〕{self.serial}号"


def parse_document_number(text: str, today: date | None = None) -> DocumentNumber:
    """The 文号 in `text` with any brackets, spaces or leading zeros; NumberError when there is none."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).translate({0x3014: "〔", 0x3015: "〕"})
    today = today or date.today()
    decree = DECREE.fullmatch(plain)
    if decree:
        return DocumentNumber(decree["issuer"], None, decree["serial"])
    issued = ISSUED.fullmatch(plain)
    if issued:
        check_year(int(issued["year"]), number=plain, today=today)
        return DocumentNumber(issued["issuer"], int(issued["year"]), issued["serial"])
    return _without_brackets(plain, today)


def _without_brackets(plain: str, today: date) -> DocumentNumber:
    lost = BRACKETS_LOST.fullmatch(plain)
    if not lost or not is_possible(int(lost["year"]), today):
        raise NumberError(
            f"“{plain}”不是能识别的文号，请写成“发文机关代字〔年份〕序号”，如“建质〔2009〕87号”。"
        )
    warning = f"文号的年份缺少括号，已按〔{lost['year']}〕{lost['serial']}号理解，请核对。"
    return DocumentNumber(lost["issuer"], int(lost["year"]), lost["serial"], (warning,))

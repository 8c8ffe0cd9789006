"""What may follow an external number: edition, all parts, amendment, the international standard adopted."""

import re
from dataclasses import dataclass

from standards.numbering.errors import NumberError

# Edition as displayed → its ASCII mark in the key; years of editions are handled by pattern.
EDITIONS = {
    "局部修订": "REV",
    "修订版": "REVISED",
    "试行": "TRIAL",
    "暂行": "INTERIM",
    "征求意见稿": "CD",
    "送审稿": "DRAFT",
    "报批稿": "FINAL",
    "英文版": "EN",
}
YEARLY = re.compile(r"(\d{4}) ?年?(版|局部修订)")
EDITION_KEY = re.compile(r"ED(\d{4})(R?)")
ALL_PARTS = re.compile(r"所有部分|全部部分|系列(?:国家|行业|地方|团体)?(?:标准)?|ALL")
MARKS = "|".join([EDITION_KEY.pattern, "ALL", *EDITIONS.values()])
WORDS = "|".join([YEARLY.pattern, ALL_PARTS.pattern.removesuffix("|ALL"), *EDITIONS])
OPEN_TAG = re.compile(rf" ?(?P<inside>{WORDS}|(?<= )(?:{MARKS}))$")
BRACKET = re.compile(r" ?\((?P<inside>[^()]*)\)$")
# A figure must stand before an amendment or an adopted number: T/XG 12 and T/CISO 3 are associations.
AMENDMENT = re.compile(
    r"(?P<before>.*\d.*?)(?:[/ ]|(?<=\d))(?P<kind>XG|AMD|COR) ?(?P<number>\d{1,2})(?:[-:](?P<year>\d{4}))?"
)
AMENDMENT_WORDS = re.compile(r"(?P<before>.*\d.*?)[《( ]*第 ?(?P<number>\d{1,2}) ?号修改单[》) ]*")
ADOPTION = re.compile(
    r"(?P<before>.*?\d[^(]*?\)?)[ /(]+"
    r"(?:(?P<degree>IDT|MOD|NEQ|EQV)[ ,:]*)?(?P<number>(?:ISO|IEC)[/ ][^()]*)\)?"
)
ADOPTION_DEGREE = re.compile(r"[ ,;]+(IDT|MOD|NEQ|EQV)$")


@dataclass
class Tails:
    """The parts taken off the end of a number; empty where there was none."""

    edition: str = ""
    all_parts: bool = False
    amendment: str = ""
    adopted: str = ""
    degree: str = ""


def split_tails(text: str) -> tuple[str, Tails]:
    """The number proper, and what followed it, read from the right; NumberError for an unknown bracket."""
    tails = Tails()
    before = None
    while text != before:
        before = text
        for take in (_take_amendment, _take_adoption, _take_tag):
            text = take(text, tails).strip()
    return text, tails


def _take_amendment(text: str, tails: Tails) -> str:
    found = AMENDMENT.fullmatch(text) or AMENDMENT_WORDS.fullmatch(text)
    if not found:
        return text
    parts = found.groupdict()
    year = f"-{parts['year']}" if parts.get("year") else ""
    tails.amendment = f"{parts.get('kind', 'XG')}{int(parts['number'])}{year}"
    return found["before"]


def _take_adoption(text: str, tails: Tails) -> str:
    found = ADOPTION.fullmatch(text)
    if not found:
        return text
    tails.adopted, tails.degree = found["number"].strip(), found["degree"] or ""
    after = ADOPTION_DEGREE.search(tails.adopted)
    if after:
        tails.adopted, tails.degree = tails.adopted[: after.start()], after[1]
    return found["before"]


def _take_tag(text: str, tails: Tails) -> str:
    found = BRACKET.search(text)
    if found and not _note_tag(found["inside"].strip(), tails):
        raise NumberError(
            f"编号后括号里的“{found['inside']}”不认识：只能是如（2018年版）、（局部修订）、（所有部分）的版本说明，"
            "其他说明请填在备注。"
        )
    found = found or OPEN_TAG.search(text)
    if not found or not found.start():
        return text
    _note_tag(found["inside"], tails)
    return text[: found.start()]


def _note_tag(tag: str, tails: Tails) -> bool:
    if ALL_PARTS.fullmatch(tag):
        tails.all_parts = True
        return True
    edition = _edition(tag)
    tails.edition = edition or tails.edition
    return bool(edition)


def _edition(tag: str) -> str:
    yearly = YEARLY.fullmatch(tag)
    if yearly:
        return f"{yearly[1]}年{yearly[2]}"
    coded = EDITION_KEY.fullmatch(tag)
    if coded:
        return f"{coded[1]}年{'局部修订' if coded[2] else '版'}"
    names = dict(zip(EDITIONS.values(), EDITIONS, strict=True))
    return tag if tag in EDITIONS else names.get(tag, "")


def edition_key(edition: str) -> str:
    """The ASCII mark of an edition: `2018年版` is ED2018, `2018年局部修订` ED2018R, `局部修订` REV."""
    yearly = YEARLY.fullmatch(edition)
    if yearly:
        return f"ED{yearly[1]}{'' if yearly[2] == '版' else 'R'}"
    return EDITIONS.get(edition, "")

"""Reading a number of either kind from what people type, scan and paste."""

import re
from dataclasses import replace
from datetime import date
from functools import lru_cache

from standards.numbering import codes
from standards.numbering.errors import NumberError
from standards.numbering.external import ExternalNumber
from standards.numbering.glyphs import bare
from standards.numbering.own import EXAMPLE, OwnNumber, read_own
from standards.numbering.tails import Tails, split_tails
from standards.numbering.years import is_possible, read_year

BODIES = "|".join(codes.INTERNATIONAL_BODIES)
TYPES = "|".join(codes.INTERNATIONAL_TYPES)
# The letter after TSG belongs to the number: TSG Z7001.
SUFFIX = r"(?:(?P<slash>[/-]|(?<!TSG) ?)(?P<suffix>[TZ])(?![A-Z]))?"
PREFIXES = {"group": "T", "enterprise": "Q"}
LONGEST = 200
# In this order: the first that matches decides.
CODES = {
    "international": re.compile(
        rf"(?P<base>(?:{BODIES})(?:[/ ](?:{BODIES}))*(?:[/ ](?:{TYPES}))?)(?![A-Z])(?P<rest>.*)"
    ),
    "group": re.compile(r"T[/ -](?P<body>\d{0,6}[A-Z]{2,}(?:-[A-Z]+)?)(?P<rest>.*)"),
    "enterprise": re.compile(r"Q[/ -](?P<body>\d{0,12}[A-Z]+)(?P<rest>.*)"),
    "local": re.compile(rf"(?P<base>DB ?\d{{2}}(?:\d{{2,4}})?)(?!\d){SUFFIX}(?P<rest>.*)"),
    "plain": re.compile(rf"(?P<base>TSG(?= ?[A-Z]?\d)|[A-Z]{{2,}}(?:/[A-Z]{{2,4}})?){SUFFIX}(?P<rest>.*)"),
}
NUMBERS = {
    "international": re.compile(r"(?P<number>\d+(?:[.-]\d+)*?)(?:[:-](?P<year>\d{4}))?"),
    "group": re.compile(r"(?P<number>[A-Z]{0,4}\d+[A-Z]?(?:\.\d+)*)(?:~(?P<end>\d+))?(?:[-:](?P<year>\d+))?"),
    "enterprise": re.compile(
        r"(?P<number>(?=[A-Z]*[. -]?\d)[A-Z\d]+(?:[. -][A-Z\d]+)*?)"
        r"(?:~(?P<end>\d+))?(?:[-:](?P<year>\d{4}|\d\d))?"
    ),
    "plain": re.compile(
        r"(?P<number>[A-Z]{0,2}\d+(?:\.\d+)*[A-Z]?)(?:~(?P<end>\d+(?:\.\d+)*))?(?:[-:](?P<year>\d+))?"
    ),
}
NUMBERS["local"] = NUMBERS["plain"]
DOCUMENT = re.compile(r"号$|[〔\[(]\d{4}[〕\])]")
TITLED = re.compile(r".*\d[ 《]*[\u4e00-\u9fff]{2,}.*")
DASHED_RANGE = re.compile(r"\d-\d+-\d+$")
LOST_DASH = re.compile(r"(?P<head>.*\d)(?P<gap> ?)(?P<year>\d{4})")
BETWEEN_NUMBERS = re.compile(
    r"[;；,，、\n\r](?![^()（）]*[)）])"
    r"|(?<=\d)\s*[和及与]\s*(?=[A-Za-z])"
    r"|(?<=[\d)）])\s+(?=(?:[TQ]\s*[/／]|GB|DB\d)(?!\w*[)）]))"
)


def parse(text: str, today: date | None = None) -> OwnNumber | ExternalNumber:
    """The number in `text`, with warnings about what was guessed; NumberError when it cannot be one number.

    `today` limits the years (to the coming one) and is the present day when left out.
    """
    return _parsed(text, today or date.today())


# The numbers of a registry are read again with every page that looks at all of them; a number read is never changed.
@lru_cache(maxsize=8_000)
def _parsed(text: str, today: date) -> OwnNumber | ExternalNumber:
    plain = bare(text)
    if not plain:
        raise NumberError("没有填写标准编号，请填写如“GB/T 34300-2017”的编号。")
    if len(plain) > LONGEST:
        raise NumberError(f"“{plain[:20]}…”太长，不像一个标准编号，请只填编号。")
    _refuse_many(text)
    return read_own(plain, raw=text, today=today) or _read_external(plain, raw=text, today=today)


def parse_many(text: str, today: date | None = None) -> list[OwnNumber | ExternalNumber]:
    """All numbers of a list separated by ；;、, 和 or line breaks; NumberError for the first bad one."""
    return [parse(item, today) for item in _split_list(text)]


def _split_list(text: str) -> list[str]:
    return [item.strip() for item in BETWEEN_NUMBERS.split(text) if item.strip()]


def _refuse_many(text: str) -> None:
    items = _split_list(text)
    if len(items) > 1:
        raise NumberError(
            f"“{text.strip()}”里有 {len(items)} 个编号，请只留“{items[0]}”，其余填在第二编号或另行登记。"
        )


def _read_external(text: str, *, raw: str, today: date) -> ExternalNumber:
    core, tails = split_tails(text)
    slashed = _with_slash(core)
    kind, code = _match_code(slashed, text)
    base, suffix, warnings = _read_code(kind, code)
    written = f"{base}/{suffix}" if suffix else base
    if slashed != core:
        warnings = (_slash_added(written), *warnings)
    rest = code["rest"].lstrip(" /-")
    found = NUMBERS[kind].fullmatch(rest)
    _ask_for_lost_dash(written, rest, found, today)
    if not found:
        raise _unreadable(text)
    return _assemble(base, suffix, found, tails, warnings, raw, today)


def _with_slash(core: str) -> str:
    """TCSSG 001 with the slash of T/CSSG 001; known codes that begin with T or Q stay."""
    letters = re.match(r"[A-Z]*", core)[0]
    has_slash = re.match(r"/ ?(?:[TZ](?![A-Z])|[A-Z]{2})", core[len(letters) :])
    if letters[:1] not in ("T", "Q") or len(letters) < 3 or has_slash:
        return core
    if letters in codes.KNOWN or (letters[-1] in "TZ" and letters[:-1] in codes.KNOWN):
        return core
    return f"{core[0]}/{core[1:]}"


def _slash_added(written: str) -> str:
    return f"代号缺少斜线，已按“{written}”理解，请核对。"


def _match_code(core: str, text: str) -> tuple[str, re.Match]:
    for kind, pattern in CODES.items():
        found = pattern.fullmatch(core)
        if found:
            return kind, found
    raise _unreadable(text)


def _read_code(kind: str, code: re.Match) -> tuple[str, str, tuple[str, ...]]:
    """Base, suffix and warnings of a matched code."""
    if kind == "international":
        return _international(code["base"]), "", ()
    if kind in PREFIXES:
        return f"{PREFIXES[kind]}/{code['body']}", "", ()
    base, suffix = code["base"].replace(" ", ""), code["suffix"] or ""
    missing = bool(suffix) and code["slash"] in ("", " ")
    if not suffix and base not in codes.KNOWN and base[:-1] in codes.KNOWN and base[-1] in "TZ":
        base, suffix, missing = base[:-1], base[-1], True
    _refuse_doubtful(base, suffix, code)
    warnings = (_slash_added(f"{base}/{suffix}"),) if missing else ()
    if kind == "plain" and base.split("/")[0] not in codes.KNOWN:
        warnings += (f"代号“{base}”不在已知的标准代号中，请核对。",)
    return base, suffix, warnings


def _international(base: str) -> str:
    words = re.split("[/ ]", base)
    kinds = [word for word in words if word in codes.INTERNATIONAL_TYPES]
    bodies = [word for word in words if word not in codes.INTERNATIONAL_TYPES]
    return "/".join(bodies) + "".join(f"{' ' if len(bodies) > 1 else '/'}{kind}" for kind in kinds)


def _refuse_doubtful(base: str, suffix: str, code: re.Match) -> None:
    """NumberError for the traps of short codes: an own class without its prefix, DB without a region."""
    text, rest = code.string, code["rest"]
    own_class = base == "JC" and not suffix and re.match(r"[ -]?\d{3}[-.]\d+[-.]\d", rest)
    if own_class or base in ("TG", "GL", "GZ"):
        raise NumberError(f"“{text}”缺少组织代号：本组织标准应以“Q/地名首字母WG”开头，请写成如“{EXAMPLE}”。")
    if not suffix and (base == "DB" or (base.startswith("DB") and re.fullmatch(r"-\d{4}", rest))):
        raise NumberError(
            f"“{text}”分不清是地区代码还是顺序号：地方标准请写成如“DB61/T 1234-2020”，"
            "地震行业标准请写成如“DB/T 58-2014”。"
        )


def _ask_for_lost_dash(code: str, rest: str, found: re.Match | None, today: date) -> None:
    """NumberError for a possible year after a gap or ending eight figures: a dash was lost in copying."""
    lost = LOST_DASH.fullmatch(rest)
    if not lost or (found and found["year"]) or not is_possible(int(lost["year"]), today):
        return
    if lost["gap"] or len(re.findall(r"\d", rest)) >= 8:
        guess = f"{code} {lost['head']}{codes.dash_of(code)}{lost['year']}"
        raise NumberError(f"“{code} {rest}”的年代号前像是少了短线，是“{guess}”吗？请补上短线后再填。")


def _assemble(
    base: str, suffix: str, found: re.Match, tails: Tails, warnings: tuple[str, ...], raw: str, today: date
) -> ExternalNumber:
    parts = found.groupdict()
    number = ExternalNumber(
        base,
        suffix,
        parts["number"],
        range_end=parts.get("end") or "",
        all_parts=tails.all_parts,
        edition=tails.edition,
        amendment=tails.amendment,
        adoption=_adoption(tails, today),
        raw=raw,
    )
    number.check()
    year, dated = _dated(number, parts["year"], today)
    return replace(number, year=year, warnings=warnings + dated + _doubts_of(number))


def _dated(number: ExternalNumber, digits: str | None, today: date) -> tuple[int | None, tuple[str, ...]]:
    if digits:
        return read_year(digits, number=f"{number.family}-{digits}", today=today)
    if number.all_parts:
        return None, ()
    return None, ("没有年代号：只能作为不注日期引用；登记为采用标准时请补上年代号。",)


def _doubts_of(number: ExternalNumber) -> tuple[str, ...]:
    doubts = []
    if number.range_end:
        doubts.append("编号是一组标准的范围，按一行登记，不核对各标准的状态。")
    if number.number.isdigit() and len(number.number) >= 8:
        doubts.append(f"顺序号“{number.number}”有 {len(number.number)} 位数字，请核对是否少了短线。")
    return tuple(doubts)


def _adoption(tails: Tails, today: date) -> str:
    if not tails.adopted:
        return ""
    adopted = str(_read_external(tails.adopted, raw=tails.adopted, today=today))
    return f"{adopted}, {tails.degree}" if tails.degree else adopted


def _unreadable(text: str) -> NumberError:
    if DOCUMENT.search(text):
        return NumberError(f"“{text}”像是文号，不是标准编号：请登记为指导性文件，并填在文号一栏。")
    if not re.search(r"[A-Z]", text):
        return NumberError(
            f"“{text}”里没有标准编号：法律、法规和文件可以不填编号；若是标准，请补上如“GB/T”的代号。"
        )
    if TITLED.fullmatch(text):
        return NumberError(f"“{text}”里编号后还有文字：请只填编号，标准名称填在名称一栏。")
    if DASHED_RANGE.search(text):
        return NumberError(f"“{text}”有两条短线：若是一组标准，请写成如“GB 50254~50259-1996”。")
    return NumberError(
        f"“{text}”不是能识别的标准编号，请写成“代号 顺序号-年代号”，如“GB/T 34300-2017”或“{EXAMPLE}”。"
    )

"""Numbers of the organisation's own standards: `Q/AKWG JC101•1-2024` (T/CSSG 001.2-2020 10.6)."""

import re
from dataclasses import dataclass, field
from datetime import date

from standards.numbering.errors import NumberError
from standards.numbering.sorting import join_fields
from standards.numbering.years import check_year, read_year

# Category → level digit of its classes (note 2 of figure 1), in the order of part 3.
CATEGORIES = {"JC": 1, "TG": 2, "GL": 2, "GZ": 3}
EXAMPLE = "Q/AKWG JC101•1-2024"

# WG must end the system code: Q/SWGL 001 is some enterprise's, Q/AKWGGZ301.2 is ours without its space.
OURS = re.compile(
    r"Q[/ -]?(?P<place>[^/\-\d]+?)[ -]?WG(?=(?:JC|TG|GL|GZ)[ /-]?\d|[^A-Z]|$)"
    r"[ /-]*(?P<category>[A-Z]*)[ /-]*(?P<rest>.*)"
)
REST = re.compile(
    r"(?P<class>\d+)"
    r"(?:[-.:/ ]+(?P<sequence>\d+))?"  # whatever its glyph, the first separator comes before the sequence
    r"(?:\.(?P<part>\d+))?"
    r"(?:[-:](?P<year>\d+))?"
)


@dataclass(frozen=True)
class OwnNumber:
    """A number of the form Q/place WG category class • sequence [. part] [- year of approval]."""

    place: str
    category: str
    class_number: int
    sequence: int
    part: int | None = None
    year: int | None = None
    warnings: tuple[str, ...] = field(default=(), compare=False)
    raw: str = field(default="", compare=False)

    @classmethod
    def build(
        cls,
        place: str,
        category: str,
        class_code: str | int,
        sequence: int,
        part: int | None = None,
        year: int | None = None,
        *,
        today: date | None = None,
    ) -> "OwnNumber":
        """A checked number; `class_code` is `"JC101"`, `"101"` or `101`. NumberError names the wrong part."""
        code = str(class_code)
        named = code[:2] if code[:2].isalpha() else category
        if named != category:
            raise NumberError(f"分类号“{code}”不属于类别“{category}”，请选择“{category}”下的分类。")
        digits = code.removeprefix(category)
        if not re.fullmatch(r"[0-9]{3}", digits):
            raise NumberError(f"分类号“{code}”应为类别后三位数字，如 JC101，请改正。")
        number = cls(place, category, int(digits), sequence, part, year)
        number.check(today=today or date.today())
        return number

    def check(self, *, today: date) -> None:
        """NumberError unless every part is within the grammar."""
        check_place(self.place)
        check_class(self.category, self.class_number)
        if not 1 <= self.sequence <= 999:
            raise NumberError(f"顺序号“{self.sequence}”应在 1 至 999 之间，请改正。")
        if self.part is not None and not 1 <= self.part <= 99:
            raise NumberError(f"部分号“{self.part}”应在 1 至 99 之间，请改正。")
        if self.year is not None:
            check_year(self.year, number=str(self), today=today)

    @property
    def system_code(self) -> str:
        """`Q/AKWG`."""
        return f"Q/{self.place}WG"

    @property
    def class_code(self) -> str:
        """`JC101`, the 体系分类代号 of the class in the tree."""
        return f"{self.category}{self.class_number}"

    @property
    def family(self) -> str:
        """The key without the year: the same for all editions."""
        return self._write(separator=".", dash="-", year=None)

    @property
    def family_loose(self) -> str:
        """Same as `family`; own numbers have no voluntary form."""
        return self.family

    @property
    def related_families(self) -> list[str]:
        """Its own alone."""
        return [self.family]

    @property
    def key(self) -> str:
        """ASCII form, unique within one organisation: `Q/AKWG JC101.1-2024`."""
        return self._write(separator=".", dash="-", year=self.year)

    @property
    def level(self) -> str:
        """`own`, beside the levels of external numbers."""
        return "own"

    @property
    def sort_key(self) -> tuple[int | str, ...]:
        """Own before external, then place, category, class, sequence, part, year; absent parts first."""
        order = list(CATEGORIES).index(self.category)
        return (0, self.place, order, self.class_number, self.sequence, self.part or 0, self.year or 0)

    @property
    def sort_text(self) -> str:
        """Digits whose text order equals that of `sort_key`."""
        return join_fields(zip(self.sort_key, (1, 6, 1, 3, 3, 2, 4), strict=True))

    def __str__(self) -> str:
        return self._write(separator="•", dash="-", year=self.year)

    def printed(self) -> str:
        """The form of covers, with the long dash: `Q/AKWG JC101•1—2024`."""
        return self._write(separator="•", dash="—", year=self.year)

    def _write(self, *, separator: str, dash: str, year: int | None) -> str:
        part = "" if self.part is None else f".{self.part}"
        edition = "" if year is None else f"{dash}{year}"
        return f"{self.system_code} {self.class_code}{separator}{self.sequence}{part}{edition}"


def check_place(place: str) -> None:
    """NumberError unless the place is two to six capital letters (10.6.2)."""
    if not re.fullmatch(r"[A-Z]{2,6}", place):
        raise NumberError(f"地名代号“{place}”应为地名拼音首字母，2 至 6 个大写字母，如安康写作 AK，请改正。")


def check_class(category: str, class_number: int) -> None:
    """NumberError unless the category is one of the four (10.6.3) and the class is of its level."""
    if category not in CATEGORIES:
        raise NumberError(f"类别“{category}”不对：只能是 JC、TG、GL、GZ 之一，请写成如“{EXAMPLE}”。")
    level = CATEGORIES[category]
    if class_number // 100 != level:
        raise NumberError(
            f"分类号“{category}{class_number:03d}”不对：{category} 的分类号以 {level} 开头，"
            f"应在 {category}{level}00 至 {category}{level}99 之间，请改正。"
        )


def read_own(text: str, *, raw: str, today: date) -> OwnNumber | None:
    """The own number in normalised text, None when it has no `Q/…WG`; NumberError when it is a broken one."""
    ours = OURS.fullmatch(text)
    if not ours:
        return None
    check_place(ours["place"].replace(" ", ""))
    if not ours["category"]:
        raise NumberError(f"“{text}”缺少类别和分类号，请写成如“{EXAMPLE}”。")
    rest = REST.fullmatch(ours["rest"])
    if not rest or len(rest["class"]) != 3:
        raise NumberError(f"“{text}”的类别后应是三位分类号、顺序号和年代号，请写成如“{EXAMPLE}”。")
    _require_sequence(rest, text)
    return _assemble(ours, rest, text, raw, today)


def _require_sequence(rest: re.Match, text: str) -> None:
    sequence = rest["sequence"]
    if sequence is None or (len(sequence) == 4 and rest["year"] is None):
        raise NumberError(f"“{text}”缺少顺序号：分类号和年代号之间应有从 1 起的顺序号，请写成如“{EXAMPLE}”。")


def _assemble(ours: re.Match, rest: re.Match, text: str, raw: str, today: date) -> OwnNumber:
    year, warnings = None, ("没有年代号（批准年号）：可作草案或不注日期引用，发布前请补上。",)
    if rest["year"]:
        year, warnings = read_year(rest["year"], number=text, today=today)
    number = OwnNumber(
        ours["place"].replace(" ", ""),
        ours["category"],
        int(rest["class"]),
        int(rest["sequence"]),
        int(rest["part"]) if rest["part"] else None,
        year,
        warnings + _doubts(ours, rest),
        raw,
    )
    number.check(today=today)
    return number


def _doubts(ours: re.Match, rest: re.Match) -> tuple[str, ...]:
    doubts = []
    if ours.string[1].isalpha():
        doubts.append("“Q”后缺少斜线，已按“Q/”理解，请核对。")
    if rest["class"].endswith("00"):
        doubts.append(
            f"分类号 {ours['category']}{rest['class']} 指整个类别，通常应编入其下的具体分类，请核对。"
        )
    if rest["sequence"].startswith("0"):
        doubts.append(f"顺序号“{rest['sequence']}”不应补零，已按 {int(rest['sequence'])} 理解。")
    return tuple(doubts)

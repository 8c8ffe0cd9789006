"""What the page of the 预检 shows of the stored rows. Pure."""

from dataclasses import dataclass, field

from .error_book import cell_name
from .fields import FIELDS
from .findings import CHANGED, ERROR, NEW, SAME, SHOWN
from .headers import Layout

WORDS = {ERROR: "错误", CHANGED: "变更", NEW: "新增", SAME: "相同"}
SIGNS = {ERROR: "×", CHANGED: "→", NEW: "＋", SAME: "＝"}
TAGS = {ERROR: "bad", CHANGED: "warn", NEW: "info", SAME: "plain"}
ORDER = {ERROR: 0, CHANGED: 1, NEW: 2, SAME: 3}
# A changed place is shown in the column of the class.
STANDS_IN = {"node": "class_code", "place": "class_code"}
LABELS = {"node": "体系分类", "replaced_numbers": "被代替标准号", "status": "状态"}
MOST_ERRORS = 40


@dataclass
class Cell:
    """One cell: its text, or before and after; the faults that stand in it; how the number was written."""

    key: str
    name: str
    text: str = ""
    before: str | None = None
    after: str = ""
    typed: str = ""
    faults: list = field(default_factory=list)


@dataclass
class Shown:
    """A row of the table; `others` are changes of fields that have no column."""

    place: int
    line: int
    sheet: str
    verdict: str
    cells: list[Cell]
    others: list[Cell]
    notes: list[str]
    pk: int | None

    @property
    def word(self) -> str:
        return WORDS[self.verdict]

    @property
    def sign(self) -> str:
        return SIGNS[self.verdict]

    @property
    def tag(self) -> str:
        return TAGS[self.verdict]


@dataclass(frozen=True)
class Complaint:
    """One line of the list of errors; `place` is the row's place in the list of all rows."""

    place: int
    where: str
    sentence: str
    key: str


def in_order(rows: list[dict], wanted: str) -> list[int]:
    """Places of the rows to show: errors first, then by line; what is the same only when asked for."""
    places = [
        place
        for place, row in enumerate(rows)
        if (row["verdict"] == wanted if wanted in WORDS else wanted == "all" or row["verdict"] != SAME)
    ]
    return sorted(places, key=lambda place: (ORDER[rows[place]["verdict"]], place))


def complaints(rows: list[dict], layouts: list[Layout]) -> list[Complaint]:
    """Every fault with its place, the first ones of the list."""
    found = []
    for place, row in enumerate(rows):
        layout = layouts[row["sheet"]]
        for name, sentence in row.get("faults", ()):
            sheet = f"{layout.sheet} " if len(layouts) > 1 else ""
            spot = cell_name(name, row["line"], layout) or f"第 {row['line']} 行"
            found.append(Complaint(place, f"{sheet}{spot} {label(name)}", sentence, f"cell-{place}-{name}"))
    return found


def label(name: str) -> str:
    return LABELS.get(name) or (FIELDS[name].label if name in FIELDS else name)


def shown(rows: list[dict], places, layouts: list[Layout]) -> list[Shown]:
    return [shown_row(rows[place], place, layouts) for place in places]


def shown_row(row: dict, place: int, layouts: list[Layout]) -> Shown:
    texts, changes = row.get("shown", {}), dict(row.get("changes", {}))
    cells = [Cell(f"cell-{place}-{name}", name, text=texts.get(name, "")) for name in SHOWN]
    by_name = {cell.name: cell for cell in cells}
    others = []
    for name, (before, after) in changes.items():
        cell = by_name.get(STANDS_IN.get(name, name))
        if cell is None:
            cell = Cell(f"cell-{place}-{name}", label(name))
            others.append(cell)
        cell.before, cell.after = before, after
    for name, sentence in row.get("faults", ()):
        cell = by_name.get(name)
        if cell is None:
            cell = Cell(f"cell-{place}-{name}", label(name))
            others.append(cell)
        cell.faults.append(sentence)
    by_name["number"].typed = row.get("typed", "")
    sheet = layouts[row["sheet"]].sheet if len(layouts) > 1 else ""
    return Shown(
        place, row["line"], sheet, row["verdict"], cells, others, row.get("notes", []), row.get("pk")
    )

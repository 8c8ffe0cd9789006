"""A list held against the registry: every row is new, changed, the same, or wrong, and says why."""

from collections.abc import Sequence

from .additions import add, doubts
from .changes import compare
from .findings import Finding
from .headers import Layout, subsystem_in
from .known import Known, Registry
from .rows import compared, is_silent, text_of
from .table import Sheet
from .together import judge_together, key_of

# The foot of our own lists, and of most others.
SIGN_OFF = ("编制", "审核", "批准", "日期", "制表", "填表")


def precheck(sheets: Sequence[Sheet], layouts: Sequence[Layout], registry: Registry) -> list[Finding]:
    """The findings of all rows of the sheets that have a layout, in the order of the list; nothing is written."""
    findings = [found for place, layout in enumerate(layouts) for found in rows_of(sheets, layout, place)]
    taken = set()
    for found in findings:
        examine(found, registry, taken)
    judge_together(findings, registry, [layout.sheet for layout in layouts])
    return findings


def rows_of(sheets: Sequence[Sheet], layout: Layout, place: int):
    """The rows below the headings, but for notes between them and the line of signatures."""
    columns = [(name, index) for index, name in enumerate(layout.fields) if name]
    subsystem = layout.subsystem
    for line in next(sheet for sheet in sheets if sheet.name == layout.sheet).rows:
        if line.number < layout.first:
            continue
        cells = {name: line.cells[index] for name, index in columns if index < len(line.cells)}
        cells = {name: cell for name, cell in cells.items() if cell is not None}
        if is_row(cells, line.cells):
            yield Finding(sheet=place, line=line.number, cells=cells, subsystem=subsystem)
        else:
            subsystem = heading_between(line.cells) or subsystem


def is_row(cells: dict, line: tuple) -> bool:
    """A row says its title or number; headings between rows, signatures and notes do not."""
    if not any(not is_silent(cells.get(name)) for name in ("title", "number")):
        return False
    first = next((text_of(cell) for cell in line if cell is not None), "")
    return not (first.endswith(("：", ":")) and first.rstrip("：: ").startswith(SIGN_OFF))


def heading_between(line: tuple) -> str:
    """The sub-system that a line between the rows names."""
    texts = [cell for cell in line if isinstance(cell, str)]
    return subsystem_in(texts[0]) if len(texts) == 1 else ""


def examine(found: Finding, registry: Registry, taken: set[int]) -> None:
    """Find the registered row and compare, or make out the new one."""
    found.known = by_its_number(found, registry) or by_its_title(found, registry, taken)
    if found.known is None:
        add(found, registry)
        doubts(found, registry)
    else:
        taken.add(found.known.pk)
        compare(found, registry)


def by_its_number(found: Finding, registry: Registry) -> Known | None:
    """By the number as the registry writes it, as it reads, as a former number, as the second of two."""
    if known := registry.by_number.get(found.text("number")):
        return known
    found.number = found.said("number", today=registry.on).value
    if found.number is None:
        return None
    key, second = key_of(found), str(found.number.number)
    if known := registry.by_key.get(key):
        return known
    if known := registry.aliases.get(key):
        found.notes.append(
            f"“{found.number.number}”是“{known.number or known.title}”的曾用编号，按同一标准处理"
        )
        return known
    known = registry.by_second.get(second) or registry.by_number.get(found.number.second)
    if known:
        found.notes.append(f"“{second}”与“{known.number}”是同一标准的两个编号")
    return known


def by_its_title(found: Finding, registry: Registry, taken: set[int]) -> Known | None:
    """Without a number by title and place: of several the one most like the row, each once."""
    if found.number or found.faults:
        return None
    rows = registry.by_title.get(compared(found.text("title")), [])
    rows = [row for row in rows if row.pk not in taken and may_be(found, row, registry)]
    # Lists often leave out the number of a law.
    laws = [row for row in rows if row.origin == "guidance" and row.stands]
    rows = [row for row in rows if not row.number_key] or (laws if len(laws) == 1 else [])
    return max(rows, key=lambda row: likeness(found, row), default=None)


def may_be(found: Finding, row: Known, registry: Registry) -> bool:
    """A row stands in the place the list says; where it says none, anywhere."""
    leaf = registry.places.by_pk.get(row.node_id)
    code = compared(found.text("class_code"))
    return not code or leaf is None or code in (leaf.class_code, leaf.code, leaf.subsystem)


def likeness(found: Finding, row: Known) -> int:
    written = row.written()
    alike = [name for name, text in written.items() if text and compared(found.text(name)) == compared(text)]
    return len(alike) + (written["place"] == found.text("place")) * len(written)

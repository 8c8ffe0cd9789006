"""Word templates made from a layout: fonts, sizes and margins of GB/T 9704, the texts with their Jinja left in."""

import io
from datetime import datetime
from functools import singledispatch

from docx import Document
from docx.document import Document as Page
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from .blocks import Column, Facts, Heading, Layout, Masthead, Paragraph, Rows, Signature, Title

SONG, FANG, HEI, KAI = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
BODY, SMALL, LINE = Pt(16), Pt(10.5), Pt(28.95)
RED = RGBColor(0xC0, 0x00, 0x00)
LONG, SHORT, TOP, RIGHT, BOTTOM, LEFT = Mm(297), Mm(210), Mm(37), Mm(26), Mm(35), Mm(28)
LABEL = 17  # percent of the width that a label takes
PLACES = {"left": ALIGN.LEFT, "centre": ALIGN.CENTER, "right": ALIGN.RIGHT, "indent": ALIGN.JUSTIFY}
DRAWING = "drawing"
LOW, TALL = Pt(24), Pt(56)
# Room for a signature, drawn or by hand.
SIGNED = Pt(32)
MADE = datetime(2026, 1, 1)


def build_template(layout: Layout) -> bytes:
    """The docx of a layout."""
    page = Document()
    set_up(page, wide=layout.wide)
    for block in layout.blocks:
        add(block, page)
    page.core_properties.author = "gridgov"
    page.core_properties.title = page.core_properties.comments = ""
    page.core_properties.created = page.core_properties.modified = MADE
    out = io.BytesIO()
    page.save(out)
    return out.getvalue()


def set_up(page: Page, *, wide: bool) -> None:
    """A4 with the margins of GB/T 9704, lengthwise or across; 仿宋 16 pt on 28.95 pt; the number at the foot."""
    section = page.sections[0]
    section.page_width, section.page_height = (LONG, SHORT) if wide else (SHORT, LONG)
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    margins = (Mm(28), Mm(22), Mm(25), Mm(22)) if wide else (TOP, RIGHT, BOTTOM, LEFT)
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = margins
    normal = page.styles["Normal"]
    dress(normal.font, normal.element.get_or_add_rPr(), FANG, BODY)
    normal.paragraph_format.line_spacing = LINE
    normal.paragraph_format.space_after = Pt(0)
    number_pages(section.footer.paragraphs[0])


def dress(font, properties, name: str, size) -> None:
    """Give a font its name for every script, and its size."""
    font.name, font.size = name, size
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), name)


def number_pages(paragraph) -> None:
    """「— 1 —」"""
    paragraph.alignment = ALIGN.CENTER
    write(paragraph, "— ", size=Pt(14))
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
    write(paragraph, " —", size=Pt(14))


def write(paragraph, text: str, *, face=FANG, size=BODY, colour=None):
    """Add text to a paragraph; a line end in it is a line end in Word."""
    for place, line in enumerate(text.split("\n")):
        run = paragraph.add_run()
        dress(run.font, run._r.get_or_add_rPr(), face, size)
        run.font.color.rgb = colour
        if place:
            run.add_break()
        run.add_text(line)
    return paragraph


def tag(holder, words: str):
    """A paragraph that docxtpl takes away with its tag."""
    return holder.add_paragraph(f"{{%p {words} %}}")


def wrapped(page: Page, outer: str, words: str, make) -> None:
    """What `make` adds, between `{%p outer words %}` and its end; bare without words."""
    if words:
        tag(page, f"{outer} {words}")
    make()
    if words:
        tag(page, f"end{outer}")


@singledispatch
def add(block, page: Page) -> None:
    raise TypeError(f"no such block: {block!r}")


@add.register
def _(block: Masthead, page: Page) -> None:
    name = page.add_paragraph()
    name.alignment, name.paragraph_format.line_spacing = ALIGN.CENTER, Pt(40)
    write(name, block.text, face=SONG, size=Pt(28), colour=RED)
    line = page.add_paragraph()
    line.alignment, line.paragraph_format.space_after = ALIGN.CENTER, Pt(16)
    write(line, block.number)
    underline(line)


def underline(paragraph) -> None:
    """The red line under the head."""
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "16"), ("space", "6"), ("color", "C00000")):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:spacing", "w:ind", "w:jc")


@add.register
def _(block: Title, page: Page) -> None:
    paragraph = page.add_paragraph()
    paragraph.alignment = ALIGN.CENTER
    paragraph.paragraph_format.line_spacing, paragraph.paragraph_format.space_after = Pt(36), Pt(18)
    write(paragraph, block.text, face=SONG, size=Pt(22))


@add.register
def _(block: Heading, page: Page) -> None:
    def make():
        paragraph = page.add_paragraph()
        paragraph.paragraph_format.first_line_indent = 2 * BODY
        paragraph.paragraph_format.keep_with_next = True
        write(paragraph, block.text, face=HEI if block.level == 1 else KAI)

    wrapped(page, "if", block.when, make)


@add.register
def _(block: Paragraph, page: Page) -> None:
    def make():
        paragraph = page.add_paragraph()
        paragraph.alignment = PLACES[block.place]
        if block.place == "indent":
            paragraph.paragraph_format.first_line_indent = 2 * BODY
        write(paragraph, block.text)

    wrapped(page, "if", block.when, lambda: wrapped(page, "for", block.each, make))


@add.register
def _(block: Facts, page: Page) -> None:
    table = make_table(page, (LABEL, 50 - LABEL, LABEL, 50 - LABEL))
    for words in block.rows:
        row = table.add_row()
        row.height = TALL if words[0] in block.tall else LOW
        cells = row.cells
        if len(words) == 2:
            cells = (cells[0], cells[1].merge(cells[3]))
        for place, (cell, text) in enumerate(zip(cells, words, strict=True)):
            write_cell(cell, text, face=FANG if place % 2 else HEI)
            cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    space_after(page)


@add.register
def _(block: Rows, page: Page) -> None:
    def make():
        if block.caption:
            caption = page.add_paragraph()
            caption.alignment, caption.paragraph_format.keep_with_next = ALIGN.CENTER, True
            write(caption, block.caption, face=HEI, size=SMALL)
        table = make_table(page, [column.width for column in block.columns])
        head = table.add_row()
        repeat_head(head)
        for cell, column in zip(head.cells, block.columns, strict=True):
            write_cell(cell, column.heading, face=HEI).alignment = ALIGN.CENTER
        add_loop(table, block)
        space_after(page)

    wrapped(page, "if", block.when, make)


def add_loop(table, block: Rows) -> None:
    """The row of the loop between rows that docxtpl takes away, and the row that says there is none."""
    rows = block.each.split(" in ")[1]
    row_tag(table, f"for {block.each}")
    line = table.add_row()
    line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    if any(column.place == DRAWING for column in block.columns):
        line.height = SIGNED
    for cell, column in zip(line.cells, block.columns, strict=True):
        write_column(cell, column)
    row_tag(table, "endfor")
    row_tag(table, f"if not {rows}")
    cells = table.add_row().cells
    write_cell(cells[0].merge(cells[-1]), block.empty).alignment = ALIGN.CENTER
    row_tag(table, "endif")


def write_column(cell, column: Column) -> None:
    """The cell that the loop repeats; a drawn signature takes the place of its run, in a line as high as it is."""
    if column.place != DRAWING:
        write_cell(cell, column.text).alignment = PLACES[column.place or "left"]
        return
    path = column.text.removeprefix("{{").removesuffix("}}").strip()
    paragraph = write_cell(cell, f"{{{{r {path}|drawn }}}}")
    paragraph.alignment, paragraph.paragraph_format.line_spacing = ALIGN.CENTER, 1.0


def row_tag(table, words: str) -> None:
    table.add_row().cells[0].paragraphs[0].add_run(f"{{%tr {words} %}}")


def repeat_head(row) -> None:
    """Print the headings on every page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def make_table(page: Page, widths):
    """A table with lines, as wide as the page, its columns in percent of it."""
    # A heading stays with the table under it.
    space_after(page).paragraph_format.keep_with_next = True
    section = page.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    table = page.add_table(rows=0, cols=len(widths))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = int(room * width / 100)
    return table


def write_cell(cell, text: str, *, face=FANG):
    """Fill a cell in the size of tables; returns its paragraph."""
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.line_spacing = Pt(16)
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    return write(paragraph, text, face=face, size=SMALL)


def space_after(page: Page):
    """Some air, as a paragraph; Word would join two tables that follow each other."""
    paragraph = page.add_paragraph()
    paragraph.paragraph_format.line_spacing = Pt(8)
    return paragraph


@add.register
def _(block: Signature, page: Page) -> None:
    for place, text in enumerate(block.lines):
        paragraph = page.add_paragraph()
        paragraph.alignment = ALIGN.RIGHT
        paragraph.paragraph_format.right_indent = 2 * BODY
        paragraph.paragraph_format.space_before = Pt(0) if place else BODY
        paragraph.paragraph_format.keep_with_next = place < len(block.lines) - 1
        write(paragraph, text)

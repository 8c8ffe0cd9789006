"""The chart on one sheet of A3 landscape, as large as it can be."""

from dataclasses import replace

from .layout import draw
from .measures import PAPER
from .shapes import Chart

# A3 landscape within margins of 12 mm.
SHEET = (396, 271)
MOST_COLUMNS = 10


def draw_on_sheet(roots, **content) -> Chart:
    """`draw` in the number of columns that gives the largest type, stretched to the shape of the sheet."""
    columns, chart = best_columns(roots, content)
    spare = chart.height * SHEET[0] // SHEET[1] - chart.width
    if spare <= 0:
        return chart
    wider = replace(PAPER, columns=columns, column=PAPER.column + spare // columns)
    return draw(roots, **content, measure=wider)


def best_columns(roots, content: dict) -> tuple[int, Chart]:
    """More columns make the type larger until the width of the sheet limits it; then they only make it smaller."""
    best, chart = 0, None
    for columns in range(2, MOST_COLUMNS + 1):
        candidate = draw(roots, **content, measure=replace(PAPER, columns=columns))
        if chart is None or scale(candidate) > scale(chart):
            best, chart = columns, candidate
        elif SHEET[0] * candidate.height < SHEET[1] * candidate.width:
            break
    return best, chart


def scale(chart: Chart) -> float:
    """Millimetres a unit takes on the sheet."""
    return min(SHEET[0] / chart.width, SHEET[1] / chart.height)

"""The 结构图 of a standard system (T/CSSG 001.3 3.4.1) as boxes and lines. Pure: coverage in, coordinates out.

`draw` lays it out for the screen, `draw_on_sheet` so that it fills one sheet of A3 landscape; both are drawn by the
same template.
"""

from .layout import LAYERS, draw
from .measures import SCREEN
from .shapes import Arrow, Band, Chart, Frame, Tag, Words
from .sheet import draw_on_sheet

__all__ = ["LAYERS", "SCREEN", "Arrow", "Band", "Chart", "Frame", "Tag", "Words", "draw", "draw_on_sheet"]

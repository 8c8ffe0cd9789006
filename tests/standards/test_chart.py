"""The 结构图 as a layout: what stands where, and that nothing lies over anything else."""

from dataclasses import dataclass, field
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standards.chart import SCREEN, draw, draw_on_sheet
from standards.chart.bands import class_band
from standards.chart.columns import divide, partition, spans, tallest
from standards.chart.measures import NOT_FIRST, PAPER, width_of, wrap
from standards.chart.sheet import SHEET, scale

TEXT = st.text("网格巡查管理规范（市级）、abc GB/T34300 123", min_size=1, max_size=60)


@dataclass
class Place:
    """A node as the chart needs it."""

    code: str
    name: str
    kind: str
    subsystem: str
    clause: str = ""
    class_code: str = ""


@dataclass
class Limb:
    """A branch of the coverage as the chart needs it."""

    node: Place
    present: int = 1
    expected: int = 1
    children: list = field(default_factory=list)
    progress: str = ""
    note: str = ""
    percentage: str = "100.0"

    @property
    def missing(self):
        return self.expected - self.present

    @property
    def state(self):
        return "empty" if not self.present else "partial" if self.missing else "complete"

    @property
    def state_words(self):
        return {"empty": "空缺", "partial": "部分", "complete": "齐全"}[self.state]

    @property
    def classes(self):
        return [child for child in self.children if child.node.kind == "class"]

    @property
    def rows(self):
        return [row for child in self.children for row in (child, *child.rows)]


def leaf(code="5.4.2", name="网格巡查管理", *, present=1, expected=1, progress="", subsystem="TG"):
    return Limb(Place(code, name, "leaf", subsystem, code), present, expected, progress=progress)


def klass(code="TG201", name="服务规范子体系", leaves=()):
    leaves = list(leaves) or [leaf()]
    figures = sum(each.present for each in leaves), sum(each.expected for each in leaves)
    return Limb(Place(code, name, "class", code[:2], class_code=code), *figures, children=leaves)


def root(subsystem, children, name="网格化服务提供标准分体系"):
    kind = "layer" if subsystem == "ZD" else "subsystem"
    figures = sum(each.present for each in children), sum(each.expected for each in children)
    place = Place(subsystem, name, kind, subsystem, class_code="" if kind == "layer" else f"{subsystem}200")
    return Limb(place, *figures, children=children)


def system(missing=0):
    """指导层 and four sub-systems of one class each."""
    guidance = root("ZD", [leaf("ZD1", "标准化工作方针", subsystem="ZD")], "指导层")
    classes = [
        klass(f"{code}201", leaves=[leaf(), leaf("5.4.3", "联动处置管理", present=1 - missing)])
        for code in ("JC", "TG", "GL", "GZ")
    ]
    return [guidance, *(root(each.node.subsystem, [each]) for each in classes)]


def drawn(roots, **options):
    return draw(roots, title="结构图", subtitle="2026-03-01", measure=SCREEN, **options)


def band(chart, code):
    return next(each for each in chart.bands if each.code == code)


def test_layers_stand_one_below_the_other_in_the_order_of_figure_1():
    chart = drawn(system())
    tops = [band(chart, code).y for code in ("ZD1", "JC", "TG", "GZ")]
    assert tops == sorted(set(tops))
    assert band(chart, "TG").y == band(chart, "GL").y
    assert band(chart, "TG").x < band(chart, "GL").x


def test_arrows_lead_from_each_layer_to_what_it_acts_on():
    chart = drawn(system())
    ends = [(arrow.kind, arrow.bottom) for arrow in chart.arrows]
    heads = {code: band(chart, code).y for code in ("JC", "TG", "GL", "GZ")}
    assert ends == [
        ("guiding", heads["JC"]),
        ("direct", heads["TG"]),
        ("direct", heads["GL"]),
        ("direct", heads["GZ"]),
        ("direct", heads["GZ"]),
    ]


def test_class_shows_its_leaves_only_when_it_is_open():
    codes = [each.code for each in drawn(system(), opened=frozenset({"TG201"})).bands if each.kind == "leaf"]
    assert codes == ["5.4.2", "5.4.3"]
    assert [each for each in drawn(system()).bands if each.kind == "leaf"] == []


def test_touch_opens_a_closed_class_and_closes_an_open_one():
    chart = drawn(system(), opened=frozenset({"TG201", "GL201"}))
    assert band(chart, "TG201").toggled == "GL201"
    assert band(chart, "JC201").toggled == "GL201,JC201,TG201"


def test_class_says_code_name_figures_and_word():
    chart = drawn(system(missing=1))
    found = band(chart, "TG201")
    assert [words.text for words in found.words] == ["TG201", "服务规范子体系", "1 / 2"]
    assert (found.tag.word, found.tag.state) == ("部分", "partial")
    assert found.label == "TG201 服务规范子体系，现有 1，应有 2，部分"


def test_gap_says_what_is_under_way():
    roots = [root("TG", [klass(leaves=[leaf(present=0, progress="制定中 1")])])]
    found = band(drawn(roots, opened=frozenset({"TG201"})), "5.4.2")
    assert [words.text for words in found.words if words.tone == "warn"] == ["制定中 1"]


def test_only_gaps_are_drawn_on_request_and_they_are_open():
    roots = system(missing=1)
    roots[1] = root("JC", [klass("JC201", leaves=[leaf("4.1.1")])])
    chart = drawn(roots, gaps=True)
    assert [each.code for each in chart.bands if each.kind == "class"] == ["TG201", "GL201", "GZ201"]
    assert {each.code for each in chart.bands if each.kind == "leaf"} == {"5.4.3"}


def test_system_without_a_gap_keeps_its_heads_on_request():
    chart = drawn(system(), gaps=True)
    assert [each.code for each in chart.bands if each.kind == "head"] == ["JC", "TG", "GL", "GZ"]


def test_sheet_fits_a3_landscape_and_uses_its_width_or_height():
    chart = draw_on_sheet(system(), title="结构图", subtitle="2026-03-01", opened=frozenset())
    filled = max(chart.width / SHEET[0], chart.height / SHEET[1]) * scale(chart)
    assert abs(filled - 1) < 0.001


def test_large_system_stays_readable_on_a3():
    leaves = [leaf(f"5.2.{number}", "网格内事项服务规程和应急处置") for number in range(14)]
    classes = [klass(f"GL2{number:02}", leaves=leaves) for number in range(10)]
    codes = frozenset(each.node.code for each in classes)
    roots = [root("TG", [klass()]), root("GL", classes)]
    chart = draw_on_sheet(roots, title="结构图", subtitle="2026-03-01", opened=codes)
    smallest = min(words.size for each in chart.bands for words in each.words)
    assert smallest * scale(chart) > 2.2  # millimetres: 6 point


def overlaps(one, other) -> bool:
    apart = (
        one.x + one.width <= other.x
        or other.x + other.width <= one.x
        or one.y + one.height <= other.y
        or other.y + other.height <= one.y
    )
    return not apart


def extent(words) -> tuple[int, int]:
    width = width_of(words.text, words.size)
    left = {"start": words.x, "middle": words.x - width // 2, "end": words.x - width}[words.anchor]
    return left, left + width


limbs = st.builds(
    leaf, name=TEXT, present=st.integers(0, 1), progress=st.sampled_from(["", "制定中 12，即将实施 3"])
)


@st.composite
def systems(draw_value):
    """Trees of any shape with names of any length."""
    roots = []
    for code in ("ZD", "JC", "TG", "GL", "GZ"):
        if code == "ZD":
            children = draw_value(st.lists(limbs, min_size=1, max_size=6))
        else:
            parts = draw_value(st.lists(st.lists(limbs, min_size=1, max_size=5), min_size=1, max_size=4))
            children = [
                klass(f"{code}2{number:02}", draw_value(TEXT), leaves) for number, leaves in enumerate(parts)
            ]
        roots.append(root(code, children, draw_value(TEXT)))
    return roots


@settings(max_examples=60, deadline=None)
@given(systems(), st.booleans(), st.booleans())
def test_no_band_lies_over_another_and_no_words_leave_theirs(roots, on_paper, gaps):
    opened = frozenset(child.node.code for each in roots for child in each.classes)
    options = {"title": "结构图", "subtitle": "2026-03-01", "opened": opened, "gaps": gaps}
    chart = draw_on_sheet(roots, **options) if on_paper else draw(roots, **options, measure=SCREEN)
    assert not any(overlaps(one, other) for one, other in combinations(chart.bands, 2))
    for each in chart.bands:
        for words in each.words:
            left, right = extent(words)
            assert each.x <= left
            assert right <= each.x + each.width
            assert each.y <= words.y - words.size
            assert words.y <= each.y + each.height
        assert each.x >= 0
        assert each.x + each.width <= chart.width
        assert each.y + each.height <= chart.height


@given(systems())
@settings(max_examples=20, deadline=None)
def test_words_of_a_band_do_not_lie_over_each_other(roots):
    opened = frozenset(child.node.code for each in roots for child in each.classes)
    for each in drawn(roots, opened=opened).bands:
        for one, other in combinations(each.words, 2):
            (left, right), (begin, end) = extent(one), extent(other)
            beside = right <= begin or end <= left
            below = abs(one.y - other.y) >= min(one.size, other.size)
            assert beside or below


@given(TEXT, st.integers(40, 400))
def test_wrapping_loses_nothing_and_keeps_the_room(text, room):
    lines = wrap(text, room, 14)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(width_of(line, 14) <= room for line in lines)


@pytest.mark.parametrize("room", range(70, 160, 7))
def test_no_line_begins_with_a_comma_or_a_closing_bracket(room):
    lines = wrap("标准化工作导则、指南（GB/T 1.1）、编写规定", room, 14)
    assert not any(line[0] in NOT_FIRST for line in lines)


@given(st.lists(st.integers(1, 50), min_size=1, max_size=9), st.integers(1, 5))
def test_columns_keep_the_order_and_are_as_low_as_can_be(heights, columns):
    found = partition(heights, columns)
    assert [index for rows in found for index in rows] == list(range(len(heights)))
    assert len(found) <= columns
    assert tallest(heights, columns) == lowest(tuple(heights), columns)


def lowest(heights, columns):
    """The same by trying every cut."""
    if columns == 1 or len(heights) == 1:
        return sum(heights)
    return min(
        max(sum(heights[:cut]), lowest(heights[cut:], columns - 1)) if heights[cut:] else sum(heights)
        for cut in range(1, len(heights) + 1)
    )


def test_the_highest_neighbour_gets_the_spare_columns():
    assert spans(2, 6, lambda which, columns: (100 if which else 10) // columns) == [1, 5]
    assert spans(0, 4, lambda which, columns: 0) == []


def test_even_neighbours_share_evenly():
    assert divide(6, lambda columns: 12 // columns, lambda columns: 12 // columns) == 3


def test_note_stands_before_the_figures_or_below_the_name_where_there_is_no_room():
    limb = Limb(Place("TG201", "服务规范子体系", "class", "TG", class_code="TG201"), note="附录A 2/2 条满足")
    wide, narrow = (class_band(limb, 0, 0, width, PAPER, frozenset()) for width in (400, 240))
    assert [words.text for words in wide.words] == ["TG201", "服务规范子体系", "附录A 2/2 条满足　1 / 1"]
    assert [words.text for words in narrow.words][-1] == "1 / 1"
    below = "".join(words.text for words in narrow.words[1:-1])
    assert below.replace(" ", "") == "服务规范子体系附录A2/2条满足"
    assert narrow.height > wide.height

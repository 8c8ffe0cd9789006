"""The whole chart: layers from the top, arrows between them, title above and legend below (T/CSSG 001.2 figure 1)."""

from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate

from .bands import box_band, class_band, head_band, leaf_band
from .columns import divide, partition, spans, tallest
from .measures import Measure, width_of
from .shapes import Arrow, Band, Chart, Frame, Tag, Words

# T/CSSG 001.2 figure 1 and its note 2: the 指导层 above three layers.
LAYERS = (("指导层", ("ZD",)), ("第一层", ("JC",)), ("第二层", ("TG", "GL")), ("第三层", ("GZ",)))
LEGEND = (("complete", "齐全", "现有＝应有"), ("partial", "部分", "有缺"), ("empty", "空缺", "一项也没有"))
NOTE = "数字为 现有 / 应有，现有只计“现行”"
LINES = (("guiding", "指导关系"), ("direct", "直接作用关系"), ("scope", "标准体系范围"))
BOXES = 4  # parts of the 指导层 beside each other


@dataclass
class Drawing:
    """What has been laid out so far."""

    measure: Measure
    opened: frozenset[str]
    gaps: bool
    bands: list[Band] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    heights: dict[tuple[int, int], int] = field(default_factory=dict)

    def shown(self, branches: list) -> list:
        """All of them, or those with something missing."""
        return [branch for branch in branches if branch.missing] if self.gaps else list(branches)

    @property
    def left(self) -> int:
        return self.measure.label + 2 * self.measure.pad

    def leaves(self, branch) -> list:
        """What stands open below a class."""
        return self.shown(branch.rows) if branch.node.code in self.opened else []

    def height(self, branch, width: int) -> int:
        """How high a class or a leaf becomes in a width; its words are wrapped once for each."""
        key = id(branch), width
        if key not in self.heights:
            is_class = branch.node.kind == "class"
            band = (
                class_band(branch, 0, 0, width, self.measure, self.opened)
                if is_class
                else leaf_band(branch, 0, 0, width, self.measure)
            )
            self.heights[key] = band.height
        return self.heights[key]


def draw(
    roots, *, title: str, subtitle: str, opened=frozenset(), gaps: bool = False, measure: Measure
) -> Chart:
    """Lay out the branches of `standards.statistics.coverage`.

    `opened` names the classes whose leaves are shown; with `gaps` only what misses something is, all of it open.
    Nothing overlaps: long names wrap and push down what follows.
    """
    if gaps:
        opened = frozenset(branch.node.code for root in roots for branch in root.classes)
    drawing = Drawing(measure, frozenset(opened), gaps)
    y = place_title(drawing, title, subtitle)
    by_code = {root.node.subsystem: root for root in roots}
    layers = [(label, [by_code[code] for code in codes if code in by_code]) for label, codes in LAYERS]
    y = place_layers(drawing, [(label, found) for label, found in layers if found], y)
    height = place_legend(drawing, y + measure.pad)
    return Chart(
        title=f"{title}，{subtitle}",
        width=measure.width,
        height=height,
        frames=tuple(drawing.frames),
        arrows=tuple(drawing.arrows),
        bands=tuple(drawing.bands),
        words=tuple(drawing.words),
        tags=tuple(drawing.tags),
    )


def place_title(drawing: Drawing, title: str, subtitle: str) -> int:
    measure, size = drawing.measure, drawing.measure.size
    middle = measure.width // 2
    drawing.words.append(Words(middle, 8 + size + 5, title, size + 5, "middle", bold=True))
    drawing.words.append(Words(middle, 8 + 2 * size + 18, subtitle, measure.small, "middle", "quiet"))
    return 8 + 2 * size + 34


def place_layers(drawing: Drawing, layers: list, y: int) -> int:
    """Every layer with its name at the left and arrows to what it acts on; returns where the last one ends."""
    scope_top, above = None, []
    for label, roots in layers:
        top = y
        places, y = place_roots(drawing, roots, y)
        guides = roots[0].node.subsystem == "ZD"
        if not guides and scope_top is None:
            scope_top = top
        connect(drawing, above, places)
        drawing.frames.append(Frame("layer", 1, top, drawing.measure.label, y - top))
        place_label(drawing, label, top, y)
        above = [(x, bottom, guides) for x, _, bottom in places]
        y += drawing.measure.gap
    bottom = y - drawing.measure.gap
    if scope_top is not None:
        place_scope(drawing, scope_top, bottom)
    return bottom + drawing.measure.pad


def place_scope(drawing: Drawing, top: int, bottom: int) -> None:
    """The line around what is the system; the 指导层 stands outside it."""
    edge = drawing.measure.pad - 3
    width = drawing.measure.width - drawing.left - drawing.measure.pad
    drawing.frames.append(
        Frame("scope", drawing.left - edge, top - edge, width + 2 * edge, bottom - top + 2 * edge)
    )


def place_label(drawing: Drawing, label: str, top: int, bottom: int) -> None:
    """The name of a layer, its characters below each other, in the middle of its frame."""
    size = drawing.measure.size
    step = min(size + 3, (bottom - top - 4) // len(label))
    first = (top + bottom - step * len(label)) // 2 + size
    middle = drawing.measure.label // 2 + 1
    drawing.words += [
        Words(middle, first + step * place, character, min(size, step), "middle", bold=True)
        for place, character in enumerate(label)
    ]


def connect(drawing: Drawing, above: list, below: list) -> None:
    """Arrows from what stands above to what stands below: one to each, or from each to the one."""
    pairs = [(x, bottom, guides, top) for x, bottom, guides in above for _, top, _ in below[:1]]
    if len(above) == 1:
        pairs = [(x, above[0][1], above[0][2], top) for x, top, _ in below]
    for x, start, guides, end in pairs:
        drawing.arrows.append(Arrow("guiding" if guides else "direct", x, start, end))


def place_roots(drawing: Drawing, roots: list, y: int) -> tuple[list, int]:
    """The roots of a layer beside each other; returns (middle, top, bottom) of each and where the layer ends."""
    measure = drawing.measure
    width = measure.width - drawing.left - measure.pad
    if roots[0].node.subsystem == "ZD":
        bottom = place_boxes(drawing, roots[0], drawing.left, y, width)
        return [(drawing.left + width // 2, y, bottom)], bottom
    if len(roots) == 1:
        columns = max(measure.columns, min(3, len(roots[0].classes)))
        return one_place(drawing, roots[0], drawing.left, y, width, columns)
    given = divide(measure.columns, *(partial(height_of, drawing, root) for root in roots))
    first = given * measure.column - measure.pad // 2
    left, _ = one_place(drawing, roots[0], drawing.left, y, first, given)
    start = drawing.left + first + measure.pad
    right, _ = one_place(drawing, roots[1], start, y, width - first - measure.pad, measure.columns - given)
    return [*left, *right], max(left[0][2], right[0][2])


def one_place(drawing: Drawing, root, x: int, y: int, width: int, columns: int) -> tuple[list, int]:
    bands, bottom = root_bands(drawing, root, x, y, width, columns)
    drawing.bands += bands
    drawing.frames.append(Frame("root", x, y, width, bottom - y))
    return [(x + width // 2, y, bottom)], bottom


def height_of(drawing: Drawing, root, columns: int) -> int:
    """How high the classes of a sub-system become in so many columns."""
    column, classes = drawing.measure.column, drawing.shown(root.classes)
    if len(classes) > columns:
        return tallest([class_height(drawing, branch, column, 1) for branch in classes], columns)
    given = spans(len(classes), columns, partial(height_in_span, drawing, classes, column))
    heights = [
        class_height(drawing, branch, part * column, part)
        for branch, part in zip(classes, given, strict=True)
    ]
    return max(heights, default=0)


def class_height(drawing: Drawing, branch, width: int, columns: int) -> int:
    """How high a class becomes with what is open below it in columns."""
    leaves = [drawing.height(leaf, width // columns) for leaf in drawing.leaves(branch)]
    return drawing.height(branch, width) + tallest(leaves, columns)


def height_in_span(drawing: Drawing, classes: list, column: int, which: int, columns: int) -> int:
    return class_height(drawing, classes[which], columns * column, columns)


def root_bands(drawing: Drawing, root, x: int, y: int, width: int, columns: int) -> tuple[list[Band], int]:
    """A sub-system: its head, below it the classes in columns. Returns its bands and where they end."""
    head = head_band(root, x, y, width, drawing.measure)
    classes, top, bands = drawing.shown(root.classes), y + head.height, [head]
    if len(classes) > columns:
        widths = shares(width, [1] * columns)
        rows = partition([class_height(drawing, branch, widths[0], 1) for branch in classes], columns)
        for left, share, chosen in zip(accumulate(widths, initial=x), widths, rows, strict=False):
            below = top
            for index in chosen:
                bands += class_bands(drawing, classes[index], left, below, share, 1)
                below = bottom_of(bands[-1:])
    else:
        given = spans(len(classes), columns, partial(height_in_span, drawing, classes, width // columns))
        widths = shares(width, given)
        for left, share, branch, part in zip(
            accumulate(widths, initial=x), widths, classes, given, strict=False
        ):
            bands += class_bands(drawing, branch, left, top, share, part)
    return bands, bottom_of(bands)


def class_bands(drawing: Drawing, branch, x: int, y: int, width: int, columns: int, least=0) -> list[Band]:
    """A class, and when it is open its leaves below it in columns."""
    head = class_band(branch, x, y, width, drawing.measure, drawing.opened, least)
    leaves, widths, bands = drawing.leaves(branch), shares(width, [1] * columns), [head]
    rows = partition([drawing.height(leaf, widths[0]) for leaf in leaves], columns)
    for left, share, chosen in zip(accumulate(widths, initial=x), widths, rows, strict=False):
        below = y + head.height
        for index in chosen:
            bands.append(leaf_band(leaves[index], left, below, share, drawing.measure))
            below += bands[-1].height
    return bands


def bottom_of(bands: list[Band]) -> int:
    return max(band.y + band.height for band in bands)


def shares(width: int, parts: list[int]) -> list[int]:
    """`width` in whole units by `parts`; what is left over goes to the last."""
    found = [width * part // sum(parts) for part in parts] if parts else []
    return [*found[:-1], width - sum(found[:-1])] if found else []


def place_boxes(drawing: Drawing, root, x: int, y: int, width: int) -> int:
    """The parts of the 指导层 in rows of equal boxes; returns where they end."""
    measure = drawing.measure
    leaves = drawing.shown([row for row in root.rows if not row.children]) or [root]
    most = max(BOXES, measure.columns)
    for start in range(0, len(leaves), most):
        row = leaves[start : start + most]
        each = (width - measure.pad * (len(row) - 1)) // len(row)
        bands = [
            box_band(leaf, x + place * (each + measure.pad), y, each, measure)
            for place, leaf in enumerate(row)
        ]
        drawing.bands += bands
        y = max(band.y + band.height for band in bands) + measure.pad
    return y - measure.pad


def place_legend(drawing: Drawing, y: int) -> int:
    """Signs and what they mean, in as many lines as it takes; returns the height of the chart."""
    measure, small = drawing.measure, drawing.measure.small
    x, step = drawing.left, small + 14
    for kind, word, meaning in (*LEGEND, *((kind, "", meaning) for kind, meaning in LINES), ("", "", NOTE)):
        sign = 2 * small + 18 if kind else 0
        room = sign + width_of(meaning, small) + 2 * measure.pad
        if x + room > measure.width and x > drawing.left:
            x, y = drawing.left, y + step
        place_sign(drawing, kind, word, x, y + small // 2 + 4)
        drawing.words.append(Words(x + sign, y + small + 3, meaning, small, tone="quiet"))
        x += room
    return y + step + 4


def place_sign(drawing: Drawing, kind: str, word: str, x: int, middle: int) -> None:
    small = drawing.measure.small
    width, height = 2 * small + 12, small + 6
    if word:
        drawing.tags.append(Tag(x, middle - height // 2, width, height, small, kind, word))
    elif kind == "scope":
        drawing.frames.append(Frame("scope", x, middle - height // 2, width, height))
    elif kind:
        drawing.frames.append(Frame(f"sample-{kind}", x, middle, width, 0))

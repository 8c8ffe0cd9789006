"""Geometry of the charts, pure: one SVG template serves the screen and the printed report."""

from dataclasses import dataclass
from math import cos, pi, sin

from ..scoring import rate_words


@dataclass(frozen=True)
class Bar:
    """One bar: label, points of full, and its geometry in the units of the chart (the bars begin at x = 138)."""

    label: str
    value: int
    full: int
    y: int
    width: float
    mark_x: float

    @property
    def rate(self) -> str:
        """`82.5%`, one decimal, of the points that can be had."""
        return rate_words(self.value, self.full)


START, LENGTH, STEP = 138, 300, 20


def bars(rows: list[tuple[str, int, int]]) -> list[Bar]:
    """Bars of (label, value, full), each as long as its share of full; `mark_x` is the 60 % line of reference."""
    return [
        Bar(
            label=label,
            value=value,
            full=full,
            y=index * STEP,
            width=round(LENGTH * value / full, 1),
            mark_x=START + LENGTH * 0.6,
        )
        for index, (label, value, full) in enumerate(rows)
    ]


@dataclass(frozen=True)
class Radar:
    """Polygon points (`"x,y x,y"`) of rings and of each series around a centre; labels with their places."""

    rings: tuple[str, ...]
    axes: tuple[tuple[float, float], ...]
    series: tuple[str, ...]
    labels: tuple[tuple[str, float, float, str], ...]


def radar(labels: list[str], series: list[list[float]], *, radius: float = 100, centre: float = 150) -> Radar:
    """Rates 0–1 of each series on one axis per label, the first axis upwards, clockwise."""
    angles = [2 * pi * index / len(labels) - pi / 2 for index in range(len(labels))]

    def place(rate: float, angle: float) -> tuple[float, float]:
        return round(centre + radius * rate * cos(angle), 1), round(centre + radius * rate * sin(angle), 1)

    def polygon(rates: list[float]) -> str:
        return " ".join(
            "{},{}".format(*place(rate, angle)) for rate, angle in zip(rates, angles, strict=True)
        )

    outside = [place(1.16, angle) for angle in angles]
    return Radar(
        rings=tuple(polygon([ring] * len(labels)) for ring in (0.2, 0.4, 0.6, 0.8, 1.0)),
        axes=tuple(place(1, angle) for angle in angles),
        series=tuple(polygon(rates) for rates in series),
        labels=tuple(
            (label, x, y, "middle" if abs(x - centre) < 12 else "start" if x > centre else "end")
            for label, (x, y) in zip(labels, outside, strict=True)
        ),
    )


@dataclass(frozen=True)
class Mark:
    """One bar of a group: its place, its length, the words at its end, which series it is of."""

    y: int
    width: float
    words: str
    series: int


@dataclass(frozen=True)
class Group:
    """The bars of one label, one of each series that has a value."""

    label: str
    label_y: float
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Grouped:
    """Several series of bars beside each other; `names` (label, x) are those of the series, for the legend."""

    groups: tuple[Group, ...]
    names: tuple[tuple[str, int], ...]
    height: int
    mark_x: float

    @property
    def legend_y(self) -> int:
        return self.height - 18


THICK, GAP, LEGEND, NAME = 13, 10, 24, 130


def grouped_bars(rows: list[tuple[str, tuple[int | None, ...], int]], names: list[str]) -> Grouped:
    """Bars of (label, a value of each series or None, full), each as long as its share of full."""
    step = THICK * len(names) + GAP
    groups = tuple(group_of(*row, top=place * step, count=len(names)) for place, row in enumerate(rows))
    legend = tuple((name, START + place * NAME) for place, name in enumerate(names))
    return Grouped(groups, legend, len(rows) * step + LEGEND, START + LENGTH * 0.6)


def group_of(label: str, values: tuple[int | None, ...], full: int, *, top: int, count: int) -> Group:
    marks = tuple(
        Mark(top + place * THICK, round(LENGTH * value / full, 1), f"{value}/{full}", place)
        for place, value in enumerate(values)
        if value is not None
    )
    return Group(label, top + THICK * count / 2 + 4, marks)

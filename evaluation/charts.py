"""Geometry of the charts, pure: one SVG template serves the screen and the printed report."""

from dataclasses import dataclass
from math import cos, pi, sin

from .scoring import rate_words


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


START, LENGTH, STEP = 138, 300, 26


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

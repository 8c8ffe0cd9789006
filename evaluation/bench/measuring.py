"""Times side by side, ratios, peaks of memory, and the table that shows them. Pure but for the clock."""

import gc
import math
import time
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

HEADER = ("量什么", "结果", "目标", "达到")
STATUS = Path("/proc/self/status")


@dataclass(frozen=True)
class Row:
    """One line of the table. `value` is None where this system cannot measure it, `limit` where nothing is aimed at."""

    what: str
    value: float | None
    limit: float | None = None
    unit: str = "×"
    at_least: bool = False

    @property
    def is_met(self) -> bool | None:
        if self.value is None or self.limit is None:
            return None
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    @property
    def cells(self) -> tuple[str, str, str, str]:
        value = "测不了" if self.value is None else f"{figure(self.value)} {self.unit}"
        sign = "≥" if self.at_least else "≤"
        target = "—" if self.limit is None else f"{sign} {figure(self.limit)} {self.unit}"
        return self.what, value, target, {None: "—", True: "是", False: "否"}[self.is_met]


def figure(value: float) -> str:
    """Three figures at most: `0.87`, `12.4`, `130`."""
    if value == int(value):
        return str(int(value))
    return f"{value:.{max(0, 2 - math.floor(math.log10(max(abs(value), 1))))}f}"


def interleaved(*works: Callable[[], object], rounds: int) -> list[list[float]]:
    """Seconds of each work in each round, one after the other in every round, so that all meet the same machine.

    One run of each before counts as warming up.
    """
    gc.collect()
    times = [[] for _ in works]
    for number in range(-1, rounds):
        for work, found in zip(works, times, strict=True):
            begin = time.perf_counter()
            work()
            if number >= 0:
                found.append(time.perf_counter() - begin)
    return times


def ratio(ours: Sequence[float], floor: Sequence[float]) -> float:
    """Our best time as a multiple of the floor's best: what else the machine does only ever adds."""
    return min(ours) / min(floor)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` (0…1] of all do not exceed."""
    return sorted(values)[math.ceil(share * len(values)) - 1]


def peak_memory() -> float | None:
    """The most memory this process has ever held, in MB; None where the system does not tell."""
    if not STATUS.exists():
        return None
    lines = dict(line.split(":", 1) for line in STATUS.read_text("ascii").splitlines())
    return int(lines["VmHWM"].split()[0]) / 1024


def table(rows: Sequence[Row]) -> list[str]:
    """Lines with columns under each other where Chinese characters are two wide; figures to the right."""
    cells = [HEADER, *(row.cells for row in rows)]
    widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
    return ["  ".join(padded(cells, widths)) for cells in cells]


def padded(cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    blanks = [" " * (size - width(cell)) for cell, size in zip(cells, widths, strict=True)]
    words, *figures, met = zip(cells, blanks, strict=True)
    return ["".join(words), *(blank + cell for cell, blank in figures), met[0]]


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)

"""What a chart consists of. Every coordinate is a whole unit, from the upper left corner."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """One line of text; `y` is its base line, `anchor` start, middle or end, `tone` ink, quiet or warn."""

    x: int
    y: int
    text: str
    size: int
    anchor: str = "start"
    tone: str = "ink"
    bold: bool = False


@dataclass(frozen=True)
class Tag:
    """A state as a word in its frame: 齐全, 部分, 空缺 (dashed), 未设."""

    x: int
    y: int
    width: int
    height: int
    size: int
    state: str
    word: str

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def base(self) -> int:
        return self.y + (self.height + self.size) // 2 - self.size // 8


@dataclass(frozen=True)
class Band:
    """One node: its place, what stands in it, and for a class whether it is open and what would be open after a touch.

    `kind` is head, class, group, leaf or box.
    """

    kind: str
    code: str
    label: str
    x: int
    y: int
    width: int
    height: int
    words: tuple[Words, ...]
    tag: Tag | None = None
    is_open: bool = False
    toggled: str = ""

    @property
    def sign(self) -> str:
        """▸ or ▾ before a class as the corners of an SVG polygon; empty for anything else."""
        if self.kind != "class":
            return ""
        x, y = self.x + 7, self.y + self.height // 2
        if self.is_open:
            return f"{x - 1},{y - 3} {x + 7},{y - 3} {x + 3},{y + 3}"
        return f"{x},{y - 4} {x + 6},{y} {x},{y + 4}"


@dataclass(frozen=True)
class Frame:
    """A rectangle without words; `kind` is root, layer or scope (标准体系范围)."""

    kind: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Arrow:
    """A line downward with a head: 直接作用 is drawn through, 指导 dashed."""

    kind: str
    x: int
    top: int
    bottom: int

    @property
    def head(self) -> str:
        """The three corners of its head, as an SVG polygon takes them."""
        return f"{self.x - 4},{self.bottom - 7} {self.x + 4},{self.bottom - 7} {self.x},{self.bottom}"

    @property
    def shaft(self) -> int:
        return self.bottom - 7


@dataclass(frozen=True)
class Chart:
    """The whole: drawn in the order of its fields, so that lines lie under words."""

    title: str
    width: int
    height: int
    frames: tuple[Frame, ...]
    arrows: tuple[Arrow, ...]
    bands: tuple[Band, ...]
    words: tuple[Words, ...]
    tags: tuple[Tag, ...]

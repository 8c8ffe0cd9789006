"""机构图 of annex A drawn from the data: 委员会 – 办公室 – 治理组织 and its departments, the representative beside.

`read_chart` asks the database, `draw` is pure: boxes and lines on a plane of points, whatever shows them.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from gridgov.organizations.models import Department

from .models import Person

Body = Person.Body
CHARACTER, LINE, PAD, GAP = 13, 18, 8, 40
# An even number beside each other: the line to the next row then runs between two boxes, not through one.
WIDE, NARROW, BETWEEN, MOST_BESIDE = 300, 128, 18, 8
NOBODY = "（未登记）"


@dataclass(frozen=True)
class Seats:
    """Who sits where: names by body, and each department with its 标准化人员."""

    organization: str
    bodies: dict[str, tuple[str, ...]]
    departments: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def missing(self) -> list[str]:
        """What annex A and A1-2-1 look for and is not there."""
        found = []
        if not self.names(Body.CHAIR, Body.MEMBER):
            found.append("标准化管理委员会没有登记人员")
        if not self.names(Body.REPRESENTATIVE):
            found.append("没有登记标准化管理者代表")
        if not self.names(Body.HEAD, Body.OFFICE):
            found.append("标准化管理办公室没有登记人员")
        if not self.departments:
            found.append("本组织还没有部门")
        bare = [name for name, officers in self.departments if not officers]
        if bare:
            found.append(
                f"{len(bare)} 个部门没有标准化人员：{'、'.join(bare[:6])}{'等' if len(bare) > 6 else ''}"
            )
        return found

    def names(self, *bodies: str) -> tuple[str, ...]:
        return tuple(name for body in bodies for name in self.bodies.get(body, ()))


@dataclass(frozen=True)
class Box:
    x: int
    y: int
    width: int
    height: int
    title: str
    lines: tuple[str, ...]

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def bottom(self) -> int:
        return self.y + self.height

    @property
    def texts(self) -> list[tuple[int, str, bool]]:
        """(y, text, whether it is the title) of each line, centred in the box."""
        rows = [
            *wrap(self.title, self.width),
            *(part for line in self.lines for part in wrap(line, self.width)),
        ]
        heads = len(wrap(self.title, self.width))
        return [(self.y + PAD + LINE * at + 13, row, at < heads) for at, row in enumerate(rows)]


@dataclass(frozen=True)
class Stroke:
    x1: int
    y1: int
    x2: int
    y2: int
    dashed: bool = False


@dataclass(frozen=True)
class Drawing:
    width: int
    height: int
    boxes: tuple[Box, ...]
    strokes: tuple[Stroke, ...]


def read_chart(organization, *, on: date) -> Seats:
    """The seats as they are on a day; two statements."""
    departments = {row.pk: row.name for row in Department.objects.of(organization).filter(is_active=True)}
    bodies, officers = defaultdict(list), defaultdict(list)
    for person in Person.objects.of(organization).kept():
        if not person.is_present(on):
            continue
        if person.body:
            bodies[person.body].append(person.name)
        if person.officer:
            officers[person.department_id].append(f"{person.name}（{person.get_officer_display()[0]}）")
    return Seats(
        organization=organization.name,
        bodies={body: tuple(names) for body, names in bodies.items()},
        departments=tuple((name, tuple(officers[key])) for key, name in departments.items()),
    )


def wrap(text: str, width: int) -> list[str]:
    """A line broken where the box ends; Chinese may break anywhere, but not before 、 or ）."""
    most = max(2, (width - 2 * PAD) // CHARACTER)
    rows = []
    while len(text) > most:
        cut = most - 1 if text[most] in "、，）" else most
        rows.append(text[:cut])
        text = text[cut:]
    return [*rows, text]


def make_box(x: int, y: int, width: int, title: str, lines: tuple[str, ...]) -> Box:
    count = sum(len(wrap(line, width)) for line in (title, *lines))
    return Box(x, y, width, 2 * PAD + LINE * count, title, lines)


def draw(seats: Seats) -> Drawing:
    """Three layers below each other, departments in rows of at most eight."""
    beside = min(MOST_BESIDE, max(1, len(seats.departments)))
    side = 200
    width = max(WIDE + 2 * (side + GAP), beside * (NARROW + BETWEEN) - BETWEEN) + 2 * PAD
    left = (width - WIDE) // 2
    committee = make_box(left, PAD, WIDE, Body.CHAIR.label[:-2], committee_lines(seats))
    office = make_box(left, committee.bottom + GAP, WIDE, Body.HEAD.label[:-2], office_lines(seats))
    grid = make_box(left, office.bottom + GAP, WIDE, seats.organization, ("网格化治理组织",))
    representative = make_box(
        left + WIDE + GAP, committee.y, side, Body.REPRESENTATIVE.label, names_of(seats, Body.REPRESENTATIVE)
    )
    departments, strokes = draw_departments(seats, grid, width, beside)
    boxes = (committee, representative, office, grid, *departments)
    level = committee.y + min(committee.height, representative.height) // 2
    strokes = (
        Stroke(committee.middle, committee.bottom, office.middle, office.y),
        Stroke(office.middle, office.bottom, grid.middle, grid.y),
        Stroke(committee.x + committee.width, level, representative.x, level),
        Stroke(
            representative.middle, representative.bottom, representative.middle, office.y + 16, dashed=True
        ),
        Stroke(representative.middle, office.y + 16, office.x + office.width, office.y + 16, dashed=True),
        *strokes,
    )
    return Drawing(width, max(box.bottom for box in boxes) + PAD, boxes, strokes)


def draw_departments(seats: Seats, grid: Box, width: int, beside: int) -> tuple[list[Box], list[Stroke]]:
    """Rows of departments, each row hung from a line of its own."""
    boxes, strokes, top = [], [], grid.bottom + GAP
    spine = grid.bottom
    for begin in range(0, len(seats.departments), beside):
        row = seats.departments[begin : begin + beside]
        start = (width - (len(row) * (NARROW + BETWEEN) - BETWEEN)) // 2
        hung = [
            make_box(start + at * (NARROW + BETWEEN), top, NARROW, name, officers or (NOBODY,))
            for at, (name, officers) in enumerate(row)
        ]
        bar = top - GAP // 2
        strokes.append(Stroke(grid.middle, spine, grid.middle, bar))
        ends = [*(box.middle for box in hung), grid.middle]
        strokes.append(Stroke(min(ends), bar, max(ends), bar))
        strokes += [Stroke(box.middle, bar, box.middle, box.y) for box in hung]
        boxes += hung
        spine, top = bar, max(box.bottom for box in hung) + GAP
    return boxes, strokes


def committee_lines(seats: Seats) -> tuple[str, ...]:
    return labelled("主任", seats.names(Body.CHAIR)) + labelled("成员", seats.names(Body.MEMBER))


def office_lines(seats: Seats) -> tuple[str, ...]:
    return labelled("主任", seats.names(Body.HEAD)) + labelled("成员", seats.names(Body.OFFICE))


def names_of(seats: Seats, body: str) -> tuple[str, ...]:
    return ("、".join(seats.names(body)) or NOBODY,)


def labelled(label: str, names: tuple[str, ...]) -> tuple[str, ...]:
    return (f"{label}：{'、'.join(names) or NOBODY}",)

"""Coverage of the tree by the registry, 应有数 and 现有数 as in GB/T 13016: one source for page and Excel.

- 现有数: the standards 现行 on the date.
- 应有数: the standards neither 被代替 nor 废止 on the date, those 制定中 and 即将实施 included; a leaf of the
  tree with none of them counts 1, because the tree demands it until the organisation removes the leaf
  (T/CSSG 001.3 3.4.2). So 现有数 never exceeds 应有数.
- 覆盖率: 现有数 ÷ 应有数, the 标准覆盖率 of T/CSSG 001.5 A.1-8.
- By level: standards 现行 in six columns, whose sum is 现有数. An organisation's own standards are those it
  made (origin own); what it took over from another organisation, and documents without a level, are 其他.

Everything is read in two statements, whatever the size of the registry.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Count

from .models import Node, Standard
from .models.standard import Status

LEVELS = ("国标", "行标", "地标", "团标", "自制", "法律法规及其他")
LEVEL_OF_RANK = {
    Standard.Rank.NATIONAL: "国标",
    Standard.Rank.INDUSTRY: "行标",
    Standard.Rank.LOCAL: "地标",
    Standard.Rank.GROUP: "团标",
}
LIVING = (Status.IN_FORCE, Status.UPCOMING, Status.DRAFT)
GUIDANCE = "ZD"


class Share:
    """Mixin of figures with `present` and `expected`."""

    @property
    def missing(self) -> int:
        return self.expected - self.present

    @property
    def percentage(self) -> Decimal | None:
        return percentage(self.present, self.expected)


@dataclass
class Branch(Share):
    """A node with the standards filed at it and below. Figures are those of the whole branch.

    `note` is what others know of it (`tree_notes`), in words.
    """

    node: Node
    children: list["Branch"] = field(default_factory=list)
    statuses: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    levels: dict[str, int] = field(default_factory=lambda: dict.fromkeys(LEVELS, 0))
    expected: int = 0
    note: str = ""

    @property
    def present(self) -> int:
        return self.statuses[Status.IN_FORCE]

    @property
    def living(self) -> int:
        return sum(self.statuses[status] for status in LIVING)

    @property
    def state(self) -> str:
        """`complete`, `partial`, `empty`; `none` where nothing is expected."""
        if not self.expected:
            return "none"
        if not self.present:
            return "empty"
        return "partial" if self.missing else "complete"

    @property
    def state_words(self) -> str:
        return {"complete": "齐全", "partial": "部分", "empty": "空缺", "none": "未设"}[self.state]

    @property
    def progress(self) -> str:
        """What is under way beside a gap: 「制定中 1，即将实施 1」; empty when nothing is."""
        under_way = [(status, self.statuses[status]) for status in (Status.DRAFT, Status.UPCOMING)]
        return "，".join(f"{status.label} {count}" for status, count in under_way if count)

    @property
    def classes(self) -> list["Branch"]:
        return [branch for branch in self.children if branch.node.kind == Node.Kind.CLASS]

    @property
    def rows(self) -> list["Branch"]:
        """All below it in printed order: groups, each followed by its leaves."""
        return [row for child in self.children for row in (child, *child.rows)]


@dataclass(frozen=True)
class Coverage(Share):
    """The tree of one organisation on a date; `outside` counts living standards filed under no node of it."""

    on: date
    roots: list[Branch]
    outside: int

    @property
    def expected(self) -> int:
        return sum(root.expected for root in self.roots)

    @property
    def present(self) -> int:
        return sum(root.present for root in self.roots)

    def root(self, code: str) -> Branch | None:
        """The 指导层 (`ZD`) or a sub-system by its two letters; None when the tree does not have it."""
        return next((root for root in self.roots if root.node.subsystem == code), None)


@dataclass(frozen=True)
class Line(Share):
    """One row of the 统计表. `kind` is layer, class, subtotal or total."""

    kind: str
    code: str
    name: str
    levels: tuple[int, ...]
    expected: int
    present: int

    @property
    def total(self) -> int:
        return sum(self.levels)


def percentage(present: int, expected: int) -> Decimal | None:
    """`present ÷ expected` in percent, one decimal, below 100 while one is missing; None of nothing."""
    if not expected:
        return None
    tenths = (present * 2000 + expected) // (2 * expected)
    return Decimal(tenths if present >= expected else min(tenths, 999)).scaleb(-1)


def coverage(organization, *, on: date, standards=None) -> Coverage:
    """The tree of `organization` with its figures on a date, in two statements.

    `standards` is a queryset of its registry when not all of it shall count.
    """
    nodes = list(Node.objects.for_organization(organization))
    branches = {node.pk: Branch(node) for node in nodes}
    living = file_standards(
        branches, Standard.objects.of(organization) if standards is None else standards, on
    )
    roots = [branch for branch in branches.values() if not hang(branches, branch)]
    for root in roots:
        add_up(root)
    return Coverage(on=on, roots=roots, outside=living - sum(root.living for root in roots))


def file_standards(branches: dict[int, Branch], standards, on: date) -> int:
    """Count the standards into its nodes; returns how many living standards there are, wherever filed."""
    groups = standards.with_status(on=on).order_by()
    groups = groups.values_list("node", "origin", "rank", "status_on").annotate(Count("pk"))
    living = 0
    for pk, origin, rank, status, count in groups:
        living += count if status in LIVING else 0
        branch = branches.get(pk)
        if branch is None:
            continue
        branch.statuses[status] += count
        if status == Status.IN_FORCE:
            branch.levels[level_column(origin, rank)] += count
    return living


def level_column(origin: str, rank: str) -> str:
    """The column of the 统计表 a standard is counted in."""
    if origin == Standard.Origin.OWN:
        return "自制"
    return LEVEL_OF_RANK.get(rank, "法律法规及其他")


def hang(branches: dict[int, Branch], branch: Branch) -> bool:
    """Put a branch under its parent; False for a root. What lost its parent lies in a removed branch."""
    if branch.node.parent_id is None:
        return False
    if parent := branches.get(branch.node.parent_id):
        parent.children.append(branch)
    return True


def add_up(branch: Branch) -> None:
    """Set `expected` of the branch and all below it, and add the figures of what is below to its own."""
    branch.expected = max(1, branch.living) if branch.node.is_leaf else branch.living
    for child in branch.children:
        add_up(child)
        branch.expected += child.expected
        for status, count in child.statuses.items():
            branch.statuses[status] += count
        for level, count in child.levels.items():
            branch.levels[level] += count


def statistics_table(covered: Coverage) -> list[Line]:
    """The rows of the 统计表: 指导层, the classes of each sub-system with a subtotal, the total."""
    lines = []
    for root in covered.roots:
        if root.node.subsystem == GUIDANCE:
            lines.append(line("layer", GUIDANCE, root.node.name, [root]))
            continue
        lines += [line("class", item.node.code, item.node.name, [item]) for item in root.classes]
        lines.append(
            line("subtotal", root.node.class_code or root.node.code, f"{root.node.name}小计", [root])
        )
    return [*lines, line("total", "", "合计", covered.roots)]


def line(kind: str, code: str, name: str, branches: list[Branch]) -> Line:
    """One row: the sums of some branches."""
    return Line(
        kind=kind,
        code=code,
        name=name,
        levels=tuple(sum(branch.levels[level] for branch in branches) for level in LEVELS),
        expected=sum(branch.expected for branch in branches),
        present=sum(branch.present for branch in branches),
    )

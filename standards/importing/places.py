"""Where a row stands in the tree, from what lists write: class, clause, name, sub-system, or the title alone."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

from ..models import Node
from .fields import plain
from .words import SUBSYSTEMS

# Syllables of half of all names say nothing about the place.
COMMON = {"管理", "标准", "规范", "要求", "工作", "服务", "网格", "格化", "理标", "准子"}
SHOWN = 4
FIRST_LEAF = "只写到类的，先登记到该类的第一个末级"


@dataclass(frozen=True)
class Place:
    """A leaf with a note where it was guessed, or the field and the sentence that say why there is none."""

    node: int | None = None
    note: str = ""
    field: str = ""
    fault: str = ""


@dataclass(frozen=True)
class Leaf:
    pk: int
    code: str
    subsystem: str
    class_code: str
    clause: str
    name: str
    name_part5: str

    @property
    def label(self) -> str:
        """As the export writes it, and as people find it on the page of the tree."""
        return f"{'指导层' if self.subsystem == 'ZD' else self.clause or self.code} {self.name}"


class Places:
    """The leaves of the tree as an organisation has it, found by whatever names them."""

    def __init__(self, organization):
        self.leaves, self.codes, self.named = [], defaultdict(list), defaultdict(list)
        self.classes, self.by_pk, self.known = defaultdict(list), {}, {}
        nodes = list(Node.objects.for_organization(organization).order_by("order", "pk"))
        for node in nodes:
            if node.is_leaf:
                self.add(node)
        for node in nodes:
            if not node.is_leaf:
                self.add_branch(node)

    def add(self, node: Node) -> None:
        leaf = Leaf(
            node.pk, node.code, node.subsystem, node.class_code, node.clause, node.name, node.name_part5
        )
        self.leaves.append(leaf)
        self.by_pk[leaf.pk] = leaf
        # A leaf's code is its own; its clause may be that of its neighbours too.
        self.codes[plain(node.code)].insert(0, leaf)
        if plain(node.clause) != plain(node.code):
            self.codes[plain(node.clause)].append(leaf)
        for text in (leaf.label, f"{node.code} {node.name}", node.name, node.name_part5):
            if text and leaf not in self.named[plain(text)]:
                self.named[plain(text)].append(leaf)
        self.classes[node.class_code or node.subsystem].append(leaf)
        if node.class_code:
            self.classes[node.subsystem].append(leaf)

    def add_branch(self, node: Node) -> None:
        """A class or sub-system stands for all leaves below it."""
        below = self.classes.get(node.class_code if node.kind == Node.Kind.CLASS else node.code, [])
        if node.kind == Node.Kind.SUBSYSTEM:
            below = self.classes.get(node.subsystem, [])
            self.codes.setdefault(plain(node.class_code), below)
        if below:
            for text in (node.code, node.name, f"{node.code} {node.name}", f"{node.clause} {node.name}"):
                self.named.setdefault(plain(text), below)
            self.codes.setdefault(plain(node.code), below)

    def find(
        self, *, class_code: str, place: str, subsystem: str, given: str, title: str, first: bool = False
    ) -> Place:
        """The leaf for a row; `subsystem` is the sheet's, `given` the class in its own number.

        Of several leaves the one whose name the title shares most with, noted as a guess; where that does not
        tell them apart, with `first` the first leaf of the class.
        """
        key = (class_code, place, subsystem, given)
        if key not in self.known:
            self.known[key] = self.choose(*key)
        found = self.known[key]
        if isinstance(found, Place):
            return found
        nearest = self.nearest(found, title)
        if nearest.fault and first and len({leaf.class_code for leaf in found}) == 1:
            return Place(found[0].pk, note=f"先归入“{found[0].label}”，以后可以调整分类")
        return nearest

    def choose(self, class_code: str, place: str, subsystem: str, given: str) -> Place | list[Leaf]:
        leaves = self.leaves
        if class_code:
            leaves = self.codes.get(plain(class_code)) or self.of_subsystem(class_code)
            if not leaves:
                return Place(field="class_code", fault=self.unknown(class_code, subsystem))
        if place:
            leaves = self.narrowed(leaves, place)
        if not class_code and not place:
            leaves = self.classes.get(given) or self.classes.get(subsystem) or leaves
        return Place(leaves[0].pk) if len(leaves) == 1 else leaves

    def of_subsystem(self, text: str) -> list[Leaf]:
        compared = plain(text)
        codes = [
            code
            for code, words in SUBSYSTEMS.items()
            if compared == code or any(w in compared for w in words)
        ]
        return self.classes.get(codes[0], []) if len(codes) == 1 else []

    def narrowed(self, leaves: list[Leaf], place: str) -> list[Leaf]:
        """Those leaves that the text names, by all of it, by its beginning, or by a sub-system in it."""
        compared, inside = plain(place), {leaf.pk for leaf in leaves}
        begin = plain(place.split()[0]) if place.split() else ""
        for found in (
            self.named.get(compared, []),
            self.codes.get(compared, []),
            self.codes.get(begin, []),
            self.of_subsystem(place),
        ):
            if kept := [leaf for leaf in found if leaf.pk in inside]:
                return kept
        return leaves

    def unknown(self, class_code: str, subsystem: str) -> str:
        head = class_code.strip().upper()[:2]
        if head in ("JC", "TG", "GL", "GZ"):
            known = list(dict.fromkeys(leaf.class_code for leaf in self.classes[head]))
            words = "、".join(known) if len(known) <= SHOWN else f"{known[0]} 至 {known[-1]}"
            return f"没有 {class_code} 这一类，{head} 只有 {words}"
        return f"没有 {class_code} 这一类，请填写如 TG204 的分类代号或如 5.4.2 的条款"

    def nearest(self, leaves: list[Leaf], title: str) -> Place:
        words = syllables(title)
        scores = [(len(words & syllables(leaf.name + leaf.name_part5)), leaf) for leaf in leaves]
        best = max((score for score, _ in scores), default=0)
        closest = [leaf for score, leaf in scores if score == best]
        if best and len(closest) == 1:
            return Place(closest[0].pk, note=f"按名称归入“{closest[0].label}”，请核对")
        words = f"分不清是哪一个末级分类，请写明，如{shown(closest)}"
        if len({leaf.class_code for leaf in leaves}) == 1:
            words += f"，或勾选“{FIRST_LEAF}”"
        return Place(field="place", fault=words)


def syllables(text: str) -> set[str]:
    return {a + b for a, b in pairwise(plain(text))} - COMMON


def shown(leaves: list[Leaf]) -> str:
    labels = "、".join(f"“{leaf.label}”" for leaf in leaves[:SHOWN])
    return labels + (f"等 {len(leaves)} 个" if len(leaves) > SHOWN else "")

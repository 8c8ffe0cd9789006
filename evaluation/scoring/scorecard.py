"""The scorecard of Appendix A as data: sections (A.1 … A.7), scored items, requirements, readings.

Built from an edition file of fixtures/scorecards by `Scorecard.from_dict`; immutable afterwards.
`to_dict` gives the file's content back, so an edition can be frozen and compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from evaluation.errors import EvaluationError
from evaluation.scoring.rules import Option, Rule, rule_from_dict

JUDGING = {"a": "登记簿判定", "a*": "按测得数值计算", "b": "登记簿提示，由人判定", "c": "由人判定"}
LEVELS = ("city", "county", "township", "village")
REPAIR_KINDS = ("修复", "推定")


@dataclass(frozen=True, slots=True)
class Repair:
    """A place where the printed table was damaged or silent.

    `text` is what the source shows, `reason` why it reads as it does here; `kind` is 修复 (evident)
    or 推定 (inferred).
    """

    kind: str
    text: str
    reason: str

    @classmethod
    def from_dict(cls, data: dict | None) -> Repair | None:
        if data is None:
            return None
        if data["kind"] not in REPAIR_KINDS:
            raise EvaluationError(f"评分表中的修补“{data['kind']}”不认识，应为：{'、'.join(REPAIR_KINDS)}。")
        return cls(**data)

    def to_dict(self) -> dict:
        return {"kind": self.kind, "text": self.text, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Reading:
    """口径: how an ambiguous rule of the standard is read; printed in every report."""

    no: int
    text: str
    reading: str

    def to_dict(self) -> dict:
        return {"no": self.no, "text": self.text, "reading": self.reading}


@dataclass(frozen=True, slots=True)
class Requirement:
    """One 评价要求 (`A1-1-1`), the unit that is judged.

    `group` is a printed group heading that is no 项 of its own (reading 13); `clause` its place in
    part 5; `node_codes` the leaves of the part 3 tree; `judging` a key of JUDGING; `evidence` what the
    registry can show; `level` the organisation level it concerns, or None; `readings` the numbers of
    the readings that apply.
    """

    code: str
    group: str
    text: str
    deduction_text: str
    rule: Rule
    clause: str
    node_codes: tuple[str, ...]
    judging: str
    evidence: str
    level: str | None
    readings: tuple[int, ...]
    repair: Repair | None

    @classmethod
    def from_dict(cls, data: dict) -> Requirement:
        if data["judging"] not in JUDGING or data["level"] not in (None, *LEVELS):
            raise EvaluationError(f"评分表中 {data['code']} 的判定类别或组织层级不认识。")
        fields = data | {
            "rule": rule_from_dict(data["rule"]),
            "node_codes": tuple(data["node_codes"]),
            "readings": tuple(data["readings"]),
            "repair": Repair.from_dict(data["repair"]),
        }
        return cls(**fields)

    @property
    def full_text(self) -> str:
        """Under the heading of its group: `有事项服务规程：d) 跨网格事项服务工作程序`."""
        return f"{self.group}：{self.text}" if self.group else self.text

    def options(self) -> list[Option]:
        """The answers of this requirement, best first; 不适用 with its reason stands outside."""
        return self.rule.options()

    def to_dict(self) -> dict:
        return {
            "code": self.code,
            "group": self.group,
            "text": self.text,
            "deduction_text": self.deduction_text,
            "rule": self.rule.to_dict(),
            "clause": self.clause,
            "node_codes": list(self.node_codes),
            "judging": self.judging,
            "evidence": self.evidence,
            "level": self.level,
            "readings": list(self.readings),
            "repair": self.repair.to_dict() if self.repair else None,
        }


@dataclass(frozen=True, slots=True)
class Item:
    """One 评价内容 with its points (`A1-1`, `A4-6.1`): the unit of the cap (8.3) and of the zero (8.2)."""

    code: str
    number: str
    title: str
    points: int
    repair: Repair | None
    requirements: tuple[Requirement, ...]

    @classmethod
    def from_dict(cls, data: dict) -> Item:
        requirements = tuple(Requirement.from_dict(row) for row in data["requirements"])
        item = cls(**data | {"repair": Repair.from_dict(data["repair"]), "requirements": requirements})
        item._check()
        return item

    def _check(self) -> None:
        codes = {requirement.code for requirement in self.requirements}
        for requirement in self.requirements:
            if getattr(requirement.rule, "void_with", "") not in {"", *codes}:
                raise EvaluationError(f"评分表中 {requirement.code} 的 void_with 应是同一项的要求。")
        if sum(r.rule.full for r in self.requirements if r.rule.awards) > self.points:
            raise EvaluationError(f"评分表中 {self.code} 的得分之和超过本项 {self.points} 分。")

    @property
    def awards(self) -> bool:
        """Whether the item is scored by awards (A.7) rather than by deductions."""
        return all(requirement.rule.awards for requirement in self.requirements)

    @property
    def is_existence(self) -> bool:
        """Whether the registry alone decides it: every requirement asks for standards of given leaves."""
        return all(r.judging == "a" and r.node_codes for r in self.requirements)

    def to_dict(self) -> dict:
        return {
            "code": self.code,
            "number": self.number,
            "title": self.title,
            "points": self.points,
            "repair": self.repair.to_dict() if self.repair else None,
            "requirements": [requirement.to_dict() for requirement in self.requirements],
        }


@dataclass(frozen=True, slots=True)
class Section:
    """One table (`A.1`). `heading_points` is the printed heading, the ceiling of the section's score."""

    code: str
    title: str
    short_title: str
    table_title: str
    printed_heading: str
    heading_points: int
    repair: Repair | None
    items: tuple[Item, ...]

    @classmethod
    def from_dict(cls, data: dict) -> Section:
        items = tuple(Item.from_dict(row) for row in data["items"])
        return cls(**data | {"repair": Repair.from_dict(data["repair"]), "items": items})

    @property
    def items_points(self) -> int:
        return sum(item.points for item in self.items)

    @property
    def full(self) -> int:
        """The most the section can score: min(Σ items, heading)."""
        return min(self.items_points, self.heading_points)

    def to_dict(self) -> dict:
        return {
            "code": self.code,
            "title": self.title,
            "short_title": self.short_title,
            "table_title": self.table_title,
            "printed_heading": self.printed_heading,
            "heading_points": self.heading_points,
            "repair": self.repair.to_dict() if self.repair else None,
            "items": [item.to_dict() for item in self.items],
        }


@dataclass(frozen=True)
class Scorecard:
    """One edition of the scorecard. `sums_note` is the sentence on 505 and 500 of every report."""

    code: str
    second_code: str
    title: str
    appendix: str
    edition: str
    source: str
    full_marks: int
    pass_mark: int
    sums_note: str
    readings: tuple[Reading, ...]
    sections: tuple[Section, ...]

    @classmethod
    def from_dict(cls, data: dict) -> Scorecard:
        """Build and check an edition; raises EvaluationError naming what is missing or inconsistent."""
        try:
            readings = tuple(Reading(**row) for row in data["readings"])
            sections = tuple(Section.from_dict(row) for row in data["sections"])
            card = cls(**data | {"readings": readings, "sections": sections})
        except (KeyError, TypeError, ValueError) as error:
            raise EvaluationError(f"评分表文件缺少内容或内容有误：{error}。") from error
        card._check()
        return card

    def _check(self) -> None:
        codes = [code for item in self.items for code in (item.code, *(r.code for r in item.requirements))]
        if len(codes) != len(set(codes)):
            raise EvaluationError("评分表文件中有重复的编号。")
        if self.full_marks != sum(section.full for section in self.sections):
            raise EvaluationError(f"评分表各大类封顶后的合计不等于满分 {self.full_marks}。")
        known = {reading.no for reading in self.readings}
        if any(not known.issuperset(requirement.readings) for requirement in self.requirements):
            raise EvaluationError("评分表文件引用了没有列出的口径。")

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """All scored items in printed order."""
        return tuple(item for section in self.sections for item in section.items)

    @cached_property
    def requirements(self) -> tuple[Requirement, ...]:
        """All requirements in printed order."""
        return tuple(requirement for item in self.items for requirement in item.requirements)

    @cached_property
    def items_by_code(self) -> dict[str, Item]:
        return {item.code: item for item in self.items}

    @cached_property
    def requirements_by_code(self) -> dict[str, Requirement]:
        return {requirement.code: requirement for requirement in self.requirements}

    @cached_property
    def targets(self) -> frozenset[str]:
        """Whatever can be judged or decided: the codes of all requirements and items."""
        return frozenset(self.requirements_by_code) | frozenset(self.items_by_code)

    @cached_property
    def item_of(self) -> dict[str, Item]:
        """Requirement code → the item it belongs to."""
        return {requirement.code: item for item in self.items for requirement in item.requirements}

    def readings_of(self, requirement: Requirement) -> list[Reading]:
        return [reading for reading in self.readings if reading.no in requirement.readings]

    def to_dict(self) -> dict:
        return {
            "code": self.code,
            "second_code": self.second_code,
            "title": self.title,
            "appendix": self.appendix,
            "edition": self.edition,
            "source": self.source,
            "full_marks": self.full_marks,
            "pass_mark": self.pass_mark,
            "sums_note": self.sums_note,
            "readings": [reading.to_dict() for reading in self.readings],
            "sections": [section.to_dict() for section in self.sections],
        }

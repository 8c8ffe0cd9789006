"""What is searched for on the page 达标路径, and how the answer is told."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.messages import INFO, SUCCESS, WARNING

from ..panels.grades import PROPOSED
from .page import GapsPage
from .search import Choice


@dataclass(frozen=True, slots=True)
class Goal:
    """A total worth reaching, under its name, and how few gaps reach it (None: not even all of them do)."""

    name: str
    target: int
    count: int | None

    @property
    def words(self) -> str:
        if self.count is None:
            return f"{self.name} {self.target}：补上全部也不到"
        return (
            f"{self.name} {self.target}：最少 {self.count} 项"
            if self.count
            else f"{self.name} {self.target}：已到"
        )


def goals_of(page: GapsPage, evaluation=None) -> list[Goal]:
    """The pass mark, the grades of the evaluation (else the usual ones), the full marks; the lowest first."""
    card = page.ways.card
    grades = {each["from"]: each["name"] for each in (evaluation and evaluation.grades) or PROPOSED}
    named = {card.pass_mark: "合格线"} | {
        at: name for at, name in sorted(grades.items()) if at > card.pass_mark
    }
    return [goal_of(page, name, at) for at, name in (named | {card.full_marks: "满分"}).items()]


def goal_of(page: GapsPage, name: str, target: int) -> Goal:
    found = page.ways.smallest(target)
    return Goal(name, target, len(found.codes) if found else None)


def told_of_reaching(page: GapsPage, target: int, choice: Choice | None) -> tuple[int, str]:
    """Level and sentence of a message."""
    if choice is None:
        codes = page.ways.codes
        most = page.ways.total(codes)
        words = f"补上全部 {len(codes)} 项差距，由人判定的{page.people_words}，为 {most} 分"
        return WARNING, f"{words}，到 {target} 分还差 {target - most}。其余要由人判定，见页尾。"
    if not choice.codes:
        return INFO, f"由人判定的{page.people_words}，现在已有 {choice.total} 分，到 {target} 分不用再补。"
    return SUCCESS, f"到 {target} 分最少补 {len(choice.codes)} 项，补上后为 {choice.total} 分，已勾选。"


def told_of_most(page: GapsPage, choice: Choice, is_limited: bool) -> tuple[int, str]:
    """Level and sentence of a message."""
    what = "项新标准" if is_limited else "项差距"
    if not choice.codes:
        return INFO, f"没有能多得分的{what[1:]}。"
    words = f"{len(choice.codes)} {what}最多得到 {choice.total} 分"
    return SUCCESS, f"{words}，比现在多 {choice.total - page.total}，已勾选。"

"""The page of a locked result, from its frozen document and that of an earlier year. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from ..scoring import distance_words, rate_words, signed, tenths_of
from ..sheet.page import Bar
from .charts import Radar, radar
from .frozen import Otherwise, decided_otherwise_in
from .lost_points import Loss, losses_in


@dataclass(frozen=True, slots=True)
class SectionLine:
    """One table: points, Σ of its items beside the capped score, share in tenths of a percent."""

    code: str
    title: str
    full: int
    items_sum: int
    score: int
    before: int | None

    @property
    def is_capped(self) -> bool:
        return self.items_sum > self.score

    @property
    def tenths(self) -> int:
        return tenths_of(self.score, self.full)

    @property
    def rate(self) -> str:
        """`82.5%`, of the points that can be had."""
        return rate_words(self.score, self.full)

    @property
    def difference(self) -> str:
        return signed(self.score - self.before) if self.before is not None else ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A requirement that is not applicable, and why, as frozen."""

    code: str
    text: str
    derivation: str
    author: str


@dataclass(frozen=True, slots=True)
class ResultPage:
    """What the page shows. `before` is the total of the earlier year, None without one; `otherwise` is None of a
    result from before there were proposals.
    """

    document: dict
    total: int
    verdict: str
    bar: Bar
    lines: tuple[SectionLine, ...]
    sums: SectionLine
    losses: tuple[Loss, ...]
    not_applicable: tuple[Finding, ...]
    decisions: tuple[tuple[str, str, str], ...]
    otherwise: tuple[Otherwise, ...] | None
    chart: Radar

    @property
    def distance(self) -> str:
        return distance_words(self.total, self.bar.mark)

    @property
    def counts(self) -> dict:
        return self.document["result"]["counts"]

    @property
    def lost_count(self) -> int:
        """Requirements that lost points; zeros and ceilings are lines of their own."""
        return sum(not loss.is_adjustment for loss in self.losses)

    @property
    def is_passed(self) -> bool:
        return self.total >= self.bar.mark


def build_result(document: dict, before: dict | None = None) -> ResultPage:
    """The page of one document of `gridgov-result/1`."""
    result, sections = document["result"], document["scorecard"]["definition"]["sections"]
    lines = tuple(section_line(section, result, before) for section in sections)
    full, total = result["full_marks"], result["total"]
    series = [[line.score / line.full for line in lines]]
    if before:
        series.append([line.before / line.full for line in lines])
    earlier = before["result"]["total"] if before else None
    return ResultPage(
        document,
        total,
        result["verdict"],
        Bar(total, 0, full - total, full, result["pass_mark"]),
        lines,
        SectionLine("", "合计", full, sum(line.items_sum for line in lines), total, earlier),
        tuple(losses_in(document)),
        tuple(not_applicable(document)),
        tuple(decisions(document)),
        decided_otherwise_in(document),
        radar([f"{line.code} {line.title}" for line in lines], series, radius=115, centre=160),
    )


def section_line(section: dict, result: dict, before: dict | None) -> SectionLine:
    figures = result["sections"][section["code"]]
    earlier = before["result"]["sections"].get(section["code"], {}).get("score") if before else None
    return SectionLine(
        section["code"],
        section["short_title"],
        figures["full"],
        figures["items"],
        figures["score"],
        earlier,
    )


def not_applicable(document: dict):
    """Requirements that were not applicable, in printed order."""
    for section in document["scorecard"]["definition"]["sections"]:
        for item in section["items"]:
            for requirement in item["requirements"]:
                code = requirement["code"]
                figures = document["result"]["requirements"][code]
                if figures["state"] == "not_applicable":
                    author = document["authors"].get(code, {}).get("author", "")
                    yield Finding(code, requirement["text"], figures["derivation"], author)


def decisions(document: dict):
    """(item, its title, the frozen derivation) of every decision by 8.2; a rejected zero with its reason."""
    for section in document["scorecard"]["definition"]["sections"]:
        for item in section["items"]:
            figures = document["result"]["items"][item["code"]]
            if figures["decision"]:
                yield item["code"], item["title"], rejection(figures) + figures["derivation"]


def rejection(figures: dict) -> str:
    """Why the zero of 8.2 was not confirmed; nothing for any other decision, whose derivation says it."""
    if figures["zero_state"] != "rejected":
        return ""
    return f"8.2 建议计 0 分，不予确认：{figures['decision']['reason']}；本项 "

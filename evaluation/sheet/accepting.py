"""Proposals of one item, or those by level, as a page lists them before they are taken over together. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..proposing.contradictions import is_against
from ..proposing.proposal import Proposal
from ..scoring import Requirement, RequirementResult, Result
from .rows import compact

if TYPE_CHECKING:
    from .reading import Entry


@dataclass(frozen=True, slots=True)
class Offered:
    """One requirement with its proposal and what stands now; `base` is the version of what stands."""

    result: RequirementResult
    proposal: Proposal
    base: int

    @property
    def code(self) -> str:
        return self.result.code

    @property
    def requirement(self) -> Requirement:
        return self.result.requirement

    @property
    def value(self) -> str:
        return compact(self.proposal.value)

    @property
    def is_ticked(self) -> bool:
        """Ticked is what nobody judged yet, and nothing else."""
        return self.may_be_taken and not self.result.is_judged

    @property
    def may_be_taken(self) -> bool:
        """There is a verdict, and it does not stand already."""
        return self.proposal.has_verdict and (not self.result.is_judged or self.is_otherwise)

    @property
    def is_otherwise(self) -> bool:
        return is_against(self.result, self.proposal)


def offers_in(
    result: Result, proposals: Mapping[str, Proposal], entries: Mapping[str, Entry], codes: Iterable[str]
) -> tuple[Offered, ...]:
    """These requirements with their proposals, in printed order; those without a proposal are left out."""
    wanted = set(codes)
    return tuple(
        Offered(row, proposals[code], entries[code].version if code in entries else 0)
        for code, row in result.requirements.items()
        if code in wanted and code in proposals
    )


def levels_left(result: Result, proposals: Mapping[str, Proposal]) -> list[str]:
    """Requirements for levels the organisation does not have that nobody has judged yet."""
    return [
        code
        for code, row in result.requirements.items()
        if code in proposals and proposals[code].is_not_applicable and not row.is_judged
    ]

"""What the data propose for the requirements of one table of a sheet."""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache

from ..models import Evaluation, Evidence
from ..proposing.evaluations import proposals_for
from ..proposing.levels import codes_with_level
from ..proposing.proposal import Proposal
from ..results.frozen import proposals_in


def proposals_on(
    evaluation: Evaluation, section: str, proofs: Mapping[str, Sequence[Evidence]]
) -> dict[str, Proposal]:
    """Code → proposal for one table: as the data are now, after the lock as they were frozen in the result.

    `proofs` is what the page has read anyway. Nothing for a table the edition does not have.
    """
    if evaluation.is_locked:
        return frozen_proposals(evaluation)
    files = {target: len(rows) for target, rows in proofs.items()}
    # Those of one level beside them, for the sheet says how many the level settles: they cost no statement more.
    codes = [*codes_of(evaluation, section), *codes_with_level(evaluation.edition.scorecard)]
    return proposals_for(evaluation, files=files, codes=codes)


def codes_of(evaluation: Evaluation, section: str) -> list[str]:
    sections = evaluation.edition.scorecard.sections
    items = next((part.items for part in sections if part.code == section), ())
    return [requirement.code for item in items for requirement in item.requirements]


def frozen_proposals(evaluation: Evaluation) -> dict[str, Proposal]:
    """Those of the locked result; nothing for a result from before there were any. One statement."""
    rows = evaluation.results.filter(version=evaluation.version)
    found = rows.values_list("sha256", "document").first()
    return proposals_of_document(*found) if found else {}


@lru_cache(maxsize=64)
def proposals_of_document(sha256: str, text: str) -> dict[str, Proposal]:
    """The key holds the content: results are never changed."""
    return proposals_in(json.loads(text))

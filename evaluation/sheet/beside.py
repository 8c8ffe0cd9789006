"""What stands beside the requirements of a private sheet: how the organisation judged itself, and on what.

Read from one locked self-evaluation, the one applied with or else the newest: nothing here is a judgement of a panel.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from ..models import Evaluation, Result

MET = "满足，不扣分"


@dataclass(frozen=True, slots=True)
class Proof:
    """One thing the organisation named: a file, found again by its hash, or a standard (no hash)."""

    label: str
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class SelfJudged:
    """What the self-evaluation found for one requirement: its words with their effect, and what proves it."""

    words: str
    reason: str = ""
    note: str = ""
    proofs: tuple[Proof, ...] = ()


@dataclass(frozen=True)
class SelfEvaluation:
    """The locked self-evaluation that stands beside a sheet; empty where the organisation has none."""

    number: str = ""
    judged: Mapping[str, SelfJudged] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.number)

    @property
    def hashes(self) -> frozenset[str]:
        """Of every file it names, for handing them out."""
        return frozenset(proof.sha256 for row in self.judged.values() for proof in row.proofs if proof.sha256)


def self_evaluation_of(evaluation: Evaluation) -> SelfEvaluation:
    """The self-evaluation beside an evaluation by a panel, in one statement."""
    rows = Result.objects.filter(evaluation__kind="self", evaluation__organization=evaluation.organization_id)
    if evaluation.application_id:
        rows = rows.filter(applications=evaluation.application_id)
    found = rows.order_by("-locked_at", "-pk").values_list("number", "sha256", "document").first()
    return SelfEvaluation(found[0], judged_in(*found[1:])) if found else SelfEvaluation()


@lru_cache(maxsize=64)
def judged_in(sha256: str, text: str) -> dict[str, SelfJudged]:
    """Requirement code → what a result says of it. The key holds the content: results are never changed."""
    document = json.loads(text)
    rows = document["result"]["requirements"].items()
    return {code: judged(row, document["evidence"].get(code, ())) for code, row in rows}


def judged(row: dict, proofs) -> SelfJudged:
    said = row["judgement"] or {}
    return SelfJudged(
        words_of(row),
        said.get("reason", ""),
        said.get("note", ""),
        tuple(proof_of(proof) for proof in proofs),
    )


def words_of(row: dict) -> str:
    """`满足`, `不适用`, `缺1项，扣2分`: the outcome without the printed rule before it."""
    if row["state"] == "not_applicable":
        return "不适用"
    return "满足" if row["derivation"] == MET else row["derivation"].rpartition("：")[2]


def proof_of(proof: dict) -> Proof:
    if proof["kind"] == "file":
        return Proof(proof["name"], proof["sha256"])
    return Proof(f"{proof['number']} {proof['name']}".strip())

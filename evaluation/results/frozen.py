"""The proposals frozen into a result, and what people decided otherwise. Pure, from `gridgov-result/1` alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..errors import EvaluationError
from ..exchange import sheet_from_dict
from ..proposing.contradictions import contradictions, decided_otherwise
from ..proposing.judging import outcome_of
from ..proposing.proposal import Ground, Proposal
from ..scoring import Requirement, Result, Scorecard, parse_judgement, score
from .outcomes import fact_words

SHOWN = 2
NOBODY: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Otherwise:
    """A requirement judged against its proposal: what was proposed and why, what was judged, by whom.

    `is_excused`: judged not applicable, whose reason stands in a list of its own.
    """

    code: str
    text: str
    proposed: str
    grounds: str
    judged: str
    reason: str
    author: str
    is_excused: bool


def proposals_in(document: dict) -> dict[str, Proposal]:
    """Code → the frozen proposal; {} of a document from before there were any. Raises KeyError, TypeError."""
    return {code: Proposal.from_dict(code, row) for code, row in document.get("proposals", {}).items()}


def decided_otherwise_in(document: dict) -> tuple[Otherwise, ...] | None:
    """Where people decided otherwise than was proposed, in printed order; None before there were proposals."""
    if "proposals" not in document:
        return None
    card = Scorecard.from_dict(document["scorecard"]["definition"])
    result = score(sheet_from_dict(document["sheet"], {card.code: card}))
    authors = {target: row["author"] for target, row in document["authors"].items()}
    return tuple(otherwise_of(result, proposals_in(document), authors))


def otherwise_of(
    result: Result, proposals: Mapping[str, Proposal], authors: Mapping[str, str] = NOBODY
) -> Iterator[Otherwise]:
    """Every judgement against its proposal, with a reason or without. `authors`: who judged, by code."""
    for code in decided_otherwise(result, proposals):
        row, proposal = result.requirements[code], proposals[code]
        yield Otherwise(
            code=code,
            text=row.requirement.text,
            proposed=proposal.words,
            grounds=grounds_words(proposal),
            judged=fact_words(row.judgement.to_dict()),
            reason=row.judgement.reason,
            author=authors.get(code, ""),
            is_excused=row.judgement.not_applicable,
        )


def grounds_words(proposal: Proposal) -> str:
    """The grounds in short: those that count for what is met, those that do not for what is missing."""
    grounds = proposal.counting if proposal.outcome == "met" else proposal.not_counting or proposal.counting
    words = [ground_words(ground) for ground in grounds] or list(proposal.missing)
    more = f" 等 {len(words)} 项" if len(words) > SHOWN else ""
    return "；".join(words[:SHOWN]) + more


def ground_words(ground: Ground) -> str:
    return f"{ground.words}（{ground.why_not}）" if ground.why_not else ground.words


def proposal_disagreements(document: dict, result: Result) -> list[str]:
    """Where the frozen proposals do not fit the edition, themselves or the list of contradictions; a sentence each.

    None for a document from before there were proposals. Raises EvaluationError when they cannot be read.
    """
    if "proposals" not in document:
        return []
    try:
        proposals, known = proposals_in(document), result.scorecard.requirements_by_code
        if strange := sorted(set(proposals) ^ set(known)):
            return [f"登记簿建议与评价要求对不上：{'、'.join(strange[:5])}。"]
        if odd := [code for code, each in proposals.items() if not agrees(known[code], each)]:
            return [f"登记簿建议的结果与所附的值不符：{'、'.join(odd[:5])}。"]
        if contradictions(result, proposals) != document["contradictions"]:
            return ["与登记簿建议不一致、没有写理由的判定，和文件中列出的不同。"]
        return []
    except (LookupError, TypeError, AttributeError) as error:
        raise EvaluationError(f"评价结果中的登记簿建议缺少内容：{error}。") from error


def agrees(requirement: Requirement, proposal: Proposal) -> bool:
    """Whether outcome and value say the same; raises EvaluationError for a value nobody can judge."""
    if proposal.value is None:
        return proposal.outcome == "open"
    judgement = parse_judgement(requirement, proposal.value)
    return proposal.outcome == ("not_applicable" if judgement.not_applicable else outcome_of(proposal.value))

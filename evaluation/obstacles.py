"""What stands in the way of a lock, in sentences with the address where each is mended. Reading only."""

from django.urls import reverse

from .applying.conditions import refusal_to_hold
from .consensus.obstacles import consensus_obstacles
from .eligibility import eligibility
from .models import Evaluation
from .obstacle import SHOWN, Obstacle, first, sheet_url
from .panels.obstacles import panel_obstacles
from .panels.resets import reset_obstacles
from .proposing.contradictions import contradictions
from .proposing.evaluations import verdicts_for
from .proposing.proposal import Proposal
from .results.outcomes import fact_words
from .scoring import RequirementResult, Result
from .sheet.reading import read_result
from .visits.obstacles import onsite_obstacles
from .visits.remarks import unremarked

__all__ = ["Obstacle", "cautions", "obstacles", "sheet_url"]

TOLD = {"achievements": "主要成绩", "problems": "存在问题", "advice": "改进建议"}


def obstacles(evaluation: Evaluation) -> list[Obstacle]:
    """Everything that stops the lock, in the order of the work; empty when it may be locked."""
    result = read_result(evaluation.official)
    return [
        *missing_facts(evaluation),
        *not_to_be_held(evaluation),
        *(obstacles_of_panel(evaluation) if evaluation.is_by_panel else unjudged(evaluation, result)),
        *missing_judgements(evaluation, result),
        *missing_words(evaluation, result),
        *missing_conclusion(evaluation, result),
    ]


def obstacles_of_panel(evaluation: Evaluation) -> list[Obstacle]:
    """Its people first, what they do on site, then what the 合议 left open, requirements nobody judged too."""
    return [
        *panel_obstacles(evaluation),
        *reset_obstacles(evaluation),
        *onsite_obstacles(evaluation),
        *consensus_obstacles(evaluation),
    ]


def cautions(evaluation: Evaluation) -> list[Obstacle]:
    """What the people should look at before the lock; it does not stop it, and stands in the result."""
    result, proposals = read_result(evaluation.official), verdicts_for(evaluation)
    return [*decided_otherwise(evaluation, result, proposals), *missing_remarks(evaluation, result)]


def missing_remarks(evaluation: Evaluation, result: Result) -> list[Obstacle]:
    """What only people judge is told in words (tree and evidence §6.3)."""
    codes = unremarked(evaluation, result)
    if not codes:
        return []
    words = f"{len(codes)} 条由人判定的要求没有写备注：{first(codes)}。请写明查看了什么、发现了什么。"
    return [Obstacle(words, place_of(evaluation, codes[0]))]


def decided_otherwise(evaluation: Evaluation, result: Result, proposals: dict) -> list[Obstacle]:
    codes = contradictions(result, proposals)
    if not codes:
        return []
    shown = [against(result.requirements[code], proposals[code]) for code in codes[:SHOWN]]
    rest = " 等" if len(codes) > SHOWN else ""
    words = f"{len(codes)} 条判定与登记簿建议不一致，没有写理由：{'；'.join(shown)}{rest}。"
    return [Obstacle(words, place_of(evaluation, codes[0]))]


def against(row: RequirementResult, proposal: Proposal) -> str:
    """`A1-4-4 判 满足，登记簿建议 完成率75%（≥50%且＜100%）`."""
    return f"{row.code} 判 {fact_words(row.judgement.to_dict())}，登记簿建议 {proposal.words}"


def missing_facts(evaluation: Evaluation) -> list[Obstacle]:
    url = reverse("evaluation:evaluation-edit", args=[evaluation.pk])
    missing = [condition for condition in eligibility(evaluation) if condition.state == "missing"]
    words = list(dict.fromkeys(f"{condition.words}（第5部分 {condition.clause}）。" for condition in missing))
    return [Obstacle(sentence, url) for sentence in words]


def not_to_be_held(evaluation: Evaluation) -> list[Obstacle]:
    """A panel evaluates after three months of operation and the self-evaluation (6.1); what is not known is missing."""
    found = refusal_to_hold(evaluation) if evaluation.is_by_panel else None
    if found is None or getattr(evaluation, found[0]) is None:
        return []
    return [Obstacle(found[1], reverse("evaluation:evaluation-edit", args=[evaluation.pk]))]


def unjudged(evaluation: Evaluation, result: Result) -> list[Obstacle]:
    codes = result.unjudged_codes
    if not codes:
        return []
    words = f"还有 {len(codes)} 条要求没有判定：{first(codes)}。"
    return [Obstacle(words, sheet_url(evaluation, codes[0]))]


def missing_judgements(evaluation: Evaluation, result: Result) -> list[Obstacle]:
    found = []
    if codes := result.reasons_due:
        words = f"{len(codes)} 条判定要写理由：{first(codes)}。"
        found.append(Obstacle(words, place_of(evaluation, codes[0])))
    if codes := result.undecided_zero:
        words = f"{len(codes)} 项应有而未满足，是否计 0 分还没有决定（第5部分 8.2）：{first(codes)}。"
        found.append(Obstacle(words, place_of(evaluation, codes[0])))
    return found


def place_of(evaluation: Evaluation, target: str) -> str:
    """Where what stands on the official sheet is mended: in the 合议 of a panel, on the sheet itself else."""
    if evaluation.is_by_panel:
        return f"{reverse('evaluation:consensus', args=[evaluation.pk])}?open={target}"
    return sheet_url(evaluation, target)


def missing_words(evaluation: Evaluation, result: Result) -> list[Obstacle]:
    """The verdict must not hang on the reading of the section caps without a written decision (appendix A §4.2)."""
    if not result.verdicts_differ or evaluation.cap_decision.strip():
        return []
    words = (
        f"各大类封顶后 {result.total} 分（{result.verdict}），不封顶 {result.total_uncapped} 分"
        f"（{result.verdict_uncapped}），结论不同，请写明封顶口径的决定。"
    )
    return [Obstacle(words, reverse("evaluation:conclusion", args=[evaluation.pk]))]


def missing_conclusion(evaluation: Evaluation, result: Result) -> list[Obstacle]:
    """A panel tells achievements and advice (7.7), and what is wrong unless nothing was lost."""
    if not evaluation.is_by_panel:
        return []
    names = ["achievements", "advice"] if result.total_uncapped == full_points(result) else list(TOLD)
    missing = [TOLD[name] for name in TOLD if name in names and not getattr(evaluation, name).strip()]
    if not missing:
        return []
    words = f"评价结论还没有写{'、'.join(missing)}（第5部分 7.7）。"
    return [Obstacle(words, reverse("evaluation:conclusion", args=[evaluation.pk]))]


def full_points(result: Result) -> int:
    return sum(item.item.points for item in result.items.values())

"""What of the 合议 still stands in the way of the lock. Reading only."""

from django.urls import reverse

from ..models import Evaluation
from ..obstacle import Obstacle, first
from .reading import read_consensus
from .targets import Consensus, Target


def consensus_obstacles(evaluation: Evaluation, consensus: Consensus | None = None) -> list[Obstacle]:
    """Disputes without a ruling, proposed zeros, requirements nobody judged, agreed ones not taken over.

    `evaluation` is one `with_people`. Who has not handed in the sheet is told by `visits.obstacles`.
    """
    found = consensus or read_consensus(evaluation)
    url = reverse("evaluation:consensus", args=[evaluation.pk])
    disputed = [target for target in found.open if target.facts]
    return [
        *told(disputed, url, "合议还有 {} 条分歧没有裁定：{}。"),
        *told(found.proposed_zeros, url, "合议有 {} 项按第5部分 8.2 提出计 0 分，还没有裁定：{}。"),
        *told(found.unjudged, url, "合议有 {} 条没有人评，也没有裁定：{}。"),
        *told(found.to_take, url, "合议有 {} 条一致意见还没有采用：{}。"),
    ]


def told(targets: list[Target], url: str, words: str) -> list[Obstacle]:
    codes = [target.code for target in targets]
    if not codes:
        return []
    return [Obstacle(words.format(len(codes), first(codes)), f"{url}?open={codes[0]}#target-{codes[0]}")]

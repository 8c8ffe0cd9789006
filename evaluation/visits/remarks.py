"""What was judged by people alone must be told in words (tree and evidence §6.3: mandatory remarks). Reading only."""

from ..models import Evaluation, Judgement
from ..scoring import Result
from ..scoring.judgement import WORDS


def unremarked(evaluation: Evaluation, result: Result) -> list[str]:
    """Requirements of class c that the official sheet judges and nobody wrote a word about, in printed order.

    In a panel the words of any present member on his own sheet suffice.
    """
    codes = result.remarks_due
    told = told_by_members(evaluation, codes) if codes and evaluation.is_by_panel else set()
    return [code for code in codes if code not in told]


def told_by_members(evaluation: Evaluation, codes: list[str]) -> set[str]:
    """Those of `codes` that a present member of the panel wrote something about. One statement."""
    sheets = {"sheet__evaluation": evaluation, "sheet__participant__absence": ""}
    rows = Judgement.objects.filter(**sheets, target__in=codes).values_list("target", "value")
    return {target for target, value in rows if any(value.get(name) for name in WORDS)}

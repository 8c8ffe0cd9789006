"""Whether a locked result is the one that counts, or void because its evaluation was opened again."""

from dataclasses import dataclass

from ..models import Result


@dataclass(frozen=True)
class Standing:
    """Whether a result is the one that counts: a sentence, and whether it still does."""

    counts: bool
    words: str


def standing_of(result: Result) -> Standing:
    """Newest, superseded by a later version, or void because the evaluation was opened again."""
    evaluation = result.evaluation
    if result.version == evaluation.version and evaluation.is_locked:
        return Standing(True, f"这是最新的一版（第 {result.version} 版）。")
    newer = evaluation.results.filter(version__gt=result.version).order_by("-version").first()
    if newer:
        return Standing(False, f"本版已作废：评价重开后已锁定第 {newer.version} 版，请以新版为准。")
    return Standing(False, "本版已作废：评价已经重开，新的一版还没有锁定。")

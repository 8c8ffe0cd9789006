"""满意度 from the questionnaires of one or several surveys, with its interval (T/CSSG 001.5 7.5, A7-1; §3.5). Pure.

The interval is Wilson's at 95 %, with z = 1.96. For a mean score it is taken with the score's share as the rate,
which is never too narrow: no answers between 0 and 1 vary more than a yes and a no.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from fractions import Fraction
from math import ceil

from .exact import percent_text, percent_words

# Answers from the best to the worst, and what each scores of FULL.
ANSWERS = ("very_satisfied", "satisfied", "fair", "dissatisfied", "very_dissatisfied")
WORDS = ("很满意", "满意", "一般", "不满意", "很不满意")
SCORES = (5, 4, 3, 2, 1)
FULL = 5
SHARE, MEAN = "share", "mean"
Z = Fraction(196, 100)
THRESHOLDS = (60, 80, 90)
FEWEST = 30
PRECISIONS = (10, 5)  # percent more or less, at 95 %
DIGITS = 40


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """The rate as an exact fraction of 1, how it was computed, its 95 % interval in percent, what to mind."""

    rate: Fraction
    valid: int
    issued: int
    derivation: str
    interval: tuple[Decimal, Decimal]
    cautions: tuple[str, ...]

    @property
    def value(self) -> str:
        """The percentage as a judgement holds it."""
        return percent_text(self.rate)

    @property
    def words(self) -> str:
        return percent_words(self.rate)

    @property
    def interval_words(self) -> str:
        """Two decimals, the lower end cut off and the upper one rounded up: never narrower than it is."""
        low, high = self.interval
        below = low.quantize(Decimal("0.01"), ROUND_FLOOR)
        return f"{below}% 至 {high.quantize(Decimal('0.01'), ROUND_CEILING)}%"


def satisfaction(surveys: Sequence) -> Satisfaction | None:
    """The surveys taken together; None without a valid questionnaire, or when they are computed differently."""
    counts = [sum(getattr(survey, name) for survey in surveys) for name in ANSWERS]
    valid = sum(counts)
    if not valid or len({survey.formula for survey in surveys}) != 1:
        return None
    rate = (share_of if surveys[0].formula == SHARE else mean_of)(counts)
    derivation = (share_words if surveys[0].formula == SHARE else mean_words)(counts, rate)
    interval = wilson(rate, valid)
    issued = sum(survey.issued for survey in surveys)
    return Satisfaction(rate, valid, issued, derivation, interval, cautions_of(valid, interval))


def share_of(counts: Sequence[int]) -> Fraction:
    """（很满意＋满意）÷有效问卷."""
    return Fraction(counts[0] + counts[1], sum(counts))


def mean_of(counts: Sequence[int]) -> Fraction:
    """平均得分÷满分."""
    return Fraction(points_of(counts), FULL * sum(counts))


def points_of(counts: Sequence[int]) -> int:
    return sum(score * count for score, count in zip(SCORES, counts, strict=True))


def share_words(counts: Sequence[int], rate: Fraction) -> str:
    good, valid = counts[0] + counts[1], sum(counts)
    return f"（很满意 {counts[0]}＋满意 {counts[1]}）÷有效问卷 {valid}＝{good}÷{valid}＝{percent_words(rate)}"


def mean_words(counts: Sequence[int], rate: Fraction) -> str:
    terms = [f"{word} {count}×{score}" for word, count, score in zip(WORDS, counts, SCORES, strict=True)]
    points, valid = points_of(counts), sum(counts)
    return f"（{'＋'.join(terms)}）÷（有效问卷 {valid}×满分 {FULL}）＝{points}÷{valid * FULL}＝{percent_words(rate)}"


def wilson(rate: Fraction, valid: int) -> tuple[Decimal, Decimal]:
    """Ends of the 95 % interval in percent; they lie within 0 to 100 and hold the rate."""
    spread = Z * Z / valid
    middle = (rate + spread / 2) / (1 + spread)
    inside = (rate * (1 - rate) / valid + spread / valid / 4) * (Z / (1 + spread)) ** 2
    with localcontext(prec=DIGITS):
        centre = Decimal(middle.numerator) / middle.denominator
        half = (Decimal(inside.numerator) / inside.denominator).sqrt()
        return max(Decimal(0), (centre - half) * 100), min(Decimal(100), (centre + half) * 100)


def cautions_of(valid: int, interval: tuple[Decimal, Decimal]) -> tuple[str, ...]:
    """Few questionnaires; an interval on both sides of a tier: the tier found may be chance."""
    low, high = interval
    found = []
    if valid < FEWEST:
        found.append(f"有效问卷只有 {valid} 份，少于 {FEWEST} 份，建议补充调查。")
    if crossed := [limit for limit in THRESHOLDS if low < limit <= high]:
        shown = "、".join(f"{limit}%" for limit in crossed)
        found.append(f"95% 置信区间跨过 {shown}，分档可能因抽样而不同，建议增加样本。")
    return tuple(found)


def needed(percent: int) -> int:
    """Valid questionnaires for ±`percent` % at 95 %, whatever the rate: z²·¼÷e², 97 for 10 and 385 for 5."""
    return ceil(Z * Z / 4 / Fraction(percent, 100) ** 2)

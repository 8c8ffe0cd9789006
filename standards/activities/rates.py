"""Shares as the scorecard asks for them: done ÷ planned, trained ÷ on staff (A1-4-4, A6-1-1). Pure."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True)
class Rate:
    """A share with what it comes from. Never rounded up to a limit it does not reach: 79.96 % shows as 79.9 %."""

    part: int
    whole: int

    @property
    def percentage(self) -> Decimal | None:
        """In percent to one digit, None where there is nothing to divide by."""
        if not self.whole:
            return None
        return (Decimal(self.part) * 1000 // self.whole) / 10

    def reaches(self, percent: int) -> bool:
        """Whether the exact share is at least so many percent; 80.0 reaches 80 (evaluation reading 21)."""
        return bool(self.whole) and self.part * 100 >= percent * self.whole

    @property
    def words(self) -> str:
        """`87.5%（7÷8）`, or why there is none."""
        if self.percentage is None:
            return "无从计算"
        return f"{self.percentage.normalize():f}%（{self.part}÷{self.whole}）"


def completed(planned_times: int, held: int) -> int:
    """Sessions that count for one line of a plan: more than were planned do not make up for another line."""
    return min(planned_times, held)


def average(scores: list[Decimal]) -> Decimal | None:
    """The mean of scores to one digit, half up; None without scores."""
    if not scores:
        return None
    return (sum(scores) / len(scores)).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)

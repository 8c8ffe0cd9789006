"""By how much the data-only forecast changes. Pure."""

from dataclasses import dataclass

from ..scoring import signed
from ..scoring.outlook import Outlook


@dataclass(frozen=True, slots=True)
class Change:
    """The range of totals by the data alone before and after."""

    before: Outlook
    after: Outlook

    @property
    def is_any(self) -> bool:
        return self.range(self.before) != self.range(self.after)

    @property
    def is_loss(self) -> bool:
        return self.after.low < self.before.low or self.after.high < self.before.high

    @staticmethod
    def range(outlook: Outlook) -> tuple[int, int]:
        return outlook.low, outlook.high

    @property
    def words(self) -> str:
        """`按数据测算 247–428 → 242–423（最低分 −5，最高分 −5）；到 300 还差 58`."""
        if not self.is_any:
            return f"按数据测算不变，仍为 {self.before.range}"
        told = f"按数据测算 {self.before.range} → {self.after.range}"
        return f"{told}（{self.difference}）；{self.distance}"

    @property
    def difference(self) -> str:
        low, high = self.after.low - self.before.low, self.after.high - self.before.high
        parts = (("最低分", low), ("最高分", high))
        return "，".join(f"{name} {signed(points)}" for name, points in parts if points)

    @property
    def distance(self) -> str:
        """How far the sure part is from the pass mark afterwards."""
        mark = self.after.pass_mark
        if self.after.low >= mark:
            return f"最低分仍过 {mark}"
        words = f"到 {mark} 还差 {mark - self.after.low}"
        if self.after.high < mark:
            return f"{words}，由人判定的全部满足也到不了"
        return f"{words}，要靠由人判定的部分"

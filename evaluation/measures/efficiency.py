"""缩短时间率：（标准化前时长−现时长）÷标准化前时长, per 事项 and over all of them (A7-2; evaluation §3.5). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from .exact import number_words, percent_text, percent_words


@dataclass(frozen=True, slots=True)
class Saving:
    """One 事项: its exact rate and how it was computed. Negative where it takes longer than before."""

    matter: str
    rate: Fraction
    derivation: str
    volume: int | None

    @property
    def words(self) -> str:
        return percent_words(self.rate)


@dataclass(frozen=True, slots=True)
class Efficiency:
    """The rate over all 事项 as an exact fraction of 1, how it was computed, what to mind."""

    rate: Fraction
    savings: tuple[Saving, ...]
    is_weighted: bool
    derivation: str
    cautions: tuple[str, ...]

    @property
    def value(self) -> str:
        """The percentage as a judgement holds it: nothing saved is 0."""
        return percent_text(max(self.rate, Fraction(0)))

    @property
    def words(self) -> str:
        return percent_words(self.rate)


def efficiency(turnarounds: Sequence) -> Efficiency | None:
    """Over all rows: weighted by 办件量 if every row has one, else the simple mean. None without a row."""
    savings = tuple(saving_of(row) for row in turnarounds)
    if not savings:
        return None
    weighted = all(saving.volume is not None for saving in savings) and any(
        saving.volume for saving in savings
    )
    weights = [saving.volume if weighted else 1 for saving in savings]
    pairs = list(zip(weights, savings, strict=True))
    rate = sum((weight * saving.rate for weight, saving in pairs), Fraction(0)) / sum(weights)
    derivation = (weighted_words if weighted else simple_words)(savings, rate)
    return Efficiency(rate, savings, weighted, derivation, cautions_of(turnarounds, rate, weighted))


def saving_of(row) -> Saving:
    before, now = Fraction(row.before), Fraction(row.now)
    rate = (before - now) / before
    told, left = number_words(row.before), number_words(row.now)
    return Saving(row.matter, rate, f"（{told}−{left}）÷{told}＝{percent_words(rate)}", row.volume)


def weighted_words(savings: Sequence[Saving], rate: Fraction) -> str:
    terms = "＋".join(f"{saving.words}×{saving.volume}" for saving in savings)
    return f"按办件量加权：（{terms}）÷{sum(saving.volume for saving in savings)}＝{percent_words(rate)}"


def simple_words(savings: Sequence[Saving], rate: Fraction) -> str:
    if len(savings) == 1:
        return f"一个事项：{savings[0].derivation}"
    terms = "＋".join(saving.words for saving in savings)
    return f"简单平均：（{terms}）÷{len(savings)}＝{percent_words(rate)}"


def cautions_of(rows: Sequence, rate: Fraction, weighted: bool) -> tuple[str, ...]:
    """Bases that are not the same, volumes known of a part only, and 事项 that take longer than before."""
    found = []
    bases = dict.fromkeys(row.get_basis_display() for row in rows)
    if len(bases) > 1:
        found.append(f"时长口径不一（{'、'.join(bases)}），混在一起计算，请统一口径或写明理由。")
    without = [row.matter for row in rows if row.volume is None]
    if without and len(without) < len(rows):
        found.append(f"{'、'.join(without)}没有填办件量，因此按简单平均，没有加权。")
    elif not without and not weighted:
        found.append("办件量都是 0，因此按简单平均，没有加权。")
    if slower := [row.matter for row in rows if row.now > row.before]:
        found.append(f"{'、'.join(slower)}的现时长比标准化前长，按负数计入。")
    if rate < 0:
        found.append("合计没有缩短，按 0 判定。")
    return tuple(found)

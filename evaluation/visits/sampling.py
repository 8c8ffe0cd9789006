"""Random samples that anybody can draw again, in any language, years later (evaluation §3.3). Pure.

How a sample is drawn: number the population 0, 1, 2, … in its order. Write for each number the text `seed:number`
(the number in decimal digits, without leading zeros), encode it in UTF-8 and take its SHA-256. The sample is the
`size` numbers with the smallest SHA-256, compared as 64 lower-case hexadecimal digits.

SHA-256 spreads evenly, so every part of the population is as likely as any other; nobody can steer it who does not
know the seed before the list is fixed. A larger sample with the same seed contains the smaller one.
"""

import secrets
from collections.abc import Sequence
from hashlib import sha256

SEED_BYTES = 8
# The same for the reader of a sample, in Chinese.
METHOD = (
    "总体从 0 起依次编号；对每个编号计算“种子:编号”（UTF-8）的 SHA-256；取 SHA-256（十六进制）"
    "最小的若干个编号，即为样本。用同一种子和同一总体，任何人用任何工具都能重抽出同样的样本。"
)


def make_seed() -> str:
    """A new seed of 16 hexadecimal digits that nobody can foresee."""
    return secrets.token_hex(SEED_BYTES)


def draw(population: Sequence[str], size: int, seed: str) -> tuple[int, ...]:
    """The positions drawn, counted from 0, ascending: the same for the same list, size and seed, for ever.

    Raises ValueError unless 1 <= size <= len(population).
    """
    if not 1 <= size <= len(population):
        raise ValueError(f"a sample of {size} out of {len(population)}")
    return tuple(sorted(sorted(range(len(population)), key=lambda place: rank(seed, place))[:size]))


def rank(seed: str, position: int) -> str:
    return sha256(f"{seed}:{position}".encode()).hexdigest()

"""Our figures beside floors measured in the same run, as ratios: `python3 manage.py bench`.

Everything happens in a scratch installation of its own; the real data are never touched.
"""

from dataclasses import dataclass

# What can be measured, each by the `measure` of the module of that name.
NAMES = ("exports", "reports", "saving", "pages", "lists", "office", "imports", "proposals")


@dataclass(frozen=True)
class Sizes:
    """How much is measured: rows of each export, rounds of each comparison, operations each client saves in a round,
    organisations and standards of each in the province, rows of each list taken in, standards of one large registry.
    """

    exports: tuple[int, ...]
    rounds: int
    operations: int
    organizations: int
    standards: int
    imports: tuple[int, ...]
    registry: int


FULL = Sizes(
    exports=(1_000, 10_000),
    rounds=7,
    operations=60,
    organizations=200,
    standards=500,
    imports=(10_000,),
    registry=3_000,
)
QUICK = Sizes(
    exports=(50,), rounds=1, operations=5, organizations=3, standards=60, imports=(50,), registry=100
)

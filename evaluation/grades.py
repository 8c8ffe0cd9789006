"""Grades beside the verdict (T/CSSG 001.5 9.4), set by the organiser; none by default. Pure.

`Evaluation.grades` is [{"name": "优秀", "from": 450}, …], the highest first; `from` counts in.
"""

from collections.abc import Sequence

PROPOSED = (
    {"name": "优秀", "from": 450},
    {"name": "良好", "from": 400},
    {"name": "合格", "from": 300},
)


def reached(levels: Sequence[dict], total: int) -> str:
    """The highest grade a total reaches; empty when it reaches none, or none are set."""
    fitting = [level for level in levels if total >= level["from"]]
    return max(fitting, key=lambda level: level["from"])["name"] if fitting else ""

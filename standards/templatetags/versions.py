"""Figures of frozen versions."""

from django import template

from ..statistics import percentage
from ..versions.snapshots import Figures

register = template.Library()


@register.simple_tag
def share_of(line: dict) -> str:
    """覆盖率 of one line of a frozen 统计表."""
    share = percentage(line["present"], line["expected"])
    return "—" if share is None else f"{share}%"


@register.simple_tag
def change_of(line: Figures) -> str:
    """「应有 +2，现有 −1」 of a line that both sides have; what one side lacks is said in a word."""
    if line.before is None or line.after is None:
        return "新增" if line.before is None else "删减"
    steps = [
        (words, line.after[name] - line.before[name])
        for name, words in (("expected", "应有"), ("present", "现有"))
    ]
    return "，".join(f"{words} {signed(step)}" for words, step in steps if step) or "级别构成"


def signed(step: int) -> str:
    return f"+{step}" if step > 0 else f"−{-step}"

"""Grades beside the verdict (T/CSSG 001.5 9.4), set by the organiser; none by default. Pure.

`Evaluation.grades` is [{"name": "优秀", "from": 450}, …], the highest first; `from` counts in.
"""

from collections.abc import Sequence
from itertools import pairwise

PROPOSED = (
    {"name": "优秀", "from": 450},
    {"name": "良好", "from": 400},
    {"name": "合格", "from": 300},
)

PASS_MARK, FULL_MARKS = 300, 500
PASSED, FAILED = "合格", "不合格"


def faults(levels: Sequence[dict]) -> list[str]:
    """Why these grades cannot stand, in sentences; empty when they can, and when none are set.

    Below 300 nothing is graded: 9.3 says 不合格. The level named 合格 is that of 9.3 itself, any other lies above it.
    """
    found = [sentence for level in levels for sentence in faults_of(level)]
    for higher, lower in pairwise(levels):
        if higher["from"] <= lower["from"]:
            above = f"“{higher['name']}”的最低分 {higher['from']}"
            found.append(f"{above} 应高于下一等“{lower['name']}”的 {lower['from']}，请由高到低填写。")
    names = [level["name"] for level in levels]
    found += [f"等级“{name}”写了两次，请改名。" for name in dict.fromkeys(names) if names.count(name) > 1]
    return found


def faults_of(level: dict) -> list[str]:
    name, least = level["name"], level["from"]
    if name == FAILED:
        return ["300 分以下的结论就是不合格（第5部分 9.3），不能再设为等级。"]
    if not PASS_MARK <= least <= FULL_MARKS:
        return [f"“{name}”的最低分 {least} 应在 {PASS_MARK} 至 {FULL_MARKS} 之间。"]
    if name == PASSED and least != PASS_MARK:
        return [f"“{PASSED}”的最低分应为 {PASS_MARK}（第5部分 9.3），不能是 {least}。"]
    if name != PASSED and least == PASS_MARK:
        return [f"{PASS_MARK} 分一等的名称应为“{PASSED}”（第5部分 9.3），“{name}”请高于 {PASS_MARK}。"]
    return []


def reached(levels: Sequence[dict], total: int) -> str:
    """The highest grade a total reaches; empty when it reaches none, or none are set."""
    fitting = [level for level in levels if total >= level["from"]]
    return max(fitting, key=lambda level: level["from"])["name"] if fitting else ""


def in_words(levels: Sequence[dict]) -> str:
    """`优秀 ≥450，良好 ≥400，合格 ≥300`; empty when none are set."""
    return "，".join(f"{level['name']} ≥{level['from']}" for level in levels)

"""How a frozen judgement reads in a table: its outcome, its points, why. Pure, from dicts of `gridgov-result/1`."""

from ..scoring import STATES

ZERO = {True: "计 0 分", False: "不计 0 分"}


def outcome(figures: dict, judgement: dict) -> str:
    """满足, 不适用, the choice, the measured value, or how many faults."""
    if figures["state"] in ("met", "not_applicable", "unjudged"):
        return STATES[figures["state"]]
    return fact_words(judgement)


def fact_words(judgement: dict) -> str:
    """The one fact of a judgement or of a decision on an item, without its points; 未评 for {}."""
    if not judgement:
        return STATES["unjudged"]
    if "unmet" in judgement:
        return ZERO[judgement["unmet"]]
    if judgement.get("not_applicable"):
        return STATES["not_applicable"]
    if judgement.get("met"):
        return STATES["met"]
    if "value" in judgement:
        return f"{judgement['value']}%"
    if "choice" in judgement:
        return judgement["choice"]
    return "不满足" if judgement.get("faults") == 1 else f"{judgement.get('faults')} 处不满足"


def points(figures: dict) -> str:
    """`−2` deducted, `15` awarded, `0` where nothing is lost or won."""
    if figures["awarded"] is not None:
        return f"得 {figures['awarded']}"
    return f"−{figures['deducted']}" if figures["deducted"] else "0"


def why(judgement: dict) -> str:
    """The words beside a judgement: reason, what was found, note."""
    return "；".join(filter(None, [judgement.get(name) for name in ("reason", "finding", "note")]))

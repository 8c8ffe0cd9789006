"""What was found: judgements on requirements and decisions on items, read from and written to dicts.

A judgement holds exactly one fact: met, faults, choice, value, or not_applicable with its reason; a
`reason` and a `note` may stand beside any of them. No judgement holds points.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from evaluation.errors import EvaluationError
from evaluation.scoring.rules import HUNDRED, MET
from evaluation.scoring.scorecard import Item, Requirement, Scorecard

WORDS = ("reason", "note", "finding", "asked")
FACTS = ("met", "faults", "choice", "value", "not_applicable")
MOST_DIGITS = 100
DECIMAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?", re.ASCII)
# NUL and lone surrogates cannot be stored or hashed everywhere.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Judgement:
    """The fact found for one requirement, in canonical form.

    No fault, or the choice 满足, is `met`; a value is a plain decimal without superfluous zeros.
    """

    met: bool = False
    faults: int | None = None
    choice: str | None = None
    value: Decimal | None = None
    not_applicable: bool = False
    reason: str = ""
    note: str = ""
    finding: str = ""
    asked: str = ""

    def to_dict(self) -> dict:
        """The canonical dict: `parse_judgement` reads it back to an equal judgement."""
        data: dict = {}
        if self.met:
            data["met"] = True
        if self.faults is not None:
            data["faults"] = self.faults
        if self.choice is not None:
            data["choice"] = self.choice
        if self.value is not None:
            data["value"] = f"{self.value:f}"
        if self.not_applicable:
            data["not_applicable"] = True
        return data | {name: text for name in WORDS if (text := getattr(self, name))}


@dataclass(frozen=True, slots=True)
class ItemDecision:
    """A decision by 8.2 on one item: `unmet` True confirms its zero, False rejects it; or the item is
    not applicable and scores full points. Always with a reason."""

    reason: str
    unmet: bool | None = None
    not_applicable: bool = False

    def to_dict(self) -> dict:
        fact = {"not_applicable": True} if self.not_applicable else {"unmet": self.unmet}
        return fact | {"reason": self.reason}


@dataclass(frozen=True)
class Sheet:
    """All judgements (by requirement code) and decisions (by item code) on one scorecard.

    Raises EvaluationError when a code is not in the scorecard.
    """

    scorecard: Scorecard
    judgements: Mapping[str, Judgement] = field(default_factory=dict)
    decisions: Mapping[str, ItemDecision] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for code in self.judgements.keys() - self.scorecard.requirements_by_code.keys():
            raise EvaluationError(f"评分表中没有要求 {code}。")
        for code in self.decisions.keys() - self.scorecard.items_by_code.keys():
            raise EvaluationError(f"评分表中没有项 {code}。")


def parse_judgement(requirement: Requirement, data: object) -> Judgement:
    """Read the dict of one judgement; raises EvaluationError naming the requirement and the value."""
    code = requirement.code
    _check_keys(code, data, (*FACTS, *WORDS))
    given = [key for key in FACTS if key in data]
    if len(given) != 1:
        found = "、".join(given) if given else "没有"
        raise EvaluationError(f"{code} 的判定应只有一个结果，现为：{found}。{requirement.rule.usage}。")
    key = given[0]
    if key != "not_applicable" and key not in requirement.rule.facts:
        raise EvaluationError(f"{code} 不能用 {key} 判定。{requirement.rule.usage}。")
    texts = {name: _text(code, name, data[name]) for name in WORDS if name in data}
    return Judgement(**READERS[key](requirement, data), **texts)


def parse_decision(item: Item, data: object) -> ItemDecision:
    """Read the dict of one item decision; raises EvaluationError naming the item and the value."""
    code = item.code
    _check_keys(code, data, ("unmet", "not_applicable", "reason"))
    if ("unmet" in data) == ("not_applicable" in data):
        raise EvaluationError(
            f"{code} 应写 unmet（是否计 0 分）或 not_applicable（不适用）之一，不能都写或都不写。"
        )
    if "reason" not in data:
        raise EvaluationError(f"{code} 没有写理由，请补上 reason。")
    reason = _text(code, "reason", data["reason"])
    if "not_applicable" in data:
        return ItemDecision(reason, not_applicable=_true(code, "not_applicable", data))
    if not isinstance(data["unmet"], bool):
        raise EvaluationError(f"{code} 的 unmet 是 {_shown(data['unmet'])}，应为 true 或 false。")
    return ItemDecision(reason, unmet=data["unmet"])


def _check_keys(code: str, data: object, known: tuple[str, ...]) -> None:
    if not isinstance(data, Mapping):
        raise EvaluationError(f"{code} 的内容是 {_shown(data)}，应为 {{…}} 形式的对象。")
    for key in data:
        if key not in known:
            raise EvaluationError(f"{code} 中的{_shown(key)}不认识，可以写：{'、'.join(known)}。")


def _text(code: str, name: str, value: object) -> str:
    if not isinstance(value, str):
        raise EvaluationError(f"{code} 的 {name} 是 {_shown(value)}，应为文字。")
    if UNSTORABLE.search(value):
        raise EvaluationError(f"{code} 的 {name} 含有不能保存的字符，请删去后重试。")
    if name == "reason" and not value.strip():
        raise EvaluationError(f"{code} 的理由是空的，请补上 reason。")
    return value.strip()


def _true(code: str, name: str, data: Mapping) -> bool:
    if data[name] is not True:
        raise EvaluationError(f"{code} 的 {name} 是 {_shown(data[name])}，只能写 true；不需要时请整条删去。")
    return True


def _read_met(requirement: Requirement, data: Mapping) -> dict:
    return {"met": _true(requirement.code, "met", data)}


def _read_not_applicable(requirement: Requirement, data: Mapping) -> dict:
    if "reason" not in data:
        raise EvaluationError(f"{requirement.code} 判为不适用，没有写理由，请补上 reason。")
    return {"not_applicable": _true(requirement.code, "not_applicable", data)}


def _read_faults(requirement: Requirement, data: Mapping) -> dict:
    faults, rule = data["faults"], requirement.rule
    if not isinstance(faults, int) or isinstance(faults, bool) or not 0 <= faults <= rule.max:
        shown = _shown(faults)
        raise EvaluationError(f"{requirement.code} 的 faults 是 {shown}，应为 0 到 {rule.max} 的整数。")
    return {"faults": faults} if faults else {"met": True}


def _read_choice(requirement: Requirement, data: Mapping) -> dict:
    choice, names = data["choice"], requirement.rule.names
    if not isinstance(choice, str) or choice not in names:
        shown = _shown(choice)
        raise EvaluationError(f"{requirement.code} 没有选项 {shown}，可选：{'、'.join(names)}。")
    return {"met": True} if choice == MET else {"choice": choice}


def _read_value(requirement: Requirement, data: Mapping) -> dict:
    """A plain decimal of 0 to 100, as text or JSON number, kept with every digit given."""
    code, raw = requirement.code, data["value"]
    text = _digits(raw)
    if len(text) > MOST_DIGITS:
        raise EvaluationError(f"{code} 的 value 有 {len(text)} 位，最多 {MOST_DIGITS} 位，请写短些。")
    if not DECIMAL.fullmatch(text):
        raise EvaluationError(
            f"{code} 的 value 是 {_shown(raw)}，应为 62.5 这样的数，不带百分号、不用全角和指数。"
        )
    if not 0 <= Decimal(text) <= HUNDRED:
        raise EvaluationError(f"{code} 的 value 是 {_shown(raw)}，应在 0 到 100 之间。")
    return {"value": _plain(text)}


def _digits(raw: object) -> str:
    """The number as written in full; nothing for what is neither text nor an exact number."""
    if isinstance(raw, Decimal):
        return f"{raw:f}"
    return str(raw) if isinstance(raw, str | int) and not isinstance(raw, bool) else ""


def _plain(text: str) -> Decimal:
    """Without superfluous zeros. By text: Decimal.normalize() would round to the context's precision."""
    whole, _, fraction = text.removeprefix("-").partition(".")
    fraction = fraction.rstrip("0")
    return Decimal(f"{whole.lstrip('0') or '0'}.{fraction}" if fraction else whole.lstrip("0") or "0")


def _shown(value: object) -> str:
    """A given value as people wrote it, shortened, safe to print."""
    text = f"“{value}”" if isinstance(value, str) else str(value)
    if value is None or isinstance(value, bool):
        text = {True: "true", False: "false", None: "null"}[value]
    text = UNSTORABLE.sub("�", text)
    return text if len(text) <= 60 else f"{text[:60]}…"


READERS = {
    "met": _read_met,
    "faults": _read_faults,
    "choice": _read_choice,
    "value": _read_value,
    "not_applicable": _read_not_applicable,
}

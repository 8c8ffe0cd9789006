"""The exchange format `gridgov-sheet/1`: a sheet as JSON, its canonical bytes and their SHA-256.

Canonical JSON has sorted keys, no blanks between tokens, UTF-8 without escapes, and no floats: equal
content gives equal bytes. Reading is strict: a typo must never become silence.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal

from evaluation.errors import EvaluationError, SheetError
from evaluation.scoring import Scorecard, Sheet, parse_decision, parse_judgement
from evaluation.scoring.judgement import UNSTORABLE
from gridgov.canonical import canonical_json, sha256

__all__ = [
    "FORMAT",
    "canonical_json",
    "read_json",
    "read_sheet",
    "sha256",
    "sheet_from_dict",
    "sheet_to_dict",
    "write_sheet",
]

FORMAT = "gridgov-sheet/1"
KEYS = ("format", "scorecard", "judgements", "items", "requires_all")


def sheet_to_dict(sheet: Sheet) -> dict:
    """A sheet in the exchange format, every judgement in canonical form."""
    return {
        "format": FORMAT,
        "scorecard": sheet.scorecard.code,
        "judgements": {code: judgement.to_dict() for code, judgement in sheet.judgements.items()},
        "items": {code: decision.to_dict() for code, decision in sheet.decisions.items()},
    }


def write_sheet(sheet: Sheet) -> bytes:
    """The canonical bytes of a sheet."""
    return canonical_json(sheet_to_dict(sheet))


def read_sheet(data: bytes | str, editions: Mapping[str, Scorecard]) -> Sheet:
    """Read a sheet; raises SheetError with one Chinese sentence that names every entry refused.

    `editions` maps codes to scorecards. With `"requires_all": true` in the text a requirement without
    a judgement is refused, unless its whole item is not applicable.
    """
    return sheet_from_dict(read_json(data), editions)


def sheet_from_dict(document: object, editions: Mapping[str, Scorecard]) -> Sheet:
    """Like `read_sheet`, from a document already parsed by `read_json`."""
    if not isinstance(document, dict):
        raise SheetError("内容应为 {…} 形式的对象。")
    _check_keys(document)
    card = _edition(document, editions)
    errors: list[str] = []
    entries = _entries(document, "judgements", card.requirements_by_code, parse_judgement, errors)
    decisions = _entries(document, "items", card.items_by_code, parse_decision, errors)
    if errors:
        raise SheetError(" ".join(errors))
    sheet = Sheet(card, entries, decisions)
    if document.get("requires_all"):
        _check_complete(sheet)
    return sheet


def read_json(data: bytes | str) -> object:
    """Strict JSON: UTF-8 (a byte order mark is let pass), no duplicate keys, no NaN, exact decimals."""
    try:
        text = data.decode("utf-8-sig") if isinstance(data, bytes) else data
        return json.loads(
            text, parse_float=_decimal, parse_constant=_constant, object_pairs_hook=_unique_keys
        )
    except UnicodeDecodeError as error:
        raise SheetError(f"不是 UTF-8 编码（第 {error.start + 1} 字节），请另存为 UTF-8。") from error
    except json.JSONDecodeError as error:
        raise SheetError(
            f"不是正确的 JSON：第 {error.lineno} 行第 {error.colno} 列附近有误，请改正。"
        ) from error
    except (ValueError, RecursionError) as error:
        raise SheetError("不是可读的 JSON：数字过长或嵌套过深，请改正。") from error


def _decimal(text: str) -> Decimal:
    if "e" in text.lower():
        raise SheetError(f"数 {text[:40]} 用了指数写法，请写成 62.5 这样的数。")
    return Decimal(text)


def _constant(text: str) -> None:
    raise SheetError(f"{text} 不是可用的数，请写成 62.5 这样的数。")


def _unique_keys(pairs: list[tuple[str, object]]) -> dict:
    found: dict = {}
    for key, value in pairs:
        if UNSTORABLE.search(key):
            raise SheetError("有一个名称含有不能保存的字符，请删去后重试。")
        if key in found:
            raise SheetError(f"“{key[:60]}”写了两次，只能保留一处。")
        found[key] = value
    return found


def _check_keys(document: dict) -> None:
    for key in document:
        if key not in KEYS:
            raise SheetError(f"“{key[:60]}”不认识，可以写：{'、'.join(KEYS)}。")
    if document.get("format") != FORMAT:
        raise SheetError(f"format {_shown(document, 'format')}，应为“{FORMAT}”。")
    if not isinstance(document.get("requires_all", False), bool):
        raise SheetError(f"requires_all {_shown(document, 'requires_all')}，应为 true 或 false。")


def _edition(document: dict, editions: Mapping[str, Scorecard]) -> Scorecard:
    code = document.get("scorecard")
    if not isinstance(code, str) or code not in editions:
        known = "、".join(f"“{known}”" for known in editions)
        raise SheetError(f"scorecard {_shown(document, 'scorecard')}，已有的评分表：{known}。")
    return editions[code]


def _entries(
    document: dict, name: str, known: Mapping[str, object], parse: Callable, errors: list[str]
) -> dict:
    """Parse one of the two maps; sentences about refused entries are added to `errors`."""
    entries = document.get(name, {})
    if not isinstance(entries, dict):
        raise SheetError(f"{name} 应为 {{…}} 形式的对象，编号在前，内容在后。")
    found = {}
    for code, data in entries.items():
        try:
            found[code] = parse(_known(code, known, name), data)
        except EvaluationError as error:
            errors.append(error.message)
    return found


def _known(code: str, known: Mapping[str, object], name: str) -> object:
    if code not in known:
        kind, example = ("要求", "A1-1-1") if name == "judgements" else ("项", "A1-1")
        raise SheetError(f"{name} 中的“{code[:60]}”不是评分表里的{kind}编号（如 {example}），请核对。")
    return known[code]


def _check_complete(sheet: Sheet) -> None:
    excused = {code for code, decision in sheet.decisions.items() if decision.not_applicable}
    missing = [
        requirement.code
        for item in sheet.scorecard.items
        if item.code not in excused
        for requirement in item.requirements
        if requirement.code not in sheet.judgements
    ]
    if missing:
        raise SheetError(f"还有 {len(missing)} 条要求没有判定：{'、'.join(missing)}，请补齐。")


def _shown(document: dict, key: str) -> str:
    """What stands at a key of the document: `是 "x"`, or `没有写`."""
    if key not in document:
        return "没有写"
    return f"是 {json.dumps(document[key], ensure_ascii=False, default=str)[:60]}"

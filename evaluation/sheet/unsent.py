"""The file `gridgov-unsent/1`: what a tablet could not send, brought from any machine. Pure: no HTTP, no database.

{"format", "user", "user_name", "evaluation", "sheet", "exported_at",
 "operations": [{"uuid", "target", "base", "value", "at"}],
 "photos": [{"uuid", "target", "caption", "name", "at", "data"}]}
Operations stand in the order they were made; a `base` of null follows the one before it for the same target. `data`
is the JPEG in base64.
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from gridgov.characters import fit

from ..errors import EvaluationError
from ..exchange import read_json
from .messages import number, read_target, read_uuid

FORMAT = "gridgov-unsent/1"
MOST_MEGABYTES = 50
MOST_OPERATIONS = 5_000
MOST_PHOTOS = 500
# How many wrong entries are named; the rest is counted.
MOST_ERRORS = 20


class UnsentError(EvaluationError):
    """A file is refused; `entries` are the sentences, one for each wrong entry, `message` all of them."""

    def __init__(self, entries: list[str]):
        more = [f"另有 {len(entries) - MOST_ERRORS} 处类似的错误。"] if len(entries) > MOST_ERRORS else []
        self.entries = [*entries[:MOST_ERRORS], *more]
        super().__init__(" ".join(self.entries), field="file")


@dataclass(frozen=True, slots=True)
class UnsentOperation:
    """One change; `base` None follows the change before it of the same target."""

    uuid: UUID
    target: str
    base: int | None
    value: Any


@dataclass(frozen=True, slots=True)
class UnsentPhoto:
    """One photo as the tablet shrank it."""

    uuid: UUID
    target: str
    caption: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Unsent:
    """The whole file; `user` and `sheet` are the keys it was made under."""

    user: int
    user_name: str
    sheet: int
    operations: tuple[UnsentOperation, ...]
    photos: tuple[UnsentPhoto, ...]


def read_unsent(data: bytes) -> Unsent:
    """The file, every entry of it readable; raises UnsentError with a sentence for each that is not."""
    try:
        document = read_json(data)
    except EvaluationError as error:
        raise UnsentError([error.message]) from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise UnsentError([f"这不是“导出未上传数据”保存的文件：format 应为 {FORMAT}。请核对文件。"])
    errors: list[str] = []
    operations = entries(document, "operations", "改动", MOST_OPERATIONS, read_operation, errors)
    photos = entries(document, "photos", "照片", MOST_PHOTOS, read_photo, errors)
    errors += [
        f"{name} 应为编号，请重新导出。" for name in ("user", "sheet") if not is_key(document.get(name))
    ]
    if errors:
        raise UnsentError(errors)
    name = fit(str(document.get("user_name", "")))[:60]
    return Unsent(document["user"], name, document["sheet"], operations, photos)


def entries(document: dict, name: str, label: str, most: int, read: Callable, errors: list[str]) -> tuple:
    """Every entry of one list, read; what is wrong is added to `errors` with its place."""
    rows = document.get(name, [])
    if not isinstance(rows, list) or len(rows) > most:
        errors.append(f"{name} 应为列表，最多 {most} 项。请重新导出。")
        return ()
    found = []
    for place, row in enumerate(rows, 1):
        try:
            found.append(read(row))
        except EvaluationError as error:
            errors.append(f"第 {place} 项{label}：{error.message}")
    return tuple(found)


def read_operation(row: object) -> UnsentOperation:
    row = complete(row, ("uuid", "target", "base", "value"))
    base = None if row["base"] is None else number(row["base"], "base")
    return UnsentOperation(read_uuid(row["uuid"]), read_target(row["target"]), base, row["value"])


def read_photo(row: object) -> UnsentPhoto:
    row = complete(row, ("uuid", "target", "data"))
    caption = fit(str(row.get("caption", "")))[:200]
    try:
        content = b64decode(str(row["data"]), validate=True)
    except (binascii.Error, ValueError) as error:
        raise EvaluationError("照片内容不完整，请重新导出。") from error
    return UnsentPhoto(read_uuid(row["uuid"]), read_target(row["target"]), caption, content)


def complete(row: object, names: tuple[str, ...]) -> dict:
    if not isinstance(row, dict):
        raise EvaluationError("应为 {…} 形式的对象。")
    if missing := [name for name in names if name not in row]:
        raise EvaluationError(f"缺少 {'、'.join(missing)}，请重新导出。")
    return row


def is_key(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0

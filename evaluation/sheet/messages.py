"""What a client says of one change, read strictly. Pure: no HTTP, no database."""

from uuid import UUID

from ..errors import EvaluationError

HIGHEST = 2**31 - 1


def read_change(data: object) -> dict:
    """Arguments of `apply_operation` from a message; raises EvaluationError naming the part that is wrong."""
    if not isinstance(data, dict):
        raise EvaluationError("内容应为 {…} 形式的对象。")
    if missing := [name for name in ("uuid", "target", "base", "value") if name not in data]:
        raise EvaluationError(f"缺少 {'、'.join(missing)}，请刷新页面后重试。")
    return {
        "uuid": read_uuid(data["uuid"]),
        "target": read_target(data["target"]),
        "base": number(data["base"], "base"),
        "value": data["value"],
    }


def read_target(text: object) -> str:
    if not isinstance(text, str) or not text.isascii():
        raise EvaluationError("target 应为要求或项的编号，如 A1-1-1。")
    return text


def read_uuid(text: object) -> UUID:
    try:
        return UUID(text)
    except (TypeError, ValueError, AttributeError) as error:
        raise EvaluationError("uuid 写法不对，请刷新页面后重试。") from error


def number(value: object, name: str) -> int:
    text = str(value)
    readable = text.isascii() and text.isdigit() and len(text) <= 10 and not isinstance(value, bool)
    if not readable or int(text) > HIGHEST:
        raise EvaluationError(f"{name} 应为不小于 0 的整数，请刷新页面后重试。")
    return int(text)

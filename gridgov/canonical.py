"""Canonical JSON: sorted keys, no blanks between tokens, UTF-8 without escapes, no floats. Pure.

Equal content gives equal bytes, so a hash names the content.
"""

import hashlib
import json
from collections.abc import Mapping


def canonical_json(value: object) -> bytes:
    """The one byte string of a JSON value. Raises TypeError for floats and Decimals: write them as text."""
    refuse_floats(value)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8")


def sha256(data: bytes) -> str:
    """The hash of canonical bytes as 64 lower-case hex digits."""
    return hashlib.sha256(data).hexdigest()


def refuse_floats(value: object) -> None:
    if isinstance(value, float):
        raise TypeError(f"a float has no canonical form: {value!r}")
    if isinstance(value, Mapping):
        value = value.values()
    elif not isinstance(value, list | tuple):
        return
    for part in value:
        refuse_floats(part)

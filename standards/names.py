"""Several people in one field, as the paper forms write them."""

import re

SEPARATORS = re.compile(r"[、，,;；\s]+")


def names_in(text: str) -> set[str]:
    """`王起草、刘编写` → both names."""
    return {name for name in SEPARATORS.split(text) if name}

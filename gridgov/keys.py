"""Keys of rows as addresses name them."""

LARGEST = 2**63 - 1  # what a key's column holds in both databases


def read_key(text: str) -> int | None:
    """The key in a query string; None for words, and for digits that no column holds."""
    if not text.isdecimal() or len(text) > len(str(LARGEST)):
        return None
    return key if (key := int(text)) <= LARGEST else None

"""Characters that no XML, no page and no database can hold. Pure."""

import re

UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LINE_ENDS = re.compile("\r\n?")


def fit(text: str) -> str:
    """The text without them, line ends as `\\n`."""
    return UNFIT.sub("", LINE_ENDS.sub("\n", text))

"""The many shapes of dash, slash, dot and space that lists of standards contain, brought to plain ASCII."""

import re
import unicodedata

INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
DASHES = "‐‑‒–—―−ー─━⁃"
SLASHES = "∕⁄╱⧸_\\"
DOTS = "•·・∙⋅‧。"
TRANSLATION = str.maketrans(
    dict.fromkeys(DASHES, "-")
    | dict.fromkeys(SLASHES, "/")
    | dict.fromkeys(DOTS, ".")
    | {"～": "~", "∶": ":", "〜": "~"}
)
# OCR reads a dash as the character 一; between Latin letters and digits it cannot be the numeral.
YI_AS_DASH = re.compile(r"(?<=[0-9A-Za-z])\s*一+\s*(?=[0-9A-Za-z])")
QUOTES = "《》〈〉“”‘’\"'「」 .,;:,;、"
FILE_ENDINGS = re.compile(r"\.(?:pdf|ofd|docx?|wps|xlsx?|txt|zip)$", re.IGNORECASE)


def normalise(text: str) -> str:
    """Upper-case text with ASCII dashes, slashes, dots and single spaces.

    NFKC comes first: only then are full-width digits (`２００９`) digits for the rule about 一.
    """
    plain = unicodedata.normalize("NFKC", text.translate(INVISIBLE))
    plain = "".join(str(unicodedata.decimal(character, character)) for character in plain)
    plain = YI_AS_DASH.sub("-", plain).translate(TRANSLATION).upper()
    plain = re.sub(r"\s+", " ", plain)
    plain = re.sub(r" ?([-.~:/]) ?", r"\1", plain)
    return re.sub(r"-{2,}", "-", re.sub(r"[-/]*/[-/]*", "/", plain))


def bare(text: str) -> str:
    """Normalised text without quotation marks, stray punctuation and a file name's ending."""
    return normalise(FILE_ENDINGS.sub("", text.strip())).strip(QUOTES)


def search_form(text: str) -> str:
    """Letters and digits alone, upper-case: what a search compares by containment.

    Store it of a number's key; take it of what the user typed; then `gbt34300`, `GB/T 34300`,
    `gb_t 34300—2017` and `34300` are all contained in the form of `GB/T 34300-2017`, and `alwgtg2`
    in that of `Q/ALWG TG201.1-2024`. Chinese characters count as letters.
    """
    return "".join(character for character in normalise(text) if character.isalnum())

"""The order of clauses as a standard prints them: 5.2 before 5.10, the body before its annexes. Pure."""

import re
import unicodedata

# What opinions name besides clauses, in the order of a standard (GB/T 1.1).
BEFORE = ("全文", "总体", "封面", "目次", "前言", "引言", "名称", "标题")
AFTER = ("参考文献", "索引")
WORDS_BEFORE, NUMBERS, ANNEXES, OTHERS, WORDS_AFTER = range(5)
NUMBERED = re.compile(r"第?(\d+(?:\.\d+)*)")
ANNEX = re.compile(r"(?:附录)?([A-Z])(?:\.?(\d+(?:\.\d+)*))?(?![A-Za-z])")


def clause_key(clause: str) -> tuple[int, tuple[int, ...], str]:
    """Sort key of what a reviewer typed as the clause, whatever the width and the spaces.

    `全文` and the like first, then numbers by their parts, annexes (`A.2`, `附录B`), anything else, the 参考文献 last.
    The rest of the text (`a）`, `表1`) decides among the same clause.
    """
    text = unspaced(unicodedata.normalize("NFKC", unspaced(clause)))
    if place := place_of(text, BEFORE):
        return WORDS_BEFORE, (place,), text
    if place := place_of(text, AFTER):
        return WORDS_AFTER, (place,), text
    if found := NUMBERED.match(text):
        return NUMBERS, parts_of(found[1]), text[found.end() :]
    if found := ANNEX.match(text):
        return ANNEXES, (ord(found[1]), *parts_of(found[2])), text[found.end() :]
    return OTHERS, (), text


def unspaced(text: str) -> str:
    return "".join(text.split())


def place_of(text: str, words: tuple[str, ...]) -> int:
    """1 for the first of the words, and so on; 0 when the text begins with none of them."""
    return next((place for place, word in enumerate(words, 1) if text.startswith(word)), 0)


def parts_of(number: str | None) -> tuple[int, ...]:
    return tuple(int(part) for part in number.split(".")) if number else ()

"""How titles and requirements are read alike: both wordings of parts 3 and 5, words that tell nothing. Pure.

The words are data (fixtures/wording.json):

| key | holds |
|---|---|
| `same` | pairs: whatever reads as the first is read as the second (part 3 / part 5, field usage / the text) |
| `common` | words that many requirements share and that therefore tell nothing |
| `whole` | words that stay whole though a common word stands in them (`跨网格`) |
| `papers` | endings of titles that are no standards (`合同`) |
| `also` | code → further words for it, taken as they stand, where the printed text does not name what is filed |
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

LISTED = re.compile(r"^(?:有|[a-z]\)|\d+(?=有))+")
BETWEEN = re.compile(r"[、，；。：:,;/]")
ASIDE = re.compile(r"[()《》“”]")
SUFFIX = re.compile(r"\([^()]*\)$")
SHORTEST = 2


@dataclass(frozen=True)
class Wording:
    """The words of one tree; see the table of this module."""

    same: Mapping[str, str] = field(default_factory=dict)
    common: Sequence[str] = ()
    whole: Sequence[str] = ()
    papers: tuple[str, ...] = ()
    also: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def from_dict(cls, data: Mapping) -> Wording:
        pairs = {compact(one): compact(other) for one, other in data["same"]}
        common, whole, papers = (tuple(map(compact, data[name])) for name in ("common", "whole", "papers"))
        return cls(pairs, common, whole, papers, data["also"])

    @cached_property
    def _same(self) -> re.Pattern:
        return one_of(self.same)

    @cached_property
    def _words(self) -> re.Pattern:
        return one_of([*self.common, *self.whole])

    def read(self, text: str) -> str:
        """The text without spaces, in the one wording that both are read in."""
        return self._same.sub(lambda found: self.same[found[0]], compact(text))

    def is_paper(self, title: str) -> bool:
        """A contract, a notice, a list: nothing of the kind fulfils a requirement."""
        return SUFFIX.sub("", compact(title)).endswith(self.papers)

    def alternatives(self, text: str) -> list[tuple[str, ...]]:
        """What a title must hold to speak of the same: for each thing the text lists, the pieces that tell it apart."""
        listed = LISTED.sub("", compact(text))
        parts = [self.pieces(part) for part in BETWEEN.split(self.read(listed)) if part]
        return list(dict.fromkeys(part for part in parts if part))

    def pieces(self, part: str) -> tuple[str, ...]:
        """The part without common words: `应急事项服务工作程序` → (`应急`,)."""
        marked = self._words.sub(
            lambda found: found[0] if found[0] in self.whole else " ", ASIDE.sub(" ", part)
        )
        return tuple(piece for piece in marked.split() if len(piece) >= SHORTEST)

    def as_written(self, piece: str, title: str) -> str:
        """The piece in the title's own words: `联勤处置` where 联动处置 was read."""
        if piece in compact(title):
            return piece
        written = [
            one for one, other in self.same.items() if one in compact(title) and self.overlaps(other, piece)
        ]
        return written[0] if written else piece

    @staticmethod
    def overlaps(other: str, piece: str) -> bool:
        return other in piece or piece in other


def compact(text: str) -> str:
    """One form for full and half width, no spaces."""
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


def one_of(words) -> re.Pattern:
    """Any of the words, the longest first; matches nothing when there are none."""
    longest = sorted(words, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest)) if longest else r"(?!)")

"""What a search over a whole province reads first: an index of neighbouring signs.

`contains` reads every row, which is quick within one organisation and slow over 100,000 rows. Each row therefore
keeps the pairs of neighbouring letters of what is searched (words of trigrams would be too long for 巡查), and the
database keeps an index of them (migration `search_index`): FTS5 on SQLite, GIN on PostgreSQL. A row that holds some
words holds their pairs; whether a row with the pairs holds the words, `contains` decides as before.
"""

from itertools import pairwise

from django.db import models

INDEX = "standards_standard_grams"
# Every further pair costs time and hardly narrows.
MOST = 20


def grams_of(*texts: str) -> list[str]:
    """The pairs of neighbouring letters and digits in the texts, without case, each once, in order.

    Of two texts of which one contains the other, the grams of the one contain those of the other. Letters are
    folded, as SQLite compares ASCII letters without case.
    """
    pairs = (pair for text in texts for pair in pairwise(text.casefold()))
    return list(dict.fromkeys(a + b for a, b in pairs if a.isalnum() and b.isalnum()))


class GramsField(models.TextField):
    """The grams of other columns of the row, blanks between them; filled whenever the row is saved.

    Only writes that name their columns (`QuerySet.update`) go past it: after those, `rebuild_grams`.
    """

    def __init__(self, *args, of: tuple[str, ...] = (), **kwargs):
        self.of = tuple(of)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, row, add):
        grams = " ".join(grams_of(*(getattr(row, name) for name in self.of)))
        setattr(row, self.attname, grams)
        return grams


@GramsField.register_lookup
class Holds(models.Lookup):
    """`search_grams__holds=[[…], […]]`: rows that have every gram of one of the lists, by the index alone."""

    lookup_name = "holds"
    prepare_rhs = False

    def get_prep_lookup(self):
        return [list(grams[:MOST]) for grams in self.rhs]

    def as_sqlite(self, compiler, connection):
        key, _ = compiler.compile(self.lhs.target.model._meta.pk.get_col(self.lhs.alias))
        asked = " OR ".join(f"({' AND '.join(map(quoted, grams))})" for grams in self.rhs)
        return f"{key} IN (SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s)", [asked]

    def as_postgresql(self, compiler, connection):
        column, _ = compiler.compile(self.lhs)
        condition = " OR ".join([f"string_to_array({column}, ' ') @> %s::text[]"] * len(self.rhs))
        return f"({condition})", self.rhs


def quoted(gram: str) -> str:
    """A gram as FTS5 reads it: letters and digits alone, so that no quotation mark is inside."""
    return f'"{gram}"'

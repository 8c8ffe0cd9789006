"""The index of words: across organisations it finds what reading every row finds, and it stays true."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import transaction
from django.http import QueryDict
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from standards import filters
from standards.filters import StandardFilter
from standards.grams import grams_of
from standards.models import Standard
from standards.services import registry
from standards.services.keeping import title_initials
from standards.services.searching import rebuild_grams
from tests import factories

TODAY = date(2026, 6, 1)
# Chinese, both cases, letters that grow or part when case is folded, and what LIKE and FTS5 read as signs.
LETTERS = "网格巡查𠀀ABabß\u0130ſΣσς1２ 　%_\\'\"*（）-—"
TITLES = st.lists(st.text(LETTERS, min_size=1, max_size=8).filter(str.strip), min_size=1, max_size=4)
LONG = "".join(chr(0x4E00 + place) for place in range(60))
NUMBERS = ["GB/T 34300-2017", "T/CA 007-2020", "建质〔2009〕87号"]


@st.composite
def searches(draw):
    """Titles, and words that are a piece of one or of a number, or are not; in either case."""
    titles = draw(TITLES)
    whole = draw(st.sampled_from([*titles, *map(title_initials, titles), *NUMBERS, draw(st.text(LETTERS))]))
    begin = draw(st.integers(0, len(whole)))
    piece = whole[begin : begin + draw(st.integers(1, 6))]
    return titles, draw(st.sampled_from([piece, piece.upper(), piece.lower()]))


def make_rows(organization, node, titles):
    for place, title in enumerate(titles):
        number, fields = NUMBERS[place % len(NUMBERS)], {"title_initials": title_initials(title)}
        if place < len(NUMBERS):
            factories.make_adopted(organization, node, number, title, **fields)
        else:
            factories.make_draft(organization, node, title, **fields)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(searches())
@example((["网格巡查"], "巡查"))
@example((["网格巡查ß"], "查SS"))
@example((["巡 查", "巡查"], "巡 查"))
@example(([LONG, LONG[:50]], LONG[:55]))
def test_the_index_finds_what_reading_every_row_finds(city, node, search):
    titles, words = search
    with transaction.atomic():
        make_rows(city, node, titles)
        found = [set(Standard.objects.search(words, wide=wide)) for wide in (True, False)]
        transaction.set_rollback(True)
    assert found[0] == found[1]


@given(st.text(max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_the_grams_of_a_piece_are_among_those_of_the_whole(text, begin, length):
    piece = text[begin : begin + length]
    ascii_swapped = "".join(letter.swapcase() if letter.isascii() else letter for letter in piece)
    assert set(grams_of(piece)) | set(grams_of(ascii_swapped)) <= set(grams_of(text))


@pytest.mark.parametrize(
    ("texts", "grams"),
    [
        (["网格巡查"], ["网格", "格巡", "巡查"]),
        (["Ab《巡查》 1", "bA1"], ["ab", "巡查", "ba", "a1"]),
        (["巡巡巡", "巡巡"], ["巡巡"]),
        (["查", "", "( )"], []),
    ],
)
def test_grams_are_neighbouring_letters_and_digits_without_case(texts, grams):
    assert grams_of(*texts) == grams


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("number=gbt34300", ["adopted"]),
        ("number=34300", ["adopted"]),
        ("number=3", ["adopted"]),
        ("number=99", []),
        ("title=巡查", ["below", "own"]),
        ("title=巡", ["below", "own"]),
        ("title=巡 查", []),
        ("title=网格化", ["adopted"]),
        ("title=WGXC", ["below", "own"]),
        ("title=gb/t 34300", ["adopted"]),
        ("title=规范", ["adopted", "below", "own"]),
        ("title=没有", []),
    ],
)
def test_a_search_over_organisations_finds_what_a_clerk_means(reader, city, county, node, query, names):
    rows = {
        "own": factories.make_published(city, node, title_initials="wgxcglgf"),
        "below": factories.make_published(county, node, title_initials="wgxcglgf"),
        "adopted": factories.make_adopted(county, node, title_initials="cxsqwghfwglgf"),
    }
    factories.make_published(factories.make_organization("远山市网格化治理中心", initials="YS"), node)
    found = StandardFilter(QueryDict(f"organization=all&{query}"), user=reader, on=TODAY).chosen
    assert sorted(found, key=lambda row: row.pk) == [row for name, row in rows.items() if name in names]


@pytest.mark.parametrize(
    ("scope", "wide"), [("", False), ("own", False), ("all", True), ("below", True), ("{county}", False)]
)
def test_the_index_is_asked_where_there_are_several_organisations(reader, county, scope, wide):
    query = QueryDict(f"title=巡查&organization={scope.format(county=county.pk)}")
    asked = str(StandardFilter(query, user=reader).chosen.query)
    assert (StandardFilter(query, user=reader).is_wide, "string_to_array" in asked or "MATCH" in asked) == (
        wide,
        wide,
    )


def test_a_person_of_one_organisation_reads_it_without_the_index(reader):
    assert not StandardFilter(QueryDict("organization=all"), user=reader).is_wide


@pytest.mark.parametrize("many", [0, 1_000])
@pytest.mark.parametrize("query", ["title=规范", "title=规范&status=draft", "number=2025"])
def test_the_pages_of_a_search_together_are_what_it_finds(reader, county, monkeypatch, many, query):
    monkeypatch.setattr(filters, "MANY_FOUND", many)
    for sequence in (1, 2, 3):
        node = factories.make_node(f"leaf{sequence}")
        factories.make_published(county, node, sequence=sequence)
        factories.make_draft(county, node, "甲规范")
        factories.make_draft(county, node, "乙")
    asked = StandardFilter(QueryDict(f"organization=all&{query}"), user=reader, on=TODAY)
    listed, numbers = list(asked.chosen), range(len(asked.chosen))
    pages = [list(asked.rows_at(numbers[start : start + 2])) for start in range(0, len(numbers), 2)]
    assert [row for page in pages for row in page] == listed


def indexed(gram: str) -> list[Standard]:
    """The rows which the index alone finds."""
    return list(Standard.objects.filter(search_grams__holds=[[gram]]))


def test_a_new_title_is_found_by_its_words_and_no_more_by_the_old(office, city, node):
    row = factories.make_draft(city, node, "网格巡查管理规范")
    registry.edit_standard(actor=office, standard=row, values={"title": "璀璨广场守则"})
    assert (indexed("璀璨"), indexed("cc"), indexed("巡查"), indexed("管理")) == ([row], [row], [], [])


def test_rows_written_past_the_models_are_found_once_the_index_is_made_anew(city, node):
    rows = [factories.make_draft(city, node, f"网格巡查{place}") for place in range(3)]
    history = Standard.history.count()
    Standard.objects.filter(pk=rows[1].pk).update(title="璀璨广场")
    before = indexed("璀璨"), indexed("巡查")
    rebuilt = rebuild_grams(), rebuild_grams()
    assert (*before, *rebuilt) == ([], rows, 1, 0)
    assert (indexed("璀璨"), indexed("巡查"), Standard.history.count()) == (
        [rows[1]],
        [rows[0], rows[2]],
        history,
    )


def test_making_the_index_anew_goes_through_every_batch(city, node, monkeypatch):
    monkeypatch.setattr("standards.services.searching.BATCH", 2)
    rows = [factories.make_draft(city, node, f"网格巡查{place}") for place in range(5)]
    Standard.objects.update(search_grams="")
    assert (indexed("巡查"), rebuild_grams(), indexed("巡查")) == ([], 5, rows)


def test_the_command_says_how_many_it_put_right(city, node, capsys):
    factories.make_draft(city, node)
    Standard.objects.update(search_grams="别的")
    call_command("index_standards")
    assert capsys.readouterr().err == "查询索引已重建，更正 1 条标准\n"

"""What holds for every number and every text, searched by hypothesis."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from standards.numbering import (
    CATEGORIES,
    SORT_TEXT_WIDTH,
    ExternalNumber,
    NumberError,
    OwnNumber,
    parse,
    parse_document_number,
    parse_many,
    search_form,
)

TODAY = date(2026, 6, 1)
CAPITALS = st.characters(min_codepoint=ord("A"), max_codepoint=ord("Z"))
YEARS = st.none() | st.integers(1949, 2027)
DASHES = st.sampled_from("-‐–—―−－ー一")
SEPARATORS = st.sampled_from("•·.．・∙⋅。")
SLASHES = st.sampled_from("/／∕⁄_")
SPACES = st.sampled_from(["", " ", "  ", "\u3000", "\u00a0"])
CODES = [
    *(("GB", "T"), ("GB", "Z"), ("GB", ""), ("GBZ", ""), ("MZ", "T"), ("DB", "T"), ("JC", "T")),
    *(("DB61", "T"), ("DB310117", "Z"), ("T/CSSG", ""), ("T/31SCTA", ""), ("CECS", "")),
]
# Letters of the grammar, look-alikes and Chinese: the neighbourhood where a parser stumbles.
NOISE = st.text(
    "GBTZQWJCLXDIS/／_-—~～:.•·。()（）〔〕0123456789２４年版号第一二所有部分 \u3000\n", max_size=40
)


@st.composite
def own_numbers(draw):
    category = draw(st.sampled_from(list(CATEGORIES)))
    return OwnNumber(
        draw(st.text(CAPITALS, min_size=2, max_size=6)),
        category,
        CATEGORIES[category] * 100 + draw(st.integers(0, 99)),
        draw(st.integers(1, 999)),
        draw(st.none() | st.integers(1, 99)),
        draw(YEARS),
    )


@st.composite
def external_numbers(draw):
    base, suffix = draw(st.sampled_from(CODES))
    parts = draw(st.lists(st.integers(0, 99), max_size=3))
    number = ".".join(map(str, [draw(st.integers(1, 99999)), *parts]))
    edition = draw(st.sampled_from(["", "2018年版", "2020年局部修订", "局部修订", "试行"]))
    amendment = draw(st.sampled_from(["", "XG1-2012", "XG2"]))
    year = draw(st.integers(1949, 2027))
    return ExternalNumber(base, suffix, number, year, edition=edition, amendment=amendment)


NUMBERS = own_numbers() | external_numbers()


@st.composite
def near_numbers(draw):
    """A number with one character lost, added or exchanged."""
    text = str(draw(NUMBERS))
    at, lost = draw(st.integers(0, len(text))), draw(st.integers(0, 1))
    added = draw(st.sampled_from([*"GBTZQWJCLX/-~.()（）0123456789年版 ", ""]))
    return text[:at] + added + text[at + lost :]


def outcome(read, text):
    """What reading gives: a number or the NumberError; any other error fails the test."""
    try:
        return read(text, TODAY)
    except NumberError as error:
        return error


@given(NUMBERS)
def test_display_key_and_print_read_back_as_the_same_number(number):
    read = [parse(text, TODAY) for text in (str(number), number.key, number.printed())]
    assert read == [number] * 3


@given(NUMBERS)
def test_key_is_ascii(number):
    assert number.key.isascii()


@given(own_numbers(), SEPARATORS, DASHES, SLASHES, SPACES)
def test_glyphs_and_spaces_do_not_change_an_own_number(number, separator, dash, slash, space):
    text = str(number).replace("•", separator).replace("-", dash).replace("/", slash).replace(" ", space)
    assert parse(text.lower(), TODAY) == number


@given(external_numbers(), DASHES, SLASHES, SPACES)
def test_glyphs_and_spaces_do_not_change_an_external_number(number, dash, slash, space):
    gap = space or (" " if number.level in ("local", "group") else "")
    text = str(number).replace("-", dash).replace("/", slash).replace(" ", gap)
    assert parse(text, TODAY) == number


@given(st.lists(NUMBERS, min_size=2, max_size=6))
def test_text_order_is_key_order(numbers):
    by_key = sorted(numbers, key=lambda number: number.sort_key)
    by_text = sorted(numbers, key=lambda number: number.sort_text)
    assert [number.sort_key for number in by_text] == [number.sort_key for number in by_key]


@given(NUMBERS, NUMBERS)
def test_sort_texts_are_equal_exactly_when_sort_keys_are(one, other):
    assert (one.sort_text == other.sort_text) == (one.sort_key == other.sort_key)


@given(NUMBERS)
def test_sort_text_is_digits_of_one_width(number):
    assert (len(number.sort_text), number.sort_text.isascii(), number.sort_text.isdigit()) == (
        *(SORT_TEXT_WIDTH, True),
        True,
    )


@given(own_numbers(), own_numbers())
def test_different_own_numbers_have_different_keys_and_places_in_the_order(one, other):
    assert (one == other) == (one.key == other.key) == (one.sort_key == other.sort_key)


@given(NUMBERS, st.integers(0, 30), st.integers(1, 30))
def test_any_piece_of_a_key_is_found_by_search(number, start, length):
    piece = number.key[start : start + length]
    assert search_form(piece) in search_form(number.key)


@given(st.lists(NUMBERS, max_size=4), st.sampled_from(["；", ";", "、", "\n", "，"]))
def test_joined_list_is_split_into_its_numbers(numbers, separator):
    assert parse_many(separator.join(map(str, numbers)), TODAY) == numbers


@given(near_numbers() | st.text(max_size=60) | NOISE)
def test_any_text_is_a_number_that_reads_back_or_a_refusal(text):
    number = outcome(parse, text)
    assert isinstance(number, NumberError) or parse(number.key, TODAY) == number


@given(st.text(max_size=60) | NOISE)
def test_any_text_is_a_document_number_that_reads_back_or_a_refusal(text):
    number = outcome(parse_document_number, text)
    assert isinstance(number, NumberError) or parse_document_number(str(number), TODAY) == number

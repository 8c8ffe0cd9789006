"""Clauses stand in the order of the printed standard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standards.clauses import clause_key

NUMBERS = st.lists(st.integers(1, 120), min_size=1, max_size=5)


def dotted(parts) -> str:
    return ".".join(map(str, parts))


@given(st.lists(NUMBERS, max_size=8))
def test_clauses_are_ordered_by_their_numbers(clauses):
    assert sorted(map(dotted, clauses), key=clause_key) == [dotted(parts) for parts in sorted(clauses)]


@given(st.text(max_size=40))
def test_whatever_was_typed_has_a_place_and_keeps_it_in_other_width(text):
    spaced = " " + " ".join(text)
    assert clause_key(spaced) == clause_key(text)


@given(st.lists(st.text(max_size=12), max_size=6))
def test_the_order_does_not_depend_on_who_came_first(texts):
    backwards = [*reversed(texts)]
    same = len({clause_key(text) for text in texts}) < len(texts)
    assert same or sorted(texts, key=clause_key) == sorted(backwards, key=clause_key)


def test_a_summary_reads_from_cover_to_bibliography():
    typed = [
        "附录B",
        "参考文献",
        "5.10",
        "A.2",
        "５．２",
        "图3",
        "5.2 a）",
        "前言",
        "第5.2条",
        "A.10",
        "全文",
    ]
    assert sorted(typed, key=clause_key) == [
        *("全文", "前言", "５．２", "5.2 a）", "第5.2条", "5.10", "A.2", "A.10", "附录B", "图3", "参考文献")
    ]


@pytest.mark.parametrize(
    ("typed", "same"), [("５．２", "5.2"), ("第5.2", "5.2"), ("附录A.2", "A.2"), ("附录 A", "A")]
)
def test_different_ways_of_writing_a_clause_are_the_same(typed, same):
    assert clause_key(typed) == clause_key(same)

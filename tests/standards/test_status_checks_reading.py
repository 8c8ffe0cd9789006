"""Reading a 查新 list: headings, states, what takes whose place, hostile input."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standards.errors import StandardsError
from standards.importing.reading import read_pasted
from standards.references.checking import read_list, state_of

TODAY = date(2026, 6, 1)


def read(*lines):
    return read_list(read_pasted("\n".join(lines)), TODAY)


def seen(*lines) -> list[tuple]:
    return [(each.place, each.key, each.state, each.replaced_by, each.ended_on) for each in read(*lines)]


def refusal(*lines) -> str:
    with pytest.raises(StandardsError) as caught:
        read(*lines)
    return caught.value.message


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("现行", "in_force"),
        ("有效", "in_force"),
        ("现行有效", "in_force"),
        ("即将实施", "upcoming"),
        ("废止", "withdrawn"),
        ("已作废", "withdrawn"),
        ("被代替", "replaced"),
        ("已被新标准替代", "replaced"),
        ("2024-01-01 起废止", "withdrawn"),
        ("即将废止", "in_force"),
        ("待查", ""),
        ("—", ""),
        ("", ""),
        ("制定中", ""),
    ],
)
def test_words_of_sources_are_states(words, state):
    assert state_of(words) == state


def test_a_list_with_headings_is_read_by_its_columns():
    assert seen(
        "查新结果",
        "序号\t标准编号\t标准名称\t标准状态\t代替标准\t废止日期",
        "1\tGB/T 34300—2017\t规范\t现行\t\t",
        "2\tgbt1.1-2009\t导则\t废止\tGB/T 1.1-2020\t2020-10-01",
    ) == [
        (3, "GB/T 34300-2017", "in_force", "", None),
        (4, "GB/T 1.1-2009", "withdrawn", "GB/T 1.1-2020", date(2020, 10, 1)),
    ]


def test_lines_without_headings_are_read_by_what_they_hold():
    assert seen("现行\tGB/T 34300-2017", "GB/T 1.1-2009\t被代替\tGB/T 1.1-2020\t2020年10月1日") == [
        (1, "GB/T 34300-2017", "in_force", "", None),
        (2, "GB/T 1.1-2009", "replaced", "GB/T 1.1-2020", date(2020, 10, 1)),
    ]


def test_lines_of_one_cell_say_number_and_state():
    assert seen("GB/T 34300-2017 现行", "GB/T 1.1-2009　已废止") == [
        (1, "GB/T 34300-2017", "in_force", "", None),
        (2, "GB/T 1.1-2009", "withdrawn", "", None),
    ]


@pytest.mark.parametrize(
    ("heading", "named", "newer"),
    [
        # GB/T 22373: 代替标准 is the newer one; others use the heading the other way.
        ("代替标准", "GB/T 1.1-2020", "GB/T 1.1-2020"),
        ("代替标准", "GB/T 1.1-2000", ""),
        ("被代替标准", "GB/T 1.1-2020", "GB/T 1.1-2020"),
        ("被代替标准", "GB/T 1.1-2000", ""),
        ("被代替标准", "GB 1.1-2020", "GB 1.1-2020"),
        ("代替标准", "GB/T 5-2020；GB/T 6-2020", "GB/T 5-2020、GB/T 6-2020"),
    ],
)
def test_years_decide_what_takes_the_place(heading, named, newer):
    lines = read(f"标准编号\t状态\t{heading}", f"GB/T 1.1-2009\t废止\t{named}")
    assert lines[0].replaced_by == newer


def test_an_older_one_of_another_number_does_not_take_the_place_of_what_is_in_force():
    lines = read("标准编号\t状态\t被代替标准", "GB/T 1.1-2020\t现行\tGB/T 5-1990")
    assert lines[0].replaced_by == ""


def test_a_line_whose_number_cannot_be_read_stays_in_the_list():
    lines = read("标准编号\t状态", "安全生产法\t现行", "GB/T 34300-2017\t现行")
    assert [(line.number, line.key) for line in lines] == [
        ("安全生产法", ""),
        ("GB/T 34300-2017", "GB/T 34300-2017"),
    ]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["GB/T 34300-2017"], "名单里没有读出状态。请加一列“状态”，写明现行、即将实施、被代替或废止。"),
        (
            ["网格化", "现行"],
            "名单里没有读出标准编号。请给出编号和状态两列，如“GB/T 34300-2017　现行”。",
        ),
        (
            ["GB/T 34300-2017\t现行"] * 10_000,
            "名单有 10,000 行，一次最多 5,000 行。请分成几份，分次查新。",
        ),
        (
            ["GB/T 34300-2017\t现行", "字" * 5_000],
            "第 2 行有 5,000 个字，超过 1,000 个字，不像名单。请一行只写一个标准。",
        ),
    ],
)
def test_what_is_no_list_is_refused_with_a_sentence(lines, words):
    assert refusal(*lines) == words


@given(st.lists(st.text(max_size=60), max_size=8))
def test_any_text_is_read_or_refused(lines):
    try:
        found = read(*lines)
    except StandardsError:
        return
    assert any(line.key for line in found)

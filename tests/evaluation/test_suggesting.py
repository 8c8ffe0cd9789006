"""Titles and places suggest requirements (tree and evidence §6.2 no. 1); nobody's tick is made by it."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.proposing.rules import Rules
from evaluation.scoring import Scorecard
from evaluation.suggesting.editions import clues_of, wording
from evaluation.suggesting.suggesting import suggest
from tests.evaluation.titles import FILED, NOTHING, SWAPPED, UNFILED

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
EDITION = "T_CSSG_001.5-2020.json"


def read(*parts) -> dict:
    return json.loads(FIXTURES.joinpath(*parts).read_text(encoding="utf-8"))


CARD = Scorecard.from_dict(read("scorecards", EDITION))
CLUES = clues_of(CARD, Rules.from_dict(read("evidence", EDITION)))


def path_of(node: str) -> tuple[str, ...]:
    return CLUES.places[node].path if node else ()


def suggested(node: str, title: str) -> set[str]:
    return {each.code for each in suggest(title, path_of(node), CLUES)}


@pytest.mark.parametrize(("node", "title", "codes"), [*FILED, *SWAPPED, *UNFILED])
def test_title_at_its_place_suggests_exactly(node, title, codes):
    assert suggested(node, title) == codes


@pytest.mark.parametrize(("node", "title"), NOTHING)
def test_what_only_sounds_alike_suggests_nothing(node, title):
    assert suggested(node, title) == set()


def test_there_are_enough_titles_to_go_by():
    assert (len(FILED) >= 60, len(NOTHING) >= 20) == (True, True)


@pytest.mark.parametrize(
    ("node", "title", "reason"),
    [
        ("5.2.2e", "跨网格事项服务工作程序", "体系分类 5.2.2 e)；名称含“跨网格”"),
        ("5.2.2g", "110非警务警情处置程序", "体系分类 5.2.2 g)；名称含“110非警务”"),
        ("5.4.3", "联勤处置管理规范", "体系分类 5.4.3；名称含“联勤处置”"),
        ("5.1.2", "工作时限制度", "体系分类 5.1.2"),
        ("", "应急事项服务工作程序", "名称含“应急事项”"),
        ("5.2.2d", "跨网格事项服务工作程序", "名称含“跨网格”；体系分类 5.2.2 d) 对应的是另一条，请核对"),
    ],
)
def test_reason_quotes_place_and_title_as_they_are_written(node, title, reason):
    assert [each.reason for each in suggest(title, path_of(node), CLUES)] == [reason]


def test_place_and_title_together_stand_before_the_title_alone():
    assert [each.code for each in suggest("跨网格应急事项处置程序", path_of("5.2.2g"), CLUES)] == [
        "A3-3-8",
        "A3-3-5",
    ]


@pytest.mark.parametrize(
    "place", [each for each in CLUES.places.values() if each.is_leaf], ids=lambda each: each.code
)
def test_both_wordings_of_a_leaf_suggest_the_same_there(place):
    answers = {frozenset(suggested(place.code, name)) for name in place.names}
    filed = frozenset(CLUES.at.get(place.code, ()))
    assert all(answer <= filed for answer in answers)
    assert len(answers) == 1 or len(filed) > 1


def test_both_wordings_of_a_name_suggest_the_same_everywhere():
    """Every leaf that has one requirement for itself, by its names of parts 3 and 5, filed under the class only."""
    contrary = []
    for place in CLUES.places.values():
        if len(CLUES.at.get(place.code, ())) != 1:
            continue
        found = [{each.code for each in suggest(name, place.path[1:], CLUES)} for name in place.names]
        contrary += [(place.code, each) for each in found if each - set(CLUES.at[place.code])]
    assert contrary == []


TITLES = st.text(max_size=40) | st.lists(
    st.sampled_from(
        [
            *(name for each in CLUES.places.values() for name in each.names),
            "应急",
            "跨网格",
            "合同",
            "（",
            " ",
        ]
    ),
    max_size=4,
).map("".join)
PATHS = st.sampled_from([(), ("不存在",), *(each.path for each in CLUES.places.values())])


@given(TITLES, PATHS)
def test_any_title_anywhere_suggests_only_requirements_of_the_card_each_once_and_says_why(title, path):
    found = suggest(title, path, CLUES)
    codes = [each.code for each in found]
    assert set(codes) <= set(CARD.requirements_by_code)
    assert (len(codes), all(each.reason for each in found)) == (len(set(codes)), True)


@given(TITLES, PATHS, st.sampled_from(sorted(wording().same.items())))
def test_either_wording_gives_the_same_answer(title, path, pair):
    one, other = pair
    first, second = (suggest(f"{words}，{title}", path, CLUES) for words in (one, other))
    assert [each.code for each in first] == [each.code for each in second]


def demo() -> list[tuple[str, str, set[str]]]:
    """The registry of the demo with what its data tick: the leaf's requirements unless the row says otherwise."""
    entries = read("demo", "own.json")["standards"]
    adopted = read("demo", "adopted.json")
    rows = [*entries, *adopted["adopted"], *adopted["guidance"]]
    return [
        (row["node"], row["title"], set(row.get("requirements", CLUES.at.get(row["node"], ()))))
        for row in rows
    ]


def measured(path) -> tuple[float, float]:
    """(precision, recall) over the ticks of the demo, with the path that `path` gives for a node."""
    right = suggested_ = ticked = 0
    for node, title, codes in demo():
        found = {each.code for each in suggest(title, path(node), CLUES)}
        right, suggested_, ticked = right + len(found & codes), suggested_ + len(found), ticked + len(codes)
    return right / suggested_, right / ticked


def place_or_class(node: str) -> tuple[str, ...]:
    return path_of(node) if node in CLUES.places else (node.partition("-")[0],)


def test_suggestions_for_the_demo_are_nearly_all_right_and_nearly_complete():
    precision, recall = measured(place_or_class)
    assert (precision >= 0.97, recall >= 0.98) == (True, True), (precision, recall)


def test_titles_alone_are_nearly_all_right_and_find_more_than_half():
    precision, recall = measured(lambda node: ())
    assert (precision >= 0.97, recall >= 0.6) == (True, True), (precision, recall)

"""Samples drawn by SHA-256: the same for ever, and fair."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.visits.sampling import draw, make_seed

populations = st.lists(st.text(max_size=8), min_size=1, max_size=40)
seeds = st.text(alphabet="0123456789abcdef", min_size=16, max_size=16)


@st.composite
def cases(make):
    population = make(populations)
    return population, make(st.integers(1, len(population))), make(seeds)


def test_sample_of_a_known_seed_is_known():
    assert draw([f"标准{n}" for n in range(20)], 5, "0123456789abcdef") == (4, 10, 13, 15, 17)


def test_algorithm_is_the_one_in_its_description():
    digests = sorted((sha256(f"c0ffee:{n}".encode()).hexdigest(), n) for n in range(12))
    assert draw(list("abcdefghijkl"), 3, "c0ffee") == tuple(sorted(n for _, n in digests[:3]))


@given(cases())
def test_sample_has_its_size_and_lies_in_the_population(case):
    population, size, seed = case
    drawn = draw(population, size, seed)
    assert len(set(drawn)) == size
    assert list(drawn) == sorted(drawn)
    assert set(drawn) <= set(range(len(population)))


@given(cases())
def test_same_list_size_and_seed_give_the_same_sample(case):
    assert draw(*case) == draw(*case)


@given(cases())
def test_larger_sample_contains_the_smaller_one(case):
    population, size, seed = case
    longer = [*population, "另加"]
    assert set(draw(longer, size, seed)) < set(draw(longer, size + 1, seed))


@given(populations, seeds)
def test_drawing_all_draws_everything(population, seed):
    assert draw(population, len(population), seed) == tuple(range(len(population)))


@pytest.mark.parametrize("size", [0, -1, 4])
def test_impossible_size_is_refused(size):
    with pytest.raises(ValueError, match="out of 3"):
        draw(["甲", "乙", "丙"], size, "seed")


def test_every_position_is_drawn_about_as_often():
    """2000 draws of 3 out of 10: each 600 times, give or take four standard deviations."""
    counts = [0] * 10
    for number in range(2000):
        for place in draw(range(10), 3, f"seed{number}"):
            counts[place] += 1
    assert all(520 < count < 680 for count in counts)


def test_seeds_do_not_repeat():
    assert len({make_seed() for _ in range(100)}) == 100

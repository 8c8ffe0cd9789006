"""Evaluations for the cast."""

import pytest

from tests.evaluation.making import make_evaluation


@pytest.fixture
def evaluation(city, office, edition):
    """An open self-evaluation of the city; the office user leads it."""
    return make_evaluation(city, office)

"""Drawn signatures: what is a path in the box, and what is not."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from gridgov.drawing import HEIGHT, LONGEST, WIDTH, DrawingField, check_drawing, path_of

points = st.tuples(st.floats(0, WIDTH), st.floats(0, HEIGHT))


@given(st.lists(st.lists(points, min_size=1, max_size=20), min_size=1, max_size=5))
def test_every_stroke_within_the_box_is_a_signature(strokes):
    check_drawing(path_of(strokes))


def test_strokes_become_lines_and_a_tap_a_dot():
    assert path_of([[(0, 0), (10.04, 20.05)], [(400, 160)]]) == "M0 0L10 20.1M400 160L400 160"


@pytest.mark.parametrize(
    "path",
    [
        "M10 10",
        "10 10L20 20",
        "M1 1C2 2 3 3 4 4",
        "M1 1L2 2Z",
        "M-1 1L2 2",
        'M1 1L2 2"/><script>',
        "M1e2 1L2 2",
        "M1 1L2 2\n",
        "M１ 1L2 2",
    ],
)
def test_anything_but_lines_is_refused(path):
    with pytest.raises(ValidationError, match="不完整"):
        check_drawing(path)


@pytest.mark.parametrize("path", ["M401 1L2 2", "M1 1L2 161", "M400.1 1L2 2"])
def test_lines_outside_the_box_are_refused(path):
    with pytest.raises(ValidationError, match="超出"):
        check_drawing(path)


def test_endless_scribble_is_refused():
    with pytest.raises(ValidationError, match="太多"):
        check_drawing("M1 1" + "L2 2" * (LONGEST // 4))


def test_field_asks_to_sign():
    class Form(forms.Form):
        drawing = DrawingField()

    assert Form({"drawing": ""}).errors == {"drawing": ["请在框内手写签名。"]}
    assert Form({"drawing": "M1 1L2 2"}).errors == {}

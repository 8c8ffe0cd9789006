"""Signatures drawn with finger, pen or mouse: an SVG path of straight lines in a box of 400 × 160."""

import re
from math import floor

from django import forms
from django.core.exceptions import ValidationError

WIDTH, HEIGHT = 400, 160
# A signature of five thousand points; `static/gridgov/drawing.js` thins its strokes to far less.
LONGEST = 40_000
NUMBER = r"[0-9]{1,3}(?:\.[0-9])?"
POINT = f"{NUMBER} {NUMBER}"
PATH = re.compile(f"(?:M{POINT}(?:L{POINT})+)+")

NOT_A_PATH = "手写签名的数据不完整，请清除后重新签名。"
TOO_LONG = "手写签名的笔画太多，请清除后重新签名。"
OUTSIDE = "手写签名超出了签名框，请清除后重新签名。"


def check_drawing(path: str) -> None:
    """Raises ValidationError unless every stroke is `M x y L x y …` within the box, and all of it not too long."""
    if len(path) > LONGEST:
        raise ValidationError(TOO_LONG)
    if not PATH.fullmatch(path):
        raise ValidationError(NOT_A_PATH)
    numbers = [float(number) for number in re.findall(NUMBER, path)]
    if max(numbers[::2]) > WIDTH or max(numbers[1::2]) > HEIGHT:
        raise ValidationError(OUTSIDE)


def path_of(strokes) -> str:
    """The path of strokes, each a list of points (x, y) in the box; a tap becomes a dot."""
    return "".join(stroke_path(points) for points in strokes if points)


def stroke_path(points) -> str:
    first, *others = [f"{tenth(x)} {tenth(y)}" for x, y in points]
    return f"M{first}" + "".join(f"L{point}" for point in others or [first])


def tenth(number: float) -> str:
    """To a tenth, halves up, as the script in the browser rounds."""
    tenths = floor(number * 10 + 0.5)
    return f"{tenths / 10:g}"


class DrawingField(forms.CharField):
    """A drawn signature, shown by `components/_drawing_field.html`; empty without a script, or when not required.

    The form is laid out with `crispy_forms.layout.Field(name, template=DrawingField.template)`, or its page includes
    the template with `field`. The page needs `gridgov/drawing.js` (a module) and `gridgov/drawing.css`.
    """

    template = "components/_drawing_field.html"

    def __init__(self, **options):
        options.setdefault("label", "手写签名")
        errors = {"required": "请在框内手写签名。"} | options.pop("error_messages", {})
        super().__init__(validators=[check_drawing], error_messages=errors, **options)

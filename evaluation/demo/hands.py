"""Signatures of invented people: a line that looks written, always the same for the same name. Pure."""

from math import sin

from gridgov.drawing import path_of

LEFT, MIDDLE, STEP, POINTS = 40, 80, 11, 9


def signature_of(name: str) -> str:
    """The path of a signature, as `gridgov.drawing` checks it: one stroke for every character of the name."""
    return path_of(stroke_of(ord(sign), place) for place, sign in enumerate(name))


def stroke_of(seed: int, place: int) -> list[tuple[float, float]]:
    """Up and down from left to right, its waves told by the character."""
    left = LEFT + place * STEP * POINTS
    return [
        (left + STEP * step, MIDDLE + (24 + seed % 17) * sin(seed + step * (1 + seed % 5 / 3)))
        for step in range(POINTS)
    ]

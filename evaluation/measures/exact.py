"""Percentages without rounding: exact fractions, and the decimals that stand for them. Pure."""

from decimal import Decimal
from fractions import Fraction

# Two digits before the point and ten behind it: twelve in all.
PLACES = 10


def decimal_text(value: Fraction, places: int = PLACES) -> str:
    """A number cut off, never rounded up, without superfluous zeros: at or above a whole number only if it is."""
    scaled = value.numerator * 10**places // value.denominator
    text = f"{Decimal(scaled).scaleb(-places):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent_text(rate: Fraction) -> str:
    """`89.96` for 0.8996: what a judgement holds, compared unrounded (89.96 is not 90)."""
    return decimal_text(rate * 100)


def percent_words(rate: Fraction) -> str:
    """`89.96%`; with `…` where more digits follow."""
    text = percent_text(rate)
    return f"{text}{'' if Fraction(text) == rate * 100 else '…'}%"


def number_words(value: Decimal) -> str:
    """`2.5` for 2.50, `10` for 10.00."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text

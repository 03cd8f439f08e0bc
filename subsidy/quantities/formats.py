"""Exact values as text. Nothing is rounded: what no decimal can hold is shown as a fraction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from subsidy.kinds import Dimension
from subsidy.messages import Language
from subsidy.quantities.units import NAMES, Shown


def format_money(value: Decimal | Fraction | int, language: Language = "en") -> str:
    """Yuan, with at least two decimals: ``1,234,567.89``; a third of a yuan is ``1/3``."""
    return _format_number(Fraction(value), 2, language)


def format_percent(value: Decimal | Fraction | int, language: Language = "en") -> str:
    """A share: ``4.15%``; a third is ``33 1/3%`` (``33又1/3%``)."""
    return _format_number(Fraction(value) * 100, 0, language) + "%"


def format_points(value: Decimal | Fraction | int, language: Language = "en") -> str:
    """A difference of shares, in percentage points: ``0.45pp`` (``0.45个百分点``)."""
    return _format_number(Fraction(value) * 100, 0, language) + {"zh": "个百分点", "en": "pp"}[language]


def format_date(value: date) -> str:
    """``2023-07-01``."""
    return value.isoformat()


def format_quantity(value: Fraction, dimension: Dimension, language: Language, shown: Shown | None = None) -> str:
    """A value of any dimension: ``82 days``, ``360天/年``, ``5又1/3个月``, ``1,000.00 yuan·days``.

    `shown` defaults to percent for what is only per something (a rate), else to the plain number.
    """
    above = [NAMES[unit] for unit, power in zip(Dimension._fields, dimension, strict=True) for _ in range(power)]
    below = [NAMES[unit] for unit, power in zip(Dimension._fields, dimension, strict=True) for _ in range(-power)]
    if dimension.yuan > 0:
        number = format_money(value, language)
    else:
        number = _FORMATS[shown or ("percent" if below and not above else "plain")](value, language)
    gap = " " if above and language == "en" else ""
    units = "·".join((name.one if value == 1 else name.many).say(language) for name in above)
    return number + gap + units + "".join("/" + name.per.say(language) for name in below)


def _format_plain(value: Fraction, language: Language) -> str:
    return _format_number(value, 0, language)


def _format_times(value: Fraction, language: Language) -> str:
    return _format_number(value, 0, language) + {"zh": "倍", "en": " times"}[language]


_FORMATS: Final[dict[Shown, Callable[[Fraction, Language], str]]] = {
    "plain": _format_plain,
    "times": _format_times,
    "percent": format_percent,
    "points": format_points,
}


def _format_number(value: Fraction, least_decimals: int, language: Language) -> str:
    sign, size = "-" if value < 0 else "", abs(value)
    decimals = _decimals_of(size.denominator)
    if decimals is None:
        whole, rest = divmod(size.numerator, size.denominator)
        joint = {"zh": "又", "en": " "}[language]
        return sign + (f"{whole:,}{joint}" if whole else "") + f"{rest}/{size.denominator}"
    decimals = max(decimals, least_decimals)
    whole, rest = divmod(size.numerator * 10**decimals // size.denominator, 10**decimals)
    return f"{sign}{whole:,}" + (f".{rest:0{decimals}}" if decimals else "")


def _decimals_of(denominator: int) -> int | None:
    """How many decimals a fraction in lowest terms needs, or None when no number of them is enough."""
    powers = []
    for prime in (2, 5):
        power = 0
        while denominator % prime == 0:
            denominator, power = denominator // prime, power + 1
        powers.append(power)
    return max(powers) if denominator == 1 else None

"""The words for numbers, scales and units: what may be written, and how it is said back."""

from __future__ import annotations

from fractions import Fraction
from typing import Final, Literal, NamedTuple

from subsidy.kinds import DAY, MONTH, NUMBER, PER_YEAR, YUAN, Dimension
from subsidy.messages import Label

Shown = Literal["plain", "times", "percent", "points"]
"""How a number was written where its dimension does not tell: 0.015, 1.5%, 1.5pp."""

PER_MONTH: Final = Dimension(months=-1)
PER_DAY: Final = Dimension(days=-1)


class Scale(NamedTuple):
    """A word after a number that multiplies it."""

    factor: Fraction
    shown: Shown


class Unit(NamedTuple):
    """A word for a unit: how many of the dimension it is."""

    factor: int
    dimension: Dimension


class UnitName(NamedTuple):
    """How a unit is said: one of it, several of it, and after a stroke."""

    one: Label
    many: Label
    per: Label


_PERCENT: Final = Scale(Fraction(1, 100), "percent")
_POINT: Final = Scale(Fraction(1, 100), "points")
_BASIS_POINT: Final = Scale(Fraction(1, 10_000), "points")

SCALES: Final[dict[str, Scale]] = {
    "千": Scale(Fraction(10**3), "plain"),
    "万": Scale(Fraction(10**4), "plain"),
    "百万": Scale(Fraction(10**6), "plain"),
    "千万": Scale(Fraction(10**7), "plain"),
    "亿": Scale(Fraction(10**8), "plain"),
    "万亿": Scale(Fraction(10**12), "plain"),
    "倍": Scale(Fraction(1), "times"),
    "times": Scale(Fraction(1), "times"),
    "%": _PERCENT,
    "‰": Scale(Fraction(1, 1000), "percent"),
    "pp": _POINT,
    "百分点": _POINT,
    "个百分点": _POINT,
    "bp": _BASIS_POINT,
    "bps": _BASIS_POINT,
    "基点": _BASIS_POINT,
    "个基点": _BASIS_POINT,
}

# 6月 is June, so a number of months needs 个; a term in years is a term in months.
UNITS: Final[dict[str, Unit]] = {
    **dict.fromkeys(("元", "圆", "yuan", "rmb", "cny"), Unit(1, YUAN)),
    **dict.fromkeys(("天", "日", "day", "days"), Unit(1, DAY)),
    **dict.fromkeys(("个月", "month", "months"), Unit(1, MONTH)),
    **dict.fromkeys(("年", "year", "years"), Unit(12, MONTH)),
}

DIVISORS: Final[dict[str, Dimension]] = {
    **{word: unit.dimension for word, unit in UNITS.items()},
    **dict.fromkeys(("月", "month"), MONTH),
    **dict.fromkeys(("年", "year", "years"), NUMBER / PER_YEAR),
}

LEADS: Final[dict[str, Dimension]] = {
    **dict.fromkeys(("¥", "人民币", "rmb", "cny"), YUAN),
    **dict.fromkeys(("年利率", "年化利率", "年化"), PER_YEAR),
    "月利率": PER_MONTH,
    "日利率": PER_DAY,
}

NAMES: Final[dict[str, UnitName]] = {
    "yuan": UnitName(Label("元", "yuan"), Label("元", "yuan"), Label("元", "yuan")),
    "days": UnitName(Label("天", "day"), Label("天", "days"), Label("天", "day")),
    "months": UnitName(Label("个月", "month"), Label("个月", "months"), Label("月", "month")),
    "years": UnitName(Label("年", "year"), Label("年", "years"), Label("年", "year")),
}

"""The kinds of values, their units and their bounds: one table for facts, formulas and columns.

Every number that a program meets is a whole number of a rational `unit` (money: 1/100 yuan), between
`low` and `high` (inclusive, in units). From these bounds a scheme is proved free of overflow.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final, NamedTuple

from subsidy.messages import Label


class Dimension(NamedTuple):
    """The exponents of yuan, days, months and years. A rate is a share per year."""

    yuan: int = 0
    days: int = 0
    months: int = 0
    years: int = 0

    def __mul__(self, other: object) -> Dimension:
        if not isinstance(other, Dimension):
            return NotImplemented
        return Dimension(*(a + b for a, b in zip(self, other, strict=True)))

    def __truediv__(self, other: Dimension) -> Dimension:
        return Dimension(*(a - b for a, b in zip(self, other, strict=True)))


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of value. Texts, flags and dates have no dimension; a date is its proleptic ordinal."""

    name: str
    label: Label
    dimension: Dimension | None
    unit: Fraction
    low: int
    high: int


NUMBER: Final = Dimension()
YUAN: Final = Dimension(yuan=1)
DAY: Final = Dimension(days=1)
MONTH: Final = Dimension(months=1)
PER_YEAR: Final = Dimension(years=-1)

_ONE: Final = Fraction(1)
_MILLIONTH_OF_PERCENT: Final = Fraction(1, 10**8)

MONEY: Final = Kind("money", Label("金额", "money"), YUAN, Fraction(1, 100), 0, 10**14)
RATE: Final = Kind("rate", Label("年利率", "annual rate"), PER_YEAR, _MILLIONTH_OF_PERCENT, 0, 10**8)
SHARE: Final = Kind("share", Label("比例", "share"), NUMBER, _MILLIONTH_OF_PERCENT, -(10**10), 10**12)
COUNT: Final = Kind("count", Label("数量", "count"), NUMBER, _ONE, 0, 10**9)
DAYS: Final = Kind("days", Label("天数", "days"), DAY, _ONE, 0, 73_000)
MONTHS: Final = Kind("months", Label("月数", "months"), MONTH, _ONE, 0, 2_400)
DATE: Final = Kind(
    "date", Label("日期", "date"), None, _ONE, date(1949, 10, 1).toordinal(), date(2199, 12, 31).toordinal()
)
TEXT: Final = Kind("text", Label("文字", "text"), None, _ONE, 0, 0)
FLAG: Final = Kind("flag", Label("是或否", "yes or no"), None, _ONE, 0, 1)

MOST_RECORDS: Final = 100_000
"""Records that a list of facts may hold: with the bounds of a kind it bounds every sum."""

KINDS: Final = {k.name: k for k in (MONEY, RATE, SHARE, COUNT, DAYS, MONTHS, DATE, TEXT, FLAG)}

"""Rounding as integer columns: a floor, and in most directions one more where the rest says so.

Polars' `//` and `%` go toward the lesser, for both widths and either sign, and give null for a divisor of 0; the rest
is compared with what it lacks (`d - r`), so nothing here is ever wider than its operands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

import polars as pl

from subsidy.columns.cells import INT128, Cell, computed, width_of

Bind: TypeAlias = Callable[[Cell], Cell]


def divided(direction: str, numerator: Cell, denominator: Cell, bind: Bind) -> Cell:
    """numerator / denominator (0 or above; unknown where it is 0) as a whole number in a direction of `ROUNDINGS`."""
    divisors = (max(1, denominator.low), max(1, denominator.high))
    low, high = min(numerator.low // d for d in divisors), max(-(-numerator.high // d) for d in divisors)
    quotient = _quotient(direction, numerator, denominator, bind, low, high)
    if denominator.low > 0:
        return quotient
    return Cell(quotient.expr, quotient.width, low, high, True, quotient.stage)


def _quotient(direction: str, numerator: Cell, denominator: Cell, bind: Bind, low: int, high: int) -> Cell:
    if direction == "floor" or (direction == "down" and numerator.low >= 0):
        return computed(lambda n, d: n // d, (numerator, denominator), low, high)
    if direction == "half-up" and numerator.low >= 0 and numerator.high + denominator.high // 2 <= INT128:
        width = width_of((numerator, denominator), numerator.high + denominator.high // 2)
        n, d = numerator.within(width), denominator.within(width)
        half = pl.lit(denominator.high // 2, dtype=width) if denominator.constant else d // pl.lit(2, dtype=width)
        unknown = numerator.may_be_unknown or denominator.may_be_unknown
        return Cell((n + half) // d, width, low, high, unknown, max(numerator.stage, denominator.stage))
    numerator, denominator = bind(numerator), bind(denominator)
    floor = bind(computed(lambda n, d: n // d, (numerator, denominator), low, high))
    rest = bind(computed(lambda n, d: n % d, (numerator, denominator), 0, denominator.high))
    lack = bind(computed(lambda d, r: d - r, (denominator, rest), 0, denominator.high))
    one_more = _ONE_MORE[direction]
    return computed(
        lambda q, r, lack, n: q + one_more(q, r, lack, n).cast(pl.Int8), (floor, rest, lack, numerator), low, high
    )


# Whether the floor is one too low, by the floor, the rest, what the rest lacks of the divisor, the numerator.
_ONE_MORE: Final[Mapping[str, Callable[[pl.Expr, pl.Expr, pl.Expr, pl.Expr], pl.Expr]]] = {
    "half-up": lambda q, r, lack, n: (r > lack) | ((r == lack) & (n >= 0)),
    "half-down": lambda q, r, lack, n: (r > lack) | ((r == lack) & (n < 0)),
    "half-even": lambda q, r, lack, n: (r > lack) | ((r == lack) & (q % 2 == 1)),
    "up": lambda q, r, lack, n: (r > 0) & (n >= 0),
    "down": lambda q, r, lack, n: (r > 0) & (n < 0),
    "ceiling": lambda q, r, lack, n: r > 0,
}

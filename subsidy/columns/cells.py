"""A column in the making: a Polars expression, and what is proved of it before a row is seen.

Polars wraps on overflow without a word, so the width of every operation is chosen from the bounds of its operands and
its result: Int32, Int64 or Int128. There is no float and no decimal division anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from typing import Any, Final, TypeAlias

import polars as pl

from subsidy.language.nodes import Node

Width: TypeAlias = pl.DataType | type[pl.DataType]
Known: TypeAlias = int | str | bool | None

INT32: Final = 2**31 - 1
INT64: Final = 2**63 - 1
INT128: Final = 2**127 - 1
NUMBERS: Final = (pl.Int32, pl.Int64, pl.Int128)
_OF_BASE: Final[dict[str, type[pl.DataType]]] = {"flag": pl.Boolean, "text": pl.String}


@dataclass(frozen=True, slots=True)
class Cell:
    """`width` is the type of the column, or a narrower one that holds it; numbers and ordinals lie between `low` and
    `high`.

    `may_be_unknown`: there can be nulls. `stage` is when the columns that it reads are there; `plain`: it is a column
    or a constant, so it costs nothing to name it twice. `constant`: `known` is its value in every row.
    """

    expr: pl.Expr
    width: Width
    low: int
    high: int
    may_be_unknown: bool
    stage: int = 0
    plain: bool = False
    constant: bool = False
    known: Known = None

    def within(self, width: Width) -> pl.Expr:
        """The expression in a width that holds its values."""
        if width == self.width:
            return self.expr
        return literal(self.known, width) if self.constant else self.expr.cast(width)

    def bounded(self, by: Node) -> Cell:
        """The same, where the node proves more of its values than their making shows."""
        return replace(self, low=max(self.low, by.low), high=min(self.high, by.high))


def width_for(*extremes: int) -> Width:
    """The narrowest width that holds numbers of this size. Raises `OverflowError` where a proof is wanting."""
    size = max(map(abs, extremes), default=0)
    if size > INT128:
        raise OverflowError(size)
    return next(width for most, width in _WIDTHS if size <= most)


_WIDTHS: Final = ((INT32, pl.Int32()), (INT64, pl.Int64()), (INT128, pl.Int128()))


def width_of(cells: Collection[Cell], *extremes: int) -> Width:
    """The width in which to compute with numbers of these cells: nothing is brought down to Int32, for it costs more
    than it saves.
    """
    least = max((INT64 for c in cells if not c.constant and c.width != pl.Int32), default=0)
    return width_for(least, *extremes, *(end for c in cells for end in (c.low, c.high)))


@lru_cache(maxsize=4096, typed=True)
def literal(value: Known, width: Width) -> pl.Expr:
    """A figure in a width: Polars takes longer to make one than to add it to ten thousand rows."""
    return pl.lit(value, dtype=width)


def constant(node: Node, value: Known) -> Cell:
    """A value that is the same in every row; None is unknown."""
    width: Width = _OF_BASE.get(node.type.base) or width_for(node.low, node.high)
    low, high = (value, value) if type(value) is int else (node.low, node.high)
    return Cell(literal(value, width), width, low, high, value is None, 0, True, True, value)


def number(value: int) -> Cell:
    """A figure of the arithmetic itself."""
    width = width_for(value)
    return Cell(literal(value, width), width, value, value, False, 0, True, True, value)


def computed(of: Callable[..., pl.Expr], cells: tuple[Cell, ...], low: int, high: int) -> Cell:
    """Arithmetic on numbers, in a width that holds every operand and the result; unknown where an operand is."""
    width = width_of(cells, low, high)
    return Cell(of(*(c.within(width) for c in cells)), width, low, high, _any_unknown(cells), stage_of(*cells))


def judged(of: Callable[..., pl.Expr], *cells: Cell) -> Cell:
    """A flag about values; numbers are brought to one width."""
    if isinstance(cells[0].width, NUMBERS):
        width = width_of(cells)
        return flag(of(*(c.within(width) for c in cells)), *cells)
    return flag(of(*(c.expr for c in cells)), *cells)


def flag(expr: pl.Expr, *of: Cell) -> Cell:
    return Cell(expr, pl.Boolean, 0, 1, _any_unknown(of), stage_of(*of))


def both_of(flags: Sequence[Cell]) -> Cell:
    """All of them hold: Polars' `&` and `|` are Kleene's."""
    return reduce(lambda a, b: judged(lambda x, y: x & y, a, b), flags)


def either_of(flags: Sequence[Cell]) -> Cell:
    return reduce(lambda a, b: judged(lambda x, y: x | y, a, b), flags)


def added(left: Cell, right: Cell) -> Cell:
    return computed(lambda a, b: a + b, (left, right), left.low + right.low, left.high + right.high)


def less(left: Cell, right: Cell) -> Cell:
    return computed(lambda a, b: a - b, (left, right), left.low - right.high, left.high - right.low)


def product(left: Cell, right: Cell) -> Cell:
    if left.constant and right.constant and left.known is not None and right.known is not None:
        return number(int(left.known) * int(right.known))
    for factor, other in ((left, right), (right, left)):
        if factor.constant and factor.known == 1:
            return other
    ends = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
    return computed(lambda a, b: a * b, (left, right), min(ends), max(ends))


def scaled(of: Cell, factor: int) -> Cell:
    return of if factor == 1 else product(of, number(factor))


def stage_of(*cells: Cell) -> int:
    """When everything that the cells read is there."""
    return max((c.stage for c in cells), default=0)


def alike(*cells: Cell) -> tuple[Width, list[pl.Expr]]:
    """The branches of a choice in one width."""
    first = cells[0].width
    width = width_of(cells) if isinstance(first, NUMBERS) else first
    return width, [c.within(width) for c in cells]


def _any_unknown(cells: tuple[Any, ...]) -> bool:
    return any(c.may_be_unknown for c in cells)

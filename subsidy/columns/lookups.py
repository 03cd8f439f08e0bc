"""Looking a day up in a reference-rate table. The days looked up are plain columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import polars as pl

from subsidy.columns.cells import Cell, Width, added, computed, literal, product, width_for
from subsidy.rates import RateTable
from subsidy.steps import Steps, steps

_FEW: Final = 16  # changes up to which comparing is faster than looking up


def quote(table: RateTable, tenor: str, on: Cell) -> Cell:
    """The quote in force on a day, in the unit of the table; unknown before the first."""
    return _looked_up(table, on, lambda day: table.value_at(tenor, day))


def rate_days(table: RateTable, tenor: str, first: Cell, until: Cell, high: int) -> Cell:
    """The sum of the quote of each day in [first, until); 0 for an empty span. `first` and `until` are plain."""

    def summed(a: pl.Expr, b: pl.Expr, start: pl.Expr, end: pl.Expr) -> pl.Expr:
        return pl.when(end <= start).then(literal(0, pl.Int32())).otherwise(b - a)

    sums = (cumulative(table, tenor, first), cumulative(table, tenor, until))
    return computed(summed, (*sums, first, until), 0, high)


def cumulative(table: RateTable, tenor: str, day: Cell) -> Cell:
    """The sum of the quotes of all days from the first quote until the day before; unknown before the first.

    Between two quotes it is a line: quote x day, and what that line has at day 0.
    """
    slope = _looked_up(table, day, lambda d: table.value_at(tenor, d))
    origin = _looked_up(table, day, lambda d: table.cumulative(tenor, d) - table.value_at(tenor, d) * d)
    return added(product(slope, day), origin)


def _looked_up(table: RateTable, day: Cell, of: Callable[[int], int]) -> Cell:
    """What `of` says of each day: the same beyond the last quote, nothing before the first.

    Few changes among the days that occur are told by comparing; many are looked up in a row of all those days.
    """
    first, last = table.days[0], table.days[-1]
    start, end = (min(max(first, edge), last) for edge in (day.low, day.high))
    begun = steps((d, of(d)) for d in (start, *(d for d in table.days if start < d <= end)))
    low, high = min(begun.values), max(begun.values)
    width = width_for(low, high)
    found = _compared(day, begun, width) if len(begun.days) <= _FEW else _gathered(day, begun, end, width)
    cell = Cell(found, width, low, high, day.may_be_unknown, day.stage)
    if day.low >= first:
        return cell
    known = pl.when(day.expr >= first).then(cell.expr)
    return replace(cell, expr=known, may_be_unknown=True)


def _compared(day: Cell, values: Steps[int], width: Width) -> pl.Expr:
    value = literal(values.values[0], width)
    for begins, next_value in zip(values.days[1:], values.values[1:], strict=True):
        value = pl.when(day.expr >= literal(begins, day.width)).then(literal(next_value, width)).otherwise(value)
    return pl.when(day.expr.is_not_null()).then(value) if day.may_be_unknown else value


def _gathered(day: Cell, values: Steps[int], end: int, width: Width) -> pl.Expr:
    start = values.days[0]
    row = pl.Series([values.at(d) for d in range(start, end + 1)], dtype=width)
    within = start <= day.low and day.high <= end

    def gathered(days: pl.Series) -> pl.Series:
        places = days - start
        return row.gather(places if within else places.clip(0, end - start))

    return day.expr.map_batches(gathered, return_dtype=width, is_elementwise=True)

"""Looking a day up in a reference-rate table: a dense row of values by day, so that a look-up is one gather."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import polars as pl

from subsidy.columns.cells import Cell, added, computed, product
from subsidy.rates import RateTable


def quote(table: RateTable, tenor: str, on: Cell) -> Cell:
    """The quote in force on a day, in the unit of the table; unknown before the first."""
    return _looked_up(table, on, lambda day: table.value_at(tenor, day))


def rate_days(table: RateTable, tenor: str, first: Cell, until: Cell, high: int) -> Cell:
    """The sum of the quote of each day in [first, until); 0 for an empty span. `first` and `until` are plain."""

    def summed(a: pl.Expr, b: pl.Expr, start: pl.Expr, end: pl.Expr) -> pl.Expr:
        return pl.when(end <= start).then(pl.lit(0, dtype=pl.Int64)).otherwise(b - a)

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

    The row spans the days that occur, so most often each day of the column is a place in it.
    """
    first, last = table.days[0], table.days[-1]
    start, end = (min(max(first, edge), last) for edge in (day.low, day.high))
    values = [of(d) for d in range(start, end + 1)]
    row = pl.Series([None, *values], dtype=pl.Int64)

    def gathered(days: pl.Series) -> pl.Series:
        places = days - (start - 1)
        within = start <= day.low and day.high <= end
        return row.gather(places if within else places.clip(0, len(values)))

    def looked_up(days: pl.Expr) -> pl.Expr:
        return days.map_batches(gathered, return_dtype=pl.Int64, is_elementwise=True)

    cell = computed(looked_up, (day,), min(values), max(values))
    return replace(cell, may_be_unknown=cell.may_be_unknown or day.low < first)

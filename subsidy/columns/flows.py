"""What a loan's cash flows come to: sums by kind, first and last days.

The flows of all loans stand one after the other, so a loan's sum is the difference of two running sums; Polars wraps,
so it is right wherever it fits.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import polars as pl

from subsidy.columns.cells import width_for
from subsidy.kinds import MONEY

FLOWS: Final = "loan.flows"
_FLOWS: Final = pl.col(FLOWS)
_KIND: Final = pl.element().struct.field("kind")
_ON: Final = pl.element().struct.field("on")


def totals(flows: pl.Series, kinds: Collection[str]) -> pl.DataFrame:
    """The sum of each kind of flow in fen, by kind; null where there is none."""
    lengths = flows.list.len().fill_null(0)
    ends = lengths.cum_sum()
    longest = lengths.max()
    width = width_for(MONEY.high * longest if isinstance(longest, int) else 0)
    records = flows.explode(empty_as_null=False, keep_nulls=False).struct.unnest()
    sums = []
    for kind in kinds:
        is_meant = pl.col("kind") == kind
        amount = pl.when(is_meant).then("amount").otherwise(0).cast(width)
        running = records.lazy().select(amount.cum_sum().alias("sum"), is_meant.cum_sum().alias("count")).collect()
        before = pl.concat([running.clear(1), running]).fill_null(0)
        found = pl.DataFrame({"first": before[ends - lengths].to_struct(), "last": before[ends].to_struct()})
        first, last = (pl.col(end).struct for end in ("first", "last"))
        some = last.field("count") > first.field("count")
        sums.append(found.select(pl.when(some).then(last.field("sum") - first.field("sum")).alias(kind)))
    return pl.concat(sums, how="horizontal")


def interest(flows: pl.Series) -> pl.Series:
    """The interest paid, as `facts.access` has it: 0 where the list says that there are no flows at all."""
    found = totals(flows, ["interest"]).with_columns(flows.alias(FLOWS))
    return found.select(pl.when(_FLOWS.list.len() == 0).then(0).otherwise("interest").alias("interest")).to_series()


def first_day(kinds: Collection[str]) -> pl.Expr:
    return _FLOWS.list.eval(pl.when(_KIND.is_in(list(kinds))).then(_ON)).list.min()


def last_day(kinds: Collection[str]) -> pl.Expr:
    return _FLOWS.list.eval(pl.when(_KIND.is_in(list(kinds))).then(_ON)).list.max()


def goes_back(flows: pl.Series, kinds: Collection[str]) -> pl.Series:
    """Whether a flow lies before one of its kind that stands ahead of it."""
    listed = pl.DataFrame({FLOWS: flows}).with_row_index("row").filter(_FLOWS.list.len() > 1)
    records = listed.lazy().explode(FLOWS).select("row", pl.col(FLOWS).struct.unnest()).collect()
    found = []
    for kind in kinds:
        of_kind = records.filter(pl.col("kind") == kind)
        back = (pl.col("row") == pl.col("row").shift(1)) & (pl.col("on") < pl.col("on").shift(1))
        found.append(of_kind.filter(back).get_column("row"))
    rows = pl.concat(found).unique()
    return pl.Series([False]).new_from_index(0, len(flows)).scatter(rows, True)

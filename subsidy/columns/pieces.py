"""What loans owe from day to day, as rows: one for each time in which a balance holds.

The moves of all loans stand one after the other by loan and day, so a balance is a running sum less what it was where
its loan begins, and the sum over a loan's pieces is the difference of two running sums. Polars wraps, so such a
difference is right wherever it fits, however often the sum of all loans has gone round.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from subsidy.columns.blocks import Block
from subsidy.columns.cells import Width

LOAN: Final = "#loan"
START: Final = "#start"
END: Final = "#end"
OWED: Final = "#owed"
PERIOD: Final = "#period"
VALUE: Final = "#value"
_UNKNOWN: Final = "#unknown"
_PLACE: Final = "#place"
_MORE_THAN_ALL_DAYS: Final = 2**22

FLOWS: Final = "flows"
RATE: Final = "rate"
ASKED: Final = (FLOWS, "principal", "disbursed", "first", "until", RATE)
"""The columns of what is asked, as far as it is: lists of flows, and of each loan its principal, its day of
disbursement, the days [first, until), its rate."""

_FOR_EVER: Final = pl.lit(date.max.toordinal() + 1, dtype=pl.Int32)
_ENDS: Final = pl.col(LOAN).ne_missing(pl.col(LOAN).shift(-1))
_BEGINS: Final = pl.col(LOAN).ne_missing(pl.col(LOAN).shift(1))


def complete(asked: pl.DataFrame) -> pl.Series:
    """Whether everything is known of a row, of every flow too."""
    unknown = [pl.element().struct.field(key).is_null() for key in ("on", "kind", "amount")]
    flows = pl.col(FLOWS).list.eval(pl.any_horizontal(unknown)).list.any()
    return asked.select(pl.all_horizontal(pl.all().is_not_null()) & ~flows.fill_null(True)).to_series()


def balances(asked: pl.DataFrame, marks: pl.DataFrame, width: Width) -> pl.DataFrame:
    """What is owed from the first move on, by loan and day: `LOAN`, `START`, `END`, `OWED`; `PERIOD` counts the loans
    and the marks (`LOAN`, `START`), at which a balance is cut too; they stand in order.

    What is repaid too much is a credit for later; where no drawdown is listed, the principal was drawn at once.
    Everything is known of what is asked; `width` holds all that a loan may owe, or have to its credit.
    """
    moves = _moves(asked).sort(LOAN, START)  # not lazily: that is ten times as slow where they are in order already
    if marks.height:
        moves = _merged(moves, marks.with_columns(pl.lit(0, pl.Int64).alias(OWED), pl.lit(True).alias(PERIOD)))
    moved = pl.col(OWED).cast(width)
    running = moved.cum_sum()
    before = pl.when(_BEGINS).then(running - moved).forward_fill()
    return (
        moves.lazy()
        .with_columns(
            (running - before).alias(OWED),
            pl.when(_ENDS).then(_FOR_EVER).otherwise(pl.col(START).shift(-1)).alias(END),
            (pl.col(PERIOD) | _BEGINS).cum_sum().alias(PERIOD),
        )
        .filter(pl.col(START) < pl.col(END))
        .with_columns(pl.max_horizontal(OWED, 0))
        .collect()
    )


def within(balances: pl.DataFrame, asked: pl.DataFrame) -> pl.DataFrame:
    """The pieces of [first, until)."""
    windows = asked.select("first", "until")[balances.get_column(LOAN)]
    cut = balances.with_columns(windows.get_columns()).lazy()
    cut = cut.with_columns(pl.max_horizontal(START, "first").alias(START), pl.min_horizontal(END, "until").alias(END))
    return cut.filter(pl.col(START) < pl.col(END)).select(balances.columns).collect()


def totals(pieces: pl.DataFrame, block: Block, by: str, width: Width) -> pl.DataFrame:
    """The sums of the block's `VALUE` by a column in whose order the pieces stand, null where a value is."""
    summed = pl.col(VALUE).cast(width).fill_null(0).cum_sum()
    unknown = pl.col(VALUE).is_null().cum_sum()
    sums = (
        block.run(pieces.lazy())
        .select(*dict.fromkeys((LOAN, by)), summed.alias(VALUE), unknown.alias(_UNKNOWN))
        .filter(pl.col(by).ne_missing(pl.col(by).shift(-1)))
        .with_columns(pl.col(VALUE, _UNKNOWN) - pl.col(VALUE, _UNKNOWN).shift(1, fill_value=0))
    )
    return sums.with_columns(pl.when(pl.col(_UNKNOWN) == 0).then(VALUE).alias(VALUE)).drop(_UNKNOWN).collect()


def _moves(asked: pl.DataFrame) -> pl.DataFrame:
    """Drawdowns, and repayments of principal as less than nothing, in their order."""
    flows = asked.select(FLOWS).with_row_index(LOAN).lazy().explode(FLOWS)
    is_drawn = pl.col("kind") == "drawdown"
    listed = (
        flows.select(LOAN, *(pl.col(FLOWS).struct.field(key) for key in ("on", "kind", "amount")))
        .filter(is_drawn | (pl.col("kind") == "principal"))
        .select(
            LOAN,
            pl.col("on").alias(START),
            pl.when(is_drawn).then("amount").otherwise(-pl.col("amount")).alias(OWED),
            is_drawn.alias("drawn"),
        )
        .collect()
    )
    drawn = listed.filter("drawn").get_column(LOAN)
    undrawn = pl.repeat(True, asked.height, eager=True).scatter(drawn, False)
    at_once = asked.select("disbursed", "principal").with_row_index(LOAN).filter(undrawn)
    drawn_at_once = at_once.select(LOAN, pl.col("disbursed").alias(START), pl.col("principal").alias(OWED))
    return pl.concat([listed.drop("drawn"), drawn_at_once]).with_columns(pl.lit(False).alias(PERIOD))


def _merged(moves: pl.DataFrame, marks: pl.DataFrame) -> pl.DataFrame:
    """Both in order of loan and day, as each is already."""
    place = (pl.col(LOAN).cast(pl.Int64) * _MORE_THAN_ALL_DAYS + pl.col(START)).alias(_PLACE)
    both = (rows.with_columns(place).lazy() for rows in (moves, marks.select(moves.columns)))
    return next(both).merge_sorted(next(both), _PLACE).drop(_PLACE).collect()

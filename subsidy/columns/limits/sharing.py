"""How ceilings are shared in all groups at once: what `subsidy.limits.sharing` and `subsidy.allocation` do in one."""

from __future__ import annotations

from itertools import count
from typing import Final

import polars as pl

from subsidy.allocation import allocate
from subsidy.columns.blocks import Block, collected
from subsidy.columns.cells import INT128, Cell, number, product
from subsidy.columns.rounding import divided
from subsidy.limits.sharing import in_turn
from subsidy.scheme.parameters import Rounding

_ROW: Final = "#row"
_PART: Final = "#part"
_REST: Final = "#rest"


def in_turns(sizes: pl.DataFrame, by: str, available: str, size: str) -> pl.Series:
    """Each in its turn, in the order of the frame, gets its size while enough is left, and the next one the rest. The
    rows of a group stand together.
    """
    begins = pl.col(by).ne_missing(pl.col(by).shift())
    before = pl.col(size).cum_sum() - pl.col(size)
    left = pl.col(available) - before + pl.when(begins).then(before).forward_fill()
    part = pl.min_horizontal(size, pl.max_horizontal(left, pl.lit(0, dtype=pl.Int64)))
    return sizes.select(part.cast(sizes.schema[size]).alias(_PART)).to_series()


def whole_in_turns(sizes: pl.DataFrame, by: str, available: str, size: str) -> pl.Series:
    """The same, but none gets a part: who does not fit lets smaller ones pass. That cannot be said in columns."""
    parts: list[int] = []
    for group in sizes.partition_by(by, maintain_order=True):
        parts += in_turn(group.item(0, available), group.get_column(size).to_list(), partial=False)
    return pl.Series(_PART, parts, dtype=sizes.schema[size])


def shared(weights: pl.DataFrame, by: str, whole: str, weight: str) -> pl.Series:
    """In every group the whole by weights, with the largest-remainder method; equal remainders in the frame's order."""
    if _most(weights, whole) * _most(weights, weight) > INT128:
        return _shared_one_by_one(weights, by, whole, weight)
    parts = pl.col(whole).cast(pl.Int128) * pl.col(weight).cast(pl.Int128)
    total = pl.col(weight).sum().over(by)
    split = weights.select(by, whole, (parts // total).alias(_PART), (parts % total).alias(_REST)).with_row_index(_ROW)
    turns = split.sort(by, _REST, descending=[False, True], maintain_order=True)
    left = pl.col(whole) - pl.col(_PART).sum().over(by)
    more = pl.int_range(pl.len()).over(by) < left
    return turns.with_columns(pl.col(_PART) + more).sort(_ROW).get_column(_PART).cast(weights.schema[weight])


def _shared_one_by_one(weights: pl.DataFrame, by: str, whole: str, weight: str) -> pl.Series:
    """Where the products are too wide for any column."""
    rows: list[int] = []
    parts: list[int] = []
    for group in weights.with_row_index(_ROW).partition_by(by, maintain_order=True):
        rows += group.get_column(_ROW).to_list()
        parts += allocate(group.item(0, whole), group.get_column(weight).to_list())
    made = pl.DataFrame({_ROW: rows, _PART: pl.Series(parts, dtype=weights.schema[weight])})
    return made.sort(_ROW).get_column(_PART)


def scaled(amounts: pl.Series, numerators: pl.Series, denominators: pl.Series, rounding: Rounding) -> pl.Series:
    """The amounts (fen, above 0) times fractions, rounded as a limit says, never above what they were nor below 0."""
    frame = pl.DataFrame({"amount": amounts, "numerator": numerators, "denominator": denominators})
    amount, numerator, denominator = (_cell(column) for column in frame)
    step, block = number(int(rounding.step * 100)), Block(count())
    steps = divided(rounding.direction, product(amount, numerator), product(denominator, step), block.bind)
    block.named("scaled", product(steps, step))
    least = pl.min_horizontal("amount", pl.max_horizontal("scaled", pl.lit(0, dtype=pl.Int64)))
    return collected(block.run(frame.lazy()).select(least.cast(amounts.dtype))).to_series()


def _cell(column: pl.Series) -> Cell:
    """A column of known numbers."""
    low, high = (int(end) if isinstance(end, int) else 0 for end in (column.min(), column.max()))
    return Cell(pl.col(column.name), column.dtype, low, high, False, 0, True)


def _most(frame: pl.DataFrame, name: str) -> int:
    most = frame.get_column(name).max()
    return most if isinstance(most, int) else 0

"""What a loan's cash flows come to, as expressions on their list: sums by kind, first and last days."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import polars as pl

FLOWS: Final = "loan.flows"
_FLOWS: Final = pl.col(FLOWS)
_KIND: Final = pl.element().struct.field("kind")
_ON: Final = pl.element().struct.field("on")
_AMOUNT: Final = pl.element().struct.field("amount")


def total(kind: str) -> pl.Expr:
    """The sum of a kind of flow in fen; null where there is none."""
    is_meant = _KIND.eq(kind)
    amounts = _FLOWS.list.eval(pl.when(is_meant).then(_AMOUNT.cast(pl.Int128)))
    return pl.when(_FLOWS.list.eval(is_meant).list.any()).then(amounts.list.sum())


def interest() -> pl.Expr:
    """The interest paid, as `facts.access` has it: 0 where the list says that there are no flows at all."""
    return pl.when(_FLOWS.list.len() == 0).then(pl.lit(0, dtype=pl.Int128)).otherwise(total("interest"))


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

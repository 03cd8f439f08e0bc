"""Cells to values: the unit of a heading behind its bare numbers, and columns of files that hold types.

A bare number means the heading's unit, and a cell with a unit of its own keeps it: `200` under 贷款金额（万元） is
200万元, `1.5亿` stays. A sign of the currency is no such unit: `¥200` is 200万元 there too. Nothing here decides
whether a value is allowed; the facts do.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from subsidy.kinds import NUMBER, YUAN
from subsidy.quantities import parse_quantity
from subsidy.tables.known import Heading

_BARE: Final = r"^(?:[¥￥]|人民币|(?i:rmb|cny))?\s*[-+]?[0-9０-９][0-9０-９,，]*(?:[.．][0-9０-９]+)?$"
_PLAIN: Final = r"^[0-9]{1,12}(?:\.[0-9]{1,10})?$"
_PLACES: Final = 10
_FEN: Final = pl.Decimal(38, 2)


def value_of(frame: pl.DataFrame, heading: Heading) -> pl.Series:
    """A column of single values, as the facts want them."""
    cells = frame.get_column(heading.column)
    if not heading.unit:
        return cells
    return (
        with_unit(cells.cast(pl.String), heading.unit)
        if cells.dtype.is_decimal() or cells.dtype == pl.String
        else cells
    )


def with_unit(texts: pl.Series, unit: str) -> pl.Series:
    """Texts with the unit behind bare numbers; amounts become decimals in yuan where all of them can."""
    frame = pl.DataFrame({"text": texts})
    said = pl.when(pl.col("text").str.contains(_BARE)).then(pl.col("text") + unit).otherwise("text")
    scale = parse_quantity(f"1{unit}")
    if scale.dimension not in (YUAN, NUMBER) or scale.shown != "plain":
        return frame.select(said).to_series()
    yuan = frame.select(_in_yuan(pl.col("text"), int(scale.value))).to_series()
    if yuan.null_count() == texts.null_count():
        return yuan
    return frame.with_columns(yuan=yuan).select(pl.coalesce(pl.col("yuan").cast(pl.String), said)).to_series()


def _in_yuan(text: pl.Expr, factor: int) -> pl.Expr:
    """Numerals as so many yuan each; null where they are none or not whole fen."""
    plain = pl.when(text.str.contains(_PLAIN)).then(text)
    exact = plain.str.to_decimal(scale=_PLACES) * pl.lit(factor, dtype=pl.Decimal(38, 0))
    fen = exact.cast(_FEN, strict=False)
    return pl.when(fen == exact).then(fen)

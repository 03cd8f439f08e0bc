"""A fold over a list of records: the records become rows, are judged there, and come back one number a loan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

import polars as pl

from subsidy.columns.blocks import Block, collected
from subsidy.columns.cells import Width
from subsidy.language.nodes import Gathering

ROW: Final = "#row"
RECORD: Final = "#record"
VALUE: Final = "#value"
KNOWN: Final = "#known"


class Folding(NamedTuple):
    """How the records of one loan come to one value; `empty` is that of no record."""

    of: pl.Expr
    empty: int | bool | None


# `VALUE` is the flag that is asked or counted, or the number of a chosen record; `KNOWN`: nothing is wanting of it.
FOLDINGS: Final[Mapping[Gathering, Folding]] = {
    "any": Folding(pl.col(VALUE).any(ignore_nulls=False), False),
    "all": Folding(pl.col(VALUE).all(ignore_nulls=False), True),
    "count": Folding(pl.when(pl.col(VALUE).null_count() == 0).then(pl.col(VALUE).sum()), 0),
    "sum": Folding(pl.when(pl.col(KNOWN).all()).then(pl.col(VALUE).sum()), 0),
    "min": Folding(pl.when(pl.col(KNOWN).all()).then(pl.col(VALUE).min()), None),
    "max": Folding(pl.when(pl.col(KNOWN).all()).then(pl.col(VALUE).max()), None),
}


@dataclass(frozen=True, slots=True)
class Fold:
    """`fields` are the columns that a record's fields become, `imports` the columns of the loan that are read with it;
    the block makes `VALUE` and `KNOWN` of them."""

    path: str
    fields: Mapping[str, pl.Expr]
    imports: tuple[str, ...]
    block: Block
    folding: Folding
    width: Width

    def __call__(self, rows: pl.DataFrame) -> pl.Series:
        lengths = rows.get_column(self.path).list.len()
        folded = collected(self._folded(rows)).get_column(VALUE).cast(self.width)
        places = (lengths > 0).cum_sum().cast(pl.Int64) - 1
        spread = pl.DataFrame({ROW: lengths, VALUE: folded.gather(places.set(lengths == 0, None))})
        empty = pl.lit(self.folding.empty, dtype=self.width)
        value = pl.when(pl.col(ROW) == 0).then(empty).when(pl.col(ROW) > 0).then(pl.col(VALUE))
        return spread.select(value.alias(VALUE)).to_series()

    def _folded(self, rows: pl.DataFrame) -> pl.LazyFrame:
        """One row for each loan that has a record, in their order."""
        lists = rows.lazy().select(*self.imports, pl.col(self.path).alias(RECORD)).with_row_index(ROW)
        records = lists.filter(pl.col(RECORD).list.len() > 0).explode(RECORD).select(ROW, *self.imports, **self.fields)
        return self.block.run(records).group_by(ROW, maintain_order=True).agg(self.folding.of.alias(VALUE))

"""The rows of an output: which loan, what was decided and why, what is due and what is payable."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import polars as pl

from subsidy.batch.naming import Naming
from subsidy.batch.source import ROW, Rows
from subsidy.tables.writing import TableFile

IDENTITY: Final = (
    "application.id",
    "loan.contract",
    "borrower.name",
    "borrower.uscc",
    "loan.lender",
    "loan.product",
    "borrower.district",
)
"""The facts that tell which loan a row is; those that the input has are repeated in the output."""
_YUAN: Final = pl.Decimal(38, 2)


def named(rows: Rows, decided: pl.Series, columns: Iterable[str]) -> pl.DataFrame:
    """Where the rows with these numbers stand, and which loans they are: `columns` are some of `file`, `row` and
    `IDENTITY`. What a portion does not say is null.
    """
    facts = rows.facts
    if facts.height > len(decided):
        facts = facts.filter(pl.col(ROW).is_in(decided.implode()))
    above = rows.frame.item(0, ROW) - rows.start.row
    own = {"file": pl.lit(rows.start.file), "row": pl.col(ROW) - pl.lit(above, dtype=pl.Int64)}
    return facts.select(
        own[c].alias(c) if c in own else (pl.col(c) if c in facts.columns else pl.lit(None)).cast(pl.String).alias(c)
        for c in columns
    )


class Output:
    """Decisions on their way to a file."""

    def __init__(self, file: TableFile, naming: Naming, benefits: Iterable[str]) -> None:
        self._file = file
        self._naming = naming
        benefits = tuple(benefits)
        each = [(f"entitlement.{b}", f"entitlement_fen.{b}") for b in benefits]
        each += [(f"payable.{b}", f"payable_fen.{b}") for b in benefits]
        self._amounts = [*each, ("entitlement", "total_fen"), ("payable", "payable_fen")]

    def write(self, named: pl.DataFrame, decisions: pl.DataFrame, payables: pl.DataFrame) -> None:
        """Row by row what is told of it, in the same columns for all portions."""
        everything = pl.concat([named, decisions.drop("row"), payables.drop("row")], how="horizontal")
        rows = everything.select(
            *named.columns,
            "edition",
            "outcome",
            _something("reasons"),
            _something("missing"),
            *(_in_yuan(fen).alias(name) for name, fen in self._amounts),
            _something("limits"),
        )
        self._file.write(self._naming.said(rows).rename(self._naming.column))


def _something(name: str) -> pl.Expr:
    """An empty list of codes is an empty cell."""
    return pl.when(pl.col(name) != "").then(name)


def _in_yuan(fen: str) -> pl.Expr:
    """Fen are what such a decimal holds inside."""
    return pl.col(fen).cast(pl.Int128).reinterpret(dtype=_YUAN)

"""Counting by what loans have in common, and by how much they get, while the portions pass."""

from __future__ import annotations

from collections import Counter
from typing import Final, NamedTuple

import polars as pl

DIVISIONS: Final = ("loan.product", "loan.lender", "borrower.district")
"""The facts by which a report tells loans apart, where the tables give them."""
STEPS: Final = tuple(yuan * 100 for yuan in (0, 1_000, 5_000, 10_000, 50_000, 100_000, 500_000, 1_000_000))
"""Amounts in fen between which loans are counted together."""


class Share(NamedTuple):
    """The loans that say the same of a fact (None: nothing). Amounts in fen; `open` ones are in no sum."""

    name: str | None
    rows: int
    eligible: int
    open: int
    due_fen: int
    payable_fen: int


class Bin(NamedTuple):
    """How many loans are paid more than `above` and at most `up_to` fen (None: no end)."""

    above: int
    up_to: int | None
    rows: int


class Breakdown:
    """Sums by each of the divisions that the tables give, and the distribution of what is payable."""

    def __init__(self) -> None:
        self._groups: dict[str, Counter[tuple[str | None, str]]] = {}
        self._bins = Counter[int]()  # by how many of the steps are below the amount

    def write(self, named: pl.DataFrame, decisions: pl.DataFrame, payables: pl.DataFrame) -> None:
        """Counts these rows, the same in all three."""
        amounts = pl.DataFrame(
            [
                decisions.get_column("outcome"),
                decisions.get_column("total_fen").alias("due"),
                payables.get_column("payable_fen").alias("payable"),
            ]
        )
        for division in DIVISIONS:
            if division in named.columns:
                self._count_by(division, amounts.with_columns(named.get_column(division).alias("name")))
        reached = pl.Series(STEPS).search_sorted(amounts.get_column("payable").drop_nulls())
        self._bins.update(dict(reached.value_counts().iter_rows()))

    def _count_by(self, division: str, rows: pl.DataFrame) -> None:
        found = rows.group_by("name").agg(
            pl.len().alias("rows"),
            (pl.col("outcome") == "eligible").sum().alias("eligible"),
            pl.col("payable").is_null().sum().alias("open"),
            pl.col("due").cast(pl.Int128).sum().alias("due_fen"),
            pl.col("payable").cast(pl.Int128).sum().alias("payable_fen"),
        )
        counter = self._groups.setdefault(division, Counter())
        for row in found.iter_rows(named=True):
            for field in Share._fields[1:]:
                counter[row["name"], field] += row[field]

    def by(self, division: str) -> tuple[Share, ...]:
        """The loans by a fact: what is paid most first, those that do not say last; empty where no table gives it."""
        counter = self._groups.get(division, Counter())
        names = dict.fromkeys(name for name, _ in counter)
        shares = [Share(name, *(counter[name, field] for field in Share._fields[1:])) for name in names]
        return tuple(sorted(shares, key=lambda s: (s.name is None, -s.payable_fen, -s.rows, s.name or "")))

    @property
    def distribution(self) -> tuple[Bin, ...]:
        """The loans that are paid something, by how much."""
        return tuple(
            Bin(above, up_to, self._bins[number])
            for number, (above, up_to) in enumerate(zip(STEPS, (*STEPS[1:], None), strict=True), 1)
        )

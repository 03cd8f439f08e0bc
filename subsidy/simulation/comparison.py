"""The same loans under two schemes, row by row: who gains, who loses, and what all of it costs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import polars as pl

from subsidy.columns import BatchEvaluator, Fault, settle
from subsidy.columns.checked import checked_frame

PRINCIPAL: Final = "loan.principal"
BAND: Final = "band"
DESCRIBING: Final = (
    "application.id",
    "borrower.name",
    "borrower.district",
    "loan.contract",
    "loan.product",
    "loan.lender",
)
_SIDES: Final = ("before", "after")


class Group(NamedTuple):
    """Loans that have something in common. Amounts in fen, of the loans whose payable is known on both sides."""

    name: str | None
    loans: int
    gaining: int
    losing: int
    open: int
    before: int
    after: int

    @property
    def difference(self) -> int:
        return self.after - self.before


class Comparison(NamedTuple):
    """Loans as they are and as they would be.

    `rows`: `row`, the facts that describe a loan where they are given, `band` (the least principal of its band, in fen;
    null where none is given), and of both sides `edition_`, `outcome_` and `payable_fen_` `before` and `after` (null
    while it cannot be told).
    """

    rows: pl.DataFrame

    @property
    def total(self) -> Group:
        return next(iter(self._groups(pl.lit(None, dtype=pl.String))), Group(None, 0, 0, 0, 0, 0, 0))

    @property
    def entering(self) -> int:
        """How many loans get something that got nothing."""
        return self._turning("before", "after")

    @property
    def leaving(self) -> int:
        """How many loans get nothing that got something."""
        return self._turning("after", "before")

    def _turning(self, nothing: str, something: str) -> int:
        return self.rows.filter(pl.col(f"payable_fen_{nothing}") == 0, pl.col(f"payable_fen_{something}") > 0).height

    def by(self, column: str) -> tuple[Group, ...]:
        """The loans by a column of `rows`, in its order; None for those that do not say."""
        return self._groups(pl.col(column).cast(pl.String)) if column in self.rows.columns else ()

    def by_band(self) -> tuple[tuple[int | None, Group], ...]:
        """The loans by the band of their principal, the least first."""
        bands = self.rows.get_column(BAND).unique().sort(nulls_last=True)
        found = {group.name: group for group in self.by(BAND)}
        return tuple((low, found[None if low is None else str(low)]) for low in bands)

    def most(self, number: int, *, losing: bool) -> pl.DataFrame:
        """The rows that gain most, or lose most; of equal ones the first."""
        change = pl.col("payable_fen_after") - pl.col("payable_fen_before")
        wanted = change < 0 if losing else change > 0
        ranked = self.rows.with_columns(change=change).filter(wanted)
        return ranked.sort("change", "row", descending=[not losing, False]).head(number)

    def _groups(self, key: pl.Expr) -> tuple[Group, ...]:
        before, after = (pl.col(f"payable_fen_{side}").cast(pl.Int128) for side in _SIDES)
        known = before.is_not_null() & after.is_not_null()
        grouped = self.rows.group_by(key.alias("name")).agg(
            pl.len().alias("loans"),
            (after > before).sum().alias("gaining"),
            (after < before).sum().alias("losing"),
            (~known).sum().alias("open"),
            before.filter(known).sum().alias("before"),
            after.filter(known).sum().alias("after"),
        )
        return tuple(Group(**row) for row in grouped.sort("name", nulls_last=True).iter_rows(named=True))


class Comparing:
    """Decides portions of facts under both sides, and at the end applies the limits of each.

    `bounds` are the principals, in fen and in order, at which a band ends and the next begins.
    """

    def __init__(self, before: BatchEvaluator, after: BatchEvaluator, bounds: Sequence[int] = ()) -> None:
        self._sides = dict(zip(_SIDES, (before, after), strict=True))
        self._bounds = bounds
        self._described: list[pl.DataFrame] = []
        self._decided: dict[str, list[pl.DataFrame]] = {side: [] for side in _SIDES}

    def take(self, facts: pl.DataFrame) -> tuple[Fault, ...]:
        """Decides rows with their numbers in `#row`; gives what is wrong with those that it has to leave out."""
        before = self._sides["before"]
        checked = checked_frame(facts, before.scheme.vocabulary, before.products)
        self._described.append(_description(checked.frame, self._bounds))
        faults = [*checked.faults]
        for side, evaluator in self._sides.items():
            found = evaluator.decide(checked.frame)
            self._decided[side].append(found.decisions)
            faults += found.faults
        return tuple(faults)

    def comparison(self) -> Comparison:
        """All rows that both sides could decide."""
        rows = pl.concat(self._described, how="diagonal")
        for side, evaluator in self._sides.items():
            found = _paid(pl.concat(self._decided[side]), evaluator, side)
            rows = rows.join(found, on="row", how="inner", maintain_order="left")
        return Comparison(rows)


def _description(facts: pl.DataFrame, bounds: Sequence[int]) -> pl.DataFrame:
    names = [name for name in DESCRIBING if name in facts.columns]
    principal = pl.col(PRINCIPAL) if PRINCIPAL in facts.columns else pl.lit(None, dtype=pl.Int64)
    reached = [pl.when(principal > bound).then(pl.lit(bound, dtype=pl.Int64)) for bound in reversed(bounds)]
    band = pl.coalesce(*reached, pl.when(principal.is_not_null()).then(pl.lit(0, dtype=pl.Int64)))
    return facts.select(pl.col("#row").alias("row"), *names, band.alias(BAND))


def _paid(decisions: pl.DataFrame, evaluator: BatchEvaluator, side: str) -> pl.DataFrame:
    """What is payable of each row on one side."""
    payables = settle(decisions, evaluator).payables.select("row", "payable_fen")
    joined = decisions.select("row", "edition", "outcome").join(payables, on="row", maintain_order="left")
    return joined.rename({name: f"{name}_{side}" for name in joined.columns if name != "row"})

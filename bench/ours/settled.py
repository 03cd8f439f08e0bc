"""Decisions on a whole table, and what the limits leave of them."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from bench.contest import Fen, Run
from bench.loans import Loan, borrower, contract
from bench.ours.columns import frame
from bench.ours.schemes import LIMITS, schemes
from subsidy.columns import BatchEvaluator, settle


def decided_and_settled(loans: Sequence[Loan]) -> Run:
    """Checked, decided and settled; amounts and rates as decimals."""
    engine = BatchEvaluator(schemes()[LIMITS])
    amounts = ("loan.principal", "loan.interest_paid")
    given = frame(loans).with_columns(
        pl.Series("application.id", [contract(i) for i in range(len(loans))]),
        pl.Series("borrower.name", [borrower(i) for i in range(len(loans))]),
        pl.col(amounts).cast(pl.Int128).reinterpret(dtype=pl.Decimal(38, 2)),
        pl.col("loan.rate").cast(pl.Int128).reinterpret(dtype=pl.Decimal(38, 8)),
    )

    def run() -> Fen:
        settled = settle(engine.decide(given).decisions, engine)
        return Fen(settled.payables.get_column("payable_fen"))

    return run

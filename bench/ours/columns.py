"""Columns in memory: whole numbers of their units in, amounts out."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from bench.contest import Fen, Run
from bench.loans import Loan, flows
from bench.ours.schemes import FLOWS, PEERS, edition
from subsidy.columns import ColumnEvaluator


def in_fen(loans: Sequence[Loan]) -> Run:
    engine, given = ColumnEvaluator(edition(PEERS)), frame(loans)
    return lambda: Fen(engine.evaluate(given, ["total_fen"]).get_column("total_fen"))


def in_yuan(loans: Sequence[Loan]) -> Run:
    """`Decimal(38, 2)`."""
    engine, given = ColumnEvaluator(edition(PEERS)), frame(loans)
    return lambda: engine.evaluate(given, ["total"]).get_column("total")


def explained(loans: Sequence[Loan]) -> Run:
    """Outcome, verdicts, reasons and amounts."""
    engine, given = ColumnEvaluator(edition(PEERS)), frame(loans)
    return lambda: Fen(engine.evaluate(given).get_column("total_fen"))


def over_flows(loans: Sequence[Loan]) -> Run:
    """The flows are lists of records beside the loans."""
    every = [flow for loan in loans for flow in flows(loan)]
    records = pl.DataFrame(
        {
            "on": [flow.on for flow in every],
            "kind": [flow.kind for flow in every],
            "amount": [int(flow.amount * 100) for flow in every],
        }
    )
    lists = records.to_struct("loan.flows").reshape((len(loans), -1)).arr.to_list()
    engine = ColumnEvaluator(edition(FLOWS))
    given = frame(loans).drop("loan.interest_paid").with_columns(lists)
    return lambda: Fen(engine.evaluate(given, ["total_fen"]).get_column("total_fen"))


def frame(loans: Sequence[Loan]) -> pl.DataFrame:
    """Fen, rates in 1/10^8, days as dates."""
    return pl.DataFrame(
        {
            "loan.product": [loan.product for loan in loans],
            "loan.principal": [int(loan.principal * 100) for loan in loans],
            "loan.rate": [int(loan.rate * 10**8) for loan in loans],
            "loan.signed_on": [loan.signed_on for loan in loans],
            "loan.settled_on": [loan.settled_on for loan in loans],
            "loan.interest_paid": [int(loan.interest * 100) for loan in loans],
        }
    )

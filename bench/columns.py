"""A million applications in memory: `python -m bench.columns`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import click
import polars as pl

from bench import by_hand
from bench.contest import Contender, Run, contest, table
from bench.loans import Loan, loans
from bench.ours import NAME, SCHEMES
from bench.yardstick import decimal_loop, eligible, oracle
from subsidy import load_schemes
from subsidy.columns import ColumnEvaluator

FLOWS: Final = "bench/flows"


def evaluator(scheme: str = NAME) -> ColumnEvaluator:
    return ColumnEvaluator(load_schemes(SCHEMES)[scheme].edition("2024"))


def frame(sample: Sequence[Loan]) -> pl.DataFrame:
    """The facts as whole numbers of their units; rates in 1/10^8, days as dates."""
    return pl.DataFrame(
        {
            "loan.product": [loan.product for loan in sample],
            "loan.principal": [int(loan.principal * 100) for loan in sample],
            "loan.rate": [int(loan.rate * 10**8) for loan in sample],
            "loan.signed_on": [loan.signed_on for loan in sample],
            "loan.settled_on": [loan.settled_on for loan in sample],
            "loan.interest_paid": [int(loan.interest * 100) for loan in sample],
        }
    )


def with_flows(given: pl.DataFrame) -> pl.DataFrame:
    """The same loans with six cash flows each, in place of the interest paid."""
    start, end, interest = (pl.col(f"loan.{name}") for name in ("signed_on", "settled_on", "interest_paid"))
    quarter = interest // 4
    flows = [(start, "drawdown", pl.col("loan.principal")), (end, "principal", pl.col("loan.principal"))]
    flows += [(start + (end - start) * n / 4, "interest", quarter) for n in (1, 2, 3)]
    flows.append((end, "interest", interest - 3 * quarter))
    records = [pl.struct(on=on, kind=pl.lit(kind), amount=amount) for on, kind, amount in flows]
    disbursed = start.alias("loan.disbursed_on")
    return given.with_columns(pl.concat_list(records).alias("loan.flows"), disbursed).drop("loan.interest_paid")


def from_flows(sample: Sequence[Loan]) -> Run:
    engine, given = evaluator(FLOWS), with_flows(frame(sample))
    return lambda: by_hand.Fen(engine.evaluate(given, ["total_fen"]).get_column("total_fen"))


def ours(columns: Sequence[str] | None, total: str, amounts: Callable[[Any], Iterable[object]]) -> Contender:
    def contender(sample: Sequence[Loan]) -> Run:
        engine, given = evaluator(), frame(sample)
        return lambda: amounts(engine.evaluate(given, columns).get_column(total))

    return contender


EXACT: Final[Mapping[str, Contender]] = {
    "Decimal loop (yardstick)": decimal_loop,
    "subsidy, amounts in fen": ours(["total_fen"], "total_fen", by_hand.Fen),
    "subsidy, amounts in yuan": ours(["total"], "total", lambda column: column),
    "subsidy, verdicts and reasons too": ours(None, "total_fen", by_hand.Fen),
    "subsidy, from six flows each": from_flows,
    "Polars by hand, Int64": by_hand.polars_by_hand,
    "numpy by hand, int64": by_hand.numpy_by_hand,
}


@click.command()
@click.option("--count", default=1_000_000, show_default=True, help="Loans in a round.")
@click.option("--rounds", default=7, show_default=True, help="Rounds, of which the median counts.")
def main(count: int, rounds: int) -> None:
    """Prints loans a second, multiples of the yardstick, and wrong amounts as a share of the eligible loans.

    Fails when an amount is wrong.
    """
    sample = loans(count)
    granted = sum(map(eligible, sample))
    standings = contest(EXACT, oracle, sample, rounds)
    print(f"{count:,} loans, {granted:,} of them eligible; medians of {rounds} rounds; Polars {pl.__version__}")
    print(table(standings, granted))
    sys.exit(any(standing.wrong for standing in standings))


if __name__ == "__main__":
    main()

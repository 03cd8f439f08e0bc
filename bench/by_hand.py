"""The peers' scheme as columns written by hand: whole numbers; days and reference rates worked out beforehand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

import numpy as np
import polars as pl

from bench.contest import Run
from bench.loans import Loan
from bench.yardstick import PRODUCT

MARGIN_BP = 150
LARGEST_FEN = 1_000_000_000
CAP_FEN = 20_000_000
YEAR_BP = 360 * 10_000  # days of a year x basis points: principal x rate x days is so many times the interest
HALVES = 2 * YEAR_BP


class Fen(Iterable[object]):
    """A column of fen as amounts in yuan: what is checked, without what checking costs in the clock."""

    def __init__(self, fen: Iterable[object]) -> None:
        self.fen = fen

    def __iter__(self) -> Iterator[object]:
        return (Fraction(int(str(fen)), 100) for fen in self.fen)


def frame(loans: Sequence[Loan]) -> pl.DataFrame:
    """Fen, basis points and days."""
    return pl.DataFrame(
        {
            "product": [loan.product for loan in loans],
            "principal": [int(loan.principal * 100) for loan in loans],
            "rate": [int(loan.rate * 10_000) for loan in loans],
            "lpr": [int(loan.lpr * 10_000) for loan in loans],
            "days": [loan.days for loan in loans],
            "interest": [int(loan.interest * 100) for loan in loans],
        }
    )


def polars_by_hand(loans: Sequence[Loan]) -> Run:
    """In stages: as one expression it takes nearly twice as long."""
    given = frame(loans)
    product, principal, rate, lpr, days, interest = map(pl.col, given.columns)
    eligible = (product == PRODUCT) & (rate <= lpr + MARGIN_BP) & (principal <= LARGEST_FEN)
    half = (pl.min_horizontal("paid", "reference") + YEAR_BP) // HALVES
    fen = pl.when("eligible").then(pl.min_horizontal("half", CAP_FEN)).otherwise(0).alias("fen")

    def run() -> Fen:
        paid, reference = interest * YEAR_BP, principal * lpr * days
        lazy = given.lazy().with_columns(eligible=eligible, paid=paid, reference=reference).with_columns(half=half)
        return Fen(lazy.select(fen).collect(engine="streaming").get_column("fen"))

    return run


def numpy_by_hand(loans: Sequence[Loan]) -> Run:
    """Texts are compared beforehand: an array of them is slow, and nobody keeps one."""
    given = frame(loans)
    matches = (given.get_column("product") == PRODUCT).to_numpy()
    principal, rate, lpr, days, interest = (given.get_column(name).to_numpy() for name in given.columns[1:])

    def run() -> Fen:
        eligible = matches & (rate <= lpr + MARGIN_BP) & (principal <= LARGEST_FEN)
        lesser = np.minimum(interest * YEAR_BP, principal * lpr * days)
        return Fen(np.where(eligible, np.minimum((lesser + YEAR_BP) // HALVES, CAP_FEN), 0))

    return run

"""The peers' scheme as columns written by hand, in whole numbers.

Days and reference rates are worked out beforehand, but where the loans come from a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import polars as pl

from bench.contest import Fen, Run
from bench.files import HEADINGS, Amounts, Paths
from bench.loans import LPR_DAYS, LPR_RATES, Loan
from bench.yardstick import PRODUCT

MARGIN_BP = 150
LARGEST_FEN = 1_000_000_000
CAP_FEN = 20_000_000
YEAR_BP = 360 * 10_000  # days of a year x basis points: principal x rate x days is so many times the interest
HALVES = 2 * YEAR_BP


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


def with_polars(loans: Sequence[Loan]) -> Run:
    """In stages: as one expression it takes nearly twice as long."""
    given = frame(loans)
    product, principal, rate, lpr, days, interest = map(pl.col, given.columns)
    first = {
        "eligible": _eligible(product, principal, rate, lpr),
        "paid": interest * YEAR_BP,
        "reference": principal * lpr * days,
    }
    half = (pl.min_horizontal("paid", "reference") + YEAR_BP) // HALVES
    fen = pl.when("eligible").then(pl.min_horizontal("half", CAP_FEN)).otherwise(0).alias("fen")

    def run() -> Fen:
        staged = given.lazy().with_columns(**first).with_columns(half=half)
        return Fen(staged.select(fen).collect(engine="streaming").get_column("fen"))

    return run


def polars_on_csv(loans: Sequence[Loan]) -> Run:
    """Streamed; amounts are read as decimals."""
    paths = Paths(loans)
    contract, borrower, product, principal, rate, signed_on, settled_on, interest = HEADINGS
    types = {principal: pl.Decimal(15, 2), interest: pl.Decimal(15, 2), signed_on: pl.Date(), settled_on: pl.Date()}
    whole = {
        "principal": _inside(pl.col(principal)),
        "interest": _inside(pl.col(interest)),
        "rate": _inside(pl.col(rate).str.strip_suffix("%").str.to_decimal(scale=2)),
        "days": (pl.col(settled_on) - pl.col(signed_on)).dt.total_days(),
        "lpr": _lpr(pl.col(signed_on)),
    }
    names = ("principal", "rate", "lpr", "days", "interest")
    is_eligible = _eligible(pl.col(product), *map(pl.col, names[:3]))
    fen = _amount(pl.col(product), *map(pl.col, names)).cast(pl.Int128)

    def run() -> Amounts:
        out = paths.new()
        pl.scan_csv(paths.given, schema_overrides=types).with_columns(**whole).select(
            contract, borrower, eligible=is_eligible, subsidy=fen.reinterpret(dtype=pl.Decimal(38, 2))
        ).sink_csv(out)
        return Amounts(out, "subsidy")

    return run


def _eligible(product: pl.Expr, principal: pl.Expr, rate: pl.Expr, lpr: pl.Expr) -> pl.Expr:
    return (product == PRODUCT) & (rate <= lpr + MARGIN_BP) & (principal <= LARGEST_FEN)


def _amount(
    product: pl.Expr, principal: pl.Expr, rate: pl.Expr, lpr: pl.Expr, days: pl.Expr, interest: pl.Expr
) -> pl.Expr:
    lesser = pl.min_horizontal(interest * YEAR_BP, principal * lpr * days)
    amount = pl.min_horizontal((lesser + YEAR_BP) // HALVES, CAP_FEN)
    return pl.when(_eligible(product, principal, rate, lpr)).then(amount).otherwise(0)


def _inside(decimal: pl.Expr) -> pl.Expr:
    """The whole number that a decimal is inside."""
    return decimal.cast(pl.Decimal(38, 2)).reinterpret(dtype=pl.Int128).cast(pl.Int64)


def _lpr(day: pl.Expr) -> pl.Expr:
    """Basis points in force on a day."""
    quotes = [(day_, int(rate * 10_000)) for day_, rate in zip(LPR_DAYS, LPR_RATES, strict=True)]
    return reduce(lambda so_far, quote: pl.when(day >= quote[0]).then(quote[1]).otherwise(so_far), quotes, pl.lit(None))

"""The peers' scheme, as exact fractions and as the `Decimal` loop that all others are measured by.

Half of the lesser of the interest paid and the interest at the loan prime rate, rounded half up to the fen, at most
20万 a loan; for one product, priced at most 1.5pp above the prime rate, of at most 1,000万.
"""

from __future__ import annotations

import csv
import math
from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final

from bench.contest import Run
from bench.files import Amounts, Paths
from bench.loans import FEN, LPR_DAYS, LPR_RATES, Loan, flows

PRODUCT: Final = "科保贷"
MARGIN: Final = Decimal("0.015")
LARGEST: Final = Decimal(10_000_000)
HALF: Final = Decimal("0.5")
CAP: Final = Decimal(200_000)
NOTHING: Final = Decimal(0)


def eligible(loan: Loan) -> bool:
    return loan.product == PRODUCT and loan.rate <= loan.lpr + MARGIN and loan.principal <= LARGEST


def oracle(loan: Loan) -> Fraction:
    """The exact subsidy in yuan."""
    if not eligible(loan):
        return Fraction(0)
    ceiling = Fraction(loan.principal) * Fraction(loan.lpr) * loan.days / 360
    fen = math.floor(min(Fraction(loan.interest), ceiling) * 50 + Fraction(1, 2))
    return min(Fraction(fen, 100), Fraction(CAP))


def decimal_loop(loans: Sequence[Loan]) -> Callable[[], Sequence[Decimal]]:
    """The yardstick: what a careful programmer writes by hand."""

    def run() -> Sequence[Decimal]:
        amounts = []
        for product, principal, rate, lpr, _, _, days, interest in loans:
            if product == PRODUCT and rate <= lpr + MARGIN and principal <= LARGEST:
                half = min(interest, principal * lpr * days / 360) * HALF
                amounts.append(min(half.quantize(FEN, ROUND_HALF_UP), CAP))
            else:
                amounts.append(NOTHING)
        return amounts

    return run


def decimal_loop_over_flows(loans: Sequence[Loan]) -> Run:
    """The same, with the interest added up from the flows up to the day on which the loan was settled."""
    given = [(loan, flows(loan)) for loan in loans]

    def run() -> Sequence[Decimal]:
        amounts = []
        for (product, principal, rate, lpr, _, settled_on, days, _), paid in given:
            if product == PRODUCT and rate <= lpr + MARGIN and principal <= LARGEST:
                counted = [amount for on, kind, amount in paid if kind == "interest" and on <= settled_on]
                half = min(sum(counted, NOTHING), principal * lpr * days / 360) * HALF
                amounts.append(min(half.quantize(FEN, ROUND_HALF_UP), CAP))
            else:
                amounts.append(NOTHING)
        return amounts

    return run


def decimal_loop_on_csv(loans: Sequence[Loan]) -> Run:
    """The same, with the cells of a file."""
    paths = Paths(loans)

    def run() -> Amounts:
        place = paths.new()
        with paths.given.open(encoding="utf-8", newline="") as given, place.open("w", encoding="utf-8") as out:
            writer = csv.writer(out)
            writer.writerow(("contract", "borrower", "eligible", "subsidy"))
            rows = csv.reader(given)
            next(rows)
            for contract, borrower, product, *cells in rows:
                principal, rate, interest = Decimal(cells[0]), Decimal(cells[1][:-1]) / 100, Decimal(cells[4])
                signed_on = date.fromisoformat(cells[2])
                lpr = LPR_RATES[bisect_right(LPR_DAYS, signed_on) - 1]
                amount, is_eligible = NOTHING, product == PRODUCT and rate <= lpr + MARGIN and principal <= LARGEST
                if is_eligible:
                    days = (date.fromisoformat(cells[3]) - signed_on).days
                    half = min(interest, principal * lpr * days / 360) * HALF
                    amount = min(half.quantize(FEN, ROUND_HALF_UP), CAP)
                writer.writerow((contract, borrower, is_eligible, amount))
        return Amounts(place, "subsidy")

    return run

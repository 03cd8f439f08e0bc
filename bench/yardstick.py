"""The peers' scheme, as exact fractions and as the `Decimal` loop that all others are measured by.

Half of the lesser of the interest paid and the interest at the loan prime rate, rounded half up to the fen, at most
20万 a loan; for one product, priced at most 1.5pp above the prime rate, of at most 1,000万.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final

from bench.contest import Run
from bench.loans import FEN, Loan

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


def decimal_loop(loans: Sequence[Loan]) -> Run:
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

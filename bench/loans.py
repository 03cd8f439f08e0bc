"""Loans to measure with: made from a fixed seed, so every run and every contender sees the same ones."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from random import Random
from typing import Final, NamedTuple

SEED: Final = 20240708
FEN: Final = Decimal("0.01")
BASIS_POINT: Final = Decimal("0.0001")
PRODUCTS: Final = ("科保贷", "科保贷", "科保贷", "科担贷", "知识价值信用贷")

# The one-year loan prime rate, at the days on which it changed.
LPR_DAYS: Final = (date(2022, 1, 20), date(2022, 8, 22), date(2023, 6, 20), date(2023, 8, 21), date(2024, 7, 22))
LPR_RATES: Final = tuple(map(Decimal, ("0.0370", "0.0365", "0.0355", "0.0345", "0.0335")))


class Loan(NamedTuple):
    """A settled loan. Money in yuan, with at most two decimals; rates a year, as shares; `lpr` that of `signed_on`."""

    product: str
    principal: Decimal
    rate: Decimal
    lpr: Decimal
    signed_on: date
    settled_on: date
    days: int
    interest: Decimal


class Flow(NamedTuple):
    on: date
    kind: str
    amount: Decimal


def loans(count: int) -> list[Loan]:
    """The first `count` loans of an endless row: up to 1,200万 each, some to the fen, for 30 days to three years."""
    row = _endless(Random(SEED))
    return [next(row) for _ in range(count)]


def contract(number: int) -> str:
    """What the loan at this place, from 0, is called."""
    return f"KB{number:010}"


def borrower(number: int) -> str:
    """Whose loan it is: one of 10,007 enterprises in no order, each with three loans in a row."""
    return f"示例科技{number // 3 * 7_919 % 10_007:05}有限公司"


def flows(loan: Loan) -> tuple[Flow, ...]:
    """Six: the drawdown, the interest paid in three parts, the repayment, and interest that was paid too late."""
    part = (loan.interest / 3).quantize(FEN, ROUND_DOWN)
    third = timedelta(loan.days // 3)
    return (
        Flow(loan.signed_on, "drawdown", loan.principal),
        Flow(loan.signed_on + third, "interest", part),
        Flow(loan.signed_on + 2 * third, "interest", part),
        Flow(loan.settled_on, "interest", loan.interest - 2 * part),
        Flow(loan.settled_on, "principal", loan.principal),
        Flow(loan.settled_on + timedelta(days=9), "interest", part),
    )


def _endless(chance: Random) -> Iterator[Loan]:
    while True:
        principal = _principal(chance)
        signed_on = LPR_DAYS[0] + timedelta(chance.randrange(1_004))
        lpr = LPR_RATES[bisect_right(LPR_DAYS, signed_on) - 1]
        rate = lpr + chance.randrange(-50, 200, 5) * BASIS_POINT
        days = chance.randrange(30, 1_096)
        yield Loan(
            product=chance.choice(PRODUCTS),
            principal=principal,
            rate=rate,
            lpr=lpr,
            signed_on=signed_on,
            settled_on=signed_on + timedelta(days),
            days=days,
            interest=_interest(chance, principal * rate * days / 360),
        )


def _principal(chance: Random) -> Decimal:
    """Mostly whole 万, as contracts have it, and one in five to the fen."""
    if chance.randrange(5):
        return Decimal(chance.randrange(10, 1_201) * 10_000)
    return Decimal(chance.randrange(10**7, 12 * 10**8)) / 100


def _interest(chance: Random, expected: Decimal) -> Decimal:
    """What was paid: as agreed, or somewhat more or less of it; one in fifty paid nothing."""
    share = chance.choice((1000, 1000, chance.randrange(600, 1_050))) if chance.randrange(50) else 0
    return (expected * share / 1000).quantize(FEN, ROUND_HALF_UP)

"""Interest reckoned the slow way, one day after another, with nothing of the engine but the words of its inputs.

Balances, rates and spans are plain lists; every day is asked of them from the start.
"""

import csv
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

LPR_FILE = Path(__file__).parents[2] / "schemes" / "rates" / "lpr.csv"

Dated = tuple[date, Fraction]
RateOfDay = Callable[[date], Fraction]


def days_of(first: date, until: date) -> Iterable[date]:
    while first < until:
        yield first
        first += timedelta(1)


def owed_on(day: date, drawdowns: Iterable[Dated], repayments: Iterable[Dated]) -> Fraction:
    drawn = sum((amount for on, amount in drawdowns if on <= day), Fraction(0))
    return drawn - sum((amount for on, amount in repayments if on <= day), Fraction(0))


def last_by(day: date, changes: Iterable[Dated]) -> Fraction:
    return max((change for change in changes if change[0] <= day), key=lambda change: change[0])[1]


def lpr_quotes(tenor: str) -> list[Dated]:
    with LPR_FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [(date.fromisoformat(row["published"]), Fraction(row[tenor].rstrip("%")) / 100) for row in rows]


def interest(
    drawdowns: Iterable[Dated],
    repayments: Iterable[Dated],
    rate: RateOfDay,
    first: date,
    until: date,
    days_a_year: int = 360,
    surcharge: RateOfDay = lambda _: Fraction(0),
) -> Fraction:
    total = Fraction(0)
    for day in days_of(first, until):
        total += owed_on(day, drawdowns, repayments) * rate(day) * (1 + surcharge(day)) / days_a_year
    return total

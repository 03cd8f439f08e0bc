"""The arithmetic of functions that the tree does not spell out, on whole numbers: days, balances, reference rates.

A kernel gets the rate tables, its fixed words and its arguments (all known), and gives a whole number of its node's
unit, or None where it has no answer: a day before a table's first quote.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final, TypeAlias

from subsidy.allocation import allocate
from subsidy.calendar import DAY_COUNTS, PERIODS, first_of_period, last_of_period
from subsidy.interest import Fixed, interest_settled
from subsidy.rates import NoQuoteError, RateTable
from subsidy.steps import Steps, steps

Tables: TypeAlias = Mapping[str, RateTable]
Flows: TypeAlias = Iterable[tuple[int, str, int]]
Kernel: TypeAlias = Callable[..., int | None]


def _year_parts(_: Tables, static: tuple[str, ...], start: int, end: int) -> int:
    return max(0, DAY_COUNTS[static[0]].parts(start, end)) if end > start else 0


def _first_day(_: Tables, static: tuple[str, ...], day: int) -> int:
    return first_of_period(date.fromordinal(day), PERIODS[static[0]].months).toordinal()


def _last_day(_: Tables, static: tuple[str, ...], day: int) -> int:
    return last_of_period(date.fromordinal(day), PERIODS[static[0]].months).toordinal()


def _rate_days(tables: Tables, static: tuple[str, ...], first: int, until: int) -> int | None:
    """The sum of the quote of each day in [first, until), in the unit of the table."""
    table, tenor = static
    if until <= first:
        return 0
    try:
        return tables[table].cumulative(tenor, until) - tables[table].cumulative(tenor, first)
    except NoQuoteError:
        return None


def _balance_days(
    _: Tables, __: tuple[str, ...], flows: Flows, principal: int, disbursed: int, first: int, until: int
) -> int:
    """The sum of the balance of each day in [first, until), in fen (积数)."""
    balance = _balance(flows, principal, disbursed)
    return sum(b * (end - start) for start, end, b in _pieces(balance, first, until))


def _balance_rate_days(
    tables: Tables, static: tuple[str, ...], flows: Flows, principal: int, disbursed: int, first: int, until: int
) -> int | None:
    """The sum of balance x quote of each day in [first, until)."""
    balance = _balance(flows, principal, disbursed)
    total = 0
    for start, end, owed in _pieces(balance, first, until):
        summed = _rate_days(tables, static, start, end)
        if summed is None:
            return None
        total += owed * summed
    return total


def _settled(
    _: Tables, static: tuple[str, ...], flows: Flows, principal: int, disbursed: int, first: int, until: int, rate: int
) -> int:
    """Interest as the lender settles it, rounded half up to the fen at each settlement, in fen."""
    basis, settlement = static
    balance = _balance(flows, principal, disbursed)
    first = max(first, balance.days[0])  # nothing is owed before
    if until <= first:
        return 0
    owed = Steps(balance.days, tuple(Fraction(b, 100) for b in balance.values))
    window = (date.fromordinal(first), date.fromordinal(until))
    statement = interest_settled(owed, Fixed(Fraction(rate, 10**8)), window, settlement=settlement, basis=basis)
    return int(statement.rounded_each * 100)


def _balance(flows: Flows, principal: int, disbursed: int) -> Steps[int]:
    """What is owed from day to day; where no drawdown is listed, the principal was drawn at once."""
    changes: dict[int, int] = {}
    for on, kind, amount in flows:
        if kind in _MOVES:
            changes[on] = changes.get(on, 0) + _MOVES[kind] * amount
    if all(kind != "drawdown" for _, kind, __ in flows):
        changes[disbursed] = changes.get(disbursed, 0) + principal
    owed, running = [], 0
    for on in sorted(changes):
        running += changes[on]
        owed.append((on, max(0, running)))
    return steps(owed or [(disbursed, principal)])


_MOVES: Final = {"drawdown": 1, "principal": -1}


def _pieces(balance: Steps[int], first: int, until: int) -> list[tuple[int, int, int]]:
    """[first, until) cut where the balance changes: (from, until, balance); nothing is owed before the first day."""
    first = max(first, balance.days[0])
    if until <= first:
        return []
    edges = [first, *balance.between(first, until), until]
    return [(start, end, balance.at(start)) for start, end in pairwise(edges)]


def _part(_: Tables, static: tuple[str, ...], whole: int, *weights: int) -> int | None:
    """One bearer's part of a whole; no answer where the others' shares leave less than nothing."""
    if min(weights) < 0:
        return None
    return allocate(whole, weights)[int(static[0])]


KERNELS: Final[Mapping[str, Kernel]] = {
    "year_parts": _year_parts,
    "first_day": _first_day,
    "last_day": _last_day,
    "rate_days": _rate_days,
    "balance_days": _balance_days,
    "balance_rate_days": _balance_rate_days,
    "settled": _settled,
    "part": _part,
}


RATE_KERNELS: Final = ("rate_days", "balance_rate_days")
"""Those whose first fixed words are a reference-rate table and a tenor."""


def apply_kernel(kernel: str, tables: Tables, static: tuple[str, ...], arguments: Iterable[Any]) -> int | None:
    """The kernel's whole number; None where it has no answer. The arguments are known."""
    return KERNELS[kernel](tables, static, *arguments)

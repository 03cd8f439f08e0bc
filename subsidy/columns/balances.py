"""The kernels of balances from day to day, as sums over pieces: balance x days, x reference rates, x the loan's rate.

Each says in columns what its namesake in `language.kernels` says of one loan.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Final, TypeAlias

import polars as pl

from subsidy.calendar import DAY_COUNTS, actual_days
from subsidy.columns import days, lookups
from subsidy.columns.blocks import Block
from subsidy.columns.calls import Call
from subsidy.columns.cells import INT128, Cell, Width, less, number, product, width_for
from subsidy.columns.pieces import (
    ASKED,
    END,
    LOAN,
    OWED,
    PERIOD,
    RATE,
    START,
    VALUE,
    balances,
    complete,
    totals,
    within,
)
from subsidy.columns.rounding import divided
from subsidy.interest import SETTLEMENTS
from subsidy.interest.settlement import Settlement

Sums: TypeAlias = Callable[[pl.DataFrame], pl.DataFrame]
"""Of loans that are wholly known, the sums (`LOAN`, `VALUE`) of those for which there is something to add."""

ORIGIN: Final = "#origin"
_NO_MARKS: Final = pl.DataFrame(schema={LOAN: pl.UInt32, START: pl.Int32})


def balance_days(call: Call) -> Cell | None:
    """The sum of the balance of each day (积数)."""
    pieces = _Pieces(call)
    return _over_pieces(call, product(pieces.owed, less(pieces.end, pieces.start)), pieces.owed.high * pieces.span)


def balance_rate_days(call: Call) -> Cell | None:
    """The sum of balance x quote of each day; unknown where a day before the first quote is among them."""
    name, tenor = call.node.static
    pieces, table = _Pieces(call), call.tables[name]
    most = max(quote.value for quote in table.quotes[tenor]) * pieces.span
    summed = lookups.rate_days(table, tenor, pieces.start, pieces.end, most)
    return _over_pieces(call, product(pieces.owed, summed), pieces.owed.high * most)


def settled(call: Call) -> Cell | None:
    """Interest as the lender settles it, rounded half up to the fen at each settlement."""
    basis, settlement = call.node.static
    pieces, charges, statements = _Pieces(call), Block(count()), Block(count())
    parts = pieces.parts(basis, charges)
    pieces_of_charge = call.arguments[0].high + 2
    rate = _column(RATE, call.arguments[-1].high)
    if pieces.owed.high * rate.high * max(1, parts.high) * pieces_of_charge > INT128:
        return None
    charge = product(product(pieces.owed, rate), parts)
    charges.named(VALUE, charge)
    high = charge.high * pieces_of_charge
    summed = Cell(pl.col(VALUE), width_for(high), charge.low * pieces_of_charge, high, False, 0, True)
    year = number(DAY_COUNTS[basis].per_year * 10**8)
    statements.named(VALUE, divided("half-up", summed, year, statements.bind))

    def sums(asked: pl.DataFrame) -> pl.DataFrame:
        owed = balances(asked, _boundaries(asked, SETTLEMENTS[settlement]), pieces.owed.width)
        owed = owed.filter(pl.col(OWED) > 0)
        cut = within(owed, asked)
        loans = cut.get_column(LOAN)
        cut = cut.with_columns(asked.get_column(RATE).gather(loans), _origins(owed, asked.height).gather(loans))
        return totals(totals(cut, charges, PERIOD, summed.width), statements, LOAN, width_for(call.node.high))

    return _stepped(call, call.node.high, sums)


class _Pieces:
    """The columns of pieces, between the bounds that the arguments of a call prove."""

    def __init__(self, call: Call) -> None:
        flows, principal, disbursed, first, until, *_ = call.arguments
        amount, on = (call.seen.get(f"loan.flows.{key}") for key in ("amount", "on"))
        self.span = max(0, until.high - first.low)
        self.start, self.end = (_day(name, first.low, until.high) for name in (START, END))
        self.owed = _column(OWED, flows.high * (amount.high if amount else 0) + principal.high)
        self.origin = _day(ORIGIN, min(disbursed.low, on.low if on else disbursed.low), until.high)

    def parts(self, basis: str, block: Block) -> Cell:
        """The parts of a year of a piece: those since the first day on which something was owed, less those before."""
        if DAY_COUNTS[basis].parts is actual_days:
            return less(self.end, self.start)
        most = (self.origin.high - self.origin.low + _ODD_DAYS) * _MOST_PARTS_OF_DAY
        since = (days.day_count(basis, self.origin, day, most, block.bind) for day in (self.end, self.start))
        return less(*since)


_ODD_DAYS: Final = 62
_MOST_PARTS_OF_DAY: Final = 366


def _column(name: str, high: int) -> Cell:
    return Cell(pl.col(name), width_for(high), 0, high, False, 0, True)


def _day(name: str, low: int, high: int) -> Cell:
    return Cell(pl.col(name), pl.Int32(), low, high, False, 0, True)


def _over_pieces(call: Call, value: Cell, most: int) -> Cell | None:
    """The sum of what a piece comes to; no loan's is above `most`."""
    block, width, owed = Block(count()), width_for(most), _Pieces(call).owed.width
    block.named(VALUE, value)

    def sums(asked: pl.DataFrame) -> pl.DataFrame:
        return totals(within(balances(asked, _NO_MARKS, owed), asked), block, LOAN, width)

    return _stepped(call, most, sums)


def _stepped(call: Call, most: int, sums: Sums) -> Cell:
    high = min(most, call.node.high)
    width = width_for(high)
    columns = {name: cell.expr for name, cell in zip(ASKED, call.arguments, strict=False)}

    def step(rows: pl.DataFrame) -> pl.Series:
        given = rows.select(**columns)
        known = complete(given)
        found = sums(given.filter(known))
        summed = _filled(0, width, given.filter(known).height).scatter(found[LOAN], found[VALUE].cast(width))
        return _filled(None, width, given.height).scatter(known.arg_true(), summed)

    return call.block.step(step, width, (0, high), *call.arguments)


def _origins(owed: pl.DataFrame, loans: int) -> pl.Series:
    """The first day on which each loan owes something."""
    first = owed.filter(pl.col(LOAN).ne_missing(pl.col(LOAN).shift(1)))
    return _filled(None, pl.Int32(), loans).scatter(first[LOAN], first[START]).alias(ORIGIN)


def _filled(value: int | None, width: Width, height: int) -> pl.Series:
    return pl.Series([value], dtype=width).new_from_index(0, height)


def _boundaries(asked: pl.DataFrame, rule: Settlement) -> pl.DataFrame:
    """The days strictly inside a loan's window on which a new interest period begins; the months of a rule are evenly
    apart.
    """
    if not rule.months:
        return _NO_MARKS
    apart, month = 12 // len(rule.months), rule.months[0] - 1
    first, last = (
        (day.dt.year() * 12 + day.dt.month() - 1 - month) // apart
        for day in ((pl.col(name) - days.EPOCH).cast(pl.Int32).cast(pl.Date) for name in ("first", "until"))
    )
    months = asked.select("first", "until", pl.int_ranges(first, last + 1).alias(START)).with_row_index(LOAN)
    nth = pl.col(START) * apart + month
    begins = days.ordinals(pl.date(nth // 12, nth % 12 + 1, rule.begins))
    inside = (pl.col("first") < pl.col(START)) & (pl.col(START) < pl.col("until"))
    return months.lazy().explode(START).with_columns(begins.alias(START)).filter(inside).select(LOAN, START).collect()

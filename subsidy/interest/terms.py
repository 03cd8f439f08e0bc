"""What rate holds on each day: fixed, stepped, or floating over a reference rate with a rule for its resets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final, NamedTuple, Protocol, runtime_checkable

from subsidy.calendar import add_months
from subsidy.diagnostics import Diagnostic, InputError, entry
from subsidy.interest.balance import Exact, exact
from subsidy.kinds import PER_YEAR
from subsidy.messages import Label, Message, msg
from subsidy.quantities import Quantity
from subsidy.rates import RateTable


class Piece(NamedTuple):
    """A rate (a share per year) that holds from a day (proleptic ordinal) until the next piece."""

    day: int
    rate: Fraction
    why: Message


@runtime_checkable
class Rate(Protocol):
    """Whatever says which rate holds when."""

    def pieces(self, until: int) -> tuple[Piece, ...]:
        """All pieces that begin before `until`, by day, each with another rate than the one before it."""
        ...


@dataclass(frozen=True, slots=True)
class Fixed:
    """One rate for ever. A monthly rate is a twelfth of the annual one (人民币利率管理规定)."""

    rate: Exact

    def pieces(self, until: int) -> tuple[Piece, ...]:
        return (Piece(date.min.toordinal(), exact(self.rate), msg("fixed rate")),)


@dataclass(frozen=True, slots=True)
class Stepped:
    """Rates agreed to change on given days: (first day, rate) pairs, each day once, in order. Raises `InputError`."""

    rates: tuple[tuple[date, Exact], ...]

    def __post_init__(self) -> None:
        days = [day for day, _ in self.rates]
        if not days or days != sorted(set(days)):
            raise InputError([Diagnostic("rate-steps", msg("the days of a stepped rate must rise: {days}", days=days))])

    def pieces(self, until: int) -> tuple[Piece, ...]:
        found = (Piece(day.toordinal(), exact(rate), msg("rate from {day}", day=day)) for day, rate in self.rates)
        return _changes(piece for piece in found if piece.day < until)


@dataclass(frozen=True, slots=True)
class Floating:
    """A reference rate plus a spread (a share per year, may be negative), read on `starts` and on each reset day.

    The quote of a reset day is the one in force on it. `resets` is a name in `RESETS`. Raises `InputError` for an
    unknown tenor or reset rule, and `NoQuoteError` when `starts` lies before the first quote.
    """

    table: RateTable
    tenor: str
    spread: Exact
    starts: date
    resets: str = "never"

    def __post_init__(self) -> None:
        entry(RESETS, self.resets, msg("reset rule"))
        self.table.at(self.tenor, self.starts)

    def pieces(self, until: int) -> tuple[Piece, ...]:
        return _changes(self._piece(day) for day in (self.starts, *RESETS[self.resets].days(self, until)))

    def _piece(self, day: date) -> Piece:
        quote, spread = self.table.at(self.tenor, day), exact(self.spread)
        why = msg(
            "{table} {tenor} {quote} of {published}, spread {spread}",
            table=self.table.description.title,
            tenor=self.table.description.tenors[self.tenor],
            quote=Quantity(quote.rate, PER_YEAR, "percent"),
            published=quote.published,
            spread=Quantity(spread, PER_YEAR, "points"),
        )
        return Piece(day.toordinal(), quote.rate + spread, why)


def _changes(pieces: Iterator[Piece]) -> tuple[Piece, ...]:
    kept: list[Piece] = []
    for piece in pieces:
        if not kept or kept[-1].rate != piece.rate:
            kept.append(piece)
    return tuple(kept)


class Reset(NamedTuple):
    """A rule for the days after `starts`, and before an ordinal, on which a floating rate is read afresh."""

    label: Label
    days: Callable[[Floating, int], Iterator[date]]


def _never(_: Floating, __: int) -> Iterator[date]:
    return iter(())


def _each_quote(rate: Floating, until: int) -> Iterator[date]:
    starts = rate.starts.toordinal()
    return (date.fromordinal(day) for day in rate.table.days if starts < day < until)


def _every(months: int) -> Callable[[Floating, int], Iterator[date]]:
    """Every so many months from the start; counted from the start each time, so month ends do not drift."""

    def days(rate: Floating, until: int) -> Iterator[date]:
        return _series(rate.starts, months, rate.starts, until)

    return days


def _calendar(months: int) -> Callable[[Floating, int], Iterator[date]]:
    """Every so many months from 1 January."""

    def days(rate: Floating, until: int) -> Iterator[date]:
        return _series(date(rate.starts.year, 1, 1), months, rate.starts, until)

    return days


def _series(origin: date, months: int, after: date, until: int) -> Iterator[date]:
    ahead = months
    while (day := add_months(origin, ahead)).toordinal() < until:
        if day > after:
            yield day
        ahead += months


RESETS: Final[Mapping[str, Reset]] = {
    "never": Reset(Label("不重定价", "never"), _never),
    "each-quote": Reset(Label("随报价逐日", "with each quote"), _each_quote),
    "monthly": Reset(Label("自起息日每月对日", "every month from the start"), _every(1)),
    "quarterly": Reset(Label("自起息日每三个月对日", "every three months from the start"), _every(3)),
    "anniversary": Reset(Label("自起息日每年对日", "on each anniversary of the start"), _every(12)),
    "calendar-quarter": Reset(Label("每季首日", "on the first day of each calendar quarter"), _calendar(3)),
    "january": Reset(Label("每年1月1日", "on each 1 January"), _calendar(12)),
}


def resets_by_term(starts: date, matures: date) -> str:
    """The reset rule that holds without an agreement (人民币利率管理规定 第二十条、第二十一条).

    A loan of up to a year, that year included, keeps its rate; a longer one takes a new one each full year.
    """
    return "never" if matures <= add_months(starts, 12) else "anniversary"

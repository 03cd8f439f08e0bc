"""Interest to the day: balance x rate x share of a year, segment by segment, exact until somebody rounds.

Segments never change the total: the share of a year of a segment is the difference of two shares measured from one
origin, the first day of the loan. So a window can be split anywhere under every basis, and under a basis that counts
months a repayment earns the months since the drawdown (逐笔计息), wherever the segments lie.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from subsidy.calendar import DAY_COUNTS, DayCount, actual_days, counted_span, day_count
from subsidy.diagnostics import Diagnostic, InputError, SubsidyError, entry
from subsidy.interest.balance import FIRST_DAY, Exact, exact, yuan
from subsidy.interest.spans import MARKS, Span
from subsidy.interest.terms import Fixed, Piece, Rate
from subsidy.kinds import NUMBER, PER_YEAR
from subsidy.messages import Language, Message, msg
from subsidy.quantities import Quantity
from subsidy.rates import UNIT, RateTable
from subsidy.steps import Steps, steps

Window = tuple[date, date]
NO_MARKS: frozenset[str] = frozenset()


class NoRateError(SubsidyError, LookupError):
    """A day on which principal was owed, and for which the terms give no rate."""


class Segment(NamedTuple):
    """A span of days [start, end) with one balance and one rate; `amount` is exact yuan."""

    start: date
    end: date
    balance: Fraction
    rate: Fraction
    parts: int
    per_year: int
    amount: Fraction
    marks: frozenset[str]
    why: Message

    @property
    def days(self) -> int:
        """From `start`, which counts, to `end`, which does not."""
        return (self.end - self.start).days

    def say(self, language: Language) -> str:
        """One line: the days, the balance, the rate, and what it comes to."""
        return msg(
            "{start} to {end}, {days} days: {balance} x {rate} x {parts}/{per_year} = {amount} ({notes})",
            start=self.start,
            end=self.end,
            days=self.days,
            balance=yuan(self.balance),
            rate=Quantity(self.rate, PER_YEAR, "percent"),
            parts=self.parts,
            per_year=self.per_year,
            amount=yuan(self.amount),
            notes=[self.why, *(MARKS[mark] for mark in sorted(self.marks))],
        ).say(language)


@dataclass(frozen=True, slots=True)
class Interest:
    """Exact interest in yuan, and the segments that it is the sum of."""

    segments: tuple[Segment, ...]

    @property
    def amount(self) -> Fraction:
        """In yuan, exact: nothing is rounded yet."""
        return sum((segment.amount for segment in self.segments), Fraction(0))

    def without(self, *marks: str) -> Interest:
        """What is left when every segment with one of these `MARKS` is taken out. Raises `InputError` for others."""
        for mark in marks:
            entry(MARKS, mark, msg("mark of interest"))
        return Interest(tuple(segment for segment in self.segments if segment.marks.isdisjoint(marks)))

    def say(self, language: Language) -> str:
        """One line a segment."""
        return "\n".join(segment.say(language) for segment in self.segments)


def interest_accrued(
    principal: Exact | Steps[Fraction],
    rate: Exact | Rate,
    window: Window,
    *,
    basis: str = "actual/360",
    ends: str = "first",
    spans: Collection[Span] = (),
    origin: date | None = None,
) -> Interest:
    """The interest that arises on the days of a window, whose end days count as `ends` says.

    `principal` is yuan, or a balance (`principal_balance`); `rate` is a share per year, or `Fixed`, `Stepped`,
    `Floating`; `basis` is a name in `subsidy.calendar.DAY_COUNTS`; `origin` is the day from which a basis that counts
    months counts them: by default the day of the first drawdown, or the first of the window for a plain principal.
    Raises `InputError` for an unknown name and `NoRateError` where principal is owed and the terms give no rate.
    """
    first, until = counted_span(*window, ends)
    owed = as_balance(principal, first)
    start = origin.toordinal() if origin else first_owed(owed, first)
    return Interest(tuple(segments(owed, as_rate(rate), (first, until), day_count(basis), start, spans)))


def interest_in_force(
    principal: Exact | Steps[Fraction],
    table: RateTable,
    tenor: str,
    window: Window,
    *,
    basis: str = "actual/360",
    ends: str = "first",
    spread: Exact = 0,
) -> Fraction:
    """Exact interest in yuan at the reference rate in force on each day plus a spread, by cumulative sums.

    The same as `interest_accrued` with a `Floating` that resets on each quote, without the segments: two look-ups for
    each balance, however many quotes lie between. Raises `InputError` for a basis that does not count actual days
    over a fixed year, and `NoQuoteError`.
    """
    convention = day_count(basis)
    if convention.parts is not actual_days:
        allowed = [name for name, other in DAY_COUNTS.items() if other.parts is actual_days]
        remedy = msg("allowed are {words}", words=allowed)
        raise InputError([Diagnostic("basis", msg("{found} does not add up day by day", found=basis), remedy=remedy)])
    first, until = counted_span(*window, ends)
    owed, above = as_balance(principal, first), exact(spread)
    total = Fraction(0)
    for start, end in pairwise((first, *owed.between(first, until), until)):
        if balance := owed.at(start):
            points = table.cumulative(tenor, end) - table.cumulative(tenor, start)
            total += balance * (points * UNIT + above * (end - start))
    return total / convention.per_year


def as_balance(principal: Exact | Steps[Fraction], first: int) -> Steps[Fraction]:
    """A plain principal is owed from the first day of the window on."""
    return principal if isinstance(principal, Steps) else steps([(FIRST_DAY, Fraction(0)), (first, exact(principal))])


def as_rate(rate: Exact | Rate) -> Rate:
    return rate if isinstance(rate, Rate) else Fixed(rate)


def first_owed(owed: Steps[Fraction], otherwise: int) -> int:
    return next((day for day, value in zip(owed.days, owed.values, strict=True) if value), otherwise)


def segments(
    owed: Steps[Fraction],
    rate: Rate,
    days: tuple[int, int],
    convention: DayCount,
    origin: int,
    spans: Collection[Span],
    marks: frozenset[str] = NO_MARKS,
) -> Iterator[Segment]:
    """The segments of the days [first, until), each marked with `marks` and those of the spans that cover it."""
    first, until = days
    pieces = rate.pieces(until)
    starts = [piece.day for piece in pieces]
    cuts = {first, until, *owed.between(first, until), *starts}
    cuts.update(day.toordinal() for span in spans for day in (span.start, span.end))
    for start, end in pairwise(sorted(cut for cut in cuts if first <= cut <= until)):
        if balance := owed.at(start):
            piece = _piece_on(pieces, starts, start)
            covering = [span for span in spans if span.start.toordinal() <= start < span.end.toordinal()]
            marked = marks.union(span.kind for span in covering)
            parts = convention.parts(origin, end) - convention.parts(origin, start)
            whole = Segment(
                date.fromordinal(start),
                date.fromordinal(end),
                balance,
                piece.rate,
                parts,
                convention.per_year,
                balance * piece.rate * Fraction(parts, convention.per_year),
                marked,
                piece.why,
            )
            yield whole
            if surcharge := max((exact(span.surcharge) for span in covering), default=Fraction(0)):
                yield _surcharged(whole, surcharge)


def _piece_on(pieces: tuple[Piece, ...], starts: list[int], day: int) -> Piece:
    position = bisect_right(starts, day)
    if position == 0:
        raise NoRateError(
            msg("principal is owed on {day}, but the terms give no rate for it", day=date.fromordinal(day))
        )
    return pieces[position - 1]


def _surcharged(segment: Segment, surcharge: Fraction) -> Segment:
    return segment._replace(
        rate=segment.rate * surcharge,
        amount=segment.amount * surcharge,
        marks=segment.marks | {"penalty"},
        why=msg("{share} of the rate on top", share=Quantity(surcharge, NUMBER, "percent")),
    )

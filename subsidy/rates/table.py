"""Reference rates as data: what was quoted, on which day, and how well we know it.

A quote is in force from its publication day until the next one. A day before the first quote is an error; a day after
the last one is answered with the last, and `RateTable.warning` says so from the day on which the next one was due.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from types import MappingProxyType
from typing import Final, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from subsidy.calendar import add_months
from subsidy.diagnostics import SubsidyError, entry
from subsidy.documents import Named
from subsidy.messages import Message, msg
from subsidy.steps import Steps, steps

_FRIDAY: Final = 4
UNIT: Final = Fraction(1, 10_000)
"""What a quote's value counts: one basis point a year."""


class Quote(NamedTuple):
    """One published rate: `value` basis points a year; `standing` is a code of the table's `standings`."""

    published: date
    value: int
    standing: str
    is_last: bool

    @property
    def rate(self) -> Fraction:
        """The annual rate, plain: 3.55% is 71/2000."""
        return self.value * UNIT


class Description(BaseModel):
    """What stands beside a table's quotes. The next quote is due `every_months` later, and at most `days_late` then.

    It is due on `day_of_month`, left out on that of the quote before, or the next Monday where that is a Saturday or
    Sunday.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Named
    issuer: Named
    source: str
    tenors: Mapping[str, Named] = Field(min_length=1)
    standings: Mapping[str, Named]
    every_months: int = Field(ge=1, le=120)
    days_late: int = Field(ge=0, le=366)
    day_of_month: int | None = Field(default=None, ge=1, le=28)

    def due_from(self, published: date) -> date:
        """The first day on which the quote after that of `published` may be in force."""
        month = published if self.day_of_month is None else published.replace(day=self.day_of_month)
        due = add_months(month, self.every_months)
        return due + timedelta(7 - due.weekday() if due.weekday() > _FRIDAY else 0)

    def due_after(self, published: date) -> date:
        """The last day on which the quote after that of `published` can appear."""
        return add_months(published, self.every_months) + timedelta(self.days_late)


class NoQuoteError(SubsidyError, LookupError):
    """A day before the first quote of a table."""

    def __init__(self, table: RateTable, on: date) -> None:
        super().__init__(
            msg(
                "{table} has no quote on {day}: its first quote is of {first}",
                table=table.description.title,
                day=on,
                first=table.first_day,
            )
        )
        self.on = on
        self.first_day = table.first_day


@dataclass(frozen=True, slots=True, eq=False)
class RateTable:
    """The quotes of one reference rate, sorted by day, every tenor quoted on every publication day."""

    name: str
    description: Description
    quotes: Mapping[str, tuple[Quote, ...]]
    sha256: str
    days: tuple[int, ...] = field(init=False, repr=False)
    _steps: Mapping[str, Steps[int]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        first, *_ = self.quotes.values()
        object.__setattr__(self, "quotes", MappingProxyType(dict(self.quotes)))
        object.__setattr__(self, "days", tuple(quote.published.toordinal() for quote in first))
        summed = {t: steps((q.published.toordinal(), q.value) for q in quotes) for t, quotes in self.quotes.items()}
        object.__setattr__(self, "_steps", summed)

    @property
    def tenors(self) -> tuple[str, ...]:
        """As the columns of the file are called: `1Y`."""
        return tuple(self.quotes)

    @property
    def first_day(self) -> date:
        """Of the first quote; before it no rate is known."""
        return date.fromordinal(self.days[0])

    @property
    def last_day(self) -> date:
        """Of the last quote."""
        return date.fromordinal(self.days[-1])

    @property
    def known_until(self) -> date:
        """The last day that the last quote is known to govern: on the next one, another was due."""
        return self.description.due_from(self.last_day) - timedelta(1)

    def at(self, tenor: str, on: date) -> Quote:
        """The quote in force on a day. Raises `NoQuoteError` before the first, `InputError` for an unknown tenor."""
        quotes = entry(self.quotes, tenor, msg("tenor"))
        position = bisect_right(self.days, on.toordinal())
        if position == 0:
            raise NoQuoteError(self, on)
        return quotes[position - 1]

    def value_at(self, tenor: str, ordinal: int) -> int:
        """Basis points a year in force on a proleptic ordinal; raises as `at` does."""
        try:
            return self._steps[tenor].at(ordinal)
        except LookupError:
            return self.at(tenor, date.fromordinal(ordinal)).value

    def cumulative(self, tenor: str, ordinal: int) -> int:
        """The sum of the basis points of all days from the first quote until the day before `ordinal`.

        Interest over [a, b) at the rate in force each day is principal x (cumulative(b) - cumulative(a)) x `UNIT` over
        the days of a year. Raises as `at` does.
        """
        try:
            return self._steps[tenor].cumulative(ordinal)
        except LookupError:
            return self.at(tenor, date.fromordinal(ordinal)).value

    def warning(self, on: date) -> Message | None:
        """What to say of a day on which a quote may be in force that the table does not hold; None of any other."""
        if on <= self.known_until:
            return None
        return msg(
            "{table}, {day}: a quote was due on {due} and is not in the table; that of {last} is taken",
            table=self.description.title,
            day=on,
            due=self.known_until + timedelta(1),
            last=self.last_day,
        )

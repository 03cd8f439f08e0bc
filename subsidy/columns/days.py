"""Days as columns: a date is its proleptic ordinal in Int32; years and months come from Polars' own calendar.

Each function says in columns what its namesake in `subsidy.calendar` says of two days.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final, TypeAlias

import polars as pl

from subsidy.columns.cells import Cell, computed, less, number

Bind: TypeAlias = Callable[[Cell], Cell]
EPOCH: Final = date(1970, 1, 1).toordinal()
_LATEST: Final = date.max.year
_THIRTY: Final = pl.lit(30, dtype=pl.Int32)
_NO_MONTHS: Final = pl.lit(0, dtype=pl.Int32)


def ordinals(dates: pl.Expr) -> pl.Expr:
    """Polars dates as ordinals."""
    return dates.to_physical() + pl.lit(EPOCH, dtype=pl.Int32)


def year(day: Cell) -> Cell:
    first, last = (date.fromordinal(end).year for end in (day.low, day.high))
    return _part(day, lambda d: d.dt.year(), first, last)


def months_between(start: Cell, end: Cell, bind: Bind) -> Cell:
    """Completed months; 0 if the end is not after the start."""
    start, end = bind(start), bind(end)
    first, last = bind(_part(start, lambda d: d.dt.day(), 1, 31)), bind(_part(end, lambda d: d.dt.day(), 1, 31))
    longest = _part(end, lambda d: d.dt.days_in_month(), 28, 31)
    most = max(0, (end.high - start.low) // 28 + 1)
    return computed(
        lambda start, end, apart, first, last, longest: (
            pl.when(end <= start).then(_NO_MONTHS).otherwise(apart - ((last < first) & (last < longest)).cast(pl.Int8))
        ),
        (start, end, _months_apart(start, end, bind), first, last, longest),
        0,
        most,
    )


def started_months(start: Cell, end: Cell, bind: Bind) -> Cell:
    """A begun month counts whole."""
    start, end = bind(start), bind(end)
    completed = bind(months_between(start, end, bind))
    return computed(
        lambda months, reached, end: months + (reached < end).cast(pl.Int8),
        (completed, add_months(start, completed, bind), end),
        0,
        completed.high + 1,
    )


def add_months(start: Cell, months: Cell, bind: Bind) -> Cell:
    """The same day so many months later; a missing day falls to the end of the month."""
    start = bind(start)
    day = bind(_part(start, lambda d: d.dt.day(), 1, 31))
    count = bind(
        computed(lambda start, months: start + months, (_month_number(start), months), 0, 12 * (_LATEST + 1) - 1)
    )
    low, high = start.low + min(28 * months.low, 31 * months.low), start.high + max(28 * months.high, 31 * months.high)
    first = bind(_first_of_month(count, max(1, low - 31), max(1, high)))
    longest = _part(first, lambda d: d.dt.days_in_month(), 28, 31)
    return computed(
        lambda first, day, longest: first + pl.min_horizontal(day, longest) - 1,
        (first, day, longest),
        low,
        high,
    )


def first_of_period(day: Cell, months: int, periods_later: int = 0) -> Cell:
    """The first day of the period of so many months in which a day lies, or of a later one."""
    ahead = months * periods_later
    number = _month_number(day)
    first = computed(lambda n: n - n % months + ahead, (number,), number.low - months, number.high + ahead)
    low, high = day.low - 31 * months, day.high + 31 * ahead
    return _first_of_month(first, low, high)


def last_of_period(day: Cell, months: int) -> Cell:
    return less(first_of_period(day, months, 1), number(1))


def day_count(basis: str, start: Cell, end: Cell, high: int, bind: Bind) -> Cell:
    """The parts of a year between two days under a convention of `subsidy.calendar.DAY_COUNTS`; at most `high`."""
    return computed(lambda parts: parts.clip(lower_bound=0), (_PARTS[basis](bind(start), bind(end), bind),), 0, high)


def _actual(start: Cell, end: Cell, _: Bind) -> Cell:
    return computed(lambda start, end: end - start, (start, end), start.low - end.high, end.high - start.low)


def _actual_actual(start: Cell, end: Cell, bind: Bind) -> Cell:
    before, after = _parts_since_year_one(start, bind), _parts_since_year_one(end, bind)
    return computed(lambda a, b: b - a, (before, after), -before.high, after.high)


def _parts_since_year_one(day: Cell, bind: Bind) -> Cell:
    """A day of a leap year is 365 parts and of another year 366."""
    leap = _part(day, lambda d: d.dt.is_leap_year(), 0, 1)
    nth = _part(day, lambda d: d.dt.ordinal_day(), 1, 366)
    return computed(
        lambda year, nth, leap: year * (365 * 366) + (nth - 1) * (366 - leap),
        (year(day), nth, leap),
        0,
        (_LATEST + 1) * 365 * 366,
    )


def _thirty_isda(start: Cell, end: Cell, bind: Bind) -> Cell:
    first, last = bind(_part(start, lambda d: d.dt.day(), 1, 31)), _part(end, lambda d: d.dt.day(), 1, 31)
    shortened = computed(
        lambda first, last: pl.when((first > 29) & (last > 30)).then(_THIRTY).otherwise(last),
        (first, bind(last)),
        1,
        31,
    )
    return _thirties(start, end, first, shortened, bind)


def _thirty_eurobond(start: Cell, end: Cell, bind: Bind) -> Cell:
    first, last = (bind(_part(day, lambda d: d.dt.day(), 1, 31)) for day in (start, end))
    shortened = computed(lambda last: pl.when(last > 30).then(_THIRTY).otherwise(last), (last,), 1, 30)
    return _thirties(start, end, first, shortened, bind)


def _thirties(start: Cell, end: Cell, first: Cell, last: Cell, bind: Bind) -> Cell:
    apart = _months_apart(start, end, bind)
    return computed(
        lambda apart, first, last: apart * 30 + last - pl.when(first > 30).then(_THIRTY).otherwise(first),
        (apart, first, last),
        30 * apart.low - 30,
        30 * apart.high + 31,
    )


def _months_and_days(start: Cell, end: Cell, bind: Bind) -> Cell:
    months = bind(months_between(start, end, bind))
    return computed(
        lambda months, reached, end: months * 30 + end - reached,
        (months, add_months(start, months, bind), end),
        start.low - end.high,
        30 * months.high + 31,
    )


_PARTS: Final[Mapping[str, Callable[[Cell, Cell, Bind], Cell]]] = {
    "actual/360": _actual,
    "actual/365": _actual,
    "actual/actual-isda": _actual_actual,
    "30/360-isda": _thirty_isda,
    "30e/360": _thirty_eurobond,
    "months/12": months_between,
    "months+days/360": _months_and_days,
}


def _months_apart(start: Cell, end: Cell, bind: Bind) -> Cell:
    before, after = bind(_month_number(start)), bind(_month_number(end))
    return computed(lambda a, b: b - a, (before, after), before.low - after.high, after.high - before.low)


def _month_number(day: Cell) -> Cell:
    """Months since the year 0."""
    first, last = (12 * date.fromordinal(end).year for end in (day.low, day.high))
    return _part(day, lambda d: d.dt.year() * 12 + d.dt.month().cast(pl.Int32) - 1, first, last + 11)


def _part(day: Cell, of: Callable[[pl.Expr], pl.Expr], low: int, high: int) -> Cell:
    """What the calendar says of a day. Ordinals fit Int32, which is what Polars' dates are."""
    part = of((day.within(pl.Int32()) - EPOCH).cast(pl.Date)).cast(pl.Int32)
    return Cell(part, pl.Int32(), low, high, day.may_be_unknown, day.stage)


def _first_of_month(months: Cell, low: int, high: int) -> Cell:
    """The first day of a month that is counted from the year 0."""
    first = ordinals(pl.date(months.expr // 12, months.expr % 12 + 1, 1))
    return Cell(first, pl.Int32(), low, high, months.may_be_unknown, months.stage)

"""Days, months and shares of a year, exact.

Everything here is a whole number of days, months or parts of a year, so that nothing is rounded before a scheme
says so. A span that ends before it starts is empty: it has no days and no months. That keeps every function total
for the evaluator; whether such dates are admissible is for the facts to say.
"""

from __future__ import annotations

from calendar import isleap
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Final, NamedTuple

from subsidy.diagnostics import entry
from subsidy.messages import Label, msg

_MONTH_LENGTHS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def days_in_month(year: int, month: int) -> int:
    return 29 if month == 2 and isleap(year) else _MONTH_LENGTHS[month - 1]


def add_months(day: date, months: int) -> date:
    """The same day `months` later (earlier, if negative); a missing day falls to the month's end (民法典 第二百零二条).

    Raises ValueError beyond the years 1 to 9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, days_in_month(year, month + 1)))


class Period(NamedTuple):
    """A part of the calendar year: so many months, counted from January."""

    label: Label
    months: int


PERIODS: Final[Mapping[str, Period]] = {
    "month": Period(Label("月", "month"), 1),
    "quarter": Period(Label("季度", "quarter"), 3),
    "half": Period(Label("半年", "half-year"), 6),
    "year": Period(Label("年", "year"), 12),
}


def first_of_period(day: date, months: int) -> date:
    """The first day of the calendar period of so many months (a divisor of 12) in which a day lies."""
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def last_of_period(day: date, months: int) -> date:
    """The last day of the calendar period of so many months (a divisor of 12) in which a day lies."""
    month = (day.month - 1) // months * months + months
    return date(day.year, month, days_in_month(day.year, month))


def completed_months_ordinal(start: int, end: int) -> int:
    """`completed_months` of two proleptic ordinals."""
    if end <= start:
        return 0
    first, last = date.fromordinal(start), date.fromordinal(end)
    months = 12 * (last.year - first.year) + last.month - first.month
    reached = last.day >= first.day or last.day == days_in_month(last.year, last.month)
    return months if reached else months - 1


def started_months_ordinal(start: int, end: int) -> int:
    """`started_months` of two proleptic ordinals."""
    completed = completed_months_ordinal(start, end)
    return completed + (add_months(date.fromordinal(start), completed).toordinal() < end)


def completed_months(start: date, end: date) -> int:
    """The largest n for which start + n months <= end: 08-31 to 02-29 is six. 0 if the end is not after the start."""
    return completed_months_ordinal(start.toordinal(), end.toordinal())


def started_months(start: date, end: date) -> int:
    """The smallest n for which start + n months >= end: a begun month counts whole, equal dates give 0."""
    return started_months_ordinal(start.toordinal(), end.toordinal())


class Ends(NamedTuple):
    """Which of its two end days a span counts: how many days the first and the last move, as a half-open span."""

    label: Label
    first_moves: int
    last_moves: int


ENDS: Final[Mapping[str, Ends]] = {
    "first": Ends(Label("算头不算尾", "the first day counts, the last does not"), 0, 0),
    "last": Ends(Label("算尾不算头", "the last day counts, the first does not"), 1, 1),
    "both": Ends(Label("头尾都算", "both end days count"), 0, 1),
    "neither": Ends(Label("头尾都不算", "neither end day counts"), 1, 0),
}


def counted_span(start: date, end: date, ends: str = "first") -> tuple[int, int]:
    """The counted days as ordinals [from, until); empty, never reversed. Raises `InputError` for unknown `ends`."""
    _, first_moves, last_moves = entry(ENDS, ends, msg("way to count end days"))
    first = start.toordinal() + first_moves
    return first, max(first, end.toordinal() + last_moves)


def days_between(start: date, end: date, ends: str = "first") -> int:
    """Days from start to end, whose end days count as `ends` (a name in `ENDS`) says; at least 0."""
    first, until = counted_span(start, end, ends)
    return until - first


class DayCount(NamedTuple):
    """A day-count convention: a span is `parts(start, end)` (ordinals, first in, last out) of `per_year` parts."""

    name: str
    label: Label
    source: str
    per_year: int
    parts: Callable[[int, int], int]

    def year_fraction(self, start: date, end: date) -> Fraction:
        """The span's exact share of a year; 0 if the end is not after the start."""
        return Fraction(self.parts(start.toordinal(), end.toordinal()), self.per_year)


def actual_days(start: int, end: int) -> int:
    return max(0, end - start)


def _actual_actual(start: int, end: int) -> int:
    return max(0, _parts_since_year_one(end) - _parts_since_year_one(start))


def _parts_since_year_one(ordinal: int) -> int:
    """A day of a leap year is 365 parts and of another year 366: each year is 365 x 366 parts."""
    year = date.fromordinal(ordinal).year
    days = ordinal - date(year, 1, 1).toordinal()
    return year * 365 * 366 + days * (365 if isleap(year) else 366)


def _thirty_isda(start: int, end: int) -> int:
    first, last = date.fromordinal(start), date.fromordinal(end)
    last_day = min(30, last.day) if first.day > 29 else last.day
    return max(0, _months_apart(first, last) * 30 + last_day - min(30, first.day))


def _thirty_eurobond(start: int, end: int) -> int:
    first, last = date.fromordinal(start), date.fromordinal(end)
    return max(0, _months_apart(first, last) * 30 + min(30, last.day) - min(30, first.day))


def _months_apart(first: date, last: date) -> int:
    return 12 * (last.year - first.year) + last.month - first.month


def _months_and_days(start: int, end: int) -> int:
    months = completed_months_ordinal(start, end)
    return 30 * months + actual_days(add_months(date.fromordinal(start), months).toordinal(), end)


DAY_COUNTS: Final[Mapping[str, DayCount]] = {
    d.name: d
    for d in (
        DayCount(
            "actual/360",
            Label("实际天数/360", "actual days over 360"),
            "2006 ISDA Definitions 4.16(e); 人民币利率管理规定: 日利率 = 年利率/360",
            360,
            actual_days,
        ),
        DayCount(
            "actual/365",
            Label("实际天数/365", "actual days over 365, leap years too"),
            "2006 ISDA Definitions 4.16(d), Actual/365 (Fixed)",
            365,
            actual_days,
        ),
        DayCount(
            "actual/actual-isda",
            Label("实际天数/当年实际天数", "actual days over the days of their own year"),
            "2006 ISDA Definitions 4.16(b), Actual/Actual",
            365 * 366,
            _actual_actual,
        ),
        DayCount(
            "30/360-isda",
            Label("30/360（债券基准）", "30/360, bond basis"),
            "2006 ISDA Definitions 4.16(f), 30/360, Bond Basis",
            360,
            _thirty_isda,
        ),
        DayCount(
            "30e/360",
            Label("30E/360（欧洲债券基准）", "30E/360, Eurobond basis"),
            "2006 ISDA Definitions 4.16(g), 30E/360, Eurobond Basis",
            360,
            _thirty_eurobond,
        ),
        DayCount(
            "months/12",
            Label("足月/12", "completed months over 12; odd days earn nothing"),
            "人民币利率管理规定: 月利率 = 年利率/12; 民法典 第二百零二条",
            12,
            completed_months_ordinal,
        ),
        DayCount(
            "months+days/360",
            Label("整年整月加零头天数", "whole years and months, and odd days over 360"),
            "逐笔计息: 本金 x (月数 x 月利率 + 零头天数 x 日利率)",
            360,
            _months_and_days,
        ),
    )
}


def day_count(name: str) -> DayCount:
    """A convention of `DAY_COUNTS` by its name. Raises `InputError` that names the nearest, or the allowed ones."""
    return entry(DAY_COUNTS, name, msg("day-count convention"))

import random
from datetime import date, timedelta
from fractions import Fraction

import pytest
import QuantLib
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from subsidy.calendar import (
    DAY_COUNTS,
    ENDS,
    PERIODS,
    add_months,
    completed_months,
    completed_months_ordinal,
    counted_span,
    day_count,
    days_between,
    first_of_period,
    last_of_period,
    started_months,
    started_months_ordinal,
)
from subsidy.diagnostics import InputError

DAYS = st.dates(date(1949, 10, 1), date(2199, 12, 31))
MONTH_ENDS = DAYS.map(lambda day: day.replace(day=1) - timedelta(1)).filter(lambda day: day.year > 1949)
SPANS = st.tuples(DAYS | MONTH_ENDS, st.integers(0, 4_000)).map(lambda s: (s[0], s[0] + timedelta(s[1])))


def on(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("day", "period", "first", "last"),
    [
        ("2024-02-29", "month", "2024-02-01", "2024-02-29"),
        ("2023-02-01", "month", "2023-02-01", "2023-02-28"),
        ("2024-03-31", "quarter", "2024-01-01", "2024-03-31"),
        ("2024-04-01", "quarter", "2024-04-01", "2024-06-30"),
        ("2024-06-30", "half", "2024-01-01", "2024-06-30"),
        ("2024-07-01", "half", "2024-07-01", "2024-12-31"),
        ("2024-01-01", "year", "2024-01-01", "2024-12-31"),
        ("9999-12-31", "year", "9999-01-01", "9999-12-31"),
    ],
)
def test_calendar_periods(day: str, period: str, first: str, last: str) -> None:
    months = PERIODS[period].months
    assert first_of_period(on(day), months) == on(first)
    assert last_of_period(on(day), months) == on(last)


@given(DAYS | MONTH_ENDS, st.sampled_from([p.months for p in PERIODS.values()]))
def test_periods_tile_the_year(day: date, months: int) -> None:
    first, last = first_of_period(day, months), last_of_period(day, months)
    assert first <= day <= last
    assert first + relativedelta(months=months) == last + timedelta(1)
    assert first_of_period(last, months) == first
    assert first_of_period(last + timedelta(1), months) == last + timedelta(1)


@pytest.mark.parametrize(
    ("start", "end", "completed", "started"),
    [
        ("2023-08-31", "2024-02-29", 6, 6),
        ("2023-08-31", "2024-02-28", 5, 6),
        ("2022-08-31", "2023-02-28", 6, 6),
        ("2022-08-31", "2023-03-01", 6, 7),
        ("2024-02-29", "2025-02-28", 12, 12),
        ("2024-02-29", "2025-02-27", 11, 12),
        ("2024-02-29", "2024-03-29", 1, 1),
        ("2024-02-29", "2024-03-28", 0, 1),
        ("2023-02-28", "2024-02-28", 12, 12),
        ("2023-01-31", "2023-04-30", 3, 3),
        ("2023-01-30", "2023-03-29", 1, 2),
        ("2023-08-10", "2024-02-10", 6, 6),
        ("2023-08-10", "2024-02-09", 5, 6),
        ("2023-08-10", "2024-02-11", 6, 7),
        ("2023-08-10", "2023-08-11", 0, 1),
        ("2023-08-10", "2023-08-10", 0, 0),
        ("2023-08-10", "2023-08-09", 0, 0),
        ("2023-08-10", "2020-08-10", 0, 0),
    ],
)
def test_months_between_known_days(start: str, end: str, completed: int, started: int) -> None:
    assert completed_months(on(start), on(end)) == completed
    assert started_months(on(start), on(end)) == started


@given(DAYS | MONTH_ENDS, st.integers(-500, 500))
def test_adding_months_is_what_dateutil_does(day: date, months: int) -> None:
    assert add_months(day, months) == day + relativedelta(months=months)


@given(SPANS)
def test_completed_months_is_the_largest_number_that_fits(span: tuple[date, date]) -> None:
    start, end = span
    n = completed_months(start, end)
    assert start + relativedelta(months=n) <= end < start + relativedelta(months=n + 1)
    apart = relativedelta(end, start)
    assert n == 12 * apart.years + apart.months


@given(SPANS)
def test_started_months_is_the_smallest_number_that_covers(span: tuple[date, date]) -> None:
    start, end = span
    n = started_months(start, end)
    assert end <= start + relativedelta(months=n)
    assert n == 0 or start + relativedelta(months=n - 1) < end


@given(DAYS, DAYS)
def test_ordinals_count_like_dates(start: date, end: date) -> None:
    ordinals = start.toordinal(), end.toordinal()
    assert completed_months_ordinal(*ordinals) == completed_months(start, end)
    assert started_months_ordinal(*ordinals) == started_months(start, end)


def test_adding_months_stops_at_the_end_of_the_calendar() -> None:
    assert add_months(date(9999, 11, 30), 1) == date(9999, 12, 30)
    with pytest.raises(ValueError, match="year"):
        add_months(date(9999, 12, 1), 1)


@pytest.mark.parametrize(("ends", "counted"), [("first", 82), ("last", 82), ("both", 83), ("neither", 81)])
def test_end_days_count_as_named(ends: str, counted: int) -> None:
    assert days_between(date(2023, 7, 1), date(2023, 9, 21), ends) == counted


@given(DAYS, st.integers(-3, 60), st.sampled_from(sorted(ENDS)))
def test_counted_days_are_those_a_finger_counts(start: date, length: int, ends: str) -> None:
    end = start + timedelta(length)
    days = [start + timedelta(n) for n in range(length + 1)]
    left_out = {"first": {end}, "last": {start}, "both": set(), "neither": {start, end}}[ends]
    counted = [day for day in days if day not in left_out]
    first, until = counted_span(start, end, ends)
    assert [date.fromordinal(n) for n in range(first, until)] == counted
    assert days_between(start, end, ends) == len(counted)


ORACLES = {
    "actual/360": QuantLib.Actual360(),
    "actual/365": QuantLib.Actual365Fixed(),
    "actual/actual-isda": QuantLib.ActualActual(QuantLib.ActualActual.ISDA),
    "30/360-isda": QuantLib.Thirty360(QuantLib.Thirty360.BondBasis),
    "30e/360": QuantLib.Thirty360(QuantLib.Thirty360.EurobondBasis),
}


def random_pairs(seed: int, count: int) -> list[tuple[date, date]]:
    """Half of them near month ends, where conventions differ."""
    source = random.Random(seed)
    pairs = []
    for n in range(count):
        days = [date.fromordinal(source.randint(date(1950, 1, 1).toordinal(), date(2190, 1, 1).toordinal()))]
        days.append(min(days[0] + timedelta(source.randint(0, 2_000)), date(2199, 12, 31)))
        if n % 2:
            days = [day.replace(day=1) - timedelta(source.randint(-1, 2)) for day in days]
        pairs.append((min(days), max(days)))
    return pairs


def as_ql(day: date) -> QuantLib.Date:
    return QuantLib.Date(day.day, day.month, day.year)


@pytest.mark.parametrize("name", sorted(ORACLES))
def test_shares_of_a_year_are_quantlibs(name: str) -> None:
    convention, oracle = DAY_COUNTS[name], ORACLES[name]
    for start, end in random_pairs(20240229, 6_000):
        share = oracle.yearFraction(as_ql(start), as_ql(end))
        # The double lies far nearer to the true rational than any other rational with such a denominator does.
        nearest = Fraction(share).limit_denominator(365 * 366)
        assert convention.year_fraction(start, end) == nearest, (start, end)


@given(SPANS)
def test_whole_months_and_odd_days(span: tuple[date, date]) -> None:
    apart = relativedelta(span[1], span[0])
    months = 12 * apart.years + apart.months
    assert DAY_COUNTS["months/12"].year_fraction(*span) == Fraction(months, 12)
    assert DAY_COUNTS["months+days/360"].year_fraction(*span) == Fraction(30 * months + apart.days, 360)


@pytest.mark.parametrize(
    ("name", "start", "end", "share"),
    [
        ("actual/360", "2023-07-01", "2023-09-21", Fraction(82, 360)),
        ("actual/365", "2024-01-01", "2025-01-01", Fraction(366, 365)),
        ("actual/actual-isda", "2024-01-01", "2025-01-01", Fraction(1)),
        ("actual/actual-isda", "2023-12-31", "2024-01-02", Fraction(1, 365) + Fraction(1, 366)),
        ("30/360-isda", "2023-01-30", "2023-01-31", Fraction(0)),
        ("30/360-isda", "2023-01-29", "2023-01-31", Fraction(2, 360)),
        ("30e/360", "2023-01-29", "2023-01-31", Fraction(1, 360)),
        ("months/12", "2023-08-31", "2024-02-29", Fraction(1, 2)),
        ("months+days/360", "2023-08-31", "2024-03-02", Fraction(182, 360)),
    ],
)
def test_shares_of_a_year_by_hand(name: str, start: str, end: str, share: Fraction) -> None:
    assert day_count(name).year_fraction(on(start), on(end)) == share


@pytest.mark.parametrize("name", sorted(DAY_COUNTS))
@given(span=SPANS, later=st.integers(0, 40))
def test_a_share_of_a_year_never_shrinks_as_the_span_grows(name: str, span: tuple[date, date], later: int) -> None:
    convention, (start, end) = DAY_COUNTS[name], span
    assert convention.year_fraction(start, start) == 0
    assert convention.year_fraction(end + timedelta(1), start) == 0
    assert 0 <= convention.year_fraction(start, end) <= convention.year_fraction(start, end + timedelta(later))


@pytest.mark.parametrize("name", ["actual/360", "actual/365", "actual/actual-isda"])
@given(days=st.lists(DAYS, min_size=3, max_size=3).map(sorted))
def test_actual_days_add_up(name: str, days: list[date]) -> None:
    first, middle, last = days
    share = DAY_COUNTS[name].year_fraction
    assert share(first, middle) + share(middle, last) == share(first, last)


def test_unknown_names_are_refused_with_the_nearest_one() -> None:
    with pytest.raises(InputError, match=r"actual/366 is not a known day-count convention; did you mean actual/36\d"):
        day_count("actual/366")
    with pytest.raises(InputError, match="frist is not a known way to count end days; did you mean first"):
        days_between(date(2024, 1, 1), date(2024, 1, 2), "frist")


def test_conventions_are_kept_under_their_own_names() -> None:
    assert all(name == convention.name for name, convention in DAY_COUNTS.items())

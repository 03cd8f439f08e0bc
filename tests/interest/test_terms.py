from datetime import date
from fractions import Fraction

import pytest

from subsidy.diagnostics import InputError
from subsidy.interest import RESETS, Fixed, Floating, Stepped, resets_by_term
from subsidy.rates import NoQuoteError
from tests.interest.cases import LPR

STARTS = date(2022, 1, 31)
UNTIL = date(2024, 3, 1).toordinal()


def on(text: str) -> date:
    return date.fromisoformat(text)


def reset_days(rule: str) -> list[str]:
    return [str(day) for day in RESETS[rule].days(Floating(LPR, "1Y", 0, STARTS, rule), UNTIL)]


def found(rule: str, tenor: str = "1Y") -> list[tuple[str, int]]:
    """First day and basis points of each piece."""
    pieces = Floating(LPR, tenor, 0, STARTS, rule).pieces(UNTIL)
    return [(str(date.fromordinal(piece.day)), int(piece.rate * 10_000)) for piece in pieces]


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("never", []),
        ("anniversary", ["2023-01-31", "2024-01-31"]),
        ("january", ["2023-01-01", "2024-01-01"]),
        ("quarterly", ["2022-04-30", "2022-07-31", "2022-10-31", "2023-01-31", "2023-04-30", "2023-07-31"]),
        ("calendar-quarter", ["2022-04-01", "2022-07-01", "2022-10-01", "2023-01-01", "2023-04-01", "2023-07-01"]),
        ("monthly", ["2022-02-28", "2022-03-31", "2022-04-30", "2022-05-31", "2022-06-30", "2022-07-31"]),
        ("each-quote", ["2022-02-21", "2022-03-21", "2022-04-20", "2022-05-20", "2022-06-20", "2022-07-20"]),
    ],
)
def test_days_on_which_the_rate_is_read_afresh(rule: str, days: list[str]) -> None:
    """Month ends do not drift: 31 January, 30 April, 31 July."""
    assert reset_days(rule)[: len(days) or 1] == days
    counts = {"never": 0, "anniversary": 2, "january": 2, "quarterly": 8, "calendar-quarter": 8, "monthly": 25}
    assert len(reset_days(rule)) == counts.get(rule, 25)


def test_every_rule_reads_the_quote_in_force_and_keeps_equal_rates_together() -> None:
    assert found("never") == [("2022-01-31", 370)]
    assert found("anniversary") == [("2022-01-31", 370), ("2023-01-31", 365), ("2024-01-31", 345)]
    assert found("january") == [("2022-01-31", 370), ("2023-01-01", 365), ("2024-01-01", 345)]
    assert found("each-quote") == [
        ("2022-01-31", 370),
        ("2022-08-22", 365),
        ("2023-06-20", 355),
        ("2023-08-21", 345),
    ]
    assert found("calendar-quarter") == [
        ("2022-01-31", 370),
        ("2022-10-01", 365),
        ("2023-07-01", 355),
        ("2023-10-01", 345),
    ]
    assert found("quarterly", "5Y")[:3] == [("2022-01-31", 460), ("2022-07-31", 445), ("2022-10-31", 430)]


def test_a_reset_on_a_publication_day_reads_that_days_quote() -> None:
    starts = date(2022, 8, 22)
    (piece,) = Floating(LPR, "1Y", Fraction("0.015"), starts).pieces(UNTIL)
    assert (piece.rate, piece.day) == (Fraction("0.0515"), starts.toordinal())
    words = "loan prime rate (LPR) 1-year 3.65%/year of 2022-08-22, spread 1.5pp/year"
    assert str(piece.why) == words
    assert Floating(LPR, "1Y", 0, date(2022, 8, 21)).pieces(UNTIL)[0].rate == Fraction("0.037")


def test_no_reset_falls_on_or_after_the_end() -> None:
    until = date(2023, 1, 31).toordinal()
    assert len(Floating(LPR, "1Y", 0, STARTS, "anniversary").pieces(until)) == 1
    assert len(Floating(LPR, "1Y", 0, STARTS, "anniversary").pieces(until + 1)) == 2


def test_a_floating_rate_needs_known_names_and_a_quote() -> None:
    with pytest.raises(InputError, match="aniversary is not a known reset rule; did you mean anniversary"):
        Floating(LPR, "1Y", 0, STARTS, "aniversary")
    with pytest.raises(InputError, match="2Y is not a known tenor"):
        Floating(LPR, "2Y", 0, STARTS)
    with pytest.raises(NoQuoteError, match="2019-08-19"):
        Floating(LPR, "1Y", 0, date(2019, 8, 19))


@pytest.mark.parametrize(
    ("rule", "starts", "until", "days"),
    [
        ("january", "2022-01-01", "2023-01-02", ["2023-01-01"]),
        ("january", "2021-12-31", "2022-01-02", ["2022-01-01"]),
        ("calendar-quarter", "2022-07-01", "2022-10-02", ["2022-10-01"]),
        ("each-quote", "2022-08-22", "2022-09-21", ["2022-09-20"]),
        ("each-quote", "2022-08-22", "2022-09-20", []),
        ("january", "2022-01-01", "2023-01-01", []),
    ],
)
def test_the_first_day_and_the_end_are_no_resets(rule: str, starts: str, until: str, days: list[str]) -> None:
    rate = Floating(LPR, "1Y", 0, on(starts), rule)
    assert [str(day) for day in RESETS[rule].days(rate, on(until).toordinal())] == days


def test_a_leap_days_anniversary_is_the_end_of_february() -> None:
    rate = Floating(LPR, "1Y", 0, date(2020, 2, 29), "anniversary")
    days = [str(day) for day in RESETS["anniversary"].days(rate, date(2024, 3, 1).toordinal())]
    assert days == ["2021-02-28", "2022-02-28", "2023-02-28", "2024-02-29"]


@pytest.mark.parametrize(
    ("starts", "matures", "rule"),
    [
        ("2023-03-01", "2024-02-29", "never"),
        ("2023-03-01", "2024-03-01", "never"),
        ("2023-03-01", "2024-03-02", "anniversary"),
        ("2024-02-29", "2025-02-28", "never"),
        ("2024-02-29", "2025-03-01", "anniversary"),
    ],
)
def test_a_loan_of_up_to_a_year_keeps_its_rate(starts: str, matures: str, rule: str) -> None:
    assert resets_by_term(on(starts), on(matures)) == rule


def test_a_stepped_rate_has_each_day_once_and_in_order() -> None:
    day, later = date(2022, 1, 1), date(2022, 2, 1)
    assert [piece.rate for piece in Stepped(((day, 1), (later, 2))).pieces(UNTIL)] == [1, 2]
    assert [piece.rate for piece in Stepped(((day, 1), (later, 2))).pieces(later.toordinal())] == [1]
    for rates in ((), ((day, 1), (day, 2)), ((later, 1), (day, 2))):
        with pytest.raises(InputError, match="the days of a stepped rate must rise"):
            Stepped(rates)


def test_a_fixed_rate_holds_on_every_day() -> None:
    (piece,) = Fixed(Fraction("0.0415")).pieces(1)
    assert (piece.day, piece.rate) == (1, Fraction("0.0415"))

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
import QuantLib
from hypothesis import given
from hypothesis import strategies as st

from subsidy.calendar import DAY_COUNTS, ENDS
from subsidy.diagnostics import InputError
from subsidy.interest import (
    Floating,
    Flow,
    NoRateError,
    Span,
    Stepped,
    interest_accrued,
    interest_in_force,
    principal_balance,
)
from tests.interest import day_by_day
from tests.interest.cases import AMOUNTS, DAYS, DRAWN_AND_REPAID, FIRST, LAST, LPR, RATE_STEPS, RATES, SHARES, WINDOWS

BASES = sorted(DAY_COUNTS)
ACTUAL = {"actual/360": 360, "actual/365": 365}
Flows = tuple[list[Flow], list[Flow]]
Window = tuple[date, date]
SPANS = st.builds(
    lambda kind, window, surcharge: Span(kind, *window, surcharge),
    st.sampled_from(["overdue", "extension", "grace", "misuse"]),
    WINDOWS,
    SHARES,
)


def percent(text: str) -> Fraction:
    return Fraction(text) / 100


def test_two_million_for_eighty_two_days() -> None:
    """Drawn on 1 July, interest paid on 21 September: the first day counts, the last does not."""
    found = interest_accrued(2_000_000, percent("4.5"), (date(2023, 7, 1), date(2023, 9, 21)))
    assert found.amount == Fraction(20_500)
    (segment,) = found.segments
    assert segment.days == 82
    assert segment.say("en") == (
        "2023-07-01 to 2023-09-21, 82 days: 2,000,000.00 yuan x 4.5%/year x 82/360 = 20,500.00 yuan (fixed rate)"
    )


def test_a_monthly_rate_per_mille_for_a_quarter() -> None:
    annual = 12 * Decimal("6.541530") / 1000
    found = interest_accrued(1_000_000, annual, (date(2023, 6, 20), date(2023, 9, 20)))
    assert found.segments[0].days == 92
    assert found.amount == Fraction("20060.692")


def test_a_year_shared_between_borrower_and_fisc() -> None:
    window = (date(2022, 9, 1), date(2023, 9, 1))
    spread = percent("1.5")
    contract = interest_accrued(100_000, Floating(LPR, "1Y", spread, window[0]), window, basis="months/12")
    borne = interest_accrued(100_000, Floating(LPR, "1Y", -spread, window[0]), window, basis="months/12")
    assert contract.segments[0].rate == percent("5.15")
    assert (contract.amount, borne.amount, contract.amount - borne.amount) == (5_150, 2_150, 3_000)


def test_nine_hundred_thousand_a_year_by_months_and_by_days() -> None:
    window = (date(2025, 10, 1), date(2026, 10, 1))
    assert interest_accrued(900_000, percent("1"), window, basis="months/12").amount == 9_000
    assert interest_accrued(900_000, percent("1"), window, basis="actual/360").amount == 9_125


def test_each_repayment_earns_its_own_months_and_days() -> None:
    """逐笔计息: 40 000 for two months and five days, 60 000 for six months."""
    drawn = [Flow(date(2023, 1, 15), 100_000)]
    repaid = [Flow(date(2023, 3, 20), 40_000), Flow(date(2023, 7, 15), 60_000)]
    found = interest_accrued(
        principal_balance(drawn, repaid), percent("6"), (date(2023, 1, 1), date(2024, 1, 1)), basis="months+days/360"
    )
    assert found.amount == 40_000 * percent("6") * Fraction(65, 360) + 60_000 * percent("6") / 2


@given(DRAWN_AND_REPAID, RATE_STEPS, WINDOWS, st.sampled_from(sorted(ACTUAL)), st.lists(SPANS, max_size=3))
def test_it_is_the_sum_over_days(
    flows: Flows, rates: tuple[tuple[date, Fraction], ...], window: Window, basis: str, spans: list[Span]
) -> None:
    def surcharge(day: date) -> Fraction:
        return max((Fraction(s.surcharge) for s in spans if s.start <= day < s.end), default=Fraction(0))

    found = interest_accrued(principal_balance(*flows), Stepped(rates), window, basis=basis, spans=spans)
    assert found.amount == day_by_day.interest(
        *flows, lambda day: day_by_day.last_by(day, rates), *window, ACTUAL[basis], surcharge
    )


QUANTLIBS = {
    "actual/360": (QuantLib.Actual360(), 360),
    "30/360-isda": (QuantLib.Thirty360(QuantLib.Thirty360.BondBasis), 360),
    "30e/360": (QuantLib.Thirty360(QuantLib.Thirty360.EurobondBasis), 360),
}


@pytest.mark.parametrize("basis", sorted(QUANTLIBS))
@given(amount=AMOUNTS, rate=RATES, window=WINDOWS)
def test_a_plain_loan_is_quantlibs(basis: str, amount: Fraction, rate: Fraction, window: Window) -> None:
    counter, days_a_year = QUANTLIBS[basis]
    days = counter.dayCount(*(QuantLib.Date(day.day, day.month, day.year) for day in window))
    assert interest_accrued(amount, rate, window, basis=basis).amount == amount * rate * Fraction(days, days_a_year)


@pytest.mark.parametrize("basis", BASES)
@given(flows=DRAWN_AND_REPAID, rates=RATE_STEPS, window=WINDOWS, cuts=st.lists(DAYS, max_size=4))
def test_splitting_a_window_changes_nothing(
    basis: str, flows: Flows, rates: tuple[tuple[date, Fraction], ...], window: Window, cuts: list[date]
) -> None:
    owed, terms = principal_balance(*flows), Stepped(rates)
    whole = interest_accrued(owed, terms, window, basis=basis).amount
    days = sorted({*window, *(day for day in cuts if window[0] < day < window[1])})
    assert sum(interest_accrued(owed, terms, part, basis=basis).amount for part in pairwise(days)) == whole


@pytest.mark.parametrize("basis", BASES)
@given(amount=AMOUNTS, rate=RATES, window=WINDOWS, cut=DAYS)
def test_splitting_a_plain_principals_window_needs_its_origin(
    basis: str, amount: Fraction, rate: Fraction, window: Window, cut: date
) -> None:
    first, until = window
    middle = min(max(cut, first), until)
    parts = [
        interest_accrued(amount, rate, part, basis=basis, origin=first).amount
        for part in ((first, middle), (middle, until))
    ]
    assert sum(parts) == interest_accrued(amount, rate, window, basis=basis).amount


@pytest.mark.parametrize("basis", BASES)
@given(flows=DRAWN_AND_REPAID, rates=RATE_STEPS, window=WINDOWS, day=DAYS)
def test_a_step_to_the_same_rate_changes_nothing(
    basis: str, flows: Flows, rates: tuple[tuple[date, Fraction], ...], window: Window, day: date
) -> None:
    owed = principal_balance(*flows)
    same = tuple(sorted({day: day_by_day.last_by(day, rates), **dict(rates)}.items()))
    found, again = (interest_accrued(owed, Stepped(r), window, basis=basis) for r in (rates, same))
    assert found.segments == again.segments


@pytest.mark.parametrize("basis", BASES)
@given(flows=DRAWN_AND_REPAID, window=WINDOWS, rate=RATES, random=st.randoms())
def test_the_order_of_flows_changes_nothing(
    basis: str, flows: Flows, window: Window, rate: Fraction, random: object
) -> None:
    before = interest_accrued(principal_balance(*flows), rate, window, basis=basis)
    for side in flows:
        random.shuffle(side)  # type: ignore[attr-defined]
    assert interest_accrued(principal_balance(*flows), rate, window, basis=basis) == before


@pytest.mark.parametrize("basis", BASES)
@given(amount=AMOUNTS, rate=RATES, window=WINDOWS, more=AMOUNTS, higher=RATES, longer=st.integers(0, 60))
def test_more_principal_rate_or_days_never_earn_less(
    basis: str, amount: Fraction, rate: Fraction, window: Window, more: Fraction, higher: Fraction, longer: int
) -> None:
    def earned(principal: Fraction, share: Fraction, until: date) -> Fraction:
        return interest_accrued(principal, share, (window[0], until), basis=basis).amount

    least = earned(amount, rate, window[1])
    assert 0 <= least <= earned(amount + more, rate, window[1])
    assert least <= earned(amount, rate + higher, window[1])
    assert least <= earned(amount, rate, window[1] + timedelta(longer))


@pytest.mark.parametrize("basis", BASES)
@given(flows=DRAWN_AND_REPAID, rate=RATES, day=DAYS, back=st.integers(0, 30))
def test_no_days_no_interest(basis: str, flows: Flows, rate: Fraction, day: date, back: int) -> None:
    found = interest_accrued(principal_balance(*flows), rate, (day, day - timedelta(back)), basis=basis)
    assert (found.segments, found.amount) == ((), 0)


@given(AMOUNTS, RATES, WINDOWS, st.sampled_from(sorted(ENDS)))
def test_end_days_of_the_window_count_as_named(amount: Fraction, rate: Fraction, window: Window, ends: str) -> None:
    days = max(0, (window[1] - window[0]).days + {"first": 0, "last": 0, "both": 1, "neither": -1}[ends])
    assert interest_accrued(amount, rate, window, ends=ends).amount == amount * rate * days / 360


def test_interest_that_arose_in_a_stretch_of_days_counts_both_ends() -> None:
    """From 29 March to 31 October: 217 days, whichever other days the loan ran."""
    owed = principal_balance([Flow(date(2022, 1, 1), 360_000)], [Flow(date(2023, 1, 1), 360_000)])
    found = interest_accrued(owed, percent("10"), (date(2022, 3, 29), date(2022, 10, 31)), ends="both")
    assert found.amount == 217 * 100


TENORS = st.sampled_from(["1Y", "5Y"])
SPREADS = st.integers(-150, 300).map(lambda points: Fraction(points, 10_000))


@given(DRAWN_AND_REPAID, WINDOWS, TENORS, SPREADS, st.sampled_from(sorted(ACTUAL)))
def test_the_reference_rate_of_each_day_by_look_ups_by_segments_and_by_days(
    flows: Flows, window: Window, tenor: str, spread: Fraction, basis: str
) -> None:
    owed, quotes = principal_balance(*flows), day_by_day.lpr_quotes(tenor)
    found = interest_in_force(owed, LPR, tenor, window, basis=basis, spread=spread)
    floating = Floating(LPR, tenor, spread, FIRST, "each-quote")
    assert found == interest_accrued(owed, floating, window, basis=basis).amount
    assert found == day_by_day.interest(
        *flows, lambda day: day_by_day.last_by(day, quotes) + spread, *window, ACTUAL[basis]
    )


@given(AMOUNTS, WINDOWS, st.sampled_from(sorted(ENDS)))
def test_a_plain_principal_at_the_reference_rate_of_each_day(amount: Fraction, window: Window, ends: str) -> None:
    found = interest_in_force(amount, LPR, "1Y", window, ends=ends)
    assert found == interest_accrued(amount, Floating(LPR, "1Y", 0, FIRST, "each-quote"), window, ends=ends).amount


def test_look_ups_need_a_basis_that_adds_up_day_by_day() -> None:
    with pytest.raises(InputError, match=r"months/12 does not add up day by day; allowed are actual/360, actual/365 "):
        interest_in_force(1, LPR, "1Y", (FIRST, LAST), basis="months/12")


OVERDUE = Span("overdue", date(2022, 7, 1), date(2022, 8, 1), Fraction(1, 2))
EXTENDED = Span("extension", date(2022, 6, 1), date(2022, 7, 1))


def test_kinds_of_interest_are_told_apart_and_left_out_by_name() -> None:
    window = (date(2022, 5, 1), date(2022, 8, 1))
    found = interest_accrued(360_000, percent("10"), window, spans=[OVERDUE, EXTENDED])
    assert [(s.days, s.amount, sorted(s.marks)) for s in found.segments] == [
        (31, 3_100, []),
        (30, 3_000, ["extension"]),
        (31, 3_100, ["overdue"]),
        (31, 1_550, ["overdue", "penalty"]),
    ]
    assert found.amount == 10_750
    assert found.without("penalty").amount == 9_200
    assert found.without("overdue").amount == 6_100
    assert found.without("overdue", "extension").amount == 3_100
    assert found.without("grace", "compound").segments == found.segments
    assert found.without().segments == found.segments
    assert "50% of the rate on top, overdue, penalty surcharge" in found.say("en").splitlines()[-1]


def test_of_two_surcharges_the_heaviest_alone_is_charged() -> None:
    misused = Span("misuse", date(2022, 7, 11), date(2022, 9, 1), 1)
    found = interest_accrued(360_000, percent("10"), (date(2022, 7, 1), date(2022, 8, 1)), spans=[OVERDUE, misused])
    penalties = [(s.days, s.amount, sorted(s.marks)) for s in found.segments if "penalty" in s.marks]
    assert penalties == [(10, 500, ["overdue", "penalty"]), (21, 2_100, ["misuse", "overdue", "penalty"])]
    assert found.without("misuse").amount == 1_500


@given(DRAWN_AND_REPAID, RATES, WINDOWS, st.lists(SPANS, max_size=4))
def test_spans_move_nothing_but_their_surcharge(
    flows: Flows, rate: Fraction, window: Window, spans: list[Span]
) -> None:
    owed = principal_balance(*flows)
    marked = interest_accrued(owed, rate, window, spans=spans)
    assert marked.without("penalty").amount == interest_accrued(owed, rate, window).amount
    ordinary = [(s.start, s.end) for s in marked.without("penalty").segments]
    assert all(before[1] <= after[0] for before, after in pairwise(ordinary))


def test_unknown_names_are_refused() -> None:
    window = (FIRST, LAST)
    with pytest.raises(InputError, match="overdew is not a known mark of interest; did you mean overdue"):
        interest_accrued(1, percent("1"), window).without("overdew")
    with pytest.raises(InputError, match="actual is not a known day-count convention"):
        interest_accrued(1, percent("1"), window, basis="actual")
    with pytest.raises(InputError, match="penalty is not a known kind of span"):
        Span("penalty", FIRST, LAST)
    with pytest.raises(InputError, match=r"the surcharge is negative: -50%"):
        Span("overdue", FIRST, LAST, Fraction(-1, 2))


def test_no_binary_float_comes_in() -> None:
    window = (FIRST, LAST)
    with pytest.raises(TypeError, match="not the float"):
        interest_accrued(0.1, percent("1"), window)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="not the float"):
        interest_accrued(1, 0.01, window)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="not the float"):
        interest_in_force(1, LPR, "1Y", window, spread=0.01)  # type: ignore[arg-type]


def test_principal_without_a_rate_is_refused() -> None:
    late = Stepped(((date(2022, 2, 1), percent("4")),))
    with pytest.raises(NoRateError, match="principal is owed on 2022-01-31, but the terms give no rate for it"):
        interest_accrued(1, late, (date(2022, 1, 31), date(2022, 3, 1)))
    owed = principal_balance([Flow(date(2022, 2, 1), 360)])
    assert interest_accrued(owed, late, (date(2022, 1, 1), date(2022, 2, 3))).amount == 2 * percent("4")

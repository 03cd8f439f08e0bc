from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.calendar import DAY_COUNTS
from subsidy.diagnostics import InputError
from subsidy.interest import (
    SETTLEMENTS,
    Floating,
    Flow,
    Settlement,
    Span,
    interest_accrued,
    interest_settled,
    principal_balance,
)
from subsidy.messages import Label
from tests.interest.cases import DRAWN_AND_REPAID, FIRST, LPR, RATES, WINDOWS

RULES = sorted(SETTLEMENTS)
Flows = tuple[list[Flow], list[Flow]]
Window = tuple[date, date]
YEAR = (date(2023, 7, 1), date(2024, 7, 1))


def percent(text: str) -> Fraction:
    return Fraction(text) / 100


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("quarterly", ["2023-09-21", "2023-12-21", "2024-03-21", "2024-06-21", "2024-07-01"]),
        ("quarterly-to-20", ["2023-09-20", "2023-12-20", "2024-03-20", "2024-06-20", "2024-07-01"]),
        (
            "monthly",
            [f"2023-{m:02}-21" for m in range(7, 13)] + [f"2024-{m:02}-21" for m in range(1, 7)] + ["2024-07-01"],
        ),
        ("at-maturity", ["2024-07-01"]),
    ],
)
def test_charges_fall_due_when_the_next_period_begins(rule: str, days: list[str]) -> None:
    statement = interest_settled(1_000_000, percent("4.5"), YEAR, settlement=rule)
    assert [str(charge.due_on) for charge in statement.charges] == days


def test_the_first_charge_of_the_published_example() -> None:
    statement = interest_settled(2_000_000, percent("4.5"), YEAR)
    assert (statement.charges[0].due_on, statement.charges[0].amount) == (date(2023, 9, 21), 20_500)


def test_a_full_quarter_to_the_twentieth() -> None:
    rate = 12 * Fraction("6.541530") / 1000
    statement = interest_settled(1_000_000, rate, (date(2023, 6, 20), date(2023, 12, 1)), settlement="quarterly-to-20")
    first = statement.charges[0]
    assert (first.due_on, first.interest.amount, first.amount) == (
        date(2023, 9, 20),
        Fraction("20060.692"),
        Fraction("20060.69"),
    )


def test_a_window_that_begins_or_ends_on_a_settlement_day_has_no_empty_period() -> None:
    statement = interest_settled(360_000, percent("10"), (date(2023, 9, 21), date(2023, 12, 21)))
    assert [(charge.due_on, charge.amount) for charge in statement.charges] == [(date(2023, 12, 21), 9_100)]


def test_rounding_each_and_once_may_differ() -> None:
    """Two halves of 0.005 yuan: 0.02 when each is rounded up, 0.01 when the sum is."""
    window = (date(2023, 9, 20), date(2023, 9, 22))
    statement = interest_settled(Fraction("18.00"), percent("10"), window)
    assert [charge.interest.amount for charge in statement.charges] == [Fraction("0.005")] * 2
    assert (statement.rounded_each, statement.rounded_once) == (Fraction("0.02"), Fraction("0.01"))
    down = interest_settled(Fraction("18.00"), percent("10"), window, direction="down")
    assert (down.rounded_each, down.rounded_once) == (0, Fraction("0.01"))
    whole = interest_settled(Fraction("18.00"), percent("10"), window, step=Fraction(1), direction="up")
    assert (whole.rounded_each, whole.rounded_once) == (2, 1)


@pytest.mark.parametrize("basis", sorted(DAY_COUNTS))
@pytest.mark.parametrize("rule", RULES)
@given(flows=DRAWN_AND_REPAID, rate=RATES, window=WINDOWS)
def test_settling_cuts_interest_and_loses_none(
    basis: str, rule: str, flows: Flows, rate: Fraction, window: Window
) -> None:
    owed = principal_balance(*flows)
    statement = interest_settled(owed, rate, window, settlement=rule, basis=basis)
    assert statement.interest.amount == interest_accrued(owed, rate, window, basis=basis).amount
    assert abs(statement.rounded_each - statement.interest.amount) * 200 <= len(statement.charges)
    assert statement.charges[-1].due_on == window[1]
    dues = [charge.due_on for charge in statement.charges]
    assert dues == sorted(set(dues))


@given(DRAWN_AND_REPAID, WINDOWS, st.sampled_from(RULES))
def test_a_floating_rate_is_settled_as_it_accrues(flows: Flows, window: Window, rule: str) -> None:
    owed, rate = principal_balance(*flows), Floating(LPR, "1Y", percent("1.5"), FIRST, "quarterly")
    found = interest_settled(owed, rate, window, settlement=rule).interest.amount
    assert found == interest_accrued(owed, rate, window).amount


def test_what_was_paid_when_due_bears_no_compound_interest() -> None:
    plain = interest_settled(1_000_000, percent("4.5"), YEAR)
    paid = [Flow(charge.due_on, charge.amount) for charge in plain.charges]
    early = [Flow(flow.on - timedelta(40), flow.amount) for flow in paid]
    assert interest_settled(1_000_000, percent("4.5"), YEAR, paid=paid) == plain
    assert interest_settled(1_000_000, percent("4.5"), YEAR, paid=early) == plain


def test_unpaid_interest_bears_interest_and_that_bears_interest_again() -> None:
    """10% of 360 000 is 100 yuan a day; 9 100 of it, unpaid, earn 9 100 x 10% / 360 a day."""
    window = (date(2023, 9, 21), date(2024, 6, 21))
    statement = interest_settled(360_000, percent("10"), window, paid=[])
    first = 91 * Fraction(100)
    second = 91 * (100 + first * percent("10") / 360)
    assert [charge.amount for charge in statement.charges[:2]] == [first, Fraction("9330.03")]
    assert statement.charges[1].interest.amount == second
    third = 92 * (100 + (first + Fraction("9330.03")) * percent("10") / 360)
    assert statement.charges[2].interest.amount == third
    left = statement.without("compound")
    assert [charge.amount for charge in left.charges] == [9_100, 9_100, 9_200]
    assert left.interest.amount == interest_accrued(360_000, percent("10"), window).amount


def test_interest_paid_late_bears_interest_until_it_is_paid() -> None:
    window = (date(2023, 9, 21), date(2024, 3, 21))
    paid = [Flow(date(2023, 12, 31), 9_100)]
    statement = interest_settled(360_000, percent("10"), window, paid=paid)
    (compound,) = [segment for segment in statement.interest.segments if "compound" in segment.marks]
    assert (compound.start, compound.end, compound.balance) == (date(2023, 12, 21), date(2023, 12, 31), 9_100)
    assert compound.amount == 9_100 * percent("10") * Fraction(10, 360)


def test_overdue_interest_is_compounded_at_the_penal_rate() -> None:
    window = (date(2023, 9, 21), date(2024, 3, 21))
    overdue = Span("overdue", date(2024, 1, 1), date(2024, 3, 21), Fraction(1, 2))
    statement = interest_settled(360_000, percent("10"), window, spans=[overdue], paid=[])
    compound = [s for s in statement.interest.segments if "compound" in s.marks]
    assert [(s.days, s.rate, sorted(s.marks)) for s in compound] == [
        (11, percent("10"), ["compound"]),
        (80, percent("10"), ["compound", "overdue"]),
        (80, percent("5"), ["compound", "overdue", "penalty"]),
    ]
    assert statement.without("overdue", "compound").interest.amount == 102 * 100


@given(DRAWN_AND_REPAID, RATES, WINDOWS)
def test_leaving_nothing_out_changes_nothing(flows: Flows, rate: Fraction, window: Window) -> None:
    statement = interest_settled(principal_balance(*flows), rate, window, paid=[])
    assert statement.without() == statement


def test_a_settlement_day_of_ones_own() -> None:
    own = Settlement(Label("末月26日", "the 26th of June and December"), (6, 12), 26)
    days = own.boundaries(date(2023, 6, 26).toordinal(), date(2024, 7, 1).toordinal())
    assert [str(date.fromordinal(day)) for day in days] == ["2023-12-26", "2024-06-26"]


def test_unknown_names_are_refused() -> None:
    with pytest.raises(InputError, match="quaterly is not a known settlement rule; did you mean quarterly"):
        interest_settled(1, percent("1"), YEAR, settlement="quaterly")
    with pytest.raises(InputError, match="half is not a known rounding"):
        interest_settled(1, percent("1"), YEAR, direction="half")

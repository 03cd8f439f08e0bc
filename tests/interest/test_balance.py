from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.diagnostics import InputError
from subsidy.interest import Flow, principal_balance
from tests.interest.cases import DRAWN_AND_REPAID, FIRST, LAST
from tests.interest.day_by_day import days_of, owed_on


@given(DRAWN_AND_REPAID)
def test_each_day_owes_what_was_drawn_less_what_was_repaid(flows: tuple[list[Flow], list[Flow]]) -> None:
    drawn, repaid = flows
    balance = principal_balance(drawn, repaid)
    for day in days_of(FIRST - timedelta(2), FIRST + timedelta(200)):
        assert balance.at(day.toordinal()) == owed_on(day, drawn, repaid)


@given(DRAWN_AND_REPAID, st.randoms())
def test_the_order_of_the_flows_does_not_matter(flows: tuple[list[Flow], list[Flow]], random: object) -> None:
    drawn, repaid = flows
    balance = principal_balance(drawn, repaid)
    random.shuffle(drawn)  # type: ignore[attr-defined]
    random.shuffle(repaid)  # type: ignore[attr-defined]
    assert principal_balance(drawn, repaid) == balance


@given(DRAWN_AND_REPAID)
def test_the_sum_over_days_is_the_sum_of_daily_balances(flows: tuple[list[Flow], list[Flow]]) -> None:
    drawn, repaid = flows
    total = sum((owed_on(day, drawn, repaid) for day in days_of(FIRST, LAST)), Fraction(0))
    assert principal_balance(drawn, repaid).sum(FIRST.toordinal(), LAST.toordinal()) == total


@pytest.mark.parametrize(("ends", "days"), [("first", 30), ("last", 30), ("both", 31), ("neither", 29)])
def test_end_days_of_the_loan_count_as_named(ends: str, days: int) -> None:
    drawn, repaid = [Flow(date(2024, 3, 1), 100)], [Flow(date(2024, 3, 31), 100)]
    balance = principal_balance(drawn, repaid, ends)
    assert balance.sum(date(2024, 2, 1).toordinal(), date(2024, 5, 1).toordinal()) == 100 * days


@pytest.mark.parametrize(("ends", "days"), [("first", 0), ("last", 0), ("both", 1), ("neither", 0)])
def test_what_is_repaid_on_the_day_it_was_drawn(ends: str, days: int) -> None:
    flows = [Flow(date(2024, 3, 1), Decimal("0.01"))]
    balance = principal_balance(flows, flows, ends)
    assert balance.sum(date(2024, 2, 1).toordinal(), date(2024, 5, 1).toordinal()) == Fraction(days, 100)


def test_a_fen_more_repaid_than_drawn_is_refused() -> None:
    day = date(2024, 3, 1)
    drawn = [Flow(day, 50), Flow(day + timedelta(9), 50)]
    principal_balance(drawn, [Flow(day, Decimal("50.00"))])
    with pytest.raises(InputError, match=r"by 2024-03-01, 0\.01 yuan more is repaid than was drawn"):
        principal_balance(drawn, [Flow(day, Decimal("50.01"))])
    with pytest.raises(InputError, match=r"by 2024-02-29, 50\.00 yuan more is repaid than was drawn"):
        principal_balance(drawn, [Flow(day - timedelta(1), 50)])


def test_every_negative_flow_is_named() -> None:
    day = date(2024, 3, 1)
    with pytest.raises(InputError) as caught:
        principal_balance([Flow(day, 1), Flow(day, -1)], [Flow(day, Fraction(-1, 100))])
    assert [str(d) for d in caught.value.diagnostics] == [
        "the flow of 2024-03-01 is negative: -1.00 yuan [negative-flow]",
        "the flow of 2024-03-01 is negative: -0.01 yuan [negative-flow]",
    ]


def test_no_binary_float_comes_in() -> None:
    with pytest.raises(TypeError, match="not the float"):
        principal_balance([Flow(date(2024, 3, 1), 0.1)])  # type: ignore[arg-type]


def test_nothing_drawn_is_nothing_owed() -> None:
    assert principal_balance([]).at(date(2024, 3, 1).toordinal()) == 0

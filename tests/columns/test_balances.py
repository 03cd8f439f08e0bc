"""Balances, reference rates and settled interest from day to day, as columns and as the kernel says of one loan."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from subsidy.calendar import DAY_COUNTS
from subsidy.evaluation.interpret import interpret
from subsidy.interest import SETTLEMENTS
from subsidy.kinds import DATE, MONEY, RATE, TEXT
from subsidy.scheme.program import Program
from tests.columns.frames import columns_of
from tests.evaluation.small import SmallScope, program

SCOPE = {"loan.principal": MONEY, "loan.disbursed_on": DATE, "day_a": DATE, "day_b": DATE, "rate_b": RATE}
FLOWS = {"loan.flows": {"on": DATE, "kind": TEXT, "amount": MONEY}}
SPANS = {"rows": {"from_": DATE, "to": DATE}}

near = st.integers(date(2019, 8, 1).toordinal(), date(2021, 3, 31).toordinal())
far = st.sampled_from([date(1949, 10, 1).toordinal(), date(2199, 12, 31).toordinal()])
days = st.one_of(near, near, near, far)
amounts = st.one_of(st.sampled_from([0, 1, 100, 100, 10**6]), st.integers(0, 10**9), st.integers(0, MONEY.high))
kinds = st.sampled_from(["drawdown", "drawdown", "principal", "principal", "interest", "fee"])


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.integers(0, 19).flatmap(lambda n: st.none() if n == 0 else strategy)


def loans(days: st.SearchStrategy[int]) -> st.SearchStrategy[tuple[Any, ...]]:
    """The facts of the scope, then the flows."""
    rates = st.integers(0, 10**7)
    flows = st.lists(st.tuples(maybe(days), maybe(kinds), maybe(amounts)), max_size=6).map(tuple)
    return st.tuples(maybe(amounts), maybe(days), maybe(days), maybe(days), maybe(rates), maybe(flows))


def made(formulas: list[str], lists: Any = FLOWS) -> Program:
    return program({f"v{i}": f for i, f in enumerate(formulas)}, (), SmallScope(SCOPE, lists))


def agree(tested: Program, cases: list[tuple[Any, ...]]) -> None:
    values, _ = columns_of(tested, cases)
    assert values == [interpret(tested, case).values for case in cases]


BALANCES = made(["balance_days(day_a, day_b)", 'balance_lpr_days("1Y", day_a, day_b)'])


@settings(max_examples=50)
@given(st.lists(loans(days), min_size=1, max_size=6))
def test_balances_and_rates_day_by_day(cases: list[Any]) -> None:
    agree(BALANCES, cases)


DAY = date(2020, 1, 15).toordinal()
ZERO_AT_FIRST = ((DAY, "drawdown", 5), (DAY, "principal", 5), (DAY + 60, "drawdown", 10**9))


@pytest.mark.parametrize("basis", DAY_COUNTS)
def test_interest_as_it_is_settled(basis: str) -> None:
    tested = made([f'interest_settled(day_a, day_b, rate_b, "{basis}", "{settlement}")' for settlement in SETTLEMENTS])

    @settings(max_examples=15)
    @given(st.lists(loans(near), min_size=1, max_size=4))
    @example([(100, DAY, DAY, DAY + 400, 4_000_000, ZERO_AT_FIRST)])
    @example([(100, DAY, DAY - 400, DAY + 400, 4_000_000, ())])
    def alike(cases: list[Any]) -> None:
        agree(tested, cases)

    alike()


def test_what_fits_no_width_goes_row_by_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("subsidy.columns.balances.INT128", 1)
    tested = made(['interest_settled(day_a, day_b, rate_b, "actual/360", "monthly")'])
    agree(tested, [(100, DAY, DAY, DAY + 400, 4_000_000, ZERO_AT_FIRST), (100, DAY, DAY, DAY + 9, 4_000_000, None)])


def test_within_the_records_of_a_list() -> None:
    """The balance of a loan over each of its spans, summed."""
    tested = made(["sum(balance_days(r.from_, r.to) for r in rows if r.from_ <= r.to)"], {**FLOWS, **SPANS})
    spans = st.lists(st.tuples(maybe(near), maybe(near)), max_size=3).map(tuple)

    @settings(max_examples=40)
    @given(st.lists(st.tuples(loans(near), maybe(spans)), min_size=1, max_size=4))
    def alike(cases: list[Any]) -> None:
        agree(tested, [(*loan, listed) for loan, listed in cases])

    alike()

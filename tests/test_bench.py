"""The benchmarks measure what they say: stable loans, an oracle that is right, wrong amounts that are seen."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from bench.contest import Run, contest
from bench.loans import Loan, loans
from bench.yardstick import decimal_loop, eligible, oracle

PLAIN = Loan(
    product="科保贷",
    principal=Decimal(2_000_000),
    rate=Decimal("0.0415"),
    lpr=Decimal("0.0345"),
    signed_on=date(2023, 8, 21),
    settled_on=date(2024, 2, 21),
    days=184,
    interest=Decimal("42422.23"),
)


@pytest.mark.parametrize(
    ("change", "yuan"),
    [
        ({}, "17633.33"),  # 2,000,000 x 3.45% x 184 / 360 = 35,266.666...
        ({"interest": Decimal("35266.67")}, "17633.33"),
        ({"interest": Decimal("35266.65")}, "17633.33"),  # half of it ends in half a fen
        ({"interest": Decimal("35266.64")}, "17633.32"),
        ({"interest": Decimal(0)}, "0"),
        ({"rate": Decimal("0.0495")}, "17633.33"),
        ({"rate": Decimal("0.0496")}, "0"),
        ({"product": "信用贷"}, "0"),
        ({"principal": Decimal(10_000_000), "days": 360, "interest": Decimal(400_000)}, "172500"),
        ({"principal": Decimal(10_000_000), "days": 720, "interest": Decimal(800_000)}, "200000"),
        ({"principal": Decimal("10000000.01"), "days": 720, "interest": Decimal(800_000)}, "0"),
    ],
)
def test_the_oracle_knows_the_scheme(change: dict[str, object], yuan: str) -> None:
    assert oracle(PLAIN._replace(**change)) == Fraction(yuan)


def test_the_loans_are_the_same_every_time_and_of_every_sort() -> None:
    sample = loans(2_000)
    assert sample[:10] == loans(10)
    granted = [loan for loan in sample if eligible(loan)]
    assert len(sample) // 4 < len(granted) < len(sample) * 3 // 4
    assert {oracle(loan) == 200_000 for loan in granted} == {True, False}
    assert {loan.interest < loan.principal * loan.lpr * loan.days / 360 for loan in granted} == {True, False}
    assert all((loan.settled_on - loan.signed_on).days == loan.days for loan in sample)


def test_the_yardstick_is_exact_and_a_wrong_fen_is_counted() -> None:
    def one_fen_more(sample: Sequence[Loan]) -> Run:
        right = decimal_loop(sample)()
        return lambda: [right[0], *right[1:-1], Decimal(str(right[-1])) + Decimal("0.01")]

    standings = contest({"yardstick": decimal_loop, "other": one_fen_more}, oracle, loans(500), rounds=1)
    assert [(standing.name, standing.wrong) for standing in standings] == [("yardstick", 0), ("other", 1)]
    assert standings[0].ratio == 1

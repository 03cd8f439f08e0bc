"""What a limit may say, and how it is refused."""

from __future__ import annotations

import pytest

from subsidy.diagnostics import InputError
from tests.limits.town import town


@pytest.mark.parametrize(
    ("limit", "field", "said"),
    [
        ("{per: [borrower]}", "", "either at_most or ratio"),
        ("{at_most: 1元, ratio: 1%, per: [borrower], round: up 1元}", "", "either at_most or ratio"),
        ("{at_most: 1笔, per: [borrower]}", "", "kept or not"),
        ("{at_most: 1笔, per: [borrower], keep: proportional}", "", "kept or not"),
        ("{at_most: 1笔, per: [borrower], keep: first}", "", "needs by"),
        ("{at_most: 1笔, per: [borrower], keep: largest, on: loan.principal, round: up 1元}", "", "this limit counts"),
        ("{at_most: 3年, per: [borrower], keep: largest}", "", "years need by"),
        ("{at_most: 3年, per: [borrower], keep: largest, by: loan.principal}", ".by", "gives no order"),
        ("{at_most: 1元, per: [borrower], keep: listed}", "", "needs across"),
        ("{at_most: 1元, per: [borrower], partial: no}", "", "needs keep"),
        ("{at_most: 1元, per: [borrower], instead: 1元}", "", "instead needs"),
        ("{at_most: 1元, per: [borrower], round: up 1元}", "", "nothing to round"),
        ("{at_most: 1元, per: [borrower], on: loan.principal}", "", "need round"),
        ("{at_most: 1元, per: [loan], across: [a/b], on: loan.principal, round: up 1元}", "", "on cannot reach"),
        ("{ratio: 10%, per: [scheme]}", "", "need round"),
        ("{ratio: 10%, per: [scheme], round: up 0.001元}", ".round", "whole fen"),
        ("{ratio: 10%, per: [scheme], round: up 1天}", ".round", "whole fen"),
        ("{ratio: 10%, per: [scheme], round: sideways 1元}", ".round", "not a direction"),
        ("{ratio: 10%, per: [scheme], round: up 1元, keep: largest}", "", "same for all"),
        ("{ratio: 10元, per: [scheme], round: up 1元}", ".ratio", "a number is wanted"),
        ("{at_most: 100万, per: [borrower]}", ".at_most", "money is wanted here, found a number without a unit"),
        ("{at_most: 1 lone, per: [borrower], keep: largest}", ".at_most", "unknown unit"),
        ("{at_most: loan.rate, per: [borrower]}", ".at_most", "money is wanted here, found annual rate"),
        ("{at_most: loan.principal 笔, per: [borrower], keep: largest}", ".at_most", "a number is wanted"),
        ("{at_most: loan.principl, per: [borrower]}", ".at_most", "there is no loan.principl"),
        (
            "{at_most: loan.interest_paid / loan.principal * cover.fee, per: [loan]}",
            ".at_most",
            "no exact decimal form",
        ),
        ("{at_most: 1元, per: [year]}", ".per[0]", "loans cannot be grouped by year"),
        ("{at_most: 1元, per: [borower]}", ".per[0]", "loans cannot be grouped by borower"),
        ("{at_most: 1元, per: [loan.principal]}", ".per[0]", "loans cannot be grouped by loan.principal"),
        ("{at_most: 1元, per: [year_of(loan.principal)]}", ".per[0]", "loans cannot be grouped by"),
        ("{at_most: 1元, per: []}", ".per", ""),
        ("{at_most: 1元, per: [scheme], of: [intrest]}", ".of[0]", "there is no benefit intrest"),
        ("{at_most: 1元, per: [scheme], keep: first, by: borrower.name}", ".by", "gives no order"),
        ("{at_most: 1元, per: [scheme], keep: first, by: loan.nothing}", ".by", "gives no order"),
        ("{at_most: 1元, per: [scheme], keep: biggest}", ".keep", "not allowed"),
        ("{at_most: 1元, per: [scheme], used: 1}", ".used", "money is wanted"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_place(limit: str, field: str, said: str) -> None:
    with pytest.raises(InputError) as refused:
        town(limit)
    found = refused.value.diagnostics
    assert [(d.field, said in str(d)) for d in found if d.field == f"limits.limit_0{field}"][:1] == [
        (f"limits.limit_0{field}", True)
    ], "\n".join(map(str, found))
    assert all(d.place is not None for d in found)


def test_everything_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(InputError) as refused:
        town("{at_most: loan.rate, per: [borower, year], of: [x], partial: no}")
    assert [d.field for d in refused.value.diagnostics] == [
        "limits.limit_0",
        "limits.limit_0.at_most",
        "limits.limit_0.per[0]",
        "limits.limit_0.per[1]",
        "limits.limit_0.of[0]",
    ]


@pytest.mark.parametrize(
    ("written", "remedy"),
    [
        ("borower", "did you mean borrower?"),
        ("year", "such as loan.settled_on"),
        ("loan.lendr", "did you mean loan.lender?"),
    ],
)
def test_a_key_that_is_not_known_has_a_remedy(written: str, remedy: str) -> None:
    with pytest.raises(InputError, match="cannot be grouped") as refused:
        town(f"{{at_most: 1元, per: [{written}]}}")
    assert remedy in str(refused.value.diagnostics[0])


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("1笔", "loan"),
        ("2 笔贷款", "loan"),
        ("1 loan", "loan"),
        ("'1,000 loans'", "loan"),
        ("1项", "benefit"),
        ("1 benefit", "benefit"),
        ("1个方案", "scheme"),
        ("2 schemes", "scheme"),
        ("3年", "year"),
        ("3个年度", "year"),
        ("most 笔", "loan"),
        ("most loans", "loan"),
        ("max_loans", "yuan"),
        ("100万元", "yuan"),
        ("'min(max_loans, loan.principal)'", "yuan"),
    ],
)
def test_what_can_be_counted(written: str, unit: str) -> None:
    parameters = """
  most: {is: 2, cite: notice 三, zh: 笔数, en: number}
  max_loans: {is: 2元, cite: notice 三, zh: 金额, en: amount}"""
    keep = "" if unit == "yuan" else ", keep: first, by: loan.settled_on"
    (limit,) = town(f"{{at_most: {written}, per: [borrower]{keep}}}", parameters=parameters).program.limits
    assert limit.unit == unit


def test_what_only_a_limit_needs_is_part_of_the_program() -> None:
    parameters = "\n  pot: {is: 2元, cite: notice 三, zh: 金额, en: amount}"
    program = town("{at_most: 'min(pot, pool.balance)', per: [scheme]}", parameters=parameters).program
    assert "pot" in program.parameters
    assert "pool.balance" in {used.path for used in program.inputs}
    assert program.labels["pool.balance"].zh == "资金池余额"

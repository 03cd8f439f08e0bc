"""What is odd between rows: found at the edge, and not beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Final

import pytest
from stdnum.cn import uscc

from tests.audit.auditing import Found, audited, found
from tests.audit.rows import DAYS, FLOWS, MONTHS, Row, by_days, by_flows, by_months, renamed

CODES: Final = [f"{body}{uscc.calc_check_digit(body)}" for body in (f"91420100MA4K888{n}" for n in range(10, 18))]
SAME = {"borrower__name": "同一有限公司"}
LOAN = {"principal": "2000000", "disbursed_on": "2021-04-01"}
OWN = [{"borrower__name": f"另{number}有限公司", **LOAN} for number in range(4)]


def days(*rows: dict[str, Any]) -> dict[int, Row]:
    return {number: by_days(number, **renamed(**row)) for number, row in enumerate(rows, 2)}


def months(*rows: dict[str, Any]) -> dict[int, Row]:
    return {number: by_months(number, **renamed(**row)) for number, row in enumerate(rows, 2)}


def test_rows_in_order_give_no_finding() -> None:
    assert found(audited({DAYS: days({}, {}, {}), MONTHS: {n: by_months(n) for n in (7, 8, 9)}})) == {}


Pair = tuple[dict[str, Any], dict[str, Any], bool]

SAME_CONTRACT: Final[list[Pair]] = [
    ({"contract": "甲号"}, {"contract": "甲号"}, True),
    ({"contract": "乙 号-1"}, {"contract": "乙号-1"}, True),  # spaces tell nothing apart
    ({"contract": "ＡＢ1"}, {"contract": "ab1"}, True),
    ({"contract": "丙号", "lender": "甲银行"}, {"contract": "丙号", "lender": "乙银行"}, False),
    ({"contract": "丁号", "lender": None}, {"contract": "丁号", "lender": None}, True),
    ({"contract": None}, {"contract": None}, False),
    ({"contract": "戊号", "lender": "甲银行"}, {"contract": "戊号", "lender": "甲银行股份有限公司"}, True),
    ({"contract": "己号", "lender": None, **OWN[0]}, {"contract": "己号", "lender": "甲银行", **OWN[0]}, True),
    ({"contract": "庚号", "lender": None, **OWN[1]}, {"contract": "庚号", "lender": "甲银行"}, False),
    ({"contract": "辛号", "lender": "甲行光谷支行", **OWN[2]}, {"contract": "辛号", "lender": "甲行", **OWN[2]}, True),
    (
        {"contract": "壬号", "lender": "甲行光谷支行", **OWN[3]},
        {"contract": "壬号", "lender": "甲行", **OWN[3], "principal": "1999999"},
        False,
    ),
]
SAME_TIME: Final[list[Pair]] = [
    ({}, {"disbursed_on": "2021-05-01"}, True),  # one day in common
    ({}, {"disbursed_on": "2021-05-02"}, False),  # drawn on the day on which the other is settled
    ({}, {"disbursed_on": "2021-05-01", "principal": "2000001"}, False),
    ({}, {"disbursed_on": "2021-05-01", "lender": "别的银行"}, False),
    ({}, {"disbursed_on": "2021-05-01", "borrower__name": "别的有限公司"}, False),
]
SPLIT: Final[list[Pair]] = [
    (
        {"principal": "300万元"},
        {"principal": "200.01万元", "disbursed_on": "2023-03-03"},
        True,
    ),  # 30 days
    ({"principal": "300万元"}, {"principal": "200万元", "disbursed_on": "2023-03-03"}, False),  # together at the figure
    ({"principal": "300万元"}, {"principal": "300万元", "disbursed_on": "2023-03-04"}, False),  # 31 days later
    (
        {"principal": "500万元"},
        {"principal": "1万元", "disbursed_on": "2023-02-01"},
        True,
    ),  # at it is within
    ({"principal": "600万元"}, {"principal": "1万元", "disbursed_on": "2023-02-01"}, False),  # one alone is above it
]
ENTERPRISES: Final = [
    (("甲有限公司", "乙有限公司"), (CODES[0], CODES[0]), "several-names"),
    (("丙 有限公司", "丙有限公司"), (CODES[1], CODES[1]), ""),
    (("丁有限公司", "丁有限公司"), (CODES[2], CODES[3]), "several-codes"),
    (("戊有限公司", "戊有限公司"), (CODES[4], None), ""),
    (("己（武汉）科技有限公司", "己武汉科技有限责任公司"), (None, CODES[5]), "alike-names"),
    (("庚（武汉）科技有限公司", "庚武汉科技有限责任公司"), (CODES[6], CODES[7]), ""),
    (("辛科技有限公司", "壬科技有限公司"), (None, None), ""),
    (("公司", "有限公司"), (None, None), ""),  # nothing is left to compare
]


def numbers(position: int) -> tuple[int, int]:
    """The rows of a pair."""
    return 2 * position + 2, 2 * position + 3


def of_pairs(pairs: Sequence[Pair], **loan: Any) -> list[dict[str, Any]]:
    """Both rows of each pair, of one borrower unless they say otherwise."""
    named = ((pair, {"borrower__name": f"第{n}对有限公司"}) for n, pair in enumerate(pairs))
    return [{**loan, **name, **row} for (one, other, _), name in named for row in (one, other)]


@cache
def contracts() -> Found:
    return found(audited({DAYS: days(*of_pairs(SAME_CONTRACT))}))


@cache
def times() -> Found:
    rows = of_pairs(SAME_TIME, principal="2000000", disbursed_on="2021-02-01", settled_on="2021-08-01")
    firsts = [row | {"settled_on": "2021-05-02"} for row in rows[::2]]
    return found(audited({DAYS: days(*(row for pair in zip(firsts, rows[1::2], strict=True) for row in pair))}))


@cache
def splits() -> Found:
    rows = months(*of_pairs(SPLIT, disbursed_on="2023-02-01", settled_on="2023-08-15"))
    return found(audited({MONTHS: rows}, dict.fromkeys(rows, 100)))


@cache
def enterprises() -> Found:
    rows = [
        {"borrower__name": n, "borrower__uscc": c}
        for names, codes, _ in ENTERPRISES
        for n, c in zip(names, codes, strict=True)
    ]
    return found(audited({DAYS: days(*rows)}))


CHECKED: Final = [
    *((contracts, "same-contract", n, pair[2]) for n, pair in enumerate(SAME_CONTRACT)),
    *((times, "overlapping-contracts", n, pair[2]) for n, pair in enumerate(SAME_TIME)),
    *((splits, "split", n, pair[2]) for n, pair in enumerate(SPLIT)),
    *(
        (enterprises, check, n, check == expected)
        for n, (_, __, expected) in enumerate(ENTERPRISES)
        for check in ("several-names", "several-codes", "alike-names")
    ),
]


@pytest.mark.parametrize(("of", "check", "position", "is_found"), CHECKED, ids=[f"{c}-{n}" for _, c, n, _ in CHECKED])
def test_pairs_of_rows(of: Callable[[], Found], check: str, position: int, is_found: bool) -> None:
    assert (set(numbers(position)) in of().get(check, [])) is is_found


@pytest.mark.parametrize("of", [contracts, times, splits, enterprises])
def test_nothing_is_found_across_the_pairs(of: Callable[[], Found]) -> None:
    pairs = [set(numbers(n)) for n in range(10)]
    assert all(rows in pairs for own in of().values() for rows in own)


def test_a_contract_of_which_nothing_is_claimed_is_not_twice() -> None:
    rows = days({"contract": "同号"}, {"contract": "同号"})
    assert "same-contract" not in found(audited({DAYS: rows}, {3: 0}))


def test_what_hangs_together_in_time_is_one_finding() -> None:
    spans = (
        ("2021-02-01", "2021-04-01"),
        ("2021-03-01", "2021-03-10"),
        ("2021-03-20", "2021-06-01"),
        ("2021-06-01", "2021-07-01"),
    )
    rows = days(*({"principal": "2000000", "disbursed_on": a, "settled_on": b, **SAME} for a, b in spans))
    assert found(audited({DAYS: rows}))["overlapping-contracts"] == [{2, 3, 4}]


def test_parts_of_a_contract_one_after_the_other_do_not_overlap() -> None:
    part = {"contract": "分段号", **SAME}
    rows = days(
        {"disbursed_on": "2021-02-01", "settled_on": "2021-05-01", **part},
        {"disbursed_on": "2021-05-01", "settled_on": "2021-07-01", **part},
    )
    assert set(found(audited({DAYS: rows}))) == {"same-contract"}


def test_more_than_a_limit_allows() -> None:
    loan = {"principal": "2000000", "disbursed_on": "2023-02-10", "settled_on": "2023-08-15", **SAME}
    rows = months(loan, loan | {"principal": "2100000"})
    assert "beyond-limit" not in found(audited({MONTHS: rows}))
    assert found(audited({MONTHS: rows}, {2: 1, 3: 1}))["beyond-limit"] == [{2, 3}]


def test_a_limit_in_yuan_is_looked_at_after_the_limits_alone() -> None:
    loan = {"principal": "1亿元", "disbursed_on": "2021-03-01", "settled_on": "2021-07-15", **SAME}
    rows = days(loan, loan | {"rate": "4.6%"})
    whole = {2: 72_722_222, 3: 72_722_222}
    assert found(audited({DAYS: rows}, whole))["beyond-limit"] == [{2, 3}]
    assert "beyond-limit" not in found(audited({DAYS: rows}, whole, "entitlement"))


def test_other_aid_where_no_condition_looks_at_it() -> None:
    aid = [{"kind": "interest", "level": "provincial", "program": "示例", "amount": "1万元"}]
    flows = {2: by_flows(2, other_aid=aid), 3: by_flows(3, other_aid=[]), 4: by_flows(4)}
    assert found(audited({FLOWS: flows}))["other-aid"] == [{2}]
    assert found(audited({MONTHS: {2: by_months(2, other_aid=aid)}})) == {}


def test_a_loan_under_two_schemes() -> None:
    rows = {DAYS: {2: by_days(2, **renamed(contract="同号"))}, FLOWS: {3: by_flows(3, **renamed(contract="同 号"))}}
    assert found(audited(rows)) == {"two-schemes": [{2, 3}]}
    assert found(audited(rows, {3: 0})) == {}

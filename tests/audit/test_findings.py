"""What is odd between rows: found at the edge, and not beside it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.audit.auditing import audited, found
from tests.audit.rows import DAYS, FLOWS, MONTHS, Row, by_days, by_flows, by_months, renamed

CODES = ("91420100MA4K88800X", "91420100MA4K888011")
SAME = {"borrower__name": "同一有限公司"}


def days(*rows: dict[str, Any]) -> dict[int, Row]:
    return {number: by_days(number, **renamed(**row)) for number, row in enumerate(rows, 2)}


def months(*rows: dict[str, Any]) -> dict[int, Row]:
    return {number: by_months(number, **renamed(**row)) for number, row in enumerate(rows, 2)}


def test_rows_in_order_give_no_finding() -> None:
    assert found(audited({DAYS: days({}, {}, {}), MONTHS: {n: by_months(n) for n in (7, 8, 9)}})) == {}


@pytest.mark.parametrize(
    ("one", "other", "is_found"),
    [
        ({"contract": "同号"}, {"contract": "同号"}, True),
        ({"contract": "同 号-1"}, {"contract": "同号-1"}, True),  # spaces tell nothing apart
        ({"contract": "ＡＢ1"}, {"contract": "ab1"}, True),
        ({"contract": "同号", "lender": "甲银行"}, {"contract": "同号", "lender": "乙银行"}, False),
        ({"contract": "同号", "lender": None}, {"contract": "同号", "lender": None}, True),
        ({"contract": None}, {"contract": None}, False),
    ],
)
def test_the_same_contract(one: dict[str, Any], other: dict[str, Any], is_found: bool) -> None:
    result = audited({DAYS: days(one, other)})
    assert found(result).get("same-contract", []) == [{2, 3}] * is_found


def test_a_contract_of_which_nothing_is_claimed_is_not_twice() -> None:
    rows = days({"contract": "同号"}, {"contract": "同号"})
    assert "same-contract" not in found(audited({DAYS: rows}, {3: 0}))


@pytest.mark.parametrize(
    ("names", "codes", "checks"),
    [
        (("甲有限公司", "乙有限公司"), (CODES[0], CODES[0]), {"several-names"}),
        (("甲 有限公司", "甲有限公司"), (CODES[0], CODES[0]), set()),
        (("甲有限公司", "甲有限公司"), (CODES[0], CODES[1]), {"several-codes"}),
        (("甲有限公司", "甲有限公司"), (CODES[0], None), set()),
        (("甲（武汉）科技有限公司", "甲武汉科技有限责任公司"), (None, CODES[0]), {"alike-names"}),
        (("甲（武汉）科技有限公司", "甲武汉科技有限责任公司"), CODES, set()),
        (("甲科技有限公司", "乙科技有限公司"), (None, None), set()),
        (("公司", "有限公司"), (None, None), set()),  # nothing is left to compare
    ],
)
def test_enterprises(names: tuple[str, str], codes: tuple[str | None, str | None], checks: set[str]) -> None:
    rows = days(*({"borrower__name": n, "borrower__uscc": c} for n, c in zip(names, codes, strict=True)))
    result = found(audited({DAYS: rows}))
    assert set(result) & {"several-names", "several-codes", "alike-names"} == checks


@pytest.mark.parametrize(
    ("principals", "second_day", "is_found"),
    [
        (("300万元", "200.01万元"), "2023-03-03", True),  # 30 days later, together 100 yuan above 5 million
        (("300万元", "200万元"), "2023-03-03", False),  # together at the figure
        (("300万元", "300万元"), "2023-03-04", False),  # 31 days later
        (("500万元", "1万元"), "2023-02-01", True),  # at the figure is within it
        (("600万元", "1万元"), "2023-02-01", False),  # one alone is above it
    ],
)
def test_loans_that_may_have_been_split(principals: tuple[str, str], second_day: str, is_found: bool) -> None:
    first, second = principals
    end = {"settled_on": "2023-08-15", **SAME}
    rows = months(
        {"principal": first, "disbursed_on": "2023-02-01", **end},
        {"principal": second, "disbursed_on": second_day, **end},
    )
    claimed = {2: 100, 3: 100}
    assert found(audited({MONTHS: rows}, claimed)).get("split", []) == [{2, 3}] * is_found


@pytest.mark.parametrize(
    ("second", "is_found"),
    [
        ({"disbursed_on": "2021-05-01"}, True),  # one day in common
        ({"disbursed_on": "2021-05-02"}, False),  # drawn on the day on which the other is settled
        ({"disbursed_on": "2021-05-01", "principal": "2000001"}, False),
        ({"disbursed_on": "2021-05-01", "lender": "别的银行"}, False),
        ({"disbursed_on": "2021-05-01", "borrower__name": "别的有限公司"}, False),
    ],
)
def test_the_same_time_under_several_contracts(second: dict[str, Any], is_found: bool) -> None:
    first = {"principal": "2000000", "disbursed_on": "2021-02-01", "settled_on": "2021-05-02", **SAME}
    other = {"principal": "2000000", "settled_on": "2021-08-01", **SAME, **second}
    result = found(audited({DAYS: days(first, other)}))
    assert result.get("overlapping-contracts", []) == [{2, 3}] * is_found


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

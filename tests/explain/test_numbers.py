"""Formulas with their numbers put in."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.explain import with_numbers
from subsidy.language.nodes import Node
from tests.explain.reckoning import reckoned
from tests.explain.world import node_of, rounded_to, run_of, tier

FACTS: Mapping[str, Any] = {
    "loan.principal": "200万元",
    "loan.rate": "4.15%",
    "loan.product": "科保贷",
    "loan.signed_on": "2023-08-01",
    "loan.disbursed_on": "2023-08-10",
    "loan.settled_on": "2024-02-10",
    "cover.kind": "guarantee",
    "borrower.qualifications": [{"kind": "高新技术企业", "from": "2022-11-09", "to": "2025-11-08"}],
    "loan.flows": [
        {"on": "2023-09-21", "kind": "interest", "amount": "9,683.33"},
        {"on": "2024-02-10", "kind": "interest", "amount": "32,738.89"},
        {"on": "2024-02-10", "kind": "principal", "amount": "200万元"},
    ],
    "other_aid": [],
}
RUN = run_of(FACTS)
TIERS = {
    "whole": tier("loan.principal", ("<100万元", "7%"), ("<=200万元", "6%"), ("", "0%")),
    "slices": tier(
        "loan.principal", ("<=100万元", "40%"), ("<=150万元", "30%"), ("<=300万元", "20%"), ("", "0%"), slices=True
    ),
}


@pytest.mark.parametrize(
    ("node", "zh", "en"),
    [
        (
            "counted * share * loan_months / year",
            "2,000,000.00 × 2.6% × 6个月 ÷ 12个月",
            "2,000,000.00 × 2.6% × 6 months ÷ 12 months",
        ),
        (
            rounded_to("counted * share * loan_months / year", "half-up", "0.01元"),
            "2,000,000.00 × 2.6% × 6个月 ÷ 12个月，四舍五入到0.01元",
            "2,000,000.00 × 2.6% × 6 months ÷ 12 months, rounded half away from zero to 0.01 yuan",
        ),
        (
            "min(loan.principal, limit)",
            "较小者（2,000,000.00，5,000,000.00）",
            "the smaller of (2,000,000.00, 5,000,000.00)",
        ),
        (
            'insured_share if loan.product == "科保贷" else guaranteed_share',
            "2.6%（贷款产品为科保贷：是）",
            "2.6% (loan product is 科保贷: yes)",
        ),
        (
            "loan.principal * (guaranteed_share if loan.principal > limit else insured_share - guaranteed_share)",
            "2,000,000.00 × （2.6% - 1%）（贷款本金 > 单笔本金上限：否）",
            "2,000,000.00 × (2.6% - 1%) (loan principal > limit of one loan: no)",
        ),
        (
            "insured_share if loan.principal > hidden else guaranteed_share",
            "2,000,000.00 > 年度限额（未公布）时为2.6%，否则为1%",
            "2.6% if 2,000,000.00 > yearly limit (unpublished), otherwise 1%",
        ),
        ('loan.rate >= lpr("1Y", on=loan.signed_on)', "4.15% ≥ 3.55%", "4.15% ≥ 3.55%"),
        ("loan.rate - -margin", "4.15% - （-0.5%）", "4.15% - (-0.5%)"),
        (
            "days(loan.disbursed_on, loan.settled_on)",
            "184天（2023-08-10至2024-02-10）",
            "184 days (2023-08-10 to 2024-02-10)",
        ),
        (
            'months(loan.disbursed_on, loan.settled_on, "completed")',
            "6个月（2023-08-10至2024-02-10）",
            "6 months (2023-08-10 to 2024-02-10)",
        ),
        (
            'counted * share * months(loan.disbursed_on, loan.disbursed_on + year, "started") / year',
            "2,000,000.00 × 2.6% × 12个月（2023-08-10至2024-08-10） ÷ 12个月",
            "2,000,000.00 × 2.6% × 12 months (2023-08-10 to 2024-08-10) ÷ 12 months",
        ),
        (
            'months(loan.disbursed_on, loan.matures_on, "completed")',
            "放款日至合同到期日的月数（足月）（未知）",
            "months from disbursed on to matures on (completed months) (unknown)",
        ),
        ("loan.settled_on - loan.disbursed_on", "2024-02-10 - 2023-08-10", "2024-02-10 - 2023-08-10"),
        ("loan.disbursed_on + grace", "2023-08-10 + 30天", "2023-08-10 + 30 days"),
        ("loan.disbursed_on + year", "2024-08-10", "2024-08-10"),
        ("year_of(loan.settled_on)", "2024", "2024"),
        ("loan_months", "6个月", "6 months"),
        ("limit * third", "5,000,000.00 × 1/3", "5,000,000.00 × 1/3"),
        ("limit / few / third", "5,000,000.00 ÷ 2 ÷ （1/3）", "5,000,000.00 ÷ 2 ÷ (1/3)"),
        ("cover.premium + limit", "保费（未知） + 5,000,000.00", "premium (unknown) + 5,000,000.00"),
        ("loan.product in products", "“科保贷”为科保贷、科担贷之一", "“科保贷” is one of 科保贷, 科担贷"),
        ('cover.kind == "guarantee"', "“担保”为担保", "“guarantee” is guarantee"),
        ("loan.product == borrower.name", "“科保贷”为名称（未知）", "“科保贷” is name (unknown)"),
        (
            "in_window and loan.principal > limit",
            "（在期内结清：是） 且 2,000,000.00 > 5,000,000.00",
            "(settled in the window: yes) and 2,000,000.00 > 5,000,000.00",
        ),
        ("not in_window", "并非（在期内结清：是）", "not (settled in the window: yes)"),
        (
            'held("高新技术企业", on=loan.signed_on)',
            "合同签订日持有有效的“高新技术企业”资质：是",
            "a valid “高新技术企业” is held (day: signed on): yes",
        ),
        (
            'not any(a.level == "municipal" for a in other_aid)',
            "同一贷款的其他补贴中没有财政层级为市级的记录：是",
            "there is no record of other aid for the same loan where level of government is municipal: yes",
        ),
        ('sum(f.amount for f in loan.flows if f.kind == "interest")', "42,422.22", "42,422.22"),
        (
            'max(f.on for f in loan.flows if f.kind == "fee")',
            "（资金流水中款项为费用的最晚日期）（未知）",
            "(the latest date over cash flows where kind of payment is fee) (unknown)",
        ),
        (
            "loan.interest_paid / loan.principal < third",
            "实付利息（未知） ÷ 2,000,000.00 < 1/3",
            "interest paid (unknown) ÷ 2,000,000.00 < 1/3",
        ),
        ('years(loan.disbursed_on, loan.settled_on, "months/12")', "0.5年", "0.5 years"),
        ("balance_days(loan.disbursed_on, loan.settled_on)", "368,000,000.00元·天", "368,000,000.00 yuan·days"),
        (
            TIERS["whole"],
            "6%（2,000,000.00：不小于1,000,000.00 且 不超过2,000,000.00）",
            "6% (2,000,000.00: at least 1,000,000.00 and at most 2,000,000.00)",
        ),
        (
            TIERS["slices"],
            "1,000,000.00 × 40% + 500,000.00 × 30% + 500,000.00 × 20%",
            "1,000,000.00 × 40% + 500,000.00 × 30% + 500,000.00 × 20%",
        ),
    ],
    ids=str,
)
def test_with_numbers(node: str | Node, zh: str, en: str) -> None:
    words = with_numbers(node_of(node) if isinstance(node, str) else node, RUN)
    assert (words.say("zh"), words.say("en")) == (zh, en)


@pytest.mark.parametrize(
    ("principal", "whole", "slices"),
    [
        ("0元", "7% (0.00: below 1,000,000.00)", "0.00 × 40%"),
        ("999,999.99元", "7% (999,999.99: below 1,000,000.00)", "999,999.99 × 40%"),
        ("100万元", "6% (1,000,000.00: at least 1,000,000.00 and at most 2,000,000.00)", "1,000,000.00 × 40%"),
        (
            "1,000,000.01元",
            "6% (1,000,000.01: at least 1,000,000.00 and at most 2,000,000.00)",
            "1,000,000.00 × 40% + 0.01 × 30%",
        ),
        (
            "2,000,000.01元",
            "0% (2,000,000.01: above 2,000,000.00)",
            "1,000,000.00 × 40% + 500,000.00 × 30% + 500,000.01 × 20%",
        ),
    ],
)
def test_tiers_at_their_bounds(principal: str, whole: str, slices: str) -> None:
    run = run_of({"loan.principal": principal})
    assert with_numbers(TIERS["whole"], run).say("en") == whole
    assert with_numbers(TIERS["slices"], run).say("en") == slices


def test_a_tier_of_an_unknown_amount() -> None:
    for node in TIERS.values():
        assert with_numbers(node, run_of({})).say("zh") == "分档标准（未知）"


@given(st.integers(0, 10**9))
def test_slices_come_to_the_amount(fen: int) -> None:
    node, run = TIERS["slices"], run_of({"loan.principal": f"{fen // 100}.{fen % 100:02}"})
    value = run.value_of(node)
    assert isinstance(value, int)
    assert reckoned(with_numbers(node, run).say("en")) == value * node.unit


def test_the_reckoning_can_fail() -> None:
    assert reckoned("2,000,000.00 × 2.6% × 6 months ÷ 12 months") == 26_000
    assert reckoned("the smaller of (1.50, (2 1/3 - 3) × 2)") == Fraction(-4, 3)
    assert reckoned("10.00 ÷ 3, rounded half away from zero to 0.01 yuan") == Fraction(333, 100)

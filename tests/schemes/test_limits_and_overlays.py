"""What binds several applications of the shipped schemes together, and what a user supplies for what is unpublished."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest

from subsidy import Decision, Schemes, evaluate, load_schemes
from subsidy.limits import apply_limits

Facts = dict[str, Any]
SCHEMES: Final[Schemes] = load_schemes()
EXAMPLES: Final = Path(__file__).parents[2] / "examples"


def payable(scheme: str, applications: Iterable[Facts]) -> list[Decimal | None]:
    """The payable of each application after the limits, in yuan."""
    decisions = [evaluate(SCHEMES[scheme], facts) for facts in applications]
    return [settled.total for settled in apply_limits(decisions).settled]


def yuan(*amounts: int) -> list[Decimal]:
    return [Decimal(a) for a in amounts]


def shenzhen(number: str, filed: str, interest: int, cover: Facts) -> Facts:
    year = int(filed[:4]) - 1
    first, last = f"{year}-01-01", f"{year}-12-31"
    loan: Facts = {"principal": "5000万元", "rate": "5%", "disbursed_on": first, "matures_on": last, "settled_on": last}
    flows = [{"on": first, "kind": "drawdown", "amount": "5000万元"}]
    loan |= {
        "contract": number,
        "interest_paid": f"{interest}元",
        "first_ever": False,
        "overdue_spans": [],
        "flows": flows,
    }
    application = {"id": number, "submitted_on": filed}
    return {"application": application, "borrower": {"name": "示例科技"}, "loan": loan, "cover": cover, "granted": []}


def test_an_enterprise_gets_at_most_a_million_a_year() -> None:
    """600,000 of interest and 500,000 of premium are 1,100,000; the next year begins afresh."""
    insured = {"kind": "insurance", "premium": "100万元"}
    paid = payable(
        "shenzhen/tech-loan-subsidy",
        [shenzhen("A", "2021-03-01", 1_200_000, insured), shenzhen("B", "2022-03-01", 1_200_000, {"kind": "none"})],
    )
    assert paid == yuan(1_000_000, 600_000)


def test_premiums_of_two_loans_share_the_years_ceiling() -> None:
    insured = {"kind": "insurance", "premium": "60万元"}
    paid = payable("shenzhen/tech-loan-subsidy", [shenzhen(n, "2021-03-01", 0, insured) for n in "AB"])
    assert paid == yuan(250_000, 250_000)


def test_an_enterprise_gets_at_most_three_million_over_the_life_of_the_method() -> None:
    before = [
        {"scheme": "shenzhen/tech-loan-subsidy", "year": year, "amount": "100万元"} for year in (2018, 2019, 2020)
    ]
    facts = shenzhen("A", "2021-03-01", 1_200_000, {"kind": "none"}) | {"granted": before[1:]}
    assert payable("shenzhen/tech-loan-subsidy", [facts]) == yuan(600_000)
    assert payable("shenzhen/tech-loan-subsidy", [facts | {"granted": before}]) == yuan(0)


def guangzhou(number: str, made_on: str, mode: str, lost: str) -> Facts:
    return {
        "application": {"id": number},
        "borrower": {"on_key_list": False},
        "loan": {"contract": number[0], "lender": "示例银行", "principal": "3000万元"}
        | {"ip_pledge": False, "central_bank_tool": False},
        "claim": {"made_on": made_on, "mode": mode, "principal_lost": lost},
        "lender_year": {"enrolled": "1000亿元", "losses": "0元"},
    }


def test_one_loan_is_compensated_in_one_mode() -> None:
    claims = [
        guangzhou("A1", "2026-01-02", "bank", "100万元"),
        guangzhou("A2", "2026-01-01", "guarantee", "100万元"),
    ]
    assert payable("guangzhou/credit-risk-compensation", claims) == yuan(0, 200_000)


def test_guarantors_share_fifty_million_a_year() -> None:
    """20% of 200 million are 40 million; the second claim finds 10 million left, the next year begins afresh."""
    claims = [
        guangzhou("A", "2026-01-02", "guarantee", "2亿元"),
        guangzhou("B", "2026-01-03", "guarantee", "2亿元"),
        guangzhou("C", "2027-01-03", "guarantee", "2亿元"),
    ]
    assert payable("guangzhou/credit-risk-compensation", claims) == yuan(40_000_000, 10_000_000, 40_000_000)


def test_a_pool_is_spent_in_the_order_of_the_claims() -> None:
    """Fourteen claims of 3 million on a pool of 40 million: thirteen in full, and a million."""
    claims = [
        {
            "application": {"id": f"{day:02}"},
            "borrower": {"other_enrolled_loan": False},
            "loan": {"principal": "1000万元"},
            "claim": {"made_on": f"2023-01-{day:02}", "principal_lost": "1000万元", "first_loan": True}
            | {"unsecured_share": "80%", "interest_lost": "0元"},
        }
        for day in range(1, 15)
    ]
    assert payable("zhuhai/tech-credit-risk-compensation", claims) == yuan(*[3_000_000] * 13, 1_000_000)


def consumer(lender: str, year: int, amount: int) -> Facts:
    first, last = f"{year}-01-01", f"{year + 1}-01-01"
    loan: Facts = {"product": "个人消费贷款", "lender": lender, "principal": f"{amount}元", "rate": "3%"}
    loan |= {"disbursed_on": first, "flows": []}
    return {
        "application": {"id": f"{lender}{year}{amount}"},
        "borrower": {"name": "张三", "kind": "个人"},
        "loan": loan,
        "period": {"first": first, "until": last},
        "purchases": [{"on": first, "amount": f"{amount}元"}],
        "granted": [],
    }


def test_a_borrower_gets_three_thousand_a_year_from_each_lender() -> None:
    """2,000 and 1,500 of one lender in a year are 3,000; another lender and another year have their own."""
    applications = [
        consumer("甲", 2026, 200_000),
        consumer("甲", 2026, 150_000),
        consumer("乙", 2026, 200_000),
        consumer("甲", 2027, 250_000),
    ]
    paid = payable("china/consumer-loan-subsidy", applications)
    assert None not in paid
    assert sum(p for p in paid[:2] if p is not None) == 3_000
    assert paid[2:] == yuan(2_000, 2_500)


def test_suizhou_gives_an_enterprise_a_million_in_all() -> None:
    applications = [
        {
            "application": {"id": first},
            "borrower": {"name": "示例企业"},
            "loan": {"contract": first, "principal": "4000万元", "first_ever": False, "disbursed_on": first}
            | {"matures_on": last, "settled_on": last},
            "granted": [],
        }
        for first, last in (("2022-01-01", "2023-01-01"), ("2023-01-01", "2024-01-01"))
    ]
    assert payable("suizhou/loan-subsidy", applications) == yuan(600_000, 400_000)


STARTUP: Final[Facts] = {
    "borrower": {"kind": "个人"},
    "loan": {"product": "创业担保贷款", "principal": "10万元", "overdue_spans": [], "flows": []}
    | {"signed_on": "2022-09-01", "disbursed_on": "2022-09-01", "matures_on": "2023-09-01", "settled_on": "2023-09-01"},
}


@pytest.mark.parametrize(("rate", "outcome"), [("5.15%", "eligible"), ("5.150001%", "ineligible")])
def test_liuzhous_ceiling_on_the_rate(rate: str, outcome: str) -> None:
    schemes = load_schemes(overlays=[EXAMPLES / "liuzhou-rate-ceiling.yaml"])
    facts = STARTUP | {"loan": STARTUP["loan"] | {"rate": rate}}
    decision = evaluate(schemes["china/startup-guaranteed-loan"], facts)
    verdicts = {rule.name: rule.verdict for rule in decision.rules}
    assert (decision.outcome, verdicts["ceiling"]) == (outcome, "holds" if outcome == "eligible" else "fails")


def overlaid(tmp_path: Path, scheme: str, parameters: str) -> Schemes:
    """The schemes with an agreement invented for the test."""
    path = tmp_path / "overlay.yaml"
    path.write_text(
        f"overlay: {scheme}\n"
        "sources: {own: {title: 虚构的协议, issued: 2024-01-01, standing: agreement}}\n"
        f"parameters: {parameters}\n",
        encoding="utf-8",
    )
    return load_schemes(overlays=[path])


@pytest.mark.parametrize(
    ("scheme", "bank", "yuan_paid"),
    [
        ("shandong/guarantee-split", "第一方", "750000"),
        ("shandong/guarantee-split", "第四方", "850000"),
        ("xiamen/guarantee-split", "第三方", "600000"),
    ],
)
def test_who_the_bank_is_settles_an_unnamed_split(tmp_path: Path, scheme: str, bank: str, yuan_paid: str) -> None:
    schemes = overlaid(tmp_path, scheme, f"{{bank_is: {{is: {bank}, cite: own 第一条}}}}")
    facts = {
        "loan": {"disbursed_on": "2025-06-01"},
        "cover": {"kind": "guarantee"},
        "claim": {"principal_lost": "100万元", "interest_lost": "0元"},
    }
    decision = evaluate(schemes[scheme], facts)
    assert (decision.outcome, decision.total) == ("eligible", Decimal(yuan_paid))


def equipment(disbursed: str) -> Facts:
    """365万元 to 2025-07-25: 1pp is 100.00 a day."""
    loan = {"product": "设备更新贷款", "principal": "365万元", "disbursed_on": disbursed, "supplier_paid_on": disbursed}
    return {"loan": loan | {"matures_on": "2025-07-25", "settled_on": "2025-07-25", "flows": []}}


@pytest.mark.parametrize(
    ("disbursed", "raise_applies", "yuan_paid"),
    [
        ("2024-07-24", "new_loans", "36600"),  # 366 days at 1pp
        ("2024-07-25", "new_loans", "54750"),  # 365 days at 1.5pp
        ("2024-07-24", "each_day", "54850"),  # a day at 1pp, 365 at 1.5pp
        ("2024-03-07", "each_day", "68750"),  # 140 days at 1pp, 365 at 1.5pp
    ],
)
def test_points_raised_on_a_day_that_the_user_supplies(
    tmp_path: Path, disbursed: str, raise_applies: str, yuan_paid: str
) -> None:
    scheme = "china/equipment-renewal-loan-subsidy"
    schemes = overlaid(tmp_path, f"{scheme}\nedition: '2024'", "{raised_on: {is: 2024-07-25, cite: own 第一条}}")
    decision: Decision = evaluate(schemes[scheme], equipment(disbursed), readings={"raise_applies": raise_applies})
    assert (decision.outcome, decision.total) == ("eligible", Decimal(yuan_paid))

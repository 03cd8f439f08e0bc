"""Every published example of the shipped schemes, and what the policies must show, exactly and through the library.

The figures are those of the published texts or worked out here by hand; no formula of a scheme is repeated.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, NamedTuple

import pytest

from subsidy import Decision, Schemes, evaluate, load_schemes

Facts = dict[str, Any]
SCHEMES: Final[Schemes] = load_schemes()


class Published(NamedTuple):
    """`yuan` are the published amounts by benefit or step; the edition is found by the facts' own dates."""

    id: str
    scheme: str
    edition: str
    facts: Facts
    yuan: dict[str, str]


def bullet(product: str, principal: str, rate: str, first: str, last: str, **further: Any) -> Facts:
    """A loan drawn at once and repaid at once."""
    dates = {"signed_on": first, "disbursed_on": first, "matures_on": last, "settled_on": last}
    flows = [
        {"on": first, "kind": "drawdown", "amount": principal},
        {"on": last, "kind": "principal", "amount": principal},
    ]
    return {"product": product, "principal": principal, "rate": rate, **dates, "flows": flows, **further}


def startup(principal: str, rate: str, first: str, last: str) -> Facts:
    loan = bullet("创业担保贷款", principal, rate, first, last, overdue_spans=[])
    return {"borrower": {"kind": "个人"}, "loan": loan}


def purchases(*amounts: str) -> Facts:
    """What was bought with a loan of 3% drawn on 2025-09-01, and the year that follows."""
    principal = "20万元" if len(amounts) > 1 else amounts[0]
    bought = [{"on": "2025-09-01", "amount": a, "listed_field": "是"} for a in amounts]
    loan = bullet("个人消费贷款", principal, "3%", "2025-09-01", "2026-09-01")
    period = {"first": "2025-09-01", "until": "2026-09-01"}
    return {"borrower": {"kind": "个人"}, "loan": loan, "period": period, "purchases": bought}


PUBLISHED: Final = (
    Published(
        "创业担保贷款（柳州）：10万元一年，LPR 3.65%，利率5.15%",
        "china/startup-guaranteed-loan",
        "2021",
        startup("10万元", "5.15%", "2022-09-01", "2023-09-01"),
        {"interest": "5150", "borne": "2150", "interest_subsidy": "3000"},
    ),
    Published(
        "个人消费贷款：20万元、3%、一年",
        "china/consumer-loan-subsidy",
        "2025",
        purchases("5万元", "5万元", "5万元", "5万元"),
        {"interest": "6000", "interest_subsidy": "2000"},
    ),
    Published(
        "个人消费贷款：5万元、3%、一年",
        "china/consumer-loan-subsidy",
        "2025",
        purchases("5万元"),
        {"interest": "1500", "borne": "1000", "interest_subsidy": "500"},
    ),
    Published(
        "服务业经营主体贷款：90万元自2025年10月起一年",
        "china/service-business-loan-subsidy",
        "2025",
        {
            "loan": bullet("服务业经营主体贷款", "90万元", "3%", "2025-10-01", "2026-10-01"),
            "refund": {"first_on": "2026-02-01"},
        },
        {"interest_subsidy": "9000", "first_refund": "3000", "monthly_refund": "750"},
    ),
)


def amount(decision: Decision, name: str) -> Fraction | None:
    """An entitlement in yuan, or the value of a step, definition or part of a split in its base unit."""
    for benefit in decision.benefits:
        if benefit.name == name:
            return None if benefit.entitlement is None else Fraction(benefit.entitlement)
    (index,) = (i for i, v in enumerate(decision.program.values) if name in (v.name, v.name.rpartition(".")[2]))
    answer = decision.run.values[index]
    return answer * decision.program.values[index].node.unit if isinstance(answer, int) else None


def decide(scheme: str, facts: Facts, **readings: str) -> Decision:
    return evaluate(SCHEMES[scheme], facts, readings=readings)


@pytest.mark.parametrize("example", PUBLISHED, ids=lambda e: e.id)
def test_a_published_example_comes_out_to_the_fen(example: Published) -> None:
    decision = decide(example.scheme, example.facts)
    assert (decision.outcome, decision.edition) == ("eligible", example.edition)
    assert {name: amount(decision, name) for name in example.yuan} == {n: Fraction(y) for n, y in example.yuan.items()}


def test_the_refunds_of_the_service_business_example_sum_to_it() -> None:
    decision = decide(PUBLISHED[3].scheme, PUBLISHED[3].facts)
    months = amount(decision, "months_after")
    assert months == 8
    assert 3000 + months * 750 == amount(decision, "interest_subsidy") == 9000


@pytest.mark.parametrize(
    ("disbursed", "settled", "edition", "yuan"),
    [
        # The LPR of 2023-09-20 is 3.45%: 365 days at 5.15% - 1.95% = 3.20%; from October half of 5.15%.
        ("2023-09-30", "2024-09-29", "2021", "3200"),
        ("2023-10-01", "2024-09-30", "2023", "2575"),
    ],
)
def test_the_day_of_disbursement_decides_which_startup_rule_governs(
    disbursed: str, settled: str, edition: str, yuan: str
) -> None:
    facts = startup("10万元", "5.15%", disbursed, settled)
    facts["loan"]["signed_on"] = "2023-09-20"
    decision = decide("china/startup-guaranteed-loan", facts)
    assert (decision.edition, amount(decision, "interest_subsidy")) == (edition, Fraction(yuan))


@pytest.mark.parametrize(
    ("first", "last"), [("2024-06-30", "2024-09-28"), ("2024-08-01", "2024-10-30")], ids=["1pp", "1.5pp"]
)
def test_the_points_on_equipment_were_raised(first: str, last: str) -> None:
    loan = bullet("设备更新贷款", "365万元", "3%", first, last, supplier_paid_on=first)
    points = 1 if first < "2024-07-01" else Fraction(3, 2)
    assert amount(decide("china/equipment-renewal-loan-subsidy", {"loan": loan}), "interest_subsidy") == 9000 * points


def first_loan(certified: str | None) -> Facts:
    """5 million for a year from 2025-03-01, 50,000 of interest a quarter."""
    kinds = [{"kind": "创新型中小企业", "from": certified, "to": "2028-12-31"}] if certified else []
    paid = [
        {"on": on, "kind": "interest", "amount": "5万元"}
        for on in ("2025-06-21", "2025-09-21", "2025-12-21", "2026-03-01")
    ]
    loan = {
        "principal": "500万元",
        "disbursed_on": "2025-03-01",
        "matures_on": "2026-03-01",
        "first_ever": True,
        "extensions": [],
        "overdue_spans": [],
        "flows": [{"on": "2025-03-01", "kind": "drawdown", "amount": "500万元"}, *paid],
    }
    return {"borrower": {"qualifications": kinds}, "loan": loan}


@pytest.mark.parametrize(
    ("certified", "yuan"),
    [
        (None, "40000"),  # 200,000 x 20%
        ("2025-01-01", "80000"),  # 200,000 x 40%
        ("2025-09-01", "70000"),  # 50,000 x 20% + 150,000 x 40%
        ("2026-03-01", "50000"),  # 150,000 x 20% + 50,000 x 40%, above 1% but below 2%
        ("2026-03-02", "40000"),  # after the year
    ],
)
def test_a_certificate_within_the_year_raises_the_share_from_its_day(certified: str | None, yuan: str) -> None:
    decision = decide("beijing/first-loan-subsidy", first_loan(certified))
    assert (decision.outcome, amount(decision, "interest_subsidy")) == ("eligible", Fraction(yuan))


@pytest.mark.parametrize(
    ("first_ever", "first", "last", "yuan"),
    [
        # A day's interest of 7.2 million at 5% is 1,000.00; the span is 2022-03-29 .. 2022-10-31.
        (False, "2022-03-01", "2022-11-30", "217000*80% + 57000*50%"),
        (True, "2022-03-01", "2022-11-30", "217000*80% + 57000*70%"),
        (False, "2022-03-29", "2022-11-01", "217000*80%"),
        (False, "2021-03-29", "2022-03-29", "365000*50%"),
        (True, "2021-03-29", "2022-03-30", "1000*80% + 365000*70%"),
        (False, "2022-10-31", "2023-01-31", "1000*80% + 91000*50%"),
        (False, "2022-11-01", "2023-02-01", "92000*50%"),
    ],
)
def test_interest_of_the_relief_span_is_subsidised_at_eighty_percent(
    first_ever: bool, first: str, last: str, yuan: str
) -> None:
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days
    loan = bullet("科保贷", "720万元", "5%", first, last, first_ever=first_ever, overdue_spans=[])
    loan["interest_paid"] = f"{1000 * days}元"
    decision = decide("shenzhen/tech-loan-subsidy", {"loan": loan, "cover": {"kind": "none"}})
    parts = (part.removesuffix("%").split("*") for part in yuan.split(" + "))
    assert amount(decision, "interest_subsidy") == sum(Fraction(int(y) * int(percent), 100) for y, percent in parts)


def loss(principal: str, *, key_list: bool, pledge: bool, tool: bool, losses: str = "0元") -> Facts:
    return {
        "borrower": {"on_key_list": key_list},
        "loan": {"principal": principal, "ip_pledge": pledge, "central_bank_tool": tool},
        "claim": {"made_on": "2026-06-30", "mode": "bank", "principal_lost": principal},
        "lender_year": {"enrolled": "10亿元", "losses": losses},
    }


@pytest.mark.parametrize(
    ("facts", "ratio", "yuan"),
    [
        (loss("800万元", key_list=False, pledge=True, tool=False), "45%", "3600000"),
        (loss("400万元", key_list=False, pledge=True, tool=True), "50%", "2000000"),
        (loss("400万元", key_list=True, pledge=True, tool=False), "50%", "2000000"),
        (loss("1500万元", key_list=False, pledge=False, tool=False), "30%", "4500000"),
        (loss("3000万元", key_list=True, pledge=False, tool=True), "40%", "12000000"),
    ],
)
def test_additions_reach_at_most_fifty_percent(facts: Facts, ratio: str, yuan: str) -> None:
    decision = decide("guangzhou/credit-risk-compensation", facts)
    assert amount(decision, "ratio") == Fraction(int(ratio.removesuffix("%")), 100)
    assert (decision.outcome, amount(decision, "bank_compensation")) == ("eligible", Fraction(yuan))


@pytest.mark.parametrize(
    ("losses", "outcome"), [("3000万元", "eligible"), ("30000000.01元", "suspended"), ("3010万元", "suspended")]
)
def test_a_lender_above_three_percent_is_suspended(losses: str, outcome: str) -> None:
    facts = loss("800万元", key_list=False, pledge=True, tool=False, losses=losses)
    decision = decide("guangzhou/credit-risk-compensation", facts)
    computed = {b.name: b.computed for b in decision.benefits}
    assert (decision.outcome, computed["bank_compensation"]) == (outcome, Decimal(3_600_000))
    assert amount(decision, "bank_compensation") == (3_600_000 if outcome == "eligible" else 0)


@pytest.mark.parametrize(
    ("scheme", "lost", "fen"),
    [
        ("hubei/guarantee-4321", "0.01", (1, 0, 0, 0)),
        ("hubei/guarantee-4321", "100.01", (4001, 3000, 2000, 1000)),
        ("hubei/guarantee-4321", "1000000", (40_000_000, 30_000_000, 20_000_000, 10_000_000)),
        ("wuhan/government-bank-guarantee", "0.01", (0, 0, 1, 0)),
        ("wuhan/government-bank-guarantee", "100.01", (2000, 2000, 4001, 2000)),
        ("shandong/guarantee-split", "0.01", (0, 0, 1, 0)),
        ("shandong/guarantee-split", "100.01", (2500, 2000, 4001, 1500)),
        ("xiamen/guarantee-split", "0.01", (0, 0, 1)),
        ("xiamen/guarantee-split", "100.01", (3000, 3000, 4001)),
    ],
)
def test_the_parts_of_a_guaranteed_loss_sum_to_it(scheme: str, lost: str, fen: tuple[int, ...]) -> None:
    facts = {
        "loan": {"disbursed_on": "2025-06-01"},
        "cover": {"kind": "guarantee"},
        "claim": {"principal_lost": f"{lost}元", "interest_lost": "0元"},
    }
    decision = decide(scheme, facts)
    parts = [amount(decision, f"parts.{bearer}") for bearer in decision.program.edition.splits["parts"].among]
    assert parts == [Fraction(part, 100) for part in fen]
    assert sum(fen) == Fraction(lost) * 100

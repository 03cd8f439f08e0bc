"""What must hold of every scheme that shares a loss, for any loss: with invented figures where none were published."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy import Decision, evaluate, load_schemes
from subsidy.diagnostics import InputError
from subsidy.documents import read_document

Facts = dict[str, Any]
HERE: Final = Path(__file__).parent
EXAMPLES: Final = HERE.parents[1] / "examples"
OVERLAYS: Final = [
    *sorted((HERE / "overlays").glob("*.yaml")),
    EXAMPLES / "insured-loan-agreement.yaml",
    EXAMPLES / "insured-loan-recoveries-agreement.yaml",
]
SCHEMES: Final = load_schemes(overlays=OVERLAYS)
MOST: Final = 10**13
LOSSES: Final = st.one_of(st.integers(0, 200), st.integers(0, MOST))


class Sharing(NamedTuple):
    """A scheme, facts besides the loss, each bearer's share in per cent by the value that holds his part, and the part
    that is paid.
    """

    scheme: str
    facts: Facts
    shares: Mapping[str, int]
    payer: str


def insured(signed_on: str, insurer: int, bank: int, government: int) -> Sharing:
    shares = {"loss.insurer": insurer, "loss.bank": bank, "loss.government": government}
    facts: Facts = {
        "loan": {"product": "科保贷", "signed_on": signed_on},
        "claim": {"made_on": "2023-06-30", "overdue_since": "2023-03-01", "interest_lost": "1元"},
        "lender_year": {"enrolled": "100亿元", "losses": "1亿元"},
        "pool": {"size": "10000亿元", "paid": "0元"},
    }
    return Sharing("wuhan/insured-loan-risk", facts, shares, "loss.government")


SHARINGS: Final = {
    "insured loans 2019": insured("2019-09-01", 50, 30, 20),
    "insured loans 2020": insured("2020-12-01", 50, 20, 30),
    "insured loans 2021": insured("2022-12-01", 50, 20, 30),
    "East Lake": Sharing(
        "wuhan/east-lake-risk-split",
        {"loan": {"signed_on": "2010-01-01"}, "cover": {"kind": "guarantee"}, "claim": {"interest_lost": "0元"}},
        {"parts.bank": 10, "parts.fund": 20, "parts.guarantor": 70},
        "parts.fund",
    ),
    "re-guarantee": Sharing(
        "china/re-guarantee-sharing",
        {
            "borrower": {
                "qualifications": [{"kind": "小巨人", "from": "2024-01-01", "to": "2026-12-31"}],
                "guaranteed_balance": "1元",
            },
            "loan": {"principal": "500万元", "signed_on": "2024-08-01", "disbursed_on": "2024-08-02"},
            "cover": {
                "bank_share": "25%",
                "national_share": "33%",
                "provincial_share": "21%",
                "re_guarantee_rate": "0.1%",
            },
            "guarantor_year": {"guaranteed": "10000亿元", "compensated": "0元"},
            "claim": {},
        },
        {"loss.bank": 25, "loss.national": 33, "loss.provincial": 21, "loss.guarantor": 21},
        "loss.national",
    ),
    "Chongqing": Sharing(
        "chongqing/knowledge-value-loans",
        {
            "loan": {"product": "知识价值信用贷款", "signed_on": "2022-06-01"},
            "claim": {"interest_lost": "0元"},
            "lender_year": {"enrolled": "1亿元", "losses": "400万元"},
        },
        {"principal.fund": 80, "principal.bank": 20},
        "principal.fund",
    ),
    "Beibei": Sharing(
        "chongqing/beibei-ip-pledge",
        {
            "borrower": {"district": "北碚区"},
            "loan": {"product": "知识产权质押贷款", "signed_on": "2021-06-01"},
            "claim": {},
            "pool": {"balance": "10000亿元", "loans_outstanding": "0元"},
        },
        {"loss.government": 70, "loss.bank": 30},
        "loss.government",
    ),
}


def yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02}元"


def decided(sharing: Sharing, lost: int, **changes: Facts) -> Decision:
    facts: Facts = {key: {**record, **changes.get(key, {})} for key, record in sharing.facts.items()}
    facts["claim"]["principal_lost"] = yuan(lost)
    return evaluate(SCHEMES[sharing.scheme], facts)


def value(decision: Decision, name: str) -> int:
    """A named amount, in fen."""
    (position,) = (i for i, v in enumerate(decision.program.values) if v.name == name)
    fen = decision.run.values[position] * decision.program.values[position].node.unit * 100
    assert isinstance(fen, Fraction)
    assert fen.denominator == 1
    return int(fen)


def paid(decision: Decision) -> int:
    """What is paid, in fen."""
    assert decision.outcome == "eligible"
    assert decision.total is not None
    return int(decision.total * 100)


@pytest.mark.parametrize("sharing", SHARINGS.values(), ids=SHARINGS)
@given(lost=LOSSES)
def test_parts_sum_to_the_loss_and_none_is_a_fen_off(sharing: Sharing, lost: int) -> None:
    decision = decided(sharing, lost)
    parts = {name: value(decision, name) for name in sharing.shares}
    assert sum(parts.values()) == lost
    for name, share in sharing.shares.items():
        assert abs(parts[name] - Fraction(lost * share, 100)) < 1
    assert paid(decision) == parts[sharing.payer]


@pytest.mark.parametrize("sharing", SHARINGS.values(), ids=SHARINGS)
def test_no_loss_no_compensation(sharing: Sharing) -> None:
    decision = decided(sharing, 0)
    assert paid(decision) == 0
    assert {value(decision, name) for name in sharing.shares} == {0}


@pytest.mark.parametrize("sharing", SHARINGS.values(), ids=SHARINGS)
@given(lost=LOSSES, more=st.integers(1, 1_000))
def test_more_loss_is_never_less_compensation(sharing: Sharing, lost: int, more: int) -> None:
    assert paid(decided(sharing, lost)) <= paid(decided(sharing, lost + more)) <= lost + more


@given(lost=LOSSES, size=st.integers(0, MOST), before=st.integers(0, MOST))
def test_insured_loans_keep_to_the_years_ceiling(lost: int, size: int, before: int) -> None:
    """The invented agreement pays 30% of the principal, at most a tenth of the fund in a year."""
    decision = decided(SHARINGS["insured loans 2021"], lost, pool={"size": yuan(size), "paid": yuan(before)})
    part = value(decision, "loss.government")
    assert paid(decision) == min(part, max(size // 10 - before if size % 10 == 0 else (size - 10 * before) // 10, 0))


@given(lost=LOSSES, left=st.integers(0, MOST))
def test_beibei_never_pays_more_than_the_pool_holds(lost: int, left: int) -> None:
    decision = decided(SHARINGS["Beibei"], lost, pool={"balance": yuan(left)})
    assert paid(decision) == min(value(decision, "loss.government"), left)


@given(lost=LOSSES, guaranteed=st.integers(0, MOST), before=st.integers(0, MOST))
def test_the_national_fund_keeps_to_its_compensation_rate(lost: int, guaranteed: int, before: int) -> None:
    """All that was paid and is paid is at most 5% of what was guaranteed, unless it was more before."""
    year = {"guaranteed": yuan(guaranteed), "compensated": yuan(before)}
    decision = decided(SHARINGS["re-guarantee"], lost, guarantor_year=year)
    room = max(Fraction(guaranteed, 20) - before, Fraction(0))
    assert paid(decision) <= room
    assert paid(decision) == min(value(decision, "loss.national"), int(room))


@given(lost=LOSSES, before=st.integers(0, 2 * 10**9))
def test_jiangbei_pays_what_its_pool_of_ten_million_leaves(lost: int, before: int) -> None:
    facts = {
        "borrower": {"district": "江北区"},
        "loan": {"product": "知识产权质押贷款", "signed_on": "2022-03-01"},
        "claim": {"principal_lost": yuan(lost)},
        "pool": {"paid": yuan(before)},
    }
    decision = evaluate(SCHEMES["chongqing/jiangbei-ip-pledge"], facts)
    government, bank = value(decision, "loss.government"), value(decision, "loss.bank")
    assert government + bank == lost
    assert abs(government - Fraction(lost * 60, 100)) < 1
    assert paid(decision) == min(government, max(10**9 - before, 0))


@given(lost=LOSSES)
def test_the_fund_of_chongqing_is_of_the_city_and_the_district(lost: int) -> None:
    decision = decided(SHARINGS["Chongqing"], lost)
    city, district = (value(decision, f"funding.{level}") for level in ("city", "district"))
    assert city + district == paid(decision)
    assert abs(city - Fraction(paid(decision) * 40, 100)) < 1


@given(principal=st.integers(0, MOST), interest=st.integers(0, 10**10))
def test_all_interest_of_a_loan_in_chongqing_is_the_banks(principal: int, interest: int) -> None:
    decision = decided(SHARINGS["Chongqing"], principal, claim={"interest_lost": yuan(interest)})
    assert value(decision, "compensation.bank_bears") + paid(decision) == principal + interest


@given(lost=LOSSES, bad=st.integers(0, 10**10))
def test_hubei_stops_at_eight_per_cent(lost: int, bad: int) -> None:
    facts = {
        "borrower": {"credit_grade": "E"},
        "loan": {
            "product": "知识价值信用贷",
            "principal": "100万元",
            "signed_on": "2025-03-01",
            "disbursed_on": "2025-03-01",
            "matures_on": "2026-03-01",
        },
        "claim": {"principal_lost": yuan(lost)},
        "lender_year": {"loans_outstanding": "1亿元", "bad_loans": yuan(bad)},
    }
    decision = evaluate(SCHEMES["hubei/knowledge-value-loans"], facts)
    halves = [value(decision, f"funding.{level}") for level in ("province", "city")]
    assert sum(halves) == value(decision, "compensation.gross")
    assert abs(halves[0] - halves[1]) <= 1
    failed = {rule.name for rule in decision.rules if rule.verdict == "fails"}
    assert failed == {name for name, mark in (("warned", 5), ("running", 8)) if bad * 100 >= mark * 10**10}
    assert decision.outcome == ("suspended" if "running" in failed else "eligible")
    assert decision.total == (0 if "running" in failed else Decimal((lost + 1) // 2).scaleb(-2))


@given(losses=st.integers(0, 10**9))
def test_a_lender_above_the_mark_is_suspended_and_told_what_would_be_due(losses: int) -> None:
    year = {"enrolled": "1亿元", "losses": yuan(losses)}
    decision = decided(SHARINGS["insured loans 2021"], 100, lender_year=year)
    above = losses > 5 * 10**8
    assert decision.outcome == ("suspended" if above else "eligible")
    waits_for = [rule.name for rule in decision.rules if rule.verdict == "fails" and rule.benefit == "compensation"]
    assert waits_for == (["breaker"] if above else [])
    assert decision.total == (Decimal("0.00") if above else Decimal("0.30"))
    assert [b.computed for b in decision.benefits if b.name == "compensation"] == [Decimal("0.30")]


@given(days=st.integers(0, 400))
def test_a_claim_is_made_after_the_agreed_days(days: int) -> None:
    """Sixty days by the invented agreement."""
    claim = {"overdue_since": "2023-01-01", "made_on": str(date(2023, 1, 1) + timedelta(days))}
    decision = decided(SHARINGS["insured loans 2021"], 100, claim=claim)
    assert decision.outcome == ("eligible" if days >= 60 else "ineligible")


@given(amounts=st.lists(st.integers(0, MOST // 10), max_size=5))
def test_what_is_recovered_goes_back_as_the_loss_was_shared(amounts: list[int]) -> None:
    """In fen as in fractions: the parts of what came back are those of a loss of the same amount."""
    recoveries = [{"on": "2024-01-01", "amount": yuan(amount)} for amount in amounts]
    facts = {"loan": {"product": "科保贷", "signed_on": "2022-12-01"}, "claim": {"recoveries": recoveries}}
    back = evaluate(SCHEMES["wuhan/insured-loan-recoveries"], facts)
    loss = decided(SHARINGS["insured loans 2021"], sum(amounts))
    for bearer in ("insurer", "bank", "government"):
        assert value(back, f"recovery.{bearer}") == value(loss, f"loss.{bearer}")
    assert sum(value(back, f"recovery.{bearer}") for bearer in ("insurer", "bank", "government")) == sum(amounts)


def test_the_example_claim_becomes_decidable_with_the_invented_agreement() -> None:
    claim: Any = read_document(EXAMPLES / "insured-loan-claim.yaml").data
    name = "wuhan/insured-loan-risk"
    without = evaluate(load_schemes()[name], claim)
    assert without.outcome == "incomplete"
    assert [fact.path for fact in without.missing] == [
        "parameter:claim_after",
        "parameter:breaker",
        "parameter:interest_counted",
        "parameter:yearly_cap",
    ]
    agreed = evaluate(SCHEMES[name], claim)
    assert agreed.outcome == "eligible"
    assert agreed.total == Decimal("300000.00")  # 30% of 1,000,000.01; the odd fen is the insurer's
    assert {note.standing for note in agreed.standing} == {"agreement"}
    back = evaluate(SCHEMES["wuhan/insured-loan-recoveries"], claim)
    assert [(b.payee, b.entitlement) for b in back.benefits] == [
        ("insurer", Decimal("50.01")),
        ("government", Decimal("30.00")),
    ]


def test_a_recovery_share_that_leaves_less_than_nothing_is_refused(tmp_path: Path) -> None:
    overlay = (EXAMPLES / "insured-loan-recoveries-agreement.yaml").read_text(encoding="utf-8")
    path = tmp_path / "overlay.yaml"
    path.write_text(overlay.replace("{is: 50%", "{is: 80%"), encoding="utf-8")
    scheme = load_schemes(overlays=[path])["wuhan/insured-loan-recoveries"]
    with pytest.raises(InputError):
        scheme.edition("2019").program()

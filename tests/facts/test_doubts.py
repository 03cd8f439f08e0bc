"""What is odd about facts that can all be true."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy import evaluate, load_schemes
from subsidy.documents import parse_document
from subsidy.facts import read_application
from subsidy.facts.doubts import doubts


def said(loan: str, cover: str = "") -> list[str]:
    text = f"loan: {{{loan}}}\n" + (f"cover: {{{cover}}}\n" if cover else "")
    return [message.say("en") for message in doubts(read_application(parse_document(text, "a.yaml")))]


@pytest.mark.parametrize(
    ("principal", "expected"),
    [
        ("999.99元", ["loan principal: 999.99 yuan is below 1,000.00 yuan; is its unit right?"]),
        ("1000元", []),
        ("10亿元", []),
        (
            "1000000000.01元",
            ["loan principal: 1,000,000,000.01 yuan is above 1,000,000,000.00 yuan; is its unit right?"],
        ),
        ("0元", []),
    ],
)
def test_a_principal_as_if_in_another_unit(principal: str, expected: list[str]) -> None:
    assert said(f"principal: {principal}") == expected


@pytest.mark.parametrize(
    ("rate", "odd"), [("0.1999%", True), ("0.2%", False), ("30%", False), ("30.0001%", True), ("0%", False)]
)
def test_a_rate_as_if_in_another_unit(rate: str, odd: bool) -> None:
    assert bool(said(f"rate: {rate}")) is odd


@pytest.mark.parametrize(
    ("fee", "odd"), [("99.99元", True), ("100元", False), ("100万元", False), ("1000000.01元", True)]
)
def test_a_cost_is_measured_by_the_principal(fee: str, odd: bool) -> None:
    assert bool(said("principal: 100万元", f"kind: guarantee, fee: {fee}")) is odd
    assert said("", f"kind: guarantee, fee: {fee}") == []


def test_a_wrong_principal_alone_is_told_where_it_makes_its_shares_odd() -> None:
    assert len(said("principal: 200元, interest_paid: 4万元")) == 1


@given(st.lists(st.integers(1, 10**10), max_size=4), st.integers(0, 2) | st.integers(0, 10**10))
def test_a_loan_that_was_not_drawn_in_full_is_told(drawn: list[int], rest: int) -> None:
    """In fen."""
    principal = sum(drawn) + rest
    flows = ", ".join(f"{{on: 2024-01-01, kind: drawdown, amount: {fen // 100}.{fen % 100:02}元}}" for fen in drawn)
    found = said(f"principal: {principal // 100}.{principal % 100:02}元, flows: [{flows}]")
    assert any("drawdowns" in message for message in found) is bool(drawn and rest)


def test_a_decision_warns_of_it() -> None:
    scheme = load_schemes()["wuhan/tech-loan-subsidy"]
    warned = evaluate(scheme, {"loan": {"principal": "200元"}}).warnings
    assert any("is its unit right" in warning.say("en") for warning in warned)

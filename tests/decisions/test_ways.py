"""The long way and the short ways agree: a decision, the amount alone, a mapping in and a mapping out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Context, Decimal, Inexact, localcontext
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from subsidy import Evaluator, apply_limits, load_schemes
from subsidy.evaluation.evaluator import as_application
from subsidy.evaluation.receipt import receipt

EVALUATOR = Evaluator(load_schemes()["wuhan/tech-loan-subsidy"].edition("2022"))

AMOUNTS = st.integers(0, 6 * 10**8).map(lambda fen: f"{fen // 100}.{fen % 100:02d}")
FACTS: Mapping[str, st.SearchStrategy[Any]] = {
    "application.submitted_on": st.sampled_from(["2022-07-07", "2022-07-08", "2022-07-24", "2022-07-25"]),
    "borrower.city": st.sampled_from(["武汉市", "武汉", "宜昌市"]),
    "borrower.on_filed_list": st.sampled_from(["是", "否", True]),
    "loan.product": st.sampled_from(["科保贷", "科担贷"]),
    "loan.principal": st.one_of(AMOUNTS, st.sampled_from(["100万元", "1,000,000.01", Decimal(5000000)])),
    "loan.disbursed_on": st.dates(min_value=date(2020, 6, 1), max_value=date(2021, 6, 30)),
    "loan.settled_on": st.dates(min_value=date(2021, 6, 30), max_value=date(2022, 7, 1)),
    "loan.extensions": st.lists(
        st.just({"from": "2021-08-01", "to": "2021-09-01", "kind": "展期", "epidemic": "否"}), max_size=2
    ),
    "loan.interest_paid": AMOUNTS,
    "cover.premium": AMOUNTS,
    "other_aid": st.lists(
        st.fixed_dictionaries(
            {
                "kind": st.sampled_from(["贴息", "other"]),
                "level": st.sampled_from(["municipal", "区级"]),
                "year": st.sampled_from(["2021", "2022年"]),
            }
        ),
        max_size=2,
    ),
}


@st.composite
def mappings(draw: st.DrawFn) -> dict[str, Any]:
    """Facts by record, some of them left out."""
    left_out = draw(st.sets(st.sampled_from(sorted(FACTS)), max_size=2))
    facts: dict[str, Any] = {}
    for path, values in FACTS.items():
        if path not in left_out:
            *record, key = path.split(".")
            (facts.setdefault(record[0], {}) if record else facts)[key] = draw(values)
    return facts


@given(mappings())
def test_answer_and_amount_are_the_decision(facts: dict[str, Any]) -> None:
    application = as_application(facts, EVALUATOR.edition.vocabulary)
    decision = EVALUATOR.decide(application)
    assert EVALUATOR.amount(EVALUATOR.prepare(application)) == decision.total
    assert EVALUATOR.answer(facts) == {
        "outcome": decision.outcome,
        "benefits": {b.name: None if b.entitlement is None else str(b.entitlement) for b in decision.benefits},
        "total": None if decision.total is None else str(decision.total),
    }


@given(mappings())
def test_the_callers_decimal_context_changes_nothing(facts: dict[str, Any]) -> None:
    def everything() -> tuple[Any, ...]:
        application = as_application(facts, EVALUATOR.edition.vocabulary)
        decision = EVALUATOR.decide(application)
        settlement = apply_limits([decision])
        amount = EVALUATOR.amount(EVALUATOR.prepare(application))
        cuts = [cut.taken for settled in settlement.settled for cut in settled.cuts]
        answer = EVALUATOR.answer(facts)
        return (
            decision.benefits,
            decision.total,
            amount,
            answer,
            settlement.total,
            cuts,
            receipt(decision.program, application),
        )

    usual = everything()
    with localcontext(Context(prec=3, traps=[Inexact])):
        assert everything() == usual


@given(mappings())
@example({})
def test_the_receipt_is_of_the_facts(facts: dict[str, Any]) -> None:
    application = as_application(facts, EVALUATOR.edition.vocabulary)
    again = as_application(dict(reversed(facts.items())), EVALUATOR.edition.vocabulary)
    assert receipt(EVALUATOR.program, application) == receipt(EVALUATOR.program, again)
    other = as_application({**facts, "application": {"id": "another"}}, EVALUATOR.edition.vocabulary)
    assert receipt(EVALUATOR.program, application).facts_sha256 != receipt(EVALUATOR.program, other).facts_sha256


def test_no_global_state() -> None:
    """Two libraries side by side share nothing."""
    other = load_schemes()["wuhan/tech-loan-subsidy"].edition("2022")
    assert other is not EVALUATOR.edition
    assert other.program() is not EVALUATOR.edition.program()
    assert other.program() is other.program()


@pytest.mark.parametrize("name", ["load_schemes", "evaluate", "Decision"])
def test_public_names(name: str) -> None:
    import subsidy

    assert callable(getattr(subsidy, name))

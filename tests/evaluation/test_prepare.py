"""Facts become whole numbers of their units, exactly, in the order in which the program reads them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.evaluation.prepare import Prepared, preparer
from subsidy.facts import VOCABULARY, Application
from subsidy.facts.declared import DeclaredFact
from subsidy.scheme.program import Input
from tests.evaluation.small import program

NOTHING = program({})


def prepared(application: Any, *inputs: Input | str, vocabulary: Any = VOCABULARY) -> Prepared:
    read = tuple(Input(i) if isinstance(i, str) else i for i in inputs)
    prepare = preparer(replace(NOTHING, vocabulary=vocabulary, inputs=read))
    return prepare(vocabulary.model.model_validate(application))


LOAN = {
    "product": "科保贷",
    "principal": "200万元",
    "rate": "4.15%",
    "signed_on": "2023-08-01",
    "interest_paid": "0.01",
    "flows": [
        {"on": "2023-09-21", "kind": "interest", "amount": "9,683.33"},
        {"on": "2024-02-10", "kind": "principal", "amount": "200万元"},
    ],
}
FLOWS = Input("loan.flows", ("kind", "amount", "on"))


def test_every_kind_of_fact() -> None:
    paths = ("loan.rate", "loan.principal", "loan.signed_on", "loan.product")
    assert prepared({"loan": LOAN}, *paths) == (
        (4_150_000, 200_000_000, date(2023, 8, 1).toordinal(), "科保贷"),
        True,
    )


def test_records_hold_the_fields_that_are_read_in_their_order() -> None:
    on = [date(2023, 9, 21).toordinal(), date(2024, 2, 10).toordinal()]
    expected = (("interest", 968_333, on[0]), ("principal", 200_000_000, on[1]))
    assert prepared({"loan": LOAN}, FLOWS) == ((expected,), True)
    assert prepared({"loan": LOAN}, Input("loan.flows", ("amount",))) == ((((968_333,), (200_000_000,)),), True)
    assert prepared({"loan": LOAN}, Input("loan.flows", ())) == ((((), ()),), True)
    assert prepared({"loan": LOAN | {"flows": []}}, FLOWS) == (((),), True)


@pytest.mark.parametrize(
    ("application", "inputs", "facts"),
    [
        ({}, ("loan.rate",), (None,)),
        ({}, ("loan.rate", FLOWS), (None, None)),
        ({"loan": {}}, ("loan.rate", "loan.principal"), (None, None)),
        ({"loan": {"rate": "0%"}}, ("loan.rate", "cover.kind"), (0, None)),
        ({"loan": {"rate_terms": {}}}, ("loan.rate_terms.spread",), (None,)),
        ({"loan": {"flows": []}}, (FLOWS, "loan.rate"), ((), None)),
    ],
)
def test_what_is_not_given_is_unknown(application: Any, inputs: Any, facts: tuple[Any, ...]) -> None:
    assert prepared(application, *inputs) == (facts, False)


def test_a_field_of_a_record_that_is_not_given_is_unknown() -> None:
    held = Input("borrower.qualifications", ("kind", "from_", "to"))
    qualifications = [{"kind": "高新技术企业", "from": "2022-11-09"}]
    start = date(2022, 11, 9).toordinal()
    found = prepared({"borrower": {"qualifications": qualifications}}, held)
    assert found == (((("高新技术企业", start, None),),), False)
    whole = [qualifications[0] | {"to": "2022-11-10"}]
    assert prepared({"borrower": {"qualifications": whole}}, held).complete


def test_the_interest_paid_follows_from_the_flows() -> None:
    silent = {key: value for key, value in LOAN.items() if key != "interest_paid"}
    assert prepared({"loan": LOAN}, "loan.interest_paid", "loan.rate") == ((1, 4_150_000), True)
    assert prepared({"loan": silent}, "loan.interest_paid", "loan.rate") == ((968_333, 4_150_000), True)
    assert prepared({"loan": silent}, "loan.interest_paid") == ((968_333,), True)


def test_a_program_that_reads_nothing() -> None:
    assert prepared({"loan": LOAN}) == ((), True)


def test_keys_that_python_keeps_for_itself() -> None:
    assert prepared({"cover": {"from": "2023-08-10"}, "borrower": {"class": "甲"}}, "cover.from", "borrower.class") == (
        (date(2023, 8, 10).toordinal(), "甲"),
        True,
    )


def test_facts_that_a_scheme_declares() -> None:
    growth = DeclaredFact(type="share", zh="增速", en="growth")
    listed = DeclaredFact(type="flag", zh="在册", en="listed")
    vocabulary = VOCABULARY.extended({"borrower.growth": growth, "listing.listed": listed})
    given = {"borrower": {"growth": "-12.5%"}, "listing": {"listed": False}}
    found = prepared(given, "borrower.growth", "listing.listed", vocabulary=vocabulary)
    assert found == ((-12_500_000, False), True)
    assert prepared({}, "borrower.growth", "listing.listed", vocabulary=vocabulary) == ((None, None), False)


@given(st.integers(0, 10**14), st.integers(0, 10**8))
def test_whole_numbers_of_the_unit_whatever_the_context(fen: int, rate: int) -> None:
    loan = {"principal": Decimal(fen).scaleb(-2), "rate": Decimal(rate).scaleb(-8)}
    with localcontext() as context:
        context.prec = 3
        found = prepared({"loan": loan}, "loan.principal", "loan.rate")
    assert found == ((fen, rate), True)
    fact, unit = VOCABULARY["loan.rate"], Fraction(1, 10**8)
    assert fact.kind is not None
    assert fact.kind.unit == unit


def test_a_model_without_the_path_is_refused() -> None:
    with pytest.raises(AttributeError):
        preparer(replace(NOTHING, vocabulary=_Extended, inputs=(Input("borrower.growth"),)))(
            Application.model_validate({"borrower": {}})
        )


_Extended = VOCABULARY.extended({"borrower.growth": DeclaredFact(type="share", zh="增速", en="growth")})

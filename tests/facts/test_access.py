"""The way to a fact, worked out once."""

from decimal import Decimal
from functools import reduce
from typing import Any

import pytest
from hypothesis import given

from subsidy.facts import VOCABULARY, Application, accessor
from subsidy.facts.access import DERIVED
from tests.facts.random_facts import records

GETTERS = {path: accessor(path) for path in VOCABULARY if path not in DERIVED}


@given(records(VOCABULARY))
def test_a_fact_is_reached_through_its_records(facts: dict[str, Any]) -> None:
    application = Application.model_validate(facts)
    for path, get in GETTERS.items():
        names = VOCABULARY[path].name.split(".")
        assert get(application) == reduce(lambda record, name: getattr(record, name, None), names, application)


def test_both_spellings_lead_to_the_same_fact() -> None:
    application = Application.model_validate({"borrower": {"class": "A"}, "cover": {"from": "2024-01-01"}})
    for path in ("borrower.class", "cover.from"):
        assert accessor(path)(application) == accessor(f"{path}_")(application) is not None


def test_an_unknown_path_is_a_mistake() -> None:
    with pytest.raises(AttributeError):
        accessor("loan.principl")(Application.model_validate({"loan": {}}))


def flow(kind: str, amount: str) -> dict[str, str]:
    return {"on": "2024-01-01", "kind": kind, "amount": amount}


@pytest.mark.parametrize(
    ("loan", "paid"),
    [
        (None, None),
        ({}, None),
        ({"interest_paid": "7"}, Decimal(7)),
        ({"flows": []}, Decimal(0)),
        ({"flows": [flow("principal", "1"), flow("penalty", "1"), flow("compound", "1")]}, None),
        ({"flows": [flow("interest", "0.10"), flow("principal", "1"), flow("interest", "0.20")]}, Decimal("0.30")),
        ({"interest_paid": "7", "flows": [flow("principal", "1")]}, Decimal(7)),
        ({"interest_paid": "0", "flows": None}, Decimal(0)),
    ],
)
def test_interest_paid_follows_from_the_flows_when_it_is_not_given(loan: Any, paid: Decimal | None) -> None:
    assert accessor("loan.interest_paid")(Application.model_validate({"loan": loan})) == paid

"""What a program hands over wrongly is refused by an error of this package that says what was found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from subsidy import InputError, SubsidyError, apply_limits, evaluate, load_schemes
from subsidy.columns import BatchEvaluator, settle
from subsidy.columns.checked import NoFrameError
from subsidy.limits.apply import NoDecisionError
from subsidy.scheme.unknown import NoTextError

SCHEMES: Any = load_schemes()
SCHEME = SCHEMES["wuhan/tech-loan-subsidy"]
FACTS = {"loan": {"principal": "200万元"}}
FRAME = pl.DataFrame({"loan.principal": ["200万元", "100万元"]})
BATCH = BatchEvaluator(SCHEME)
DECISIONS = BATCH.decide(FRAME).decisions


def numbered(*rows: object) -> pl.DataFrame:
    return FRAME.with_columns(pl.Series("#row", rows))


@pytest.mark.parametrize(
    ("ask", "found"),
    [
        (lambda: SCHEMES[3], "3 is of type int"),
        (lambda: SCHEME.edition(2024), "2024 is of type int"),
        (lambda: evaluate(SCHEME, FACTS, edition=2024), "2024 is of type int"),  # type: ignore[arg-type]
        (lambda: evaluate(SCHEME, FACTS, readings={"loan_months": 3}), "3 is of type int"),  # type: ignore[dict-item]
        (lambda: evaluate(SCHEME, FACTS, readings={3: "x"}), "3 is of type int"),  # type: ignore[dict-item]
        (lambda: BatchEvaluator(SCHEME, edition=2024), "2024 is of type int"),  # type: ignore[arg-type]
        (lambda: BatchEvaluator(SCHEME, readings={"loan_months": 3}), "3 is of type int"),  # type: ignore[dict-item]
    ],
)
def test_a_name_is_a_text(ask: Callable[[], object], found: str) -> None:
    with pytest.raises(NoTextError, match=found) as error:
        ask()
    assert isinstance(error.value, SubsidyError | TypeError)


def test_any_iterable_of_decisions_is_a_set() -> None:
    decision = evaluate(SCHEME, FACTS)
    assert apply_limits(d for d in [decision]).settled == apply_limits([decision]).settled


@pytest.mark.parametrize("wrong", [1, [1], [None], ["x"], [FACTS], (n for n in [1])])
def test_limits_are_of_decisions(wrong: Any) -> None:
    with pytest.raises(NoDecisionError, match="decisions as evaluate gives them"):
        apply_limits(wrong)
    with pytest.raises(NoDecisionError, match="found Decision"):
        apply_limits(evaluate(SCHEME, FACTS))  # type: ignore[arg-type]


def test_decisions_on_a_table_are_settled_alone() -> None:
    with pytest.raises(InputError, match="no decisions of wuhan/tech-loan-subsidy"):
        settle(FRAME, BATCH)
    with pytest.raises(InputError, match=r"columns are missing: entitlement_fen\.loan_subsidy"):
        settle(DECISIONS.drop("entitlement_fen.loan_subsidy").lazy(), BATCH)
    with pytest.raises(NoFrameError):
        settle(1, BATCH)  # type: ignore[arg-type]


@pytest.mark.parametrize(("rows", "code"), [(("a", "b"), "column"), ((1.0, 2.0), "column"), ((7, 7), "duplicate-row"),
                                            ((None, 7), "duplicate-row")])  # fmt: skip
def test_numbers_tell_rows_apart(rows: tuple[object, ...], code: str) -> None:
    with pytest.raises(InputError) as error:
        BATCH.decide(numbered(*rows))
    assert [(d.code, d.field) for d in error.value.diagnostics] == [(code, "#row")]


@pytest.mark.parametrize("rows", [(7, 9), (9, 7), (-1, 0)])
def test_numbers_stand_in_any_order(rows: tuple[int, int]) -> None:
    assert BATCH.decide(numbered(*rows)).decisions["row"].to_list() == list(rows)


def test_a_portion_that_is_put_in_twice_is_told() -> None:
    (note,) = [n.say("en") for n in settle(pl.concat([DECISIONS, DECISIONS]), BATCH).notes if "twice" in n.say("en")]
    assert "another row has: 2;" in note
    apart = pl.concat([BATCH.decide(numbered(n, n + 1)).decisions for n in (2, 0)])
    assert not any("twice" in n.say("en") for n in settle(apart, BATCH).notes)

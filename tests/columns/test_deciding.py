"""A whole scheme's rows, each under the edition that governs it, come to what `evaluate` decides of each."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from subsidy import InputError, UnknownNameError, evaluate, load_schemes
from subsidy.columns import BatchEvaluator
from subsidy.documents import validate
from subsidy.documents.files import parse_document
from subsidy.evaluation import Decision
from subsidy.evaluation.governing import SeveralEditionsError
from subsidy.facts import Application
from subsidy.quantities.fen import fen_of
from subsidy.scheme.definition import Edition
from subsidy.scheme.library import LoadedEdition, Scheme
from tests.columns.tables import applications_for, table_of

SCHEMES = load_schemes()
SEVERAL = {name: scheme for name, scheme in SCHEMES.items() if len(scheme.editions) > 1}
TECH = SCHEMES["wuhan/tech-loan-subsidy"]


def expected(number: int, decision: Decision, benefits: Sequence[str]) -> dict[str, Any]:
    """What a decision looks like as a row."""
    found = {b.name: b for b in decision.benefits}
    fen = {name: None if b.entitlement is None else fen_of(b.entitlement) for name, b in found.items()}
    rules = zip(decision.program.rules, decision.rules, strict=True)
    return {
        "row": number,
        "edition": decision.edition,
        "outcome": decision.outcome,
        "total_fen": None if decision.total is None else fen_of(decision.total),
        "reasons": ",".join(r.name for r, found in rules if r.otherwise != "warn" and found.verdict == "fails"),
        "missing": ",".join(m.path for m in decision.missing),
        **{f"status.{b}": found[b].status if b in found else None for b in benefits},
        **{f"entitlement_fen.{b}": fen.get(b) for b in benefits},
    }


def one_by_one(
    scheme: Scheme, applications: Sequence[Application], benefits: Sequence[str], **how: Any
) -> tuple[list[Any], list[int]]:
    """The rows that can be decided, and the numbers of the others."""
    decided, refused = [], []
    for number, application in enumerate(applications):
        try:
            decision = evaluate(scheme, application.as_data(), **how)
        except (InputError, SeveralEditionsError):
            refused.append(number)
        else:
            decided.append(expected(number, decision, benefits))
    return decided, refused


def seen(decisions: pl.DataFrame) -> list[dict[str, Any]]:
    """The columns that are for people."""
    return decisions.select(name for name in decisions.columns if not name.startswith("#")).to_dicts()


@pytest.mark.parametrize("scheme", SEVERAL.values(), ids=SEVERAL)
def test_every_row_is_decided_under_its_edition_as_a_single_application_is(scheme: Scheme) -> None:
    batch = BatchEvaluator(scheme)

    @settings(max_examples=10, phases=(Phase.explicit, Phase.generate))
    @given(st.lists(applications_for(scheme), min_size=1, max_size=4))
    def agree(applications: list[Application]) -> None:
        found = batch.decide(table_of(applications, scheme.vocabulary))
        decided, refused = one_by_one(scheme, applications, list(batch.benefits))
        assert seen(found.decisions) == decided
        assert sorted({fault.row for fault in found.faults}) == refused

    agree()


@settings(max_examples=10, phases=(Phase.explicit, Phase.generate))
@given(
    st.lists(applications_for(TECH), min_size=1, max_size=4),
    st.sampled_from([*TECH.editions]),
    st.sampled_from([{}, {"loan_months": "thirtieths"}]),
)
def test_under_a_named_edition_and_other_readings(
    applications: list[Application], edition: str, readings: dict[str, str]
) -> None:
    batch = BatchEvaluator(TECH, edition=edition, readings=readings)
    found = batch.decide(table_of(applications, TECH.vocabulary))
    decided, _ = one_by_one(TECH, applications, list(batch.benefits), edition=edition, readings=readings)
    assert (seen(found.decisions), found.faults) == (decided, ())


BOTH = {"loan.disbursed_on": "2019-07-01", "loan.settled_on": "2022-01-01"}
"""The text of 2019 asks for the day of disbursement, that of 2022 for the day of settlement."""


def test_a_row_that_two_editions_govern_is_set_aside_with_both_names() -> None:
    table = pl.DataFrame([BOTH, {**BOTH, "loan.disbursed_on": "2021-01-01"}, {**BOTH, "loan.settled_on": None}])
    found = BatchEvaluator(TECH).decide(table.with_columns(pl.Series("#row", [7, 8, 9])))
    assert found.decisions.select("row", "edition").rows() == [(8, "2022"), (9, "2019")]
    (fault,) = found.faults
    assert (fault.row, fault.path, fault.found) == (7, "loan.disbursed_on", "2019-07-01")
    assert "2019, 2022 both govern" in str(fault.message)


def test_a_row_that_contradicts_itself_or_cannot_be_read_is_set_aside() -> None:
    table = pl.DataFrame(
        {
            "#row": [2, 3, 4, 5],
            "loan.settled_on": ["2024-01-01"] * 4,
            "loan.signed_on": ["2023-01-01", "2024-01-02", "2023-02-30", "2023-01-01"],
            "borrower.name": ["甲", "乙", "丙", " "],
        }
    )
    found = BatchEvaluator(TECH).decide(table)
    assert found.decisions["row"].to_list() == [2]
    assert [(fault.row, fault.path) for fault in found.faults] == [
        (3, "loan.settled_on"),
        (4, "loan.signed_on"),
        (5, "borrower.name"),
    ]


def test_tables_without_rows_or_without_facts() -> None:
    batch = BatchEvaluator(TECH)
    empty = batch.decide(pl.DataFrame({"loan.settled_on": []}))
    bare = batch.decide(pl.DataFrame({"id": ["a", "b"]}))
    assert empty.decisions.height == 0
    assert bare.decisions["row"].to_list() == [0, 1]
    assert bare.decisions["outcome"].to_list() == ["incomplete"] * 2
    assert empty.decisions.schema == bare.decisions.schema


def test_what_does_not_exist_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="2024"):
        BatchEvaluator(TECH, edition="2025")
    with pytest.raises(UnknownNameError, match="loan_months"):
        BatchEvaluator(TECH, readings={"loan_month": "thirtieths"})
    with pytest.raises(UnknownNameError, match="started"):
        BatchEvaluator(TECH, readings={"loan_months": "start"})
    products = BatchEvaluator(TECH, products=SCHEMES.products).decide(pl.DataFrame({"loan.product": ["科保贷", "x"]}))
    assert [(fault.row, fault.path) for fault in products.faults] == [(1, "loan.product")]


TIMES = """
scheme: town/times
edition: "2024"
title: {zh: 示例补贴, en: example subsidy}
authority: {zh: 示例市, en: example city}
governs: {by: loan.settled_on, from: 2024-01-01, cite: notice 一}
sources:
  notice: {title: 示例通知, issued: 2024-01, standing: assumed}
parameters:
  times: {is: 10000000%, cite: notice 二, zh: 倍数, en: multiple}
benefits:
  bonus:
    zh: 奖励
    en: bonus
    pays: borrower
    steps:
      amount: {is: loan.principal * times, round: half-up 0.01元, cite: notice 二, zh: 金额, en: amount}
"""


def test_an_amount_that_no_column_of_fen_holds_sets_its_row_aside() -> None:
    document = parse_document(TIMES, "times.yaml")
    edition = LoadedEdition(validate(Edition, document), document, {})
    batch = BatchEvaluator(Scheme("town/times", {"2024": edition}, edition.vocabulary))
    most = (2**63 - 1) // 100_000
    table = pl.DataFrame({"loan.principal": [most, most + 1, None], "loan.settled_on": ["2024-05-01"] * 3})
    found = batch.decide(table.with_columns(pl.Series("#row", [5, 6, 7])))
    assert found.decisions.select("row", "total_fen").rows() == [(5, most * 100_000), (7, None)]
    (fault,) = found.faults
    assert (fault.row, fault.found) == (6, str((most + 1) * 100_000))
    assert str(fault.message) == f"an amount of {fault.found} fen is too large"


@settings(max_examples=2, phases=(Phase.explicit, Phase.generate))
@given(st.lists(applications_for(TECH), min_size=1, max_size=4))
def test_threads_share_an_evaluator(applications: list[Application]) -> None:
    """Portions that are decided at the same time, and the first that an evaluator sees, come to the same."""
    portions = [table_of([application], TECH.vocabulary) for application in applications] * 3
    alone = BatchEvaluator(TECH)
    shared = BatchEvaluator(TECH)
    with ThreadPoolExecutor(len(portions)) as threads:
        together = list(threads.map(shared.decide, portions))
    for portion, found in zip(portions, together, strict=True):
        expected = alone.decide(portion)
        assert found.decisions.equals(expected.decisions)
        assert found.faults == expected.faults

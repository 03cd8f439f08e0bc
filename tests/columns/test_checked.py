"""Columns as people have them become what one application's facts become, or are set aside with the reason."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from subsidy import InputError, SubsidyError, load_schemes
from subsidy.columns import checked_frame
from subsidy.columns.units import units
from subsidy.evaluation.prepare import preparer
from subsidy.facts import VOCABULARY, FactType
from tests.columns.schemes import prepared_for

SCHEMES = load_schemes()
PROGRAMS = {
    name: SCHEMES[scheme].edition(edition).program()
    for name, scheme, edition in (
        ("2019", "wuhan/tech-loan-subsidy", "2019"),
        ("2022", "wuhan/tech-loan-subsidy", "2022"),
        ("2024", "wuhan/tech-loan-subsidy", "2024"),
    )
}


def said(fact: FactType, unit: Any, way: str) -> Any:
    """A value of a fact in one of the ways in which a column may hold it."""
    if unit is None or fact.kind is None or fact.kind.name in ("text", "flag"):
        return unit
    if fact.kind.name == "date":
        return date.fromordinal(unit) if way != "text" else date.fromordinal(unit).isoformat()
    if way == "units" or fact.kind.unit == 1:
        return unit
    exact = Decimal(unit) * fact.kind.unit.numerator / fact.kind.unit.denominator
    return exact if way == "decimal" else str(fact.scalar.write(exact))  # type: ignore[union-attr]


def type_of(fact: FactType, way: str) -> Any:
    if fact.fields is not None:
        return pl.List(pl.Struct({key: type_of(field, way) for key, field in fact.fields.items()}))
    assert fact.kind is not None
    if fact.kind.name == "date":
        return pl.String if way == "text" else pl.Date
    if fact.kind.name in ("text", "flag") or fact.kind.unit == 1 or way == "units":
        return {"text": pl.String, "flag": pl.Boolean}.get(fact.kind.name, pl.Int64)
    return pl.String if way == "text" else pl.Decimal(38, 8)


def told(fact: FactType, fields: tuple[str, ...] | None, value: Any, way: str) -> Any:
    """A value, or a list of records, in one of the ways; `units` is what it must become."""
    if value is None or fields is None:
        return said(fact, value, way)
    keys = [field.removesuffix("_") for field in fields]
    inner = fact.fields or {}
    return [{k: said(inner[k], x, way) for k, x in zip(keys, record, strict=True)} for record in value]


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
@pytest.mark.parametrize("way", ["units", "decimal", "text"])
def test_every_way_of_saying_a_fact_is_understood(program: Any, way: str) -> None:
    facts = [(used, program.vocabulary[used.path]) for used in program.inputs]

    @settings(max_examples=20, phases=(Phase.explicit, Phase.generate))
    @given(st.lists(prepared_for(program), min_size=1, max_size=4))
    def understood(cases: list[tuple[Any, ...]]) -> None:
        for i, (used, fact) in enumerate(facts):
            given = [told(fact, used.fields, case[i], way) for case in cases]
            found = units(pl.Series(given, dtype=type_of(fact, way)), fact)
            expected = [in_units(fact, told(fact, used.fields, case[i], "units")) for case in cases]
            assert [in_units(fact, value) for value in found.values.to_list()] == expected
            lost = {n for n, one in enumerate(given) if one is not None and expected[n] is None}
            assert {r.row for r in found.refused} == lost

    understood()


def in_units(fact: FactType, value: Any) -> Any:
    """Without the fields of a record that nobody gave, days as ordinals; None for a list that lacks a needed field."""
    if isinstance(value, list):
        needed = {key for key, field in (fact.fields or {}).items() if field.required}
        records = [{k: in_units(fact, v) for k, v in record.items() if v is not None} for record in value]
        return records if all(needed <= {*record} for record in records) else None
    return value.toordinal() if isinstance(value, date) else value


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.none() | st.integers(0, 10**10),
            st.none()
            | st.lists(st.tuples(st.sampled_from(["interest", "principal"]), st.integers(0, 10**9)), max_size=3),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_interest_follows_from_the_flows_as_it_does_for_one_application(loans: list[Any]) -> None:
    edition = SCHEMES["wuhan/tech-loan-subsidy"].edition("2019")
    program = next(
        p for p in (edition.program(), PROGRAMS["2022"]) if "loan.interest_paid" in {i.path for i in p.inputs}
    )
    place = [used.path for used in program.inputs].index("loan.interest_paid")
    facts = [
        {
            "interest_paid": None if paid is None else Decimal(paid).scaleb(-2),
            "flows": None
            if flows is None
            else [{"on": date(2024, 1, 1), "kind": kind, "amount": Decimal(fen).scaleb(-2)} for kind, fen in flows],
        }
        for paid, flows in loans
    ]
    prepare, model = preparer(program), program.vocabulary.model
    expected = [prepare(model.model_validate({"loan": loan})).facts[place] for loan in facts]
    flow = pl.Struct({"on": pl.Date, "kind": pl.String, "amount": pl.Decimal(20, 2)})
    schema = {"loan.interest_paid": pl.Decimal(20, 2), "loan.flows": pl.List(flow)}
    rows = [{f"loan.{key}": value for key, value in loan.items()} for loan in facts]
    found = checked_frame(pl.DataFrame(rows, schema=schema), program.vocabulary)
    assert found.frame["loan.interest_paid"].to_list() == [expected[row] for row in found.rows]


def test_what_cannot_be_read_is_set_aside_with_its_row_and_reason() -> None:
    frame = pl.DataFrame(
        {
            "contract": ["a", "b", "c", "d", "e"],
            "loan.principal": ["200万元", "2,000,000.00", "about 2 million", "2000000", "-1"],
            "loan.rate": ["4.15%", "4.15 %", "415bp", "4.15", "4.15%"],
            "loan.signed_on": ["2023-08-01", "2023年8月1日", "2023-08-01", "2023-02-30", "2023-08-01"],
        }
    )
    found = checked_frame(frame, VOCABULARY)
    assert found.rows.to_list() == [0, 1]
    assert found.frame["contract"].to_list() == ["a", "b"]
    assert found.frame["loan.principal"].to_list() == [200_000_000, 200_000_000]
    assert found.frame["loan.rate"].to_list() == [4_150_000, 4_150_000]
    assert found.frame["loan.signed_on"].to_list() == [date(2023, 8, 1).toordinal()] * 2
    assert [(f.row, f.path, f.found) for f in found.faults] == [
        (2, "loan.principal", "about 2 million"),
        (3, "loan.rate", "4.15"),
        (3, "loan.signed_on", "2023-02-30"),
        (4, "loan.principal", "-1"),
    ]
    assert all(str(f.message) for f in found.faults)


def test_a_spoiled_record_sets_its_loan_aside() -> None:
    good = {"level": "municipal", "kind": "interest"}
    frame = pl.DataFrame({"other_aid": [[good], [good, {"level": "galactic", "kind": "interest"}], [], None]})
    found = checked_frame(frame, VOCABULARY)
    assert found.rows.to_list() == [0, 2, 3]
    nothing = {"year": None, "program": None, "amount": None}
    assert found.frame["other_aid"].to_list() == [[{**good, **nothing}], [], None]
    assert [(f.row, f.path, f.found) for f in found.faults] == [(1, "other_aid[1].level", "galactic")]


def test_whole_numbers_are_of_the_unit_and_never_taken_for_yuan() -> None:
    program = PROGRAMS["2024"]
    high = program.vocabulary["loan.principal"].scalar.high  # type: ignore[union-attr]
    found = checked_frame(pl.DataFrame({"loan.principal": [0, high, high + 1, -1]}), VOCABULARY)
    assert found.frame["loan.principal"].to_list() == [0, high]
    assert [f.row for f in found.faults] == [2, 3]


def test_decimals_finer_than_the_unit_are_refused_unless_nothing_is_lost() -> None:
    frame = pl.DataFrame({"loan.principal": [Decimal("1.2300"), Decimal("1.2301"), None]})
    found = checked_frame(frame, VOCABULARY)
    assert found.frame["loan.principal"].to_list() == [123, None]
    assert [(f.row, f.found) for f in found.faults] == [(1, "1.2301")]


def test_floats_are_refused() -> None:
    with pytest.raises(InputError) as refused:
        checked_frame(pl.DataFrame({"loan.principal": [1.0], "loan.rate": [0.04]}), VOCABULARY)
    assert [d.field for d in refused.value.diagnostics] == ["loan.principal", "loan.rate"]


@pytest.mark.parametrize("given", [{"loan.principal": "200万元"}, [1], None], ids=repr)
def test_what_is_no_frame_is_refused(given: Any) -> None:
    with pytest.raises(
        TypeError, match=r"a polars\.DataFrame with an application a row is wanted here, found"
    ) as caught:
        checked_frame(given, VOCABULARY)
    assert isinstance(caught.value, SubsidyError)

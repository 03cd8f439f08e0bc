"""What a frame may look like, what comes out of it, and what is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from subsidy import InputError, UnknownNameError, load_schemes
from subsidy.columns import ColumnEvaluator
from tests.columns.frames import columns_of
from tests.evaluation.small import facts, program

GOOD = {
    "borrower.city": "武汉市",
    "borrower.qualifications": [{"kind": "高新技术企业", "from": date(2022, 11, 9), "to": date(2025, 11, 8)}],
    "loan.product": "科保贷",
    "loan.principal": 200_000_000,
    "loan.rate": 4_150_000,
    "loan.signed_on": date(2023, 8, 1),
    "loan.disbursed_on": date(2023, 8, 10),
    "loan.matures_on": date(2024, 2, 10),
    "loan.settled_on": date(2024, 2, 10),
    "loan.extensions": [],
    "other_aid": [],
    "application.submitted_on": date(2024, 7, 8),
}


@pytest.fixture(scope="module")
def columns() -> ColumnEvaluator:
    return ColumnEvaluator(load_schemes()["wuhan/tech-loan-subsidy"].edition("2024"))


def test_a_loan_and_what_it_comes_to(columns: ColumnEvaluator) -> None:
    late = {**GOOD, "loan.settled_on": date(2024, 1, 9)}
    dear = {**GOOD, "loan.principal": 500_000_001, "loan.rate": 3_549_999}
    unknown = {**GOOD, "other_aid": None}
    found = columns.evaluate(pl.DataFrame([GOOD, late, dear, unknown]))
    assert found["outcome"].to_list() == ["eligible", "eligible", "ineligible", "incomplete"]
    assert found["total"].to_list() == [Decimal("26000.00"), Decimal("17333.33"), Decimal("0.00"), None]
    assert found["total_fen"].to_list() == [2_600_000, 1_733_333, 0, None]
    assert found["reasons"].to_list() == ["", "", "size,price", ""]
    assert found["rule.size"].to_list() == [True, True, False, True]
    assert found["rule.no_other_aid"].to_list() == [True, True, True, None]
    assert found.schema["entitlement.loan_subsidy"] == pl.Decimal(38, 2)
    assert not [name for name in found.columns if name.startswith("value.")]


def test_only_what_is_asked_for_is_computed(columns: ColumnEvaluator) -> None:
    found = columns.evaluate(pl.DataFrame([GOOD]), ["value.loan_subsidy.months", "rule.size"])
    assert found.to_dicts() == [{"value.loan_subsidy.months": 6, "rule.size": True}]
    assert columns.evaluate(pl.DataFrame({"loan.principal": [1, 2]}), ["rule.size"]).height == 2
    with pytest.raises(UnknownNameError, match="did you mean total"):
        columns.evaluate(pl.DataFrame([GOOD]), ["totals"])


def test_partitions_come_to_what_the_whole_comes_to(columns: ColumnEvaluator) -> None:
    rows = [{**GOOD, "loan.principal": 100_000_007 * n, "loan.extensions": [] if n % 2 else None} for n in range(8)]
    whole = pl.DataFrame(rows, schema=pl.DataFrame([GOOD]).schema)
    parts = [columns.evaluate(whole[i : i + 3]) for i in range(0, 8, 3)]
    assert pl.concat(parts).equals(columns.evaluate(whole))
    assert columns.evaluate(whole.lazy()).equals(columns.evaluate(whole))


class Stream:
    """A table of any other library, as Arrow hands it over."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._frame.__arrow_c_stream__(requested_schema)


def test_tables_of_other_libraries_go_in_and_out_by_arrow(columns: ColumnEvaluator) -> None:
    frame = pl.DataFrame([GOOD, {**GOOD, "other_aid": None, "loan.principal": None}])
    found = columns.evaluate(Stream(frame))
    assert found.equals(columns.evaluate(frame))
    assert pl.DataFrame(Stream(found)).equals(found)


def test_frames_without_rows_or_without_facts(columns: ColumnEvaluator) -> None:
    assert columns.evaluate(pl.DataFrame([GOOD]).clear()).height == 0
    found = columns.evaluate(pl.DataFrame({"id": ["a", "b"]}))
    assert found["outcome"].to_list() == ["incomplete", "incomplete"]
    assert found["total_fen"].to_list() == [None, None]


def test_other_types_of_the_same_values(columns: ColumnEvaluator) -> None:
    frame = pl.DataFrame([GOOD, GOOD])
    other = frame.with_columns(
        pl.col("loan.product").cast(pl.Categorical),
        pl.col("borrower.city").cast(pl.Enum(["武汉市", "武汉"])),
        pl.col("loan.principal").cast(pl.UInt32),
        pl.col("loan.signed_on").to_physical() + date(1970, 1, 1).toordinal(),
        pl.lit(None).alias("application.submitted_on"),
    )
    assert columns.evaluate(other, ["outcome", "total"]).equals(columns.evaluate(frame, ["outcome", "total"]))


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"loan.principal": 2e8}, "loan.principal", "float"),
        ({"loan.principal": "200万元"}, "loan.principal", "whole numbers"),
        ({"loan.product": 3}, "loan.product", "texts"),
        ({"loan.principal": -1}, "loan.principal", "out of bounds"),
        ({"loan.settled_on": date(2200, 1, 1)}, "loan.settled_on", "2199-12-31"),
        ({"other_aid": "none"}, "other_aid", "list of records"),
        ({"borrower.qualifications": [{"kind": "a", "to": 1.5}]}, "borrower.qualifications.to", "float"),
        ({"borrower.qualifications": [{"from": date(1900, 1, 1)}]}, "borrower.qualifications.from", "1949-10-01"),
    ],
)
def test_what_a_fact_cannot_be_is_refused(
    columns: ColumnEvaluator, change: dict[str, object], field: str, said: str
) -> None:
    with pytest.raises(InputError) as refused:
        columns.evaluate(pl.DataFrame([{**GOOD, **change}]))
    assert [d.field for d in refused.value.diagnostics] == [field]
    assert said in str(refused.value.diagnostics[0])


def test_gathers_within_gathers() -> None:
    made = program(
        {"v": "sum(r.amount for r in rows if any(s.amount > r.amount and flag_a for s in rows))"},
        ["all(count(s for s in rows if s.on == r.on) == 1 for r in rows)"],
    )
    day = date(2024, 1, 1)
    cases = [
        facts(flag_a=True, rows=[(1, day, "red", True), (5, day, "red", True)]),
        facts(flag_a=True, rows=[(1, day, "red", True), (None, date(2024, 1, 2), "red", None)]),
        facts(flag_a=None, rows=[(3, day, "red", True), (4, date(2024, 1, 2), "red", True)]),
        facts(flag_a=False, rows=[]),
        facts(flag_a=True),
    ]
    assert columns_of(made, cases) == (
        [(1,), (None,), (None,), (0,), (None,)],
        [(False,), (True,), (True,), (True,), (None,)],
    )

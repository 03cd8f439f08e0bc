"""Parquet and NDJSON: types and nesting kept, digits exact, what cannot be a fact refused or told."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from subsidy import InputError
from subsidy.tables import KnownHeadings, TableReader, facts_of, none_declared
from tests.tables.known import KNOWN, VOCABULARY, rows_and_faults


def parquet(folder: Path, **columns: Any) -> Path:
    path = folder / "loans.parquet"
    pl.DataFrame({name.replace("__", "."): values for name, values in columns.items()}).write_parquet(path)
    return path


def ndjson(folder: Path, *lines: Any, encoding: str = "utf-8") -> Path:
    path = folder / "loans.ndjson"
    texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    path.write_bytes("\n".join(texts).encode(encoding))
    return path


def facts(path: Path, *none: str, known: KnownHeadings = KNOWN) -> list[dict[str, Any]]:
    reader = TableReader(path, known)
    declared = none_declared(none, VOCABULARY)
    portions = [facts_of(portion, reader.headings, declared) for portion in reader.portions(2)]
    assert not [fault for portion in portions for fault in portion.faults]
    return [row for portion in portions for row in portion.facts.to_dicts()]


def test_types_of_parquet_are_kept_and_whole_numbers_are_what_people_write(tmp_path: Path) -> None:
    path = parquet(
        tmp_path,
        loan=[{"principal": 2_000_000, "rate": Decimal("0.0415"), "rate_terms": {"kind": "fixed"}}, None],
        loan__signed_on=[date(2023, 8, 1), None],
        loan__disbursed_on=[datetime.fromisoformat("2023-08-10"), datetime.fromisoformat("2023-08-10T07:30")],
        loan__first_ever=[True, None],
        loan__lender=pl.Series([" 示例银行 ", ""], dtype=pl.String),
        borrower__class=pl.Series(["甲", None], dtype=pl.Categorical),
        cover__kind=pl.Series(["insurance", None], dtype=pl.Enum(["insurance", "none"])),
        borrower__city=pl.Series([None, None], dtype=pl.Null),
    )
    assert facts(path) == [
        {
            "#row": 1,
            "loan.principal": "2000000",
            "loan.rate": Decimal("0.0415"),
            "loan.rate_terms.kind": "fixed",
            "loan.signed_on": date(2023, 8, 1),
            "loan.disbursed_on": "2023-08-10",
            "loan.first_ever": True,
            "loan.lender": "示例银行",
            "borrower.class": "甲",
            "cover.kind": "insurance",
            "borrower.city": None,
        },
        {
            **dict.fromkeys(
                (
                    "loan.principal",
                    "loan.rate",
                    "loan.rate_terms.kind",
                    "loan.signed_on",
                    "loan.first_ever",
                    "loan.lender",
                )
            ),
            **dict.fromkeys(("borrower.class", "cover.kind", "borrower.city")),
            "#row": 2,
            "loan.disbursed_on": "2023-08-10 07:30:00",
        },
    ]


def test_units_of_headings_reach_decimals_and_records(tmp_path: Path) -> None:
    path = tmp_path / "loans.parquet"
    frame = pl.DataFrame(
        {
            "贷款金额（万元）": [Decimal("200.50"), Decimal("1.00")],
            "合同年利率（%）": [4, None],
            "资金流水": [[{"日期": date(2024, 1, 1), "款项": "利息", "金额（万元）": 2}], []],
        }
    )
    frame.write_parquet(path)
    first, second = facts(path)
    assert (first["loan.principal"], first["loan.rate"]) == (Decimal(2_005_000), "4%")
    assert first["loan.flows"] == [{"on": date(2024, 1, 1), "kind": "利息", "amount": Decimal(20_000)}]
    assert (second["loan.rate"], second["loan.flows"]) == (None, [])


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("loan.principal", [1.5], "a float does not hold an amount"),
        ("loan.principal", pl.Series([1.5], dtype=pl.Float32), "a float does not hold an amount"),
        ("loan.flows", [[{"on": "2024-01-01", "amount": 1.5}]], "a float does not hold an amount"),
        ("loan.principal", [b"1"], "holds no facts"),
        (
            "loan.principal",
            [["1"]],
            "holds no facts; decimals, whole numbers, days, flags, texts and lists of records do",
        ),
    ],
)
def test_a_column_that_its_fact_cannot_be_is_refused(tmp_path: Path, name: str, values: Any, message: str) -> None:
    path = tmp_path / "loans.parquet"
    pl.DataFrame({"x": [0.5], name: values}).write_parquet(path)
    with pytest.raises(InputError, match=message) as caught:
        TableReader(path, KNOWN)
    (wrong,) = caught.value.diagnostics
    assert wrong.place is not None
    assert wrong.place.column == 2


@pytest.mark.parametrize("type_", [pl.Null(), pl.String(), pl.Int64(), pl.List(pl.Float64())], ids=str)
def test_an_empty_list_of_anything_is_an_empty_list(tmp_path: Path, type_: pl.DataType) -> None:
    lists = pl.Series([[], None], dtype=pl.List(type_))
    path = parquet(tmp_path, loan__principal=["1", "2"], loan__flows=lists)
    assert [row["loan.flows"] for row in facts(path)] == [[], None]
    assert [row["loan.flows"] for row in facts(path, "loan.flows")] == [[], []]


def test_a_list_of_texts_that_is_not_empty_is_refused_in_its_row(tmp_path: Path) -> None:
    path = parquet(tmp_path, loan__principal=["1", "2", "3"], loan__flows=[["利息"], [], None])
    reader = TableReader(path, KNOWN)
    (found,) = [facts_of(portion, reader.headings) for portion in reader.portions()]
    (fault,) = found.faults
    assert (fault.row, fault.path, fault.message.say("en")) == (1, "loan.flows", "['利息'] is no list of records")
    assert found.facts.get_column("loan.flows").to_list() == [[], None]


def test_floats_that_are_not_read_are_carried_along(tmp_path: Path) -> None:
    path = parquet(tmp_path, loan__principal=["1"], score=[0.5])
    assert rows_and_faults(path) == ({1: ("1", 0.5)}, {})


def test_what_is_no_parquet_is_refused(tmp_path: Path) -> None:
    (tmp_path / "loans.parquet").write_bytes(b"PAR1 not really PAR1")
    with pytest.raises(InputError, match="is no Parquet file"):
        TableReader(tmp_path / "loans.parquet", KNOWN)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_ndjson_nested_or_dotted_with_every_digit(tmp_path: Path, encoding: str) -> None:
    path = ndjson(
        tmp_path,
        '{"loan": {"principal": 123456789012.340, "rate": "4.15%", "first_ever": true}, '
        '"borrower": {"name": " 示例 "}}',
        "",
        {"loan.principal": 7, "loan": {"first_ever": False, "rate": None}, "borrower": None, "other_aid": []},
        {"贷款机构": "", "loan": {}},
        encoding=encoding,
    )
    empty = dict.fromkeys(("loan.principal", "loan.rate", "loan.first_ever", "borrower.name", "other_aid"))
    assert facts(path) == [
        {
            **empty,
            "#row": 1,
            "loan.principal": "123456789012.340",
            "loan.rate": "4.15%",
            "loan.first_ever": "true",
            "borrower.name": "示例",
        },
        {**empty, "#row": 3, "loan.principal": "7", "loan.first_ever": "false", "other_aid": []},
        {**empty, "#row": 4},
    ]


def test_lists_of_ndjson(tmp_path: Path) -> None:
    flow = {"on": "2024-01-01", "kind": "interest", "amount": "1.00"}
    path = ndjson(tmp_path, {"loan": {"flows": [flow, {"on": "2024-01-02"}]}}, {"loan.flows": "无"}, {"loan.flows": []})
    assert [row["loan.flows"] for row in facts(path)] == [
        [flow, {"on": "2024-01-02", "kind": None, "amount": None}],
        [],
        [],
    ]
    assert [row["other_aid"] for row in facts(path, "other_aid")] == [[], [], []]


@pytest.mark.parametrize(
    ("line", "path", "message"),
    [
        ("{", "", "this line is not JSON"),
        ('{"loan.principal": 1} x', "", "this line is not JSON"),
        ("[1]", "", "a line holds one application, in braces"),
        ('{"loan.principal": 1, "loan": {"principal": 2}}', "loan.principal", "this is given twice"),
        ('{"loan": {"rate": 1, "rate": 2}}', "loan.rate", "this is given twice"),
        ('{"loan.flows": [{}, {"on": 1, "on": 2}]}', "loan.flows[1].on", "this is given twice"),
        ('{"loan.flows": [1]}', "loan.flows[0]", "a list of records is wanted here"),
        ('{"loan.flows": "some"}', "loan.flows", "a list of records is wanted here"),
        ('{"loan.flows": [{"on": [1]}]}', "loan.flows[0].on", "one value is wanted here"),
        ('{"borrower.name": "\\ud83d"}', "", "the character U+D83D cannot stand in this text"),
        ("[" * 100_000, "", "this line is not JSON"),
    ],
)
def test_a_spoiled_line_is_told_and_the_others_are_read(tmp_path: Path, line: str, path: str, message: str) -> None:
    good = '{"loan.principal": 1, "loan.flows": []}'
    found, faults = rows_and_faults(ndjson(tmp_path, good, line, good))
    assert {row: (fault.path, fault.message.say("en")) for row, fault in faults.items()} == {2: (path, message)}
    assert found.keys() == {1, 2, 3}
    assert found[1] == found[3] == ("1", [])


def test_wrong_bytes_spoil_their_line_alone(tmp_path: Path) -> None:
    path = ndjson(tmp_path, *['{"borrower.name": "示例"}'] * 3)
    path.write_bytes(path.read_bytes().replace("示例".encode(), b"\xff", 1))
    found, faults = rows_and_faults(path)
    assert [(fault.row, fault.message.say("en")) for fault in faults.values()] == [(1, "the bytes 0xFF are no UTF-8")]
    assert found == {1: (None,), 2: ("示例",), 3: ("示例",)}

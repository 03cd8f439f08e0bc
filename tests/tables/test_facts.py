"""Cells to facts: units behind bare numbers, numbered columns in lists, nothing said of what is empty."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy import InputError
from subsidy.columns import Fault
from subsidy.diagnostics import Place
from subsidy.quantities import money, rate
from subsidy.tables import FactsFrame, KnownHeadings, Portion, TableReader, facts_of, headings_of, none_declared
from subsidy.tables.cells import with_unit
from tests.tables.known import KNOWN, VOCABULARY, rows_and_faults

PLACE = Place("loans.csv", 1, 1)


def facts(columns: dict[str, list[Any]], *none: str, faults: tuple[Fault, ...] = ()) -> FactsFrame:
    frame = pl.DataFrame({"#row": range(2, 2 + len(next(iter(columns.values())))), **columns})
    frame = frame.with_columns(pl.col(pl.Null).cast(pl.String))
    return facts_of(Portion(frame, faults), headings_of([*columns], KNOWN, PLACE), none_declared(none, VOCABULARY))


MONEY = [
    ("200", "万元", 2_000_000),
    ("200.5", "万元", 2_005_000),
    ("0.0001", "万元", 1),
    ("0.000001", "万元", "0.01"),
    ("1,234.5", "万元", 12_345_000),
    ("２００", "万元", 2_000_000),
    ("1.5亿", "万元", 150_000_000),
    ("2000000元", "万元", 2_000_000),
    ("¥200", "万元", 2_000_000),
    ("200万", "元", 2_000_000),
    ("12", "亿元", 1_200_000_000),
    ("3", "千元", 3_000),
    ("200", "万", 2_000_000),
]


@pytest.mark.parametrize(("text", "unit", "yuan"), MONEY)
@pytest.mark.parametrize("beside", [None, "一百", "1"])
def test_amounts_in_the_unit_of_their_heading(text: str, unit: str, yuan: int | str, beside: str | None) -> None:
    found = facts({f"贷款金额（{unit}）": [text, beside]}).facts["loan.principal"][0]
    assert money(found) == Decimal(yuan)


@pytest.mark.parametrize("text", ["0.0000001", "1.23456789", "-5", "abc", "1,23", "1e3", "200美元", "一百"])
def test_what_is_no_amount_is_left_as_it_was_with_its_unit(text: str) -> None:
    found = facts({"贷款金额（万元）": [text, "1"]}).facts["loan.principal"]
    assert found[0].startswith(text)
    assert money(found[1]) == 10_000


@given(st.lists(st.none() | st.decimals(0, 10**8, places=4), min_size=1), st.sampled_from(["万元", "亿元", "千元"]))
def test_every_amount_is_exact(numbers: list[Decimal | None], unit: str) -> None:
    texts = pl.Series("x", [None if n is None else f"{n:f}" for n in numbers], dtype=pl.String)
    for n, found in zip(numbers, with_unit(texts, unit), strict=True):
        if n is None:
            assert found is None
        elif (yuan := n * {"万元": 10**4, "亿元": 10**8, "千元": 10**3}[unit]) == round(yuan, 2):
            assert Decimal(str(found)) == yuan
        else:
            assert found == f"{n:f}{unit}"


@pytest.mark.parametrize(
    ("heading", "text", "share"),
    [
        ("合同年利率（%）", "4.15", "0.0415"),
        ("合同年利率（%）", "4.15%", "0.0415"),
        ("合同年利率（%）", "年利率41.5‰", "0.0415"),
        ("合同年利率（‰/月）", "3.5", "0.042"),
        ("合同年利率", "4.15%", "0.0415"),
        ("加点（bp）", "-50", "-0.005"),
        ("加点（bp）", "0.5%", "0.005"),
    ],
)
def test_rates_in_the_unit_of_their_heading(heading: str, text: str, share: str) -> None:
    (found,) = facts({heading: [text]}).facts.to_series(1)
    path = headings_of([heading], KNOWN, PLACE).read[0].path
    scalar = VOCABULARY[path].scalar
    assert scalar is not None
    assert scalar.read(found) == Decimal(share)


def test_a_bare_number_without_a_unit_stays_bare() -> None:
    assert facts({"合同年利率": ["0.0415"], "贷款本金": ["200"]}).facts.row(0)[1:] == ("0.0415", "200")
    with pytest.raises(ValueError, match="has no unit"):
        rate("0.0415")


def test_numbered_columns_are_records_and_empty_ones_are_none() -> None:
    columns = {
        "资质3.资质名称": ["高新", None, None, "科小"],
        "borrower.qualifications.1.kind": ["专精", None, None, None],
        "证书编号": [None, "GR1", None, None],
        "资质3.有效期止": ["2025-01-01", None, None, None],
    }
    found = facts(columns).facts
    assert found.columns == ["#row", "borrower.qualifications"]
    empty = {"kind": None, "number": None, "from": None, "to": None}
    assert found["borrower.qualifications"].to_list() == [
        [{**empty, "kind": "专精"}, {**empty, "kind": "高新", "to": "2025-01-01"}],
        [{**empty, "number": "GR1"}],
        None,
        [{**empty, "kind": "科小"}],
    ]
    declared = facts(columns, "资质").facts
    assert declared["borrower.qualifications"][2].to_list() == []
    assert declared["borrower.qualifications"].dtype == found["borrower.qualifications"].dtype


def test_units_of_numbered_columns() -> None:
    columns = {
        "资金流水1.金额（万元）": ["1.5", None],
        "资金流水2.金额（元）": ["2", "3"],
        "资金流水2.日期": ["2024-01-01", None],
    }
    flows = facts(columns).facts["loan.flows"].to_list()
    assert [[(f["on"], f["kind"], money(f["amount"])) for f in row] for row in flows] == [
        [(None, None, 15_000), ("2024-01-01", None, 2)],
        [(None, None, 3)],
    ]


@pytest.mark.parametrize("word", ["无", "[]", "没有", "none", "—", "/"])
def test_the_column_of_a_list_says_that_there_are_none(word: str) -> None:
    found = facts({"同一贷款的其他补贴": [word, None]})
    assert found.facts["other_aid"].to_list() == [[], None]
    assert not found.faults


def test_the_column_of_a_list_may_hold_records_as_json() -> None:
    records = '[{"on": "2024-01-01", "amount": 41544.440, "kind": null}, {}]'
    (flows,) = facts({"loan.flows": [records]}).facts["loan.flows"].to_list()
    empty = dict.fromkeys(("on", "kind", "amount"))
    assert flows == [{**empty, "on": "2024-01-01", "amount": "41544.440"}, empty]


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("有", "this cell says of cash flows neither that there are none nor which"),
        ('{"on": 1}', "this cell says of cash flows neither that there are none nor which"),
        ("[1]", "this cell says of cash flows neither that there are none nor which"),
        ('[{"day": 1}]', "loan.flows has no day"),
        ('[{"on": [1]}]', "one value is wanted for loan.flows.on"),
    ],
)
def test_a_cell_that_says_nothing_of_its_list_spoils_its_row(cell: str, message: str) -> None:
    found = facts({"loan.flows": ["无", cell, cell], "loan.principal": ["1", "2", "3"]})
    assert [(f.row, f.path, f.found, f.message.say("en")) for f in found.faults] == [
        (3, "loan.flows", cell, message),
        (4, "loan.flows", cell, message),
    ]
    assert found.facts["#row"].to_list() == [2]


def test_none_and_a_record_contradict_each_other() -> None:
    found = facts({"资质": ["无", "无", None], "资质1.资质名称": ["高新", None, "高新"]})
    assert [(f.row, f.path) for f in found.faults] == [(2, "borrower.qualifications")]
    assert [len(row) for row in found.facts["borrower.qualifications"]] == [0, 1]


def test_rows_that_could_not_be_read_are_no_facts() -> None:
    fault = Fault(3, "", "x", VOCABULARY["loan"].label, None)  # type: ignore[arg-type]
    found = facts({"loan.principal": ["1", "2", "3"]}, faults=(fault,))
    assert found.facts.rows() == [(2, "1"), (4, "3")]
    assert found.faults == (fault,)


def test_what_is_declared_to_be_none_is_a_list() -> None:
    assert none_declared(["granted"], VOCABULARY).keys() == {"granted"}
    assert none_declared(["同一贷款的其他补贴"], VOCABULARY).keys() == {"other_aid"}
    with pytest.raises(InputError, match="other_ad is no list; did you mean other_aid") as caught:
        none_declared(["other_ad", "loan.principal", "granted"], VOCABULARY)
    assert len(caught.value.diagnostics) == 2


def test_a_folder_is_read_as_one_table(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text("申请编号,贷款金额（万元）\nB1,1\nB2,2\n", "utf-8")
    (tmp_path / "a.csv").write_text("标题\n贷款金额（万元）,申请编号\n3,A1\n,\n4\n", "gb18030")
    (tmp_path / "c.ndjson").write_text('{"申请编号": "C1", "贷款金额（万元）": 5}\n', "utf-8")
    for name in ("notes.docx", ".hidden.csv", "~$b.xlsx"):
        (tmp_path / name).write_text("x", "utf-8")
    reader = TableReader(tmp_path, KNOWN)
    portions = list(reader.portions(1))
    rows = [row for portion in portions for row in portion.frame.rows()]
    assert reader.columns == ("贷款金额（万元）", "申请编号")
    assert [row[1:] for row in rows] == [("3", "A1"), ("4", None), ("1", "B1"), ("2", "B2"), ("5", "C1")]
    assert [(Path(place.file).name, place.row) for place in (reader.place(row[0]) for row in rows)] == [
        ("a.csv", 3),
        ("a.csv", 5),
        ("b.csv", 2),
        ("b.csv", 3),
        ("c.ndjson", 1),
    ]
    assert [fault.row for portion in portions for fault in portion.faults] == [rows[1][0]]
    assert [path.name for path in reader.files] == ["a.csv", "b.csv", "c.ndjson"]
    assert [row for portion in reader.portions() for row in portion.frame.rows()] == rows


def test_files_of_a_folder_that_differ_in_form_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("申请编号,贷款金额\n", "utf-8")
    (tmp_path / "b.csv").write_text("申请编号,贷款金额,备注\n", "utf-8")
    (tmp_path / "c.csv").write_text("申请编号,金额\n", "utf-8")
    (tmp_path / "d.csv").write_text("贷款金额,申请编号\n", "utf-8")
    with pytest.raises(InputError) as caught:
        TableReader(tmp_path, KNOWN)
    assert [d.message.say("en") for d in caught.value.diagnostics] == [
        f"not the columns of {tmp_path / 'a.csv'}: it has 备注 besides",
        f"not the columns of {tmp_path / 'a.csv'}: it has no 贷款金额; it has 金额 besides",
    ]


TWO_ROWS = [
    ("序号,企业名称,贷款情况,,,资质,", ",,金额,贷款本金（万元）,放款日,资质名称,有效期至"),
    ("序号,企业名称,贷款情况,贷款本金（万元）,放款日,资质,", ",,金额,,,资质名称,有效期至"),
]


@pytest.mark.parametrize("rows", TWO_ROWS)
def test_a_head_of_two_rows_is_read_as_one(tmp_path: Path, rows: tuple[str, str]) -> None:
    upper, lower = (row.split(",") for row in rows)
    loan = ["1", "甲", "x", "200", "2023-08-10", "高新技术企业", "2025-11-08"]
    text = "\n".join(map(",".join, (["汇总表", *[""] * 6], upper, lower, loan)))
    (tmp_path / "a.csv").write_text(text + "\n", "utf-8")
    reader = TableReader(tmp_path / "a.csv", KNOWN)
    (found,) = [facts_of(portion, reader.headings).facts for portion in reader.portions()]
    assert found.drop("#row").to_dicts() == [
        {
            "borrower.name": "甲",
            "loan.principal": Decimal("2000000.00"),
            "loan.disbursed_on": "2023-08-10",
            "borrower.qualifications": [{"kind": "高新技术企业", "number": None, "from": None, "to": "2025-11-08"}],
        }
    ]
    assert found.get_column("#row").to_list() == [4]


def test_a_loan_below_the_headings_is_no_second_row_of_them(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("企业名称,备注,贷款本金\n甲,放款日,200\n,放款日,\n", "utf-8")
    found, faults = rows_and_faults(tmp_path / "a.csv")
    assert (list(found.values()), faults) == ([("甲", "放款日", "200"), (None, "放款日", None)], {})


def test_files_of_a_folder_may_spell_their_headings_otherwise(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("申请编号,贷款金额（万元）,备注\n", "utf-8")
    (tmp_path / "b.csv").write_text("备注*,申请编号,贷款金额 (万元)\nx,1,200\n", "utf-8")
    (tmp_path / "c.csv").write_text('申请编号,"贷款金额\n（万元）",备注\n2,300,y\n', "utf-8")
    found, faults = rows_and_faults(tmp_path)
    assert (list(found.values()), faults) == ([("1", "200", "x"), ("2", "300", "y")], {})


@pytest.mark.parametrize("name", ["loans.docx", "loans.xls", "loans"])
def test_other_files_are_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("x", "utf-8")
    with pytest.raises(InputError, match=r"is no table; tables are files that end in \.csv"):
        TableReader(tmp_path / name, KNOWN)
    with pytest.raises(InputError, match="holds no table"):
        TableReader(tmp_path, KNOWN)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for name in ("loans.csv", "loans.xlsx", "loans.parquet", "loans.ndjson"):
        with pytest.raises(FileNotFoundError):
            TableReader(tmp_path / name, KNOWN)


def test_sheets_are_of_workbooks(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("申请编号\n", "utf-8")
    with pytest.raises(InputError, match="has no sheets"):
        TableReader(tmp_path / "a.csv", KNOWN, sheet="x")


def test_a_table_of_records(tmp_path: Path) -> None:
    path = tmp_path / "flows.csv"
    path.write_text(
        "申请编号,借款合同编号,日期,款项,金额（万元）,备注\nA1,,2024-01-01,利息,1.5,\nA1,,2024-02-01,利息,2,x\n",
        "utf-8",
    )
    reader = TableReader(path, KnownHeadings(VOCABULARY, records="loan.flows"))
    (portion,) = reader.portions()
    found = facts_of(portion, reader.headings)
    assert found.facts.columns == ["#row", "application.id", "loan.contract", "on", "kind", "amount"]
    assert found.facts.row(0) == (2, "A1", None, "2024-01-01", "利息", Decimal(15_000))
    assert reader.headings.carried == ("备注",)

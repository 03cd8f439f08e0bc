"""Workbooks as people make them: what is read is what they see in the cells, to the last digit."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from subsidy import InputError
from subsidy.tables import KnownHeadings, TableReader, sheets_of_records
from subsidy.tables.numbers import meanings, percentage, plain
from tests.tables.known import KNOWN, VOCABULARY, rows_and_faults

HEADINGS = ("申请编号", "合同年利率", "放款日", "贷款本金", "属首次贷款", "备注")
FORMATS = {
    "percent": "0.00%",
    "percent0": "0%",
    "day": "yyyy-mm-dd",
    "chinese day": 'yyyy"年"m"月"d"日"',
    "time": "yyyy-mm-dd hh:mm",
    "yuan": '#,##0.00"元"',
    "text": "@",
    "odd": '0.0"%"',
}


def written(path: Path, rows: dict[int, list[Any]], *, name: str = "贷款", first: int = 0, options: Any = None) -> Path:
    """A workbook with rows at these places, counted from 1; a pair is a value and a format, a dict a formula."""
    book = xlsxwriter.Workbook(path, options or {})
    formats = {key: book.add_format({"num_format": code}) for key, code in FORMATS.items()}
    sheet = book.add_worksheet(name)
    for row, cells in rows.items():
        for column, cell in enumerate(cells, first):
            value, look = cell if isinstance(cell, tuple) else (cell, None)
            if isinstance(value, dict):
                sheet.write_formula(row - 1, column, value["="], formats.get(look), value["is"])
            elif isinstance(value, date):
                sheet.write_datetime(row - 1, column, value, formats[look])
            elif value is not None:
                sheet.write(row - 1, column, value, formats.get(look))
    book.close()
    return path


CELLS = [
    ("A1", "A1"),
    (" A 1　", "A 1"),
    ((7, "text"), "7"),
    (41544.44, "41544.44"),
    (2_000_000, "2000000"),
    (123456789012.34, "123456789012.34"),
    ({"=": "=0.1+0.2", "is": 0.1 + 0.2}, "0.3"),
    ({"=": "=A1", "is": "文字"}, "文字"),
    (1e-8, "0.00000001"),
    (1e20, "100000000000000000000"),
    ((0.0415, "percent"), "4.15%"),
    ((0.0415, "percent0"), "4.15%"),
    ((0.041525, "percent0"), "4.1525%"),
    ((-0.005, "percent"), "-0.5%"),
    ((0, "percent"), "0%"),
    ((4.15, "odd"), "4.15"),
    ((0.0415, None), "0.0415"),
    (("4.15%", "percent"), "4.15%"),
    ((date(2023, 8, 10), "day"), "2023-08-10"),
    ((date(2023, 8, 10), "chinese day"), "2023-08-10"),
    ((datetime.fromisoformat("2023-08-10T12:30"), "time"), "2023-08-10 12:30:00"),
    ((2000000.5, "yuan"), "2000000.5"),
    (True, "true"),
    (False, "false"),
    ("#N/A", "#N/A"),
    ("=1+1 不是公式", "=1+1 不是公式"),
    ("两\n行", "两\n行"),
    ("  ", None),
    (None, None),
]


@pytest.mark.parametrize(("cell", "seen"), CELLS)
@pytest.mark.parametrize("options", [{}, {"constant_memory": True}], ids=["shared", "inline"])
def test_a_cell_is_read_as_it_is_seen(tmp_path: Path, cell: Any, seen: str | None, options: Any) -> None:
    options = {**options, "strings_to_formulas": False}
    path = written(tmp_path / "loans.xlsx", {1: ["申请编号", "备注"], 2: ["x", cell]}, options=options)
    assert rows_and_faults(path) == ({2: ("x", seen)}, {})


@given(st.decimals(0, 10**12, places=2) | st.decimals(-1, 1, places=8))
def test_every_amount_and_rate_comes_back_from_the_number_that_a_cell_holds(number: Decimal) -> None:
    for held in (f"{float(number):.16G}", f"{float(number):.17g}", repr(float(number)), f"{number:f}"):
        assert Decimal(plain(held)) == number
        assert Decimal(percentage(held).removesuffix("%")) == number * 100
        assert "E" not in plain(held).upper()


@given(st.dates(date(1900, 3, 1), date(2199, 12, 31)), st.booleans())
def test_every_day_comes_back_from_its_number(day: date, starts_1904: bool) -> None:
    epoch = date(1904, 1, 1) if starts_1904 else date(1899, 12, 30)
    if day < date(1904, 3, 2) and starts_1904:
        return
    (of_day,) = meanings(["yyyy-mm-dd"], starts_1904=starts_1904)
    assert of_day(str((day - epoch).days)) == day.isoformat()
    assert of_day(f"{(day - epoch).days}.25") == f"{day} 6:00:00"


@pytest.mark.parametrize("code", ["General", "0.00", "@", "#,##0", '"%"0', "[Red]0", '0.00"月"', "0\\%", "[$-804]0"])
def test_other_formats_show_the_number(code: str) -> None:
    assert meanings([code], starts_1904=False)[0]("45148.5") == "45148.5"


@pytest.mark.parametrize("code", ["14", "31", "57", "yyyy/m/d", "[$-804]yyyy年m月d日;@", "m/d/yy h:mm", "[h]:mm"])
def test_formats_of_days(code: str) -> None:
    assert meanings([code], starts_1904=False)[0]("45148") == "2023-08-10"


def test_titles_empty_rows_and_columns_are_skipped_and_counted(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "loans.xlsx")
    sheet = book.add_worksheet()
    sheet.merge_range("B2:E2", "2024年度申报表", book.add_format({"align": "center"}))
    sheet.write_row("B5", ["申请编号", None, "贷款本金\n（万元）"])
    sheet.write_row("B7", ["A1", "甲", 200])
    sheet.write_row("B9", ["A2", "乙", 300, "右边没有标题"])
    sheet.write_blank("B10", None, book.add_format({"border": 1}))
    book.close()
    rows, faults = rows_and_faults(tmp_path / "loans.xlsx")
    assert rows == {7: (None, "A1", "甲", "200"), 9: (None, "A2", "乙", "300")}
    assert not faults
    reader = TableReader(tmp_path / "loans.xlsx", KNOWN)
    assert reader.columns == ("#1", "申请编号", "#3", "贷款本金 （万元）")
    assert [heading.unit for heading in reader.headings.read] == ["", "万元"]


def test_an_error_spoils_its_row_where_its_column_is_read(tmp_path: Path) -> None:
    wrong, divided = {"=": "=NA()", "is": "#N/A"}, {"=": "=1/0", "is": "#DIV/0!"}
    rows = {1: [*HEADINGS], 2: ["A", wrong], 3: ["B", None, None, 1, None, divided], 4: ["C", None, None, divided]}
    found, faults = rows_and_faults(written(tmp_path / "loans.xlsx", rows))
    assert {row: (fault.path, fault.found) for row, fault in faults.items()} == {
        2: ("合同年利率", "#N/A"),
        4: ("贷款本金", "#DIV/0!"),
    }
    assert found[3] == ("B", None, None, "1", None, "#DIV/0!")


def test_the_sheet_that_is_named_or_has_most_headings(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "loans.xlsx")
    book.add_worksheet("封面").write_column("A1", ["贷款申报", "贷款银行"])
    book.add_worksheet("贷款").write_row("A3", ["申请编号", "贷款本金", "放款日"])
    book.add_worksheet("资金流水").write_row("A1", ["申请编号", "日期", "款项", "金额"])
    hidden = book.add_worksheet("隐藏")
    hidden.write_row("A1", [*HEADINGS])
    hidden.hide()
    book.close()
    path = tmp_path / "loans.xlsx"
    assert len(TableReader(path, KNOWN).columns) == 3
    assert TableReader(path, KNOWN, sheet="资金流水").columns == ("申请编号", "日期", "款项", "金额")
    flows = TableReader(path, KnownHeadings(VOCABULARY, records="loan.flows"))
    assert [heading.path for heading in flows.headings.read] == ["application.id", "on", "kind", "amount"]
    assert sheets_of_records(path, VOCABULARY) == {"loan.flows": "资金流水"}
    with pytest.raises(InputError, match="has no sheet 资金流; did you mean 资金流水"):
        TableReader(path, KNOWN, sheet="资金流")
    with pytest.raises(InputError, match="has no sheet 隐藏"):
        TableReader(path, KNOWN, sheet="隐藏")


def damaged(path: Path, edit: Callable[[str, bytes], bytes]) -> Path:
    """The workbook with its parts edited."""
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, edit(name, content))
    return path


@pytest.mark.parametrize(
    "edit",
    [
        lambda _, content: content[: len(content) // 2],
        lambda name, content: b"<x" if name.endswith("sheet1.xml") else content,
        lambda name, content: content.replace(b'<c r="A2" t="s"><v>', b'<c r="A2" t="s"><v>99'),
        lambda name, content: content.replace(b"<v>200</v>", b"<v>two</v>"),
        lambda name, content: content.replace(b"worksheets/sheet1.xml", b"worksheets/sheet9.xml"),
    ],
)
def test_a_damaged_workbook_is_refused(tmp_path: Path, edit: Callable[[str, bytes], bytes]) -> None:
    path = damaged(written(tmp_path / "loans.xlsx", {1: ["申请编号", "贷款本金"], 2: ["A", 200]}), edit)
    with pytest.raises(InputError, match="is no XLSX workbook, or is damaged"):
        rows_and_faults(path)


@pytest.mark.parametrize("content", [b"", b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "申请编号,贷款本金\n".encode()])
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "loans.xlsx"
    path.write_bytes(content)
    with pytest.raises(InputError, match="is no XLSX workbook") as caught:
        rows_and_faults(path)
    assert ("password" in str(caught.value)) == content.startswith(b"\xd0")


def test_other_programs_write_prefixes_places_and_phonetics_otherwise(tmp_path: Path) -> None:
    def edit(name: str, content: bytes) -> bytes:
        if name.endswith("sheet1.xml"):
            content = re.sub(rb'(<row|<c) r="[A-Z]*\d+"', rb"\1", content)
        if name.endswith("sharedStrings.xml"):
            runs = "<si><r><t>甲</t></r><r><t>_x0041_乙</t></r><rPh><t>ㄐㄧㄚ</t></rPh></si>".encode()
            content = re.sub("<si><t>甲</t></si>".encode(), runs, content)
        if name.endswith(("sheet1.xml", "sharedStrings.xml", "styles.xml")):
            root = re.search(rb"<(\w+) xmlns=", content)
            assert root is not None
            content = re.sub(rb"<(/?)(\w+)", rb"<\1x:\2", content).replace(b"xmlns=", b"xmlns:x=")
        return content

    rows = {1: ["申请编号", "贷款本金", "利率"], 2: ["甲", 200.5, (0.0415, "percent")]}
    path = damaged(written(tmp_path / "loans.xlsx", rows), edit)
    assert rows_and_faults(path) == ({2: ("甲A乙", "200.5", "4.15%")}, {})

"""Workbooks whose lists stand in sheets of their own, as in the form for many loans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from subsidy.batch import BatchResult
from subsidy.diagnostics import InputError
from tests.batch.flat import empty_lists
from tests.batch.tables import PEERS, batch, read
from tests.batch.test_flows import ALL, DUE, EXAMPLE, FLOWS, HEAD, IDS, ROW

SHEET = "资金流水"
LOANS = [ROW | {"application.id": id_, "loan.contract": f"C{id_}"} for id_ in IDS]


def workbook(path: Path, **sheets: Sequence[Mapping[str, str]]) -> Path:
    """Sheets of rows, the headings of the first row's keys."""
    book = xlsxwriter.Workbook(path)
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for at, heading in enumerate(rows[0]):
            sheet.write_string(0, at, heading)
            for number, row in enumerate(rows, 1):
                sheet.write_string(number, at, row.get(heading, ""))
    book.close()
    return path


def decided(path: Path, none: tuple[str, ...] = empty_lists(EXAMPLE), **asked: Any) -> BatchResult:
    return batch(path, out=path.parent / "out.csv", none=none, language="en", **asked)


def entitlements(path: Path) -> list[str]:
    return [row["entitlement"] for row in read(path.parent / "out.csv")]


def test_the_records_of_a_sheet_find_their_loans(tmp_path: Path) -> None:
    for flows in (ALL, ALL[::-1]):
        path = workbook(tmp_path / "in.xlsx", 贷款=LOANS, 资金流水=flows)
        result = decided(path, empty_lists(EXAMPLE))
        assert [(f.file, f.rows) for f in result.receipt.inputs] == [("in.xlsx", 5)]
        assert entitlements(path) == [DUE] * 5


def test_records_of_no_loan_are_told(tmp_path: Path) -> None:
    path = workbook(tmp_path / "in.xlsx", 贷款=LOANS, 资金流水=[*ALL, {**ALL[0], "申请编号": "A9"}])
    assert any("of no loan: 1, the first of them of A9" in notice.say("en") for notice in decided(path).notices)


def test_each_workbook_has_its_own_records(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    workbook(folder / "a.xlsx", 贷款=LOANS, 资金流水=ALL)
    workbook(folder / "b.xlsx", 贷款=LOANS, 资金流水=[flow for flow in ALL if flow["申请编号"] != "A0"])
    decided(folder, (*empty_lists(EXAMPLE), "loan.flows"))
    assert entitlements(folder) == [*[DUE] * 5, "0.00", *[DUE] * 4]


def test_a_sheet_without_rows_says_nothing(tmp_path: Path) -> None:
    flows = {f"loan.flows.{n}.{key}": flow[name] for n, flow in enumerate(FLOWS, 1)
             for key, name in zip(("on", "kind", "amount"), HEAD[1:], strict=True)}  # fmt: skip
    path = workbook(tmp_path / "in.xlsx", 贷款=[row | flows for row in LOANS], 资金流水=[dict.fromkeys(HEAD, "")])
    decided(path)
    assert entitlements(path) == [DUE] * 5
    path = workbook(tmp_path / "in.xlsx", 贷款=[row | flows for row in LOANS], 资金流水=ALL)
    with pytest.raises(InputError, match=r"cash flows: given by .* and by loan.flows.1.on"):
        decided(path)


def test_a_cell_may_say_that_there_are_none_where_there_are_none(tmp_path: Path) -> None:
    loans = [row | {"资金流水（没有则填“无”）": "无" if row["application.id"] in ("A1", "A2") else ""} for row in LOANS]
    path = workbook(tmp_path / "in.xlsx", 贷款=loans, 资金流水=[flow for flow in ALL if flow["申请编号"] != "A1"])
    result = decided(path)
    assert (result.decided, result.rejected) == (4, 1)
    assert entitlements(path) == [DUE, "0.00", DUE, DUE]


def test_flows_that_are_named_go_before_a_sheet(tmp_path: Path) -> None:
    path = workbook(tmp_path / "in.xlsx", 贷款=LOANS, 资金流水=[{**ALL[0], "申请编号": "A9"}])
    flows = workbook(tmp_path / "flows.xlsx", x=ALL)
    assert not any("A9" in notice.say("en") for notice in decided(path, flows=flows).notices)
    assert entitlements(path) == [DUE] * 5


def test_a_sheet_may_hold_any_list(tmp_path: Path) -> None:
    aid = [{"申请编号": "A2", "补贴类型": "贴息", "财政层级": "市级", "金额（万元）": "much"}]
    path = workbook(tmp_path / "in.xlsx", 贷款=LOANS, 资金流水=ALL, 同一贷款的其他补贴=aid)
    result = decided(path, scheme=PEERS)
    assert (result.decided, result.rejected) == (4, 1)

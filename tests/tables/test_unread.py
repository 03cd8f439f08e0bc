"""What is not read is said: other files of a folder, other sheets of a workbook, NDJSON without a readable line."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from subsidy import InputError
from subsidy.tables import TableReader
from tests.tables.known import KNOWN

LOANS = ("申请编号", "贷款本金", "合同年利率", "放款日")


def notices(path: Path, sheet: str | None = None) -> list[str]:
    return [notice.say("en") for notice in TableReader(path, KNOWN, sheet=sheet).headings.notices]


def test_cells_that_are_merged_over_several_loans_are_told(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:D1", "台账")
        for column, heading in enumerate((*LOANS, "备注")):
            sheet.merge_range(1, column, 2, column, heading)
        sheet.merge_range("A4:A6", "1")
        sheet.merge_range("B4:B5", 500)
        sheet.merge_range("C4:D4", "4.15%")
        sheet.merge_range("E4:E6", "x")
        for row in range(6, 206):
            sheet.merge_range(row * 2, 1, row * 2 + 1, 1, 7)
    found, _ = notices(tmp_path / "a.xlsx")[::-1]
    told = "A4:A6, B4:B5, B13:B14, B15:B16, B17:B18, 197 more"
    assert f"the first of them alone has what they say: {told}; write it in every row" in found
    assert notices(tmp_path / "a.xlsx", "Sheet1")[-1] == found


def test_what_else_stands_in_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(",".join(LOANS) + "\n", encoding="utf-8")
    (tmp_path / ".hidden.xls").touch()
    (tmp_path / "~$open.xlsx").touch()
    assert notices(tmp_path) == []
    (tmp_path / "b.xls").touch()
    (tmp_path / "folder.csv").mkdir()
    (found,) = notices(tmp_path)
    assert found.startswith(f"not read in {tmp_path}, since they are no tables: b.xls, folder.csv; tables are files")
    assert notices(tmp_path / "a.csv") == []


def test_many_files_are_counted(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(",".join(LOANS) + "\n", encoding="utf-8")
    for number in range(15):
        (tmp_path / f"{number:02}.pdf").touch()
    (found,) = notices(tmp_path)
    assert "11.pdf, 3 more;" in found


def workbook(path: Path, **sheets: tuple[str, ...]) -> Path:
    book = xlsxwriter.Workbook(path)
    for name, headings in sheets.items():
        book.add_worksheet(name).write_row(0, 0, headings)
    book.close()
    return path


def test_sheets_that_look_like_tables_of_loans_are_named(tmp_path: Path) -> None:
    path = workbook(tmp_path / "in.xlsx", 一月=LOANS, 二月=LOANS[:3], 说明=LOANS[:2], 资金流水=LOANS)
    (found,) = notices(path)
    assert found.startswith(f"of {path}, 一月 is read, and not 二月, which have headings too;")
    assert notices(path, "二月") == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{\n"loan.rate": "4.15%"\n}\n', "in.ndjson:1:1: this line is not JSON; write each application on one line"),
        ('\n[{"loan.rate": "4.15%"}]\n', "in.ndjson:2:1: a line holds one application, in braces; write each"),
        ('{"loan.rate": "1%", "loan.rate": "2%"}', "in.ndjson:1:1: loan.rate: this is given twice [not-a-table]"),
    ],
)
def test_ndjson_of_which_no_line_can_be_read_is_refused_with_the_reason(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "in.ndjson"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        TableReader(path, KNOWN)
    assert says in str(refused.value.say("en"))

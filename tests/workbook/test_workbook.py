"""What a workbook is as a file: whole or not at all, harmless, in two languages, readable without computing."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy import Decision, apply_limits
from subsidy.messages import Language, msg
from subsidy.report.citations import Citation
from subsidy.workbook import write_workbook
from subsidy.workbook.book import modelled
from subsidy.workbook.names import Names, Titles
from subsidy.workbook.places import FIRST_ROW, column_name
from tests.report.decisions import every_kind, wuhan
from tests.workbook.recalculation import Book, read

xlsxwriter = pytest.importorskip("xlsxwriter")

FORMULA = re.compile(r"<f[^>]*>(.*?)</f>", re.DOTALL)
LONGEST_FORMULA, LONGEST_TEXT = 8_192, 255
DANGEROUS = ["=1+cmd", "+cmd", "-cmd", "@SUM(A1)", "<script>alert(1)</script>", '"quoted"', '=HYPERLINK("http://x")']


def written(path: Path, decision: Decision, language: Language = "en") -> Book:
    write_workbook(decision, path, language)
    return read(path)


def formulas(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        return [text for name in sheets for text in FORMULA.findall(parts.read(name).decode())]


@pytest.mark.parametrize("kind", every_kind())
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_of_decision_is_shown_without_recalculation(kind: str, language: Language, tmp_path: Path) -> None:
    decision = every_kind()[kind]
    book = written(tmp_path / "a.xlsx", decision, language)
    titles = Titles(language)
    result, rules, steps = (titles.fixed(t) for t in (msg("Result"), msg("Rules"), msg("Steps")))
    for row, benefit in enumerate(decision.benefits, FIRST_ROW - 1):
        assert book.at(result, row, 6) == benefit.status
        if benefit.entitlement is not None:
            assert float(book.at(result, row, 3) or "") == float(benefit.entitlement)
    assert book.at(result, FIRST_ROW - 1 + len(decision.benefits), 6) == decision.outcome
    for row, rule in enumerate(decision.rules, FIRST_ROW - 1):
        assert book.at(rules, row, 1) == book.at(rules, row, 3)
        assert book.at(rules, row, 5) == Citation(rule.cite).say(language)
    for row, step in enumerate(decision.steps, FIRST_ROW - 1):
        assert book.at(steps, row, 3) == step.result.say(language)
        assert book.at(steps, row, 4) == "✓"


@pytest.mark.parametrize("text", DANGEROUS)
def test_texts_of_the_user_are_texts(text: str, tmp_path: Path) -> None:
    decision = wuhan(borrower__name=text, borrower__city=text, loan__product=None)
    book = written(tmp_path / "a.xlsx", decision)
    assert any(text in row for row in book.sheets["Facts"])
    assert any(text in row for row in book.sheets["Result"])
    within = text.replace('"', '""').replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for formula in formulas(tmp_path / "a.xlsx"):
        assert within not in re.sub(r'"([^"]|"")*"', "", formula)


def test_formulas_and_the_texts_in_them_are_as_short_as_excel_wants_them(tmp_path: Path) -> None:
    for number, decision in enumerate(every_kind().values()):
        write_workbook(decision, tmp_path / f"{number}.xlsx", "en")
        for formula in formulas(tmp_path / f"{number}.xlsx"):
            assert len(formula) < LONGEST_FORMULA
            assert all(len(text) <= LONGEST_TEXT for text in re.findall(r'"([^"]*)"', formula))


def test_a_workbook_appears_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xlsx"
    path.write_text("before")

    def fails(*_: Any) -> None:
        raise BrokenPipeError

    monkeypatch.setattr("subsidy.workbook.book.write_rules", fails)
    with pytest.raises(BrokenPipeError):
        write_workbook(wuhan(), path, "en")
    assert path.read_text() == "before"
    assert [found.name for found in tmp_path.iterdir()] == ["a.xlsx"]
    with pytest.raises(FileNotFoundError):
        write_workbook(wuhan(), tmp_path / "no folder" / "a.xlsx", "en")


def test_what_the_limits_leave_stands_beneath_what_is_due(tmp_path: Path) -> None:
    settled = apply_limits([wuhan(), wuhan(application__id="later")]).settled
    said = []
    for number, one in enumerate(settled):
        write_workbook(one.decision, tmp_path / f"{number}.xlsx", "en", one)
        said.append(read(tmp_path / f"{number}.xlsx").at("Result", FIRST_ROW + len(one.decision.benefits), 1))
    assert said[0] == "贰万陆仟元整"
    assert said[1] == "Eligible, but nothing is payable: the limits take all of 26,000.00 yuan"


def test_only_the_facts_may_be_changed(tmp_path: Path) -> None:
    """Every sheet is protected without a password; the yellow cells are not."""
    write_workbook(wuhan(), tmp_path / "a.xlsx", "en")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        assert all(b"<sheetProtection" in parts.read(name) for name in sheets)
        assert b'<protection locked="0"/>' in parts.read("xl/styles.xml")


def printed(path: Path) -> dict[str, tuple[str, int, str, int]]:
    """Of each sheet the first column and row that are printed, and the last ones."""
    with zipfile.ZipFile(path) as parts:
        named = re.findall(
            r'"_xlnm.Print_Area"[^>]*>(?:\'(.*?)\'|(\w+))!\$(\w+)\$(\d+):\$(\w+)\$(\d+)<',
            parts.read("xl/workbook.xml").decode(),
        )
    return {a or b: (left, int(top), right, int(bottom)) for a, b, left, top, right, bottom in named}


def merged(path: Path) -> list[set[str]]:
    """The cells of each sheet that are one."""
    with zipfile.ZipFile(path) as parts:
        sheets = sorted((n for n in parts.namelist() if n.startswith("xl/worksheets/sheet")), key=lambda n: (len(n), n))
        return [set(re.findall(r'mergeCell ref="(.*?)"', parts.read(name).decode())) for name in sheets]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_title_and_note_are_as_wide_as_what_is_printed(language: Language, tmp_path: Path) -> None:
    book = written(tmp_path / "a.xlsx", wuhan(), language)
    areas = printed(tmp_path / "a.xlsx")
    assert len(areas) == len(book.sheets) - 1  # the workings are printed whole
    for title, cells in zip(book.sheets, merged(tmp_path / "a.xlsx"), strict=True):
        if title in areas:
            _, _, right, _ = areas[title]
            assert {f"A1:{right}1", f"A2:{right}2"} <= cells


def test_the_quotes_in_force_while_the_loan_ran_are_printed(tmp_path: Path) -> None:
    """From the signing on 2023-08-01 to the filing on 2024-07-08, of a table that goes on."""
    book = written(tmp_path / "a.xlsx", wuhan(), "zh")
    (title,) = (name for name in book.sheets if "LPR" in name)
    left, top, right, bottom = printed(tmp_path / "a.xlsx")[title]
    assert (left, right) == ("A", "D")
    days = [(book.at(title, row - 1, 0) or "")[:10] for row in (top, bottom)]
    assert days == ["2023-07-20", "2024-06-20"]
    assert len(book.sheets[title]) > bottom


def test_a_row_is_as_high_as_its_text(tmp_path: Path) -> None:
    """Whether a spreadsheet sees to that itself or not."""
    name = "长" * 200
    write_workbook(wuhan(borrower__name=name), tmp_path / "a.xlsx", "zh")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as parts:
        rows = re.findall(r'<row r="(\d+)"[^>]*?ht="(\d+)"', parts.read("xl/worksheets/sheet1.xml").decode())
    heights = {int(row): int(height) for row, height in rows}
    lines = -(-400 // (18 + 18 + 22 + 22 + 8))
    assert max(heights.values()) >= lines * 15


def test_a_step_reads_like_a_formula() -> None:
    """Over the names of facts, parameters and earlier steps; what a long product needs stands apart."""
    cells = {p.name: p.cell.text for p in modelled(wuhan(), Titles("en")).values}
    assert cells["months_to"] == "loan_settled_on"
    assert cells[
        "loan_subsidy_months"
    ] == "IFERROR(IF(extended,actual_months,MIN(actual_months,year)),IF({0}={1},{0},NA()))".format(
        "actual_months", "MIN(actual_months,year)"
    )
    assert cells["loan_subsidy_amount"].startswith(
        "ROUND(loan_subsidy_principal*loan_subsidy_share*loan_subsidy_months/6000,0)+'Workings'!"
    )


@pytest.mark.parametrize(
    ("language", "level", "kinds"),
    [("zh", "市级", "贴息，保费补贴"), ("en", "municipal", "interest subsidy, premium subsidy")],
)
def test_parameters_that_are_codes_are_said_as_their_facts_are(
    language: Language, level: str, kinds: str, tmp_path: Path
) -> None:
    rows = written(tmp_path / "a.xlsx", wuhan(), language).sheets[Titles(language).fixed(msg("Parameters"))]
    said = {row[2]: row[1] for row in rows if len(row) > 2}
    assert (said["aid_level"], said["aid_kinds"]) == (level, kinds)


@given(st.lists(st.text(min_size=1), max_size=8, unique=True))
def test_names_are_told_apart_as_a_spreadsheet_tells_them(wanted: list[str]) -> None:
    names = Names()
    given = [names.of(name) for name in wanted]
    assert len({name.lower() for name in given}) == len(wanted)
    assert [names.of(name) for name in wanted] == given
    assert all(re.fullmatch(r"[^\W\d]\w*", name) for name in given)


@pytest.mark.parametrize("name", ["A1", "lpr1", "R", "c", "R1C1", "r12", "true", "1st", "loan.principal", "年度", ""])
def test_no_name_is_a_cell(name: str) -> None:
    found = Names().of(name)
    assert not re.fullmatch(r"[A-Za-z]{1,3}\d+|[Rr]\d*([Cc]\d*)?|[Cc]\d*|(?i:true|false)|", found)


@given(st.lists(st.text(max_size=60), max_size=6))
def test_titles_of_sheets_are_allowed(wanted: list[str]) -> None:
    titles = Titles("en")
    given = [titles.of(msg("{text}", text=text or "x")) for text in wanted]
    assert len({title.lower() for title in given}) == len(given)
    assert all(0 < len(title) <= 31 and not set(title) & set("[]:*?/\\'") for title in given)


def test_columns_are_called_as_a_spreadsheet_calls_them() -> None:
    assert [column_name(i) for i in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


def test_days_of_a_spreadsheet() -> None:
    from subsidy.workbook.days import FIRST_DAY, SHIFT

    assert date(2024, 2, 29).toordinal() - SHIFT == 45351
    assert date(1900, 3, 1).toordinal() - SHIFT == FIRST_DAY == 61

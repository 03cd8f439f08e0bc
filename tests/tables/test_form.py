"""The form of every edition: what it asks is read under its own headings, its example is decided as it should be."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import polars as pl
import pytest

from subsidy import evaluate, load_schemes
from subsidy.diagnostics import Place
from subsidy.documents import parse_document
from subsidy.facts import Application, read_application
from subsidy.messages import LANGUAGES, Language
from subsidy.report.template import asked_facts
from subsidy.scheme.library import LoadedEdition
from subsidy.tables import KnownHeadings, TableReader, facts_of, headings_of, sheets_of_records
from subsidy.tables.form import Column, Form, form_of, write_csv, write_workbook
from subsidy.tables.form.cells import look, validation
from subsidy.tables.form.columns import KEY
from subsidy.tables.form.example import MARK, document_of, example_of
from subsidy.tables.form.workbook import HEADING_ROW
from tests.commands.run import WUHAN, run

SCHEMES = load_schemes()
KNOWN = KnownHeadings(SCHEMES.vocabulary)
EDITIONS = [
    pytest.param(scheme.name, edition, id=f"{scheme.name}@{edition.name}")
    for scheme in SCHEMES.values()
    for edition in scheme.editions.values()
]
EACH = pytest.mark.parametrize(("scheme", "edition"), EDITIONS)
WITH_FLOWS = "shenzhen/tech-loan-subsidy"


def made(scheme: str, edition: str, language: Language = "zh") -> Form:
    return form_of(SCHEMES[scheme], SCHEMES[scheme].edition(edition), language, "sheets")


def facts_in(path: Path, **how: Any) -> list[dict[str, Any]]:
    """The facts of each row, those of sheets of records put to their loans."""
    reader = TableReader(path, KNOWN, **how)
    assert reader.headings.notices == ()
    (found,) = [facts_of(portion, reader.headings) for portion in reader.portions()]
    assert not found.faults
    rows = found.facts.drop("#row").to_dicts()
    for list_, sheet in sheets_of_records(path, SCHEMES.vocabulary).items():
        records = TableReader(path, KnownHeadings(SCHEMES.vocabulary, records=list_), sheet=sheet)
        assert records.headings.notices == ()
        for portion in records.portions():
            for record in facts_of(portion, records.headings).facts.drop("#row").to_dicts():
                (row,) = [row for row in rows if row[KEY] == record[KEY]]
                row[list_] = [*(row[list_] or ()), {key: value for key, value in record.items() if key != KEY}]
    return rows


def application_of(row: dict[str, Any]) -> Application:
    known = {path: value for path, value in row.items() if value is not None}
    text = json.dumps(document_of(known), default=str)
    return read_application(parse_document(text, "form"), SCHEMES.vocabulary, SCHEMES.products)


@EACH
def test_the_example_is_read_back_and_decided_as_the_example_itself(
    scheme: str, edition: LoadedEdition, tmp_path: Path
) -> None:
    example = example_of(SCHEMES[scheme], edition, asked_facts(edition))
    expected = evaluate(SCHEMES[scheme], application_of(example), edition=edition.name)
    language = LANGUAGES[len(edition.name) % 2]
    write_workbook(form_of(SCHEMES[scheme], edition, language, "sheets"), tmp_path / "form.xlsx", "x")
    write_csv(form_of(SCHEMES[scheme], edition, language, "columns"), tmp_path / "form.csv")
    for path in (tmp_path / "form.xlsx", tmp_path / "form.csv"):
        (row,) = facts_in(path)
        assert row[KEY] == f"{MARK.say(language)}-{example[KEY]}"
        found = evaluate(SCHEMES[scheme], application_of({**row, KEY: example[KEY]}), edition=edition.name)
        assert found.application == expected.application
        assert (found.outcome, found.total, found.missing) == (expected.outcome, expected.total, expected.missing)


@EACH
def test_the_example_shows_how_one_becomes_eligible(scheme: str, edition: LoadedEdition) -> None:
    """Where nobody published a parameter, that alone is wanting."""
    example = example_of(SCHEMES[scheme], edition, asked_facts(edition))
    decision = evaluate(SCHEMES[scheme], application_of(example), edition=edition.name)
    unpublished = {f"parameter:{name}" for name, p in edition.definition.parameters.items() if p.unpublished}
    assert decision.outcome == ("incomplete" if decision.missing else "eligible")
    assert {fact.path for fact in decision.missing} <= unpublished
    assert not [rule.name for rule in decision.rules if rule.verdict == "fails" and not rule.benefit]


@EACH
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_that_is_asked_for_has_a_column_that_is_understood(
    scheme: str, edition: LoadedEdition, language: Language
) -> None:
    form = form_of(SCHEMES[scheme], edition, language, "sheets")
    read = headings_of([column.heading for column in form.columns], KNOWN, Place("form", 1, 1))
    assert read.notices == ()
    assert [heading.path for heading in read.read] == [column.path for column in form.columns]
    paths = {column.path for column in form.columns}
    for path, fields in asked_facts(edition).items():
        assert path in paths
        if path in form.sheets:
            own = [column.path for column in form.sheets[path]]
            assert {KEY, *fields} <= set(own)
            assert not [p for p in paths if p.startswith(f"{path}.")]
        else:
            assert {f"{path}.{n}.{field}" for field in fields for n in (1, 2)} <= paths
    for path, columns in form.sheets.items():
        known = KnownHeadings(SCHEMES.vocabulary, records=path)
        read = headings_of([column.heading for column in columns], known, Place("form", 1, 1))
        assert [heading.path for heading in read.read] == [column.path for column in columns]


def columns(form: Form) -> dict[str, Column]:
    return {column.path: column for column in form.columns}


def test_headings_have_their_units() -> None:
    form = columns(made(WUHAN, "2024"))
    assert form["loan.principal"].heading == "贷款本金（元）"
    assert form["loan.rate"].heading == "合同年利率（%）"
    assert form["borrower.name"].heading == "借款人名称"
    assert form["borrower.qualifications.2.to"].heading == "资质2.有效期止"
    english = columns(made(WUHAN, "2024", "en"))
    assert english["loan.principal"].heading == "loan principal (yuan)"
    assert english["other_aid"].heading == "other aid for the same loan (none if there are none)"


def test_choices_are_offered_and_other_values_refused() -> None:
    form = columns(made(WITH_FLOWS, "2020"))
    flag = validation(form["loan.first_ever"], "zh")
    assert flag is not None
    assert (flag["validate"], flag["source"], "show_error" in flag) == ("list", ["是", "否"], False)
    cover = validation(columns(made(WITH_FLOWS, "2020", "en"))["cover.kind"], "en")
    assert cover is not None
    assert cover["source"] == ["insurance", "guarantee", "none"]
    assert cover["error_message"] == "one of these is wanted here: insurance, guarantee, none"
    city = validation(form["borrower.city"], "zh")
    assert city == {"validate": "list", "source": ["深圳市", "深圳"], "show_error": False}
    day = validation(form["loan.settled_on"], "zh")
    assert day is not None
    assert (day["validate"], "error_type" in day) == ("date", False)
    money = validation(form["loan.principal"], "zh")
    assert money is not None
    assert (money["validate"], money["error_type"]) == ("decimal", "warning")
    assert validation(form["loan.contract"], "zh") is None


def test_a_choice_that_no_rule_of_a_spreadsheet_holds_is_not_offered() -> None:
    column = columns(made(WUHAN, "2024"))["loan.product"]
    assert validation(column._replace(options=("a,b", "c")), "en") is None
    assert validation(column._replace(options=("x" * 200, "y" * 60)), "en") is None


def test_numbers_of_contracts_stay_texts_and_percentages_percentages() -> None:
    form = columns(made(WUHAN, "2024"))
    assert look(form["loan.contract"])["num_format"] == "@"
    assert look(form["borrower.uscc"])["num_format"] == "@"
    assert look(form["loan.rate"])["num_format"].endswith("%")
    assert look(form["loan.signed_on"])["num_format"] == "yyyy-mm-dd"


def test_a_filled_form_is_read_below_its_example(tmp_path: Path) -> None:
    """What a person types: percentages and days as cells hold them, a text with a unit of its own, none, a blank."""
    import xlsxwriter

    form = made(WUHAN, "2024")
    book = xlsxwriter.Workbook(tmp_path / "form.xlsx")
    sheet = book.add_worksheet()
    for at, column in enumerate(form.columns):
        sheet.write_string(HEADING_ROW - 1, at, column.heading)
        cells = book.add_format(look(column))
        typed: dict[str, Any] = {KEY: "7", "loan.rate": 0.0415, "loan.principal": "200万元", "loan.signed_on": 45139}
        if column.path in typed:
            sheet.write(HEADING_ROW, at, typed[column.path], cells)
    book.close()
    (row,) = facts_in(tmp_path / "form.xlsx")
    assert {path: value for path, value in row.items() if value is not None} == {
        KEY: "7",
        "loan.rate": "4.15%",
        "loan.principal": "200万元",
        "loan.signed_on": "2023-08-01",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_writes_a_workbook_that_explains_itself(tmp_path: Path, language: Language) -> None:
    out = tmp_path / "form.xlsx"
    assert run("template", WITH_FLOWS, "--out", out, "--lang", language).exit_code == 0
    with ZipFile(out) as archive:
        texts = " ".join(re.findall(r"<t[^>]*>([^<]*)</t>", archive.read("xl/sharedStrings.xml").decode()))
        notes = archive.read("xl/comments1.xml").decode()
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        names = re.findall(r'<sheet name="([^"]+)"', archive.read("xl/workbook.xml").decode())
    assert (
        names == {"zh": ["填报表", "资金流水", "填表说明"], "en": ["loans", "cash flows", "how to fill in"]}[language]
    )
    assert f"subsidy batch {out} --scheme {WITH_FLOWS} --out form-decided.xlsx" in texts
    assert "loan.principal" in notes
    assert f'topLeftCell="B{HEADING_ROW + 1}"' in sheet
    assert MARK.say(language) in sheet
    assert not [line for line in texts.split() if language == "zh" and line in ("example", "meaning")]


def test_the_form_is_the_same_file_every_time(tmp_path: Path) -> None:
    form = made(WUHAN, "2024")
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook(form, tmp_path / name, "x")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_the_command_writes_csv_and_no_file_twice(tmp_path: Path) -> None:
    out = tmp_path / "form.csv"
    assert run("template", WITH_FLOWS, "--edition", "2020", "--out", out).exit_code == 0
    content = out.read_bytes()
    assert content.startswith("\ufeff申请编号,".encode())
    assert "资金流水1.金额（元）".encode() in content
    again = run("template", WITH_FLOWS, "--out", out)
    assert again.exit_code == 2
    assert out.read_bytes() == content
    assert [path.name for path in tmp_path.iterdir()] == ["form.csv"]


@pytest.mark.parametrize("name", ["form", "form.xls", "form.parquet"])
def test_the_command_refuses_other_forms(tmp_path: Path, name: str) -> None:
    found = run("template", WUHAN, "--out", tmp_path / name, "--lang", "en")
    assert found.exit_code == 2
    assert "ends in neither .xlsx nor .csv" in found.stderr
    assert not list(tmp_path.iterdir())


def test_batch_decides_the_form(tmp_path: Path) -> None:
    form, out = tmp_path / "form.xlsx", tmp_path / "out.parquet"
    assert run("template", WUHAN, "--out", form).exit_code == 0
    assert run("batch", form, "--scheme", WUHAN, "--out", out).exit_code == 0
    (row,) = pl.read_parquet(out).to_dicts()
    assert (row["application.id"], row["outcome"], str(row["payable"])) == ("示例-2024-0001", "eligible", "26000.00")

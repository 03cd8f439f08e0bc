"""`subsidy audit` from end to end: tables in, reports out, exit codes, receipts."""

from __future__ import annotations

import csv
import json
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from shutil import copytree
from typing import Any, Final
from zipfile import ZipFile

import pytest

from subsidy.audit import auditing
from subsidy.audit.redecided import kept_decisions, redecided
from subsidy.audit.workbook import write_workbook
from subsidy.diagnostics import InputError
from subsidy.documents import Document, parse_document, read_document
from subsidy.evaluation import evaluate
from subsidy.facts import read_application
from subsidy.report.record import decision_record
from tests.audit.auditing import audited, right_amounts
from tests.audit.rows import DAYS, FLOWS, MONTHS, SCHEMES, Row, by_days, by_flows, by_months, renamed
from tests.commands.run import EXAMPLE, FICTIONAL, WUHAN, english, run

NONE = ("--none", "other_aid", "--none", "loan.extensions", "--none", "granted", "--none", "loan.overdue_spans")
CLAIMED = "拨付金额（元）"


def table(path: Path, rows: list[Row], column: str = CLAIMED, amounts: list[str] | None = None) -> Path:
    """The rows as a CSV file with numbered columns for lists, and the claimed amounts."""
    path.parent.mkdir(exist_ok=True)
    flat = [_flat(row) for row in rows]
    for row, amount in zip(flat, amounts or [], strict=False):
        row[column] = amount
    headings = dict.fromkeys(heading for row in flat for heading in row)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, headings)
        writer.writeheader()
        writer.writerows(flat)
    return path


def _flat(row: Row) -> Row:
    found: Row = {}
    for path, value in row.items():
        if isinstance(value, list):
            found |= {f"{path}.{i}.{key}": v for i, record in enumerate(value, 1) for key, v in record.items()}
        elif value is not None:
            found[path] = value
    return found


def months(*numbers: int, **other: Any) -> list[Row]:
    return [by_months(number, **renamed(**other)) for number in numbers]


def right(scheme: str, rows: list[Row]) -> list[str]:
    amounts = right_amounts(scheme, dict(enumerate(rows)))
    return [f"{(amounts[n] or 0) / 100:.2f}" for n in range(len(rows))]


def flat(text: str) -> str:
    """Without the breaks of lines."""
    return " ".join(text.split())


def audit(*arguments: object) -> Any:
    return english("audit", *arguments, *NONE)


def audit_json(*arguments: object) -> Any:
    return json.loads(audit(*arguments, "--format", "json").stdout)


def test_what_agrees_ends_with_0(tmp_path: Path) -> None:
    rows = months(1, 2, 3)
    found = audit(table(tmp_path / "in.csv", rows, amounts=right(MONTHS, rows)), "--scheme", MONTHS)
    assert (found.exit_code, found.stderr) == (0, "")
    assert found.stdout.startswith("All 3 amounts agree, and nothing else was found\n")


def test_codes_from_the_most_serious(tmp_path: Path) -> None:
    rows = months(1, 2, 3)
    amounts = right(MONTHS, rows)
    contract = {"loan.contract": "同号"}
    twice = [{**rows[0], **contract}, {**rows[1], **contract}]
    unknown = {**rows[1], "loan.rate": None}
    for number, (made, claimed, code) in enumerate(
        (
            (twice, amounts[:2], 8),
            ([rows[0], unknown], amounts[:2], 4),
            ([*twice, {**rows[2], "loan.rate": None}], amounts, 4),
            ([rows[0], unknown, rows[2]], [*amounts[:2], "1"], 7),
        )
    ):
        assert audit(table(tmp_path / f"{number}.csv", made, amounts=claimed), "--scheme", MONTHS).exit_code == code


def test_units_and_names_of_columns(tmp_path: Path) -> None:
    rows = months(1, 2)
    amounts = right(MONTHS, rows)
    myriads = [str(Decimal(amount) / 10_000) for amount in amounts]
    file = table(tmp_path / "in.csv", rows, "申报金额（万元）", myriads)
    assert audit(file, "--scheme", MONTHS).exit_code == 0
    assert audit_json(file, "--scheme", MONTHS)["compared"] == "entitlement"
    assert audit_json(file, "--scheme", MONTHS, "--amounts", "payable")["compared"] == "payable"
    other = table(tmp_path / "other.csv", rows, "批复", amounts)
    assert audit(other, "--scheme", MONTHS, "--claimed", "批复").exit_code == 0
    assert "no column holds what was claimed; there are 批复; name it" in audit(other, "--scheme", MONTHS).stderr


def test_a_difference_in_words_and_as_data(tmp_path: Path) -> None:
    loan = {"disbursed_on": "2023-03-10", "settled_on": "2023-09-25", "principal": "1200000", "product": "科保贷"}
    rows = [*months(1), by_months(2, **renamed(**loan))]
    file = table(tmp_path / "in.csv", rows, amounts=[right(MONTHS, rows)[0], "18200.00"])  # seven months, not six
    found = audit(file, "--scheme", MONTHS)
    assert found.exit_code == 7
    assert "row 3 (M2): over; claimed 18,200.00, recomputed 15,600.00: 2,600.00 yuan too much" in flat(found.stdout)
    data = audit_json(file, "--scheme", MONTHS)
    (scheme,) = data["schemes"]
    (difference,) = scheme["differences"]
    assert scheme["totals"]["over"] == "2600.00"
    assert (difference["file"], difference["row"], difference["loan"]) == (str(file), 3, "M2")
    assert (difference["claimed"], difference["recomputed"]) == ("18200.00", "15600.00")
    assert difference["causes"][0]["kind"] == "reading"
    assert "started month" in difference["causes"][0]["words"]
    assert "不足一月按一月计" in run("audit", file, "--scheme", MONTHS, *NONE, "--lang", "zh").stdout


def test_benefits_each_in_a_column(tmp_path: Path) -> None:
    row = by_flows(1)
    parts = {"payable.interest_subsidy": "25,000.00", "payable.premium_subsidy": "0", "payable.fee_subsidy": "0"}
    file = table(tmp_path / "in.csv", [{**row, **parts, "payable": "25000.01"}])
    data = audit_json(file, "--scheme", FLOWS)
    assert [d["benefit"] for d in data["schemes"][0]["differences"]] == ["interest_subsidy", "premium_subsidy"]
    assert [f["check"] for f in data["findings"]] == ["unequal-sum"]


def test_several_schemes_each_with_its_table(tmp_path: Path) -> None:
    one, other = months(1), [by_days(2, **renamed(contract="月1号"))]
    files = (
        table(tmp_path / "a.csv", one, amounts=right(MONTHS, one)),
        table(tmp_path / "b.csv", other, amounts=right(DAYS, other)),
    )
    found = audit(*files, "--scheme", MONTHS, "--scheme", DAYS)
    assert found.exit_code == 8
    assert "a.csv row 2 (M1), b.csv row 2 (D2)" in flat(found.stdout)


def test_two_tables_of_one_scheme_are_bound_by_its_limits_together(tmp_path: Path) -> None:
    name = {"borrower__name": "同一有限公司", "disbursed_on": "2023-03-10", "settled_on": "2023-09-25"}
    first, second = months(1, principal="2000000", **name), months(2, principal="1000000", **name)
    files = [
        table(tmp_path / f"{n}.csv", rows, amounts=right(MONTHS, rows)) for n, rows in (("a", first), ("b", second))
    ]
    assert audit(files[0], "--scheme", MONTHS).exit_code == 0
    assert audit(files[1], "--scheme", MONTHS).exit_code == 0
    assert audit(*files, "--scheme", MONTHS).exit_code == 7


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("batch")
    file = table(folder / "in.csv", months(1, 2, 3))
    english("batch", file, "--scheme", MONTHS, "--out", folder / "out.csv", *NONE)
    return folder


@pytest.fixture
def batch(made: Path, tmp_path: Path) -> Path:
    """The output of a batch over a table of three loans, which lies beside it."""
    return copytree(made, tmp_path / "batch") / "out.csv"


def test_an_output_of_batch_with_its_input(batch: Path) -> None:
    found = audit(batch, "--facts", batch.with_name("in.csv"), "--scheme", MONTHS)
    assert (found.exit_code, found.stderr) == (0, "")


@pytest.mark.parametrize(
    "without", [("application.id",), ("application.id", "loan.contract"), ("row", "loan.contract")]
)
def test_rows_are_joined_by_whatever_tells_them_apart(batch: Path, without: tuple[str, ...]) -> None:
    lines = list(csv.DictReader(batch.read_text("utf-8-sig").splitlines()))
    lines = [{key: value for key, value in line.items() if key not in without} for line in reversed(lines)]
    with batch.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, lines[0])
        writer.writeheader()
        writer.writerows(lines)
    assert audit(batch, "--facts", batch.with_name("in.csv"), "--scheme", MONTHS).exit_code == 0


def test_rows_without_an_application_and_applications_without_a_row(batch: Path) -> None:
    text = batch.read_text("utf-8-sig").replace(",M2,", ",M9,")
    batch.write_text(text, "utf-8")
    data = audit_json(batch, "--facts", batch.with_name("in.csv"), "--scheme", MONTHS)
    verdicts = {(d["row"], d["verdict"]) for d in data["schemes"][0]["differences"]}
    assert verdicts == {(3, "not-recomputed"), (3, "not-claimed")}
    assert "there is no such application in" in json.dumps(data)


def test_an_amount_of_an_output_that_cannot_be_read(batch: Path) -> None:
    """It is said where it stands, beside the application that it belongs to; and is no sum that differs."""
    head, *lines = batch.read_text("utf-8-sig").splitlines()
    cells = lines[1].split(",")
    cells[head.split(",").index("payable")] = "much"
    batch.write_text("\n".join([head, lines[2], lines[0], ",".join(cells)]) + "\n", "utf-8")
    data = audit_json(batch, "--facts", batch.with_name("in.csv"), "--scheme", MONTHS)
    (difference,) = data["schemes"][0]["differences"]
    assert (difference["row"], difference["verdict"]) == (3, "not-recomputed")
    assert difference["why"] == ["payable: out.csv row 4: 'much' is not a number with a unit"]
    assert data["findings"] == []


def test_the_forms_of_a_report(tmp_path: Path) -> None:
    rows = months(1, 2, borrower__name="=HYPERLINK(0)")
    file = table(tmp_path / "in.csv", rows, amounts=["1", "2"])
    shown = audit(file, "--scheme", MONTHS, "--format", "json", "--out", tmp_path / "report.json").stdout
    assert json.loads((tmp_path / "report.json").read_text("utf-8")) == json.loads(shown)
    for form in ("xlsx", "txt", "md"):
        audit(file, "--scheme", MONTHS, "--out", tmp_path / f"report.{form}")
    assert (tmp_path / "report.md").read_text("utf-8").startswith("## 0 of 2 amounts agree; findings: 1\n")
    assert (tmp_path / "report.txt").read_text("utf-8").startswith("0 of 2 amounts agree; findings: 1\n")
    with ZipFile(tmp_path / "report.xlsx") as book:
        assert b"<f>" not in b"".join(book.read(name) for name in book.namelist() if "sheet" in name)
        assert "Differences" in book.read("xl/workbook.xml").decode()


def test_the_same_audit_gives_the_same_workbook(tmp_path: Path) -> None:
    result = audited({MONTHS: {2: by_months(2), 3: by_months(3)}}, {3: 1})
    for name in ("one.xlsx", "other.xlsx"):
        write_workbook(result, tmp_path / name, "zh")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "other.xlsx").read_bytes()


def test_an_audit_that_is_broken_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> object:
        raise KeyboardInterrupt

    rows = months(1, 2)
    file = table(tmp_path / "in.csv", rows, amounts=["1", "2"])
    monkeypatch.setattr("subsidy.audit.workbook.yuan_of", interrupted)
    found = audit(file, "--scheme", MONTHS, "--out", tmp_path / "report.xlsx")
    assert (found.exit_code, found.stderr) == (130, "Broken off; nothing was written.\n")
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_a_table_without_rows(tmp_path: Path) -> None:
    file = table(tmp_path / "in.csv", months(1), amounts=["1"])
    file.write_text(file.read_text("utf-8").partition("\n")[0] + "\n", "utf-8")
    found = audit(file, "--scheme", MONTHS)
    assert (found.exit_code, found.stdout, found.stderr) == (2, "", f"Error: {file} has no rows [no-rows]\n")


def test_an_amount_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    """It is not taken for nought."""
    rows = months(1, 2)
    amounts = right(MONTHS, rows)
    found = audit(table(tmp_path / "in.csv", rows, amounts=[amounts[0], "much"]), "--scheme", MONTHS)
    assert found.exit_code == 4
    said = f"row 3 (M2): cannot be checked; recomputed {Decimal(amounts[1]):,} 拨付金额（元）: 'much' is not a number"
    assert said in flat(found.stdout)


def test_a_column_in_another_unit_is_said_once(tmp_path: Path) -> None:
    rows = months(1, 2, 3, 4, principal="1234567")
    amounts = [str(Decimal(amount) / 10_000) for amount in right(MONTHS, rows)]
    found = audit(table(tmp_path / "in.csv", rows, amounts=amounts), "--scheme", MONTHS)
    assert found.exit_code == 4
    assert "拨付金额（元）: 4 cells that cannot be read are right in 10,000 yuan" in flat(found.stdout)


def test_a_report_takes_no_input_s_place(tmp_path: Path) -> None:
    file = table(tmp_path / "in.json", months(1), amounts=["1"])
    found = audit(file, "--scheme", MONTHS, "--out", file)
    assert found.exit_code == 2
    assert "is read, so it cannot be written to" in found.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "give the tables CLAIMED and --scheme, or --receipt"),
        (("nowhere.csv", "--scheme", MONTHS), "nowhere.csv: there is no such file or folder"),
        (("a.csv", "--scheme", MONTHS, "--reading", "nix=1"), "has no reading nix"),
        (("a.csv", "--scheme", MONTHS + "x"), "did you mean"),
        (("a.csv", "b.csv", "c.csv", "--scheme", MONTHS, "--scheme", DAYS), "give one --scheme"),
        (("a.csv", "b.csv", "--scheme", MONTHS, "--scheme", DAYS, "--facts", "c.csv"), "--facts goes with one scheme"),
        (("a.csv", "--scheme", MONTHS, "--out", "a.doc"), "let it end in one of .xlsx, .json, .txt, .md"),
    ],
)
def test_what_cannot_be_asked(arguments: tuple[str, ...], said: str) -> None:
    found = english("audit", *arguments)
    assert found.exit_code == 2
    assert said in found.stderr
    assert found.stdout == ""


def test_a_receipt_of_a_batch(batch: Path) -> None:
    receipt = batch.with_name("out.csv.receipt.json")
    found = english("audit", "--receipt", receipt)
    assert found.exit_code == 0
    assert "the same: engine, scheme file" in found.stdout
    changed = batch.read_text("utf-8-sig").splitlines()
    batch.write_text("\n".join(changed[:-1]) + "\n", "utf-8")
    data = json.loads(english("audit", "--receipt", receipt, "--format", "json").stdout)
    assert [part["part"] for part in data["receipt"] if not part["same"]] == ["output"]
    assert [d["verdict"] for d in data["schemes"][0]["differences"]] == ["not-claimed"]


def test_a_receipt_says_which_scheme_file_changed_and_what_that_changes(tmp_path: Path) -> None:
    schemes = tmp_path / "schemes" / "jia" / "twice"
    schemes.mkdir(parents=True)
    text = (FICTIONAL / "jia/twice/2024.yaml").read_text("utf-8")
    (schemes / "2024.yaml").write_text(text, "utf-8")
    (tmp_path / "in.csv").write_text("loan.contract,loan.principal,loan.settled_on\n1,1000.50,2024-05-01\n", "utf-8")
    asked = ("--schemes", tmp_path / "schemes")
    english("batch", tmp_path / "in.csv", "--scheme", "jia/twice", "--out", tmp_path / "out.csv", *asked)
    receipt = tmp_path / "out.csv.receipt.json"
    assert english("audit", "--receipt", receipt, *asked).exit_code == 0
    (schemes / "2024.yaml").write_text(text.replace("is: 1%", "is: 2%"), "utf-8")
    found = english("audit", "--receipt", receipt, *asked)
    assert found.exit_code == 7
    assert "claimed 10.01, recomputed 20.01" in flat(found.stdout)
    assert "changed since then, the first cause to look at: scheme file" in flat(found.stdout)
    data = json.loads(english("audit", "--receipt", receipt, *asked, "--format", "json").stdout)
    assert [part["label"] for part in data["receipt"] if not part["same"]] == [f"scheme file {schemes / '2024.yaml'}"]
    (schemes / "2024.yaml").write_text(text + "# the same rules\n", "utf-8")
    assert english("audit", "--receipt", receipt, *asked).exit_code == 8


def test_what_the_batch_rejected_is_rejected_again(tmp_path: Path) -> None:
    """It is nothing that cannot be recomputed; unless more rows are rejected now than then."""
    file = table(tmp_path / "in.csv", [*months(1, 2), *months(3, principal="much")])
    english("batch", file, "--scheme", MONTHS, "--out", tmp_path / "out.csv", *NONE)
    receipt = tmp_path / "out.csv.receipt.json"
    found = english("audit", "--receipt", receipt)
    assert found.exit_code == 0
    assert "1 rows were rejected by the batch, and are now too" in flat(found.stdout)
    kept = json.loads(receipt.read_text("utf-8"))
    receipt.write_text(json.dumps({**kept, "rejects": None}), "utf-8")
    assert english("audit", "--receipt", receipt).exit_code == 4


def test_a_receipt_whose_files_are_gone(batch: Path) -> None:
    """All of them are named, with where they were looked for."""
    receipt = batch.with_name("out.csv.receipt.json")
    for name in ("in.csv", "out.csv"):
        batch.with_name(name).unlink()
    said = english("audit", "--receipt", receipt)
    assert said.exit_code == 2
    looked = f"is in none of {batch.parent}, {batch.parent.parent}, {Path.cwd()}; give it with"
    assert [line.partition(" [")[0] for line in said.stderr.splitlines()] == [
        f"Error: out.csv, which the receipt names, {looked} CLAIMED",
        f"Error: in.csv, which the receipt names, {looked} --facts",
    ]


def test_a_receipt_whose_input_is_elsewhere(batch: Path, tmp_path: Path) -> None:
    receipt, elsewhere = batch.with_name("out.csv.receipt.json"), tmp_path / "other" / "renamed.csv"
    elsewhere.parent.mkdir()
    batch.with_name("in.csv").rename(elsewhere)
    assert english("audit", "--receipt", receipt, "--facts", elsewhere).exit_code == 0
    assert english("audit", "--receipt", receipt, "--facts", elsewhere.parent).exit_code == 0
    elsewhere.rename(tmp_path / "in.csv")
    assert english("audit", "--receipt", receipt).exit_code == 0


def test_an_output_that_is_called_as_its_input(tmp_path: Path) -> None:
    file, out = table(tmp_path / "data" / "x.csv", months(1, 2)), tmp_path / "out" / "x.csv"
    out.parent.mkdir()
    english("batch", file, "--scheme", MONTHS, "--out", out, *NONE)
    receipt = out.with_name("x.csv.receipt.json")
    assert "x.csv, which the receipt names" in english("audit", "--receipt", receipt).stderr
    (tmp_path / "x.csv").write_bytes(file.read_bytes())
    assert english("audit", "--receipt", receipt).exit_code == 0


def test_inputs_that_were_a_folder(tmp_path: Path) -> None:
    folder, out = tmp_path / "data", tmp_path / "out.csv"
    for name, rows in (("a", months(1, 2)), ("b", months(3))):
        table(folder / f"{name}.csv", rows)
    english("batch", folder, "--scheme", MONTHS, "--out", out, *NONE)
    receipt = tmp_path / "out.csv.receipt.json"
    assert english("audit", "--receipt", receipt, "--facts", folder).exit_code == 0
    (folder / "b.csv").write_text((folder / "b.csv").read_text("utf-8") + "\n", "utf-8")
    data = json.loads(english("audit", "--receipt", receipt, "--facts", folder, "--format", "json").stdout)
    assert [part["label"] for part in data["receipt"] if not part["same"]] == ["input b.csv"]


def test_a_receipt_of_tables_that_were_read_with_a_map(tmp_path: Path) -> None:
    file, mapping = table(tmp_path / "in.csv", months(1, 2)), tmp_path / "map.yaml"
    file.write_text(file.read_text("utf-8").replace("loan.principal", "本金额度"), "utf-8")
    mapping.write_text("本金额度: loan.principal\n", "utf-8")
    english("batch", file, "--scheme", MONTHS, "--out", tmp_path / "out.csv", "--map", mapping, *NONE)
    receipt = tmp_path / "out.csv.receipt.json"
    said = english("audit", "--receipt", receipt)
    assert (said.exit_code, said.stdout) == (2, "")
    assert "give it with --map" in said.stderr
    assert english("audit", "--receipt", receipt, "--map", mapping).exit_code == 0


def test_an_output_of_batch_without_its_input(batch: Path) -> None:
    """In words that a spreadsheet's headings may be in, too."""
    said = audit(batch, "--scheme", MONTHS)
    assert (said.exit_code, said.stdout) == (2, "")
    receipt = batch.with_name("out.csv.receipt.json")
    assert said.stderr.startswith(f"Error: {batch} is an output of batch: ")
    assert f"with --facts, or in its place --receipt {receipt}" in said.stderr
    labels = batch.with_name("labels.csv")
    english("batch", batch.with_name("in.csv"), "--scheme", MONTHS, "--out", labels, "--headings", "labels", *NONE)
    labels.with_name("labels.csv.receipt.json").unlink()
    said = audit(labels, "--scheme", MONTHS)
    assert (
        said.stderr.rstrip().removesuffix(" [no-facts]").endswith("give the tables that it was made from with --facts")
    )


def test_what_was_not_claimed_has_no_cause(tmp_path: Path) -> None:
    """An empty cell, where a nought is an amount that somebody came to."""
    rows = [*months(1, 2), *months(3, principal="600万元")]
    file = table(tmp_path / "in.csv", rows, amounts=[right(MONTHS, rows)[0], "", "0"])
    (scheme,) = audit_json(file, "--scheme", MONTHS, "--reading", "over_limit=first_part")["schemes"]
    assert [(d["row"], d["verdict"], d["claimed"], d["searched"]) for d in scheme["differences"]] == [
        (3, "not-claimed", None, False),
        (4, "not-claimed", "0.00", True),
    ]
    assert scheme["differences"][0]["causes"] == []
    assert "reading" in {cause["kind"] for cause in scheme["differences"][1]["causes"]}
    assert scheme["notes"] == [note for note in scheme["notes"] if "causes were looked for" not in note]
    shown = flat(audit(file, "--scheme", MONTHS).stdout)
    assert "nothing was claimed 1 0.00" in shown


def test_how_many_causes_are_looked_for_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auditing, "MOST_SEARCHED", 1)
    monkeypatch.chdir(tmp_path)
    file = table(tmp_path / "in.csv", months(1, 2, 3, 4), amounts=["1", "2", "3", ""])
    (scheme,) = audit_json(file, "--scheme", MONTHS)["schemes"]
    assert [d["searched"] for d in scheme["differences"]] == [True, False, False, False]
    said = "causes were looked for in the first 1 differences, not in 2 more"
    assert said in scheme["notes"]
    assert "Written report report.txt Recomputed with" in flat(
        audit(file, "--scheme", MONTHS, "--out", "report.txt").stdout
    )
    written = (tmp_path / "report.txt").read_text("utf-8")
    assert said in flat(written)
    assert "Written" not in written


def test_a_decision_made_again(tmp_path: Path) -> None:
    kept = tmp_path / "decision.json"
    kept.write_text(english("calc", EXAMPLE, "--scheme", WUHAN, "--format", "json").stdout, "utf-8")
    found = english("audit", "--receipt", kept)
    assert found.exit_code == 0
    assert found.stdout.startswith("Proved: all 1 decisions come out the same")
    altered = kept.with_name("altered.json")
    altered.write_text(kept.read_text("utf-8").replace("26000.00", "62000.00"), "utf-8")
    found = english("audit", "--receipt", altered)
    assert found.exit_code == 7
    assert found.stdout.startswith("1 of 1 records were altered after they were made")
    other = tmp_path / "other.yaml"
    other.write_text(EXAMPLE.read_text("utf-8").replace("200万元", "300万元"), "utf-8")
    found = english("audit", other, "--receipt", kept)
    assert found.exit_code == 7
    assert "changed: facts of" in flat(found.stdout)
    assert "26,000.00 yuan" in found.stdout
    assert "39,000.00 yuan" in found.stdout


DECIDED: Final = evaluate(SCHEMES[WUHAN], read_application(read_document(EXAMPLE), SCHEMES.vocabulary))
KEPT: Final = asdict(decision_record(DECIDED, "en"))


@pytest.mark.parametrize(
    ("changes", "part", "is_changed"),
    [
        ({}, "", False),
        ({"engine": "subsidy 0.0.1"}, "engine", False),
        ({"scheme_sha256": "0" * 64}, "scheme_sha256", False),
        ({"tables_sha256": {"lpr": "0" * 64}}, "tables_sha256", False),
        ({"overlays_sha256": ["0" * 64]}, "overlays_sha256", False),
        ({"readings": {"loan_months": "thirtieths"}}, "", True),  # made again with the reading that was chosen then
        ({"readings": {"gone": "anyhow"}}, "readings", False),
        ({"facts_sha256": "0" * 64}, "facts_sha256", False),
    ],
)
def test_each_part_of_a_receipt_is_proved(changes: dict[str, Any], part: str, is_changed: bool) -> None:
    kept = kept_decisions(as_document({**KEPT, "receipt": {**KEPT["receipt"], **changes}}))
    (again,) = redecided(kept, [EXAMPLE], SCHEMES)
    assert [p.part for p in again.proof if not p.is_same] == ([part] if part else [])
    assert bool(again.changes) is is_changed


def test_an_edition_that_is_no_more() -> None:
    (again,) = redecided(kept_decisions(as_document({**KEPT, "edition": "1999"})), [EXAMPLE], SCHEMES)
    assert {p.part for p in again.proof if not p.is_same} == {"scheme_sha256", "readings"}
    assert [change.now.say("en") for change in again.changes] == ["there is no such edition"]


def as_document(data: object) -> Document:
    return parse_document(json.dumps(data), "decision.json")


@pytest.mark.parametrize("text", ["{}", "[]", '{"decisions": 1}', '{"decisions": [{}]}', "scheme: a"])
def test_what_is_no_kept_decision(text: str) -> None:
    with pytest.raises(InputError) as refused:
        kept_decisions(parse_document(text, "decision.json"))
    assert refused.value.say("en").startswith("decision.json:1:")


@pytest.mark.parametrize("text", ["", '{"receipt": "batch"}'])
def test_what_is_no_receipt(tmp_path: Path, text: str) -> None:
    kept = tmp_path / "receipt.json"
    kept.write_text(text, "utf-8")
    found = english("audit", "--receipt", kept)
    assert found.exit_code == 2
    assert found.stderr.startswith(str(kept))
    assert found.stdout == ""

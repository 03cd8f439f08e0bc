"""`subsidy report`: what is written where, and that nothing is written when something is wrong."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.commands.run import EXAMPLE, FICTIONAL, ROOT, WUHAN, english, run, written
from tests.papers.parsed import checked

CLAIM = ROOT / "examples" / "insured-loan-claim.yaml"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("language", "name", "title"),
    [
        ("zh", "wuhan-kebao-计算书.html", "武汉市科技贷款补贴计算书"),
        ("en", "wuhan-kebao-sheet.html", "Calculation sheet: Wuhan technology-loan subsidy"),
        ("both", "wuhan-kebao-计算书.html", "武汉市科技贷款补贴计算书"),
    ],
)
def test_a_sheet_is_called_after_its_file_and_says_its_name(folder: Path, language: str, name: str, title: str) -> None:
    result = run("report", EXAMPLE, "--lang", language, "--scheme", WUHAN)
    assert (result.exit_code, result.stdout, result.stderr) == (0, f"{name}\n", "")
    assert names(folder) == [name]
    words = checked((folder / name).read_text("utf-8")).words()
    assert title in words
    assert ("符合条件" in words, "Eligible" in words) == (language != "en", language != "zh")


def test_the_suffix_says_the_format(folder: Path) -> None:
    result = english("report", EXAMPLE, "--scheme", WUHAN, "--out", "sheet.pdf")
    assert (result.exit_code, result.stdout, names(folder)) == (0, "sheet.pdf\n", ["sheet.pdf"])
    reader = PdfReader(BytesIO((folder / "sheet.pdf").read_bytes()))
    assert "Eligible: 26,000.00 yuan" in reader.pages[0].extract_text()


@pytest.mark.parametrize(
    ("out", "options", "suffix"),
    [
        ("sheet.doc", (), ".html, .pdf, .xlsx"),
        ("sheet.doc", ("--format", "xlsx"), ".xlsx"),
        ("sheet.html", ("--format", "pdf"), ".pdf"),
        ("sheet.PDF", ("--format", "xlsx"), ".xlsx"),
    ],
)
def test_a_suffix_of_something_else_is_refused(folder: Path, out: str, options: tuple[str, ...], suffix: str) -> None:
    result = english("report", EXAMPLE, "--scheme", WUHAN, "--out", out, *options)
    assert (result.exit_code, f"{out} must end in {suffix}" in result.stderr, names(folder)) == (2, True, [])


def test_a_link_to_nowhere_is_not_written_through(folder: Path) -> None:
    (folder / "sheet.html").symlink_to(folder / "new" / "x.html")
    for options in ((), ("--replace",)):
        result = english("report", EXAMPLE, "--scheme", WUHAN, "--out", "sheet.html", *options)
        assert (result.exit_code, (folder / "new").exists(), (folder / "sheet.html").is_symlink()) == (2, False, True)
        assert "sheet.html is no file that could be replaced" in result.stderr


def test_a_workbook(folder: Path) -> None:
    result = english("report", EXAMPLE, "--format", "xlsx", "--scheme", WUHAN)
    assert (result.exit_code, result.stdout) == (0, "wuhan-kebao-sheet.xlsx\n")
    assert (folder / "wuhan-kebao-sheet.xlsx").read_bytes()[:2] == b"PK"


def test_a_workbook_is_in_one_language(folder: Path) -> None:
    result = run("report", EXAMPLE, "--format", "xlsx", "--lang", "both")
    assert result.exit_code == 2
    assert "--lang zh" in result.stderr
    assert names(folder) == []


def test_several_files_are_settled_together_in_a_folder_that_is_made(folder: Path) -> None:
    first, second = written(folder, "a.yaml"), written(folder, "b.yaml")
    second.write_text(second.read_text("utf-8").replace("WH-2024-0001", "WH-2024-0002"), "utf-8")
    result = english("report", first, second, "--scheme", WUHAN, "--out", "sheets/")
    assert (result.exit_code, result.stdout.splitlines()) == (0, ["sheets/a-sheet.html", "sheets/b-sheet.html"])
    payable = [checked((folder / name).read_text("utf-8")).words() for name in result.stdout.splitlines()]
    due = [words.split("1. Facts")[0].split("Payable after the limits: ")[1] for words in payable]
    assert [words.partition(" (")[0] for words in due] == ["26,000.00 yuan", "0.00 yuan"]


def test_files_of_one_name_get_a_number(folder: Path) -> None:
    files = []
    for name in ("one", "two"):
        (folder / name).mkdir()
        files.append(written(folder / name))
    result = english("report", *files, "--out", "sheets", "--scheme", WUHAN)
    assert result.stdout.splitlines() == ["sheets/application-sheet.html", "sheets/application-sheet-2.html"]


@pytest.mark.parametrize("command", ["report", "calc", "explain"])
def test_the_same_file_twice_is_refused(folder: Path, command: str) -> None:
    written(folder)
    found = english(command, "application.yaml", "./application.yaml", "-", "--scheme", WUHAN)
    assert (found.exit_code, found.stdout) == (2, "")
    assert found.stderr == "Error: application.yaml is given twice [given-twice]\n"
    assert [path.name for path in folder.iterdir()] == ["application.yaml"]


def test_where_several_editions_govern_each_has_its_sheet(folder: Path) -> None:
    result = english("report", EXAMPLE, "--scheme", "jia/twice", "--schemes", FICTIONAL)
    editions = ["wuhan-kebao-jia-twice-2023-sheet.html", "wuhan-kebao-jia-twice-2024-sheet.html"]
    assert (result.exit_code, result.stdout.splitlines()) == (0, editions)
    assert names(folder) == editions


def test_the_standard_input(folder: Path) -> None:
    result = english("report", "--scheme", WUHAN, "-", stdin=EXAMPLE.read_text("utf-8"))
    assert (result.exit_code, names(folder)) == (0, ["application-sheet.html"])


def test_what_is_there_is_kept_unless_asked_for(folder: Path) -> None:
    there = folder / "wuhan-kebao-sheet.html"
    there.write_text("mine", "utf-8")
    result = english("report", EXAMPLE, "--scheme", WUHAN)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "wuhan-kebao-sheet.html exists already; name another, or give --replace" in result.stderr
    assert there.read_text("utf-8") == "mine"
    assert english("report", EXAMPLE, "--replace", "--scheme", WUHAN).exit_code == 0
    assert there.read_text("utf-8").startswith("<!doctype html>")
    assert names(folder) == ["wuhan-kebao-sheet.html"]


def test_what_is_no_file_is_never_replaced(folder: Path) -> None:
    (folder / "wuhan-kebao-sheet.html").mkdir()
    result = english("report", EXAMPLE, "--replace", "--scheme", WUHAN)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "is no file that could be replaced" in result.stderr


def test_nothing_is_written_where_one_file_is_wrong(folder: Path) -> None:
    bad = written(folder, "bad.yaml", rate="4.15")
    result = english("report", "--scheme", WUHAN, EXAMPLE, bad, folder / "none.yaml", "--out", "sheets")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "loan.rate" in result.stderr
    assert "there is no such file" in result.stderr
    assert names(folder) == ["bad.yaml"]


def test_nothing_is_written_where_no_scheme_gives_anything(folder: Path) -> None:
    result = english("report", EXAMPLE, CLAIM, "--out", "sheets")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "insured-loan-claim.yaml: no scheme gives anything so far; name one with --scheme" in result.stderr
    assert names(folder) == []
    assert not (folder / "sheets").exists()


def test_a_scheme_that_is_named_has_its_sheet_whatever_comes_out(folder: Path) -> None:
    result = english("report", CLAIM, "--scheme", "wuhan/insured-loan-risk")
    assert result.exit_code == 0
    words = checked((folder / "insured-loan-claim-sheet.html").read_text("utf-8")).words()
    assert "Cannot be decided yet" in words


def test_a_folder_that_cannot_be(folder: Path) -> None:
    (folder / "file").write_text("", "utf-8")
    result = english("report", EXAMPLE, written(folder), "--out", "file", "--scheme", WUHAN)
    assert (result.exit_code, "file is a file; 2 documents need a folder" in result.stderr) == (2, True)
    result = english("report", EXAMPLE, written(folder), "--out", "new.pdf", "--scheme", WUHAN)
    assert (result.exit_code, "new.pdf is a file; 2 documents need a folder" in result.stderr) == (2, True)
    result = english("report", EXAMPLE, "--out", "no/such/sheet.html", "--scheme", WUHAN)
    assert (result.exit_code, "there is no such file or folder" in result.stderr) == (2, True)
    assert names(folder) == ["application.yaml", "file"]


def test_a_character_that_no_font_has_leaves_nothing_behind(folder: Path) -> None:
    odd = folder / "odd.yaml"
    odd.write_text(EXAMPLE.read_text("utf-8").replace("示例银行", "银行\U000f1234"), "utf-8")
    result = english("report", odd, "--format", "pdf", "--scheme", WUHAN)
    assert (result.exit_code, "apt install fonts-noto-cjk" in result.stderr) == (2, True)
    assert names(folder) == ["odd.yaml"]
    assert english("report", odd, "--scheme", WUHAN).exit_code == 0

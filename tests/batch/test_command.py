"""`subsidy batch` from end to end: pages, exit codes, a progress bar for who watches, and what goes wrong."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

import subsidy.batch
from subsidy.batch.question import Headings
from subsidy.commands.batch import ENCODINGS, HEADINGS
from subsidy.tables.writing import USUAL_ENCODING, Encoding
from tests.batch.tables import BENCH, PEERS, ROOT, loans, read, written
from tests.commands.run import english, run

UNDER = ("--schemes", BENCH, "--scheme", PEERS)


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    written(Path("in.csv"), loans(60))
    written(Path("bad.csv"), [*loans(5), loans(6)[5] | {"loan.rate": "4.5"}])


def test_every_row_is_decided() -> None:
    found = run("batch", "in.csv", *UNDER, "--out", "out.csv")
    assert (found.exit_code, found.stderr) == (0, "")
    assert found.stdout.startswith("已核算60行，")
    assert "out.csv.receipt.json" in found.stdout
    assert len(read(Path("out.csv"))) == 60
    assert max(map(len, found.stdout.splitlines())) <= 80


def test_rejected_rows_show_in_the_exit_code() -> None:
    found = english("batch", "bad.csv", *UNDER, "--out", "out.csv")
    assert found.exit_code == 6
    assert found.stdout.startswith("Rows decided: 5; rejected: 1\n")
    assert "row 7: found 4.5" in found.stdout
    assert "out-rejects.csv" in found.stdout


def test_without_an_output_it_only_counts() -> None:
    assert english("batch", "bad.csv", *UNDER).exit_code == 6
    assert sorted(p.name for p in Path().iterdir()) == ["bad.csv", "in.csv"]


def test_the_summary_as_data() -> None:
    found = json.loads(english("batch", "in.csv", "bad.csv", *UNDER, "--format", "json").stdout)
    assert (found["rows"], found["decided"], found["rejected"]) == (66, 65, 1)
    assert sum(found["outcomes"].values()) == 65
    assert {key: found["rejects"][0][key] for key in ("field", "row", "file", "found", "rows")} == {
        "field": "loan.rate",
        "row": 7,
        "file": "bad.csv",
        "found": "4.5",
        "rows": 1,
    }
    assert found["receipt"]["totals"]["entitlement"] == found["benefits"][0]["entitlement"]
    assert found["reasons"][0]["rows"] == max(reason["rows"] for reason in found["reasons"])


def test_the_summary_as_markdown() -> None:
    found = english("batch", "in.csv", *UNDER, "--format", "markdown")
    assert found.stdout.startswith("## Rows decided: 60; none rejected\n")


def test_labels_for_people() -> None:
    run("batch", "in.csv", *UNDER, "--out", "zh.csv", "--headings", "labels")
    english("batch", "in.csv", *UNDER, "--out", "en.csv", "--headings", "labels")
    english("batch", "in.csv", *UNDER, "--out", "codes.csv")
    zh, en, codes = (read(Path(f"{name}.csv")) for name in ("zh", "en", "codes"))
    headings = "版本 核算结果 不符合的条件 待补的事实 贴息应补（元） 贴息实补（元） 应补（元） 实补（元） 起作用的限额"
    assert list(zh[0])[3:] == headings.split()
    assert "interest subsidy: due (yuan)" in en[0]
    assert {row["核算结果"] for row in zh} == {"符合条件", "不符合条件"}
    assert [row["due (yuan)"] for row in en] == [row["entitlement"] for row in codes]
    two = next(n for n, row in enumerate(codes) if row["reasons"] == "product,price")
    assert (zh[two]["不符合的条件"], en[two]["conditions not met"]) == ("产品；利率", "product; rate")


def test_the_command_offers_what_the_batch_knows() -> None:
    assert get_args(Headings) == HEADINGS
    assert get_args(Encoding) == ENCODINGS
    assert ENCODINGS[0] == USUAL_ENCODING


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings(encoding: str) -> None:
    run("batch", "in.csv", *UNDER, "--out", "out.csv", "--encoding", encoding)
    assert read(Path("out.csv"), encoding)[0]["loan.product"] == "科保贷"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("none.csv", *UNDER), "none.csv: there is no such file"),
        (("in.csv", *UNDER, "--out", "out.doc"), "out.doc: no table can be written to a file of this name"),
        (("in.csv", *UNDER, "--out", "no/out.csv"), "Error: no: there is no such file or folder\n"),
        (("in.csv", *UNDER, "--out", "in.csv"), "in.csv is read, so it cannot be written to"),
        (("in.csv", *UNDER, "--reading", "a=b"), "has no reading a"),
        (("in.csv", *UNDER, "--edition", "1999"), "has no edition 1999"),
        (("in.csv", *UNDER, "--none", "aid"), "aid is no list"),
        (("in.csv", "--scheme", "no/scheme"), "there is no scheme no/scheme"),
        (("in.csv",), "--scheme"),
        (UNDER, "IN..."),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(arguments: tuple[object, ...], says: str) -> None:
    found = english("batch", *arguments)
    assert found.exit_code == 2
    assert says in found.stderr
    assert "Traceback" not in found.stderr
    assert sorted(p.name for p in Path().iterdir()) == ["bad.csv", "in.csv"]


def test_broken_off(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(subsidy.batch, "run_batch", interrupted)
    found = english("batch", "in.csv", *UNDER)
    assert (found.exit_code, found.stdout) == (130, "")
    assert found.stderr == "Broken off; nothing was written.\n"


def on_a_terminal(*arguments: object) -> str:
    """What a process says on its standard error where that is a terminal."""
    ours, its = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "subsidy", "batch", *map(str, (*arguments, *UNDER)), "--lang", "en"],
        stderr=its,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"},
    ) as process:
        os.close(its)
        said = b""
        while chunk := _available(ours):
            said += chunk
    os.close(ours)
    assert process.returncode == 0
    return said.decode()


def _available(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1024)
    except OSError:  # how Linux says that the other end is closed
        return b""


def test_a_progress_bar_on_a_terminal_unless_it_is_to_be_plain() -> None:
    assert "100%" in on_a_terminal("in.csv")
    assert on_a_terminal("in.csv", "--plain") == ""


def test_a_missing_extra_is_named() -> None:
    script = "import sys; sys.modules['polars'] = None; from subsidy.commands import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", script, "batch", "in.csv", "--scheme", PEERS, "--lang", "en"],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        "Error: this needs polars, which is not installed; pip install 'subsidy[batch]' brings it"
    ]

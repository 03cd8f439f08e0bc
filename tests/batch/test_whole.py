"""Files appear whole or not at all, whatever ends a run; what a killed one leaves behind harms nobody."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from threading import Barrier, Thread

import pytest

from subsidy.batch import run_batch
from subsidy.diagnostics import InputError
from subsidy.workshop import Made, publish, workshop
from tests.batch.tables import ROOT, batch, loans, question, read, written

KILLED = """
import os, signal, sys
from pathlib import Path
from subsidy.batch import run_batch
from tests.batch.tables import question

def kill(done, of):
    os.kill(os.getpid(), signal.{signal})

run_batch(question(Path("in.csv"), out=Path("out.csv"), scheme="{scheme}"), kill)
"""


def names(folder: Path) -> set[str]:
    return {p.name for p in folder.iterdir()}


def killed(folder: Path, by: str, scheme: str = "bench/peers") -> int:
    """How a run in a process of its own ends that gets a signal after its first portion."""
    done = subprocess.run(
        [sys.executable, "-c", KILLED.format(signal=by, scheme=scheme)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return done.returncode


def test_a_killed_run_leaves_nothing_that_a_second_one_trips_over(tmp_path: Path) -> None:
    written(tmp_path / "in.csv", loans(20))
    (tmp_path / "out.csv").write_text("of an earlier run", "utf-8")
    assert killed(tmp_path, "SIGKILL") == -signal.SIGKILL
    left = names(tmp_path) - {"in.csv", "out.csv"}
    assert len(left) == 1
    assert left.pop().startswith(".out.csv.subsidy-")
    assert (tmp_path / "out.csv").read_text("utf-8") == "of an earlier run"
    batch(tmp_path / "in.csv", out=tmp_path / "out.csv")
    assert names(tmp_path) == {"in.csv", "out.csv", "out.csv.receipt.json"}
    assert len(read(tmp_path / "out.csv")) == 20


def test_a_run_that_is_broken_off_leaves_nothing(tmp_path: Path) -> None:
    written(tmp_path / "in.csv", loans(20))
    assert killed(tmp_path, "SIGINT") not in (0, -signal.SIGKILL)
    assert names(tmp_path) == {"in.csv"}


def test_what_a_living_run_makes_is_left_alone(tmp_path: Path) -> None:
    with workshop(tmp_path / "out.csv") as first, workshop(tmp_path / "out.csv") as second:
        assert first != second
        assert first.is_dir()
        assert second.is_dir()
    assert names(tmp_path) == set()


def test_the_workshop_of_another_file_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".a.csv.subsidy-left").mkdir()
    (tmp_path / ".b.csv.subsidy-left").mkdir()
    with workshop(tmp_path / "a.csv"):
        assert not (tmp_path / ".a.csv.subsidy-left").exists()
    assert names(tmp_path) == {".b.csv.subsidy-left"}


def test_runs_at_once_do_not_harm_each_other(tmp_path: Path) -> None:
    file, together = written(tmp_path / "in.csv", loans(50)), Barrier(4)
    results: list[int] = []

    def run() -> None:
        together.wait()
        results.append(batch(file, out=tmp_path / "out.csv").decided)

    threads = [Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [50] * 4
    assert names(tmp_path) == {"in.csv", "out.csv", "out.csv.receipt.json"}
    assert len(read(tmp_path / "out.csv")) == 50


def test_a_failure_leaves_the_output_of_an_earlier_run(tmp_path: Path) -> None:
    file = written(tmp_path / "in.csv", loans(5))
    batch(file, out=tmp_path / "out.csv")
    before = (tmp_path / "out.csv").read_bytes()

    def fail(done: int, of: int) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        run_batch(question(file, out=tmp_path / "out.csv"), fail)
    assert (tmp_path / "out.csv").read_bytes() == before
    assert names(tmp_path) == {"in.csv", "out.csv", "out.csv.receipt.json"}


def test_an_input_that_changes_meanwhile_is_noticed(tmp_path: Path) -> None:
    file = written(tmp_path / "in.csv", loans(5))

    def change(done: int, of: int) -> None:
        with file.open("a", encoding="utf-8") as more:
            more.write("\n")

    with pytest.raises(InputError, match="changed while it was read"):
        run_batch(question(file, out=tmp_path / "out.csv"), change)
    assert names(tmp_path) == {"in.csv"}


def test_files_appear_in_the_order_given_and_replace_others(tmp_path: Path) -> None:
    (tmp_path / "b").write_text("old", "utf-8")
    with workshop(tmp_path / "b") as folder:
        made = [Made(folder / name, tmp_path / name) for name in "ab"]
        for one in made:
            one.path.write_text("new", "utf-8")
        publish(made)
    assert [(tmp_path / name).read_text("utf-8") for name in "ab"] == ["new", "new"]
    assert names(tmp_path) == {"a", "b"}


def test_the_receipt_holds_the_hashes_of_what_was_read_and_written(tmp_path: Path) -> None:
    rows = loans(9)
    rows[3]["loan.rate"] = "x"
    (tmp_path / "map.yaml").write_text("备注: ''\n", "utf-8")
    file = written(tmp_path / "in.csv", rows)
    result = batch(file, out=tmp_path / "out.csv", mapping=tmp_path / "map.yaml", none=("other_aid",))
    receipt = json.loads((tmp_path / "out.csv.receipt.json").read_text("utf-8"))
    assert receipt == result.receipt.plain
    for record, name in (
        (receipt["inputs"][0], "in.csv"),
        (receipt["output"], "out.csv"),
        (receipt["rejects"], "out-rejects.csv"),
    ):
        assert (record["file"], record["sha256"]) == (name, sha256((tmp_path / name).read_bytes()).hexdigest())
    assert (receipt["inputs"][0]["rows"], receipt["output"]["rows"], receipt["rejects"]["rows"]) == (9, 8, 1)
    assert receipt["options"] == {
        "map": sha256((tmp_path / "map.yaml").read_bytes()).hexdigest(),
        "sheet": None,
        "flows": None,
        "none": ["other_aid"],
    }
    assert list(receipt["editions"]) == ["2024"]
    assert set(receipt["editions"]["2024"]["tables_sha256"]) == {"lpr"}


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    file = written(tmp_path / "in.csv", loans(9))
    for form in ("csv", "xlsx", "parquet", "ndjson"):
        made = []
        for _ in range(2):
            batch(file, out=tmp_path / f"out.{form}")
            made.append([(tmp_path / f"out.{form}{end}").read_bytes() for end in ("", ".receipt.json")])
        assert made[0] == made[1], form


@pytest.mark.parametrize(
    ("inputs", "out", "problem"),
    [
        (("in.csv",), "in.csv", "is read, so it cannot be written to"),
        ((".",), "out.csv", "is read, so it cannot be written to"),
        (("in.csv", "./in.csv"), "out.csv", "in.csv is given twice"),
        ((".", "in.csv"), "out.csv", "in.csv is given twice"),
        (("in.csv",), "sub", "no table can be written"),
        (("in.csv",), "sub.csv", "is a folder, not a file"),
        (("in.csv",), "out.docx", "no table can be written"),
    ],
)
def test_what_is_read_is_not_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inputs: tuple[str, ...], out: str, problem: str
) -> None:
    monkeypatch.chdir(tmp_path)
    written(Path("in.csv"), loans(2))
    (tmp_path / "sub.csv").mkdir() if out == "sub.csv" else None
    before = names(tmp_path)
    with pytest.raises(InputError, match=problem):
        batch(*map(Path, inputs), out=Path(out))
    assert names(tmp_path) == before


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    file = written(tmp_path / "in.csv", loans(2))
    with pytest.raises(FileNotFoundError):
        batch(file, out=tmp_path / "no" / "out.csv")

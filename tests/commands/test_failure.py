"""What the system refuses is said in the reader's language, with the file."""

from __future__ import annotations

import errno
import os
import subprocess
import sys

import pytest

from subsidy.commands.failure import _reason
from tests.batch.tables import ROOT

resource = pytest.importorskip("resource", reason="limits of a process are those of Unix")
LOANS = ROOT / "examples" / "loans.csv"
NUMBERS = ("ENOENT", "EEXIST", "EISDIR", "ENOTDIR", "EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT", "EFBIG", "EIO")


@pytest.mark.parametrize("number", [getattr(errno, name) for name in (*NUMBERS, "ENAMETOOLONG", "EMFILE")])
def test_a_reason_in_chinese(number: int) -> None:
    said = _reason(OSError(number, os.strerror(number), "文件.csv")).say("zh")
    assert said.startswith("文件.csv：")
    assert os.strerror(number) not in said


def test_what_nobody_foresaw_is_said_as_the_system_says_it() -> None:
    assert _reason(OSError(errno.EXDEV, "Invalid cross-device link", "x")).say("zh") == "x：Invalid cross-device link"


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx", "out.parquet"])
def test_a_file_that_may_not_grow(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    folder = tmp_path_factory.mktemp("small")
    command = [sys.executable, "-m", "subsidy", "--lang", "en", "batch", str(LOANS)]
    ended = subprocess.run(
        [*command, "--scheme", "wuhan/tech-loan-subsidy", "--out", name],
        cwd=folder,
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (512, 512)),
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (2, f"Error: {name}: no file as large as this is allowed\n")
    assert not any(folder.iterdir())

"""Colours only where they can be seen and are wanted; UTF-8 wherever it is redirected; quick to start."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.run import EXAMPLE, ROOT, WUHAN

COMMAND = (sys.executable, str(ROOT / "cli.py"))
CALC = (*COMMAND, "calc", str(EXAMPLE), "--scheme", WUHAN)


def on_a_terminal(*command: str, **environment: str) -> bytes:
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, stdin=theirs, env=environment_of(environment)) as run:
        os.close(theirs)
        read = b""
        while True:
            try:
                chunk = os.read(ours, 65_536)
            except OSError:
                break
            if not chunk:
                break
            read += chunk
        run.wait()
    os.close(ours)
    return read


def environment_of(changes: dict[str, str]) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "LC_ALL", "LANG", "COLUMNS")}
    return {**kept, "PYTHONPATH": str(ROOT), **changes}


def test_a_terminal_is_coloured_unless_no_color_is_set() -> None:
    assert "\x1b[32m\x1b[1m符合条件，应补26,000.00元".encode() in on_a_terminal(*CALC)
    plain = on_a_terminal(*CALC, NO_COLOR="1")
    assert b"\x1b[" not in plain
    assert plain.startswith("符合条件，应补26,000.00元".encode())


def test_a_pipe_is_utf8_without_colours_whatever_the_locale_says() -> None:
    for changes in ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"PYTHONIOENCODING": "gb18030"}):
        found = subprocess.run(CALC, capture_output=True, env=environment_of(changes), check=True)
        assert found.stdout.decode("utf-8").startswith("符合条件，应补26,000.00元")
        assert b"\x1b[" not in found.stdout


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    command = f"{sys.executable} {ROOT / 'cli.py'} explain {EXAMPLE} | head -n 1"
    found = subprocess.run(["bash", "-c", command], capture_output=True, env=environment_of({}), check=True)
    assert found.stderr == b""


def modules_after(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint('modules:', *sys.modules)"
    found = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=environment_of({}), check=True
    )
    return set(found.stdout.partition("modules: ")[2].split())


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["calx"], ["schemes", "--help"]], ids=" ".join)
def test_what_needs_no_engine_loads_none(arguments: list[str]) -> None:
    code = f"from subsidy.commands import main\ntry: main({arguments!r})\nexcept SystemExit: pass"
    loaded = modules_after(code)
    assert loaded.isdisjoint({"pydantic", "yaml", "rich", "stdnum", "subsidy.facts", "subsidy.evaluation"})


def test_importing_the_library_loads_nothing_of_it() -> None:
    assert modules_after("import __future__, subsidy") - modules_after("import __future__") == {"subsidy"}


def test_deciding_loads_no_click_and_no_rich() -> None:
    loaded = modules_after("from subsidy import evaluate, load_schemes\nload_schemes()")
    assert loaded.isdisjoint({"click", "rich", "polars", "numpy", "subsidy.commands"})


def test_no_colours_on_a_terminal_that_has_none() -> None:
    assert b"\x1b[" not in on_a_terminal(*CALC, TERM="dumb")


@pytest.mark.parametrize("asked", [{"SUBSIDY_PLAIN": "1"}, {}], ids=["by the environment", "by an option"])
def test_plain_has_no_colours_marks_or_columns(asked: dict[str, str]) -> None:
    options = [] if asked else ["--plain"]
    said = on_a_terminal(*CALC, *options, **asked).decode().replace("\r\n", "\n")
    assert "\x1b[" not in said
    assert "\n8项条件均符合：" in said
    assert not any(mark in said for mark in "✓✗·") or "·" in said.splitlines()[1]
    assert "  " not in said


def test_plain_may_stand_anywhere_and_zero_is_no() -> None:
    assert b"\xe2\x9c\x93" not in on_a_terminal(*COMMAND, "--plain", *CALC[len(COMMAND) :])
    assert b"\xe2\x9c\x93" in on_a_terminal(*CALC, SUBSIDY_PLAIN="0")

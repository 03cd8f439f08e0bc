"""What shells complete, by their own scripts, and that it loads no engine."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from subsidy.scheme.folders import edition_files, shipped_schemes
from subsidy.scheme.library import load_schemes
from tests.commands.run import FICTIONAL, ROOT, WUHAN, run
from tests.commands.test_output import environment_of, modules_after

# Bash fills these in itself when somebody presses the key.
_PRESS = """
press() {
    COMP_LINE="$1" COMP_POINT=${#1} COMP_WORDBREAKS="${2-$COMP_WORDBREAKS}"
    compopt() { printf 'files\\n'; }
    _subsidy_completion subsidy
    printf '%s\\n' "${COMPREPLY[@]}"
}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the search path, with the command in it."""
    made = tmp_path_factory.mktemp("bin")
    command = made / "subsidy"
    command.write_text(f'#!/bin/sh\nexec "{shutil.which("python")}" "{ROOT / "cli.py"}" "$@"\n', "utf-8")
    command.chmod(0o755)
    return made


def shell(name: str, script: str, folder: Path, *, check: bool = True) -> str:
    environment = environment_of({"PATH": f"{folder}:{os.environ['PATH']}"})
    found = subprocess.run([name, "-c", script], capture_output=True, text=True, env=environment, check=check)
    assert found.stderr == ""
    return found.stdout


def pressed(folder: Path, *lines: str) -> list[list[str]]:
    """What bash proposes at the end of each line."""
    presses = "\n".join(f"press '{line}'; echo ---" for line in lines)
    said = shell("bash", f'eval "$(subsidy completion bash)"\n{_PRESS}\n{presses}', folder)
    return [part.split() for part in said.split("---\n")[:-1]]


def test_bash_completes_commands_options_and_names(folder: Path) -> None:
    wanted = {
        "subsidy ca": ["calc"],
        "subsidy schemes t": ["test"],
        "subsidy calc --sch": ["--scheme", "--schemes"],
        "subsidy calc --form": ["--format"],
        "subsidy calc --format m": ["markdown"],
        "subsidy calc --scheme wuhan/tech-": [WUHAN],
        f"subsidy calc --scheme {WUHAN} --edition 20": ["2019", "2022", "2024"],
        "subsidy batch --scheme wuhan/tech-": [WUHAN],
        "subsidy template wuhan/tech-": [WUHAN],
        f"subsidy audit a.csv --scheme {WUHAN} --edition 20": ["2019", "2022", "2024"],
        "subsidy simulate --scheme wuhan/tech-": [WUHAN],
        f"subsidy ask {WUHAN} --edition 202": ["2022", "2024"],
        "subsidy schemes show wuhan/tech-": [WUHAN],
        "subsidy rates show --table l": ["lpr"],
        "subsidy calc appl": ["files"],
        "subsidy calc --overlay ": ["files"],
        "subsidy calc --edition ": [],
        "subsidy completion z": ["zsh"],
    }
    assert dict(zip(wanted, pressed(folder, *wanted), strict=True)) == wanted


def test_bash_completes_readings_as_one_word(folder: Path) -> None:
    line = f"subsidy calc --scheme {WUHAN} --edition 2024 --reading loan_months="
    assert pressed(folder, line[:-1], line, f"{line}th") == [
        ["loan_months=completed", "loan_months=started", "loan_months=thirtieths"],
        ["completed", "started", "thirtieths"],
        ["thirtieths"],
    ]
    script = f"eval \"$(subsidy completion bash)\"\n{_PRESS}\npress '{line}th' ' '"
    assert shell("bash", script, folder).split() == ["loan_months=thirtieths"]


def test_schemes_of_ones_own_are_completed(folder: Path) -> None:
    own = f"subsidy calc --schemes {FICTIONAL} --scheme jia/"
    assert pressed(folder, own, "subsidy calc --scheme jia/") == [["jia/twice"], []]


@pytest.mark.parametrize("name", ["zsh", "fish"])
def test_other_shells_read_their_script(name: str, folder: Path) -> None:
    script = run("completion", name).stdout
    assert "_SUBSIDY_COMPLETE" in script
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed")
    check = f"subsidy completion {name} | {name} -n" if name == "zsh" else "subsidy completion fish | fish --no-execute"
    shell("bash", check, folder)


@pytest.mark.parametrize(
    "line",
    [
        "subsidy ",
        "subsidy calc --",
        "subsidy explain --",
        "subsidy ask --",
        "subsidy new w",
        "subsidy schemes ",
        "subsidy schemes list --",
        "subsidy schemes show --",
        "subsidy schemes test w",
        "subsidy batch --",
        "subsidy audit --",
        "subsidy simulate --",
        "subsidy report --",
        "subsidy template --",
        "subsidy schemes check --",
        "subsidy rates show --",
        "subsidy schema --",
        f"subsidy calc --scheme {WUHAN} --reading ",
    ],
)
def test_completing_loads_no_engine(line: str) -> None:
    code = f"""
import os
os.environ |= {{"_SUBSIDY_COMPLETE": "bash_complete", "COMP_WORDS": {line!r}}}
from subsidy.commands import main
try: main([])
except SystemExit: pass
"""
    loaded = modules_after(code)
    assert loaded.isdisjoint(
        {"pydantic", "polars", "jinja2", "subsidy.facts", "subsidy.evaluation", "subsidy.language"}
    )


def test_schemes_are_called_as_their_files_lie() -> None:
    """Completion looks at names of files alone."""
    schemes = load_schemes(FICTIONAL)
    for folder in (shipped_schemes(), FICTIONAL):
        for path in edition_files(folder):
            name = path.parent.relative_to(folder).as_posix()
            assert path.stem in schemes[name].editions

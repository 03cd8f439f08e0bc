"""The tour of README: its commands run where the examples are, one after the other; the demo ends as it says."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.commands.run import ROOT, run

EXAMPLE = ROOT / "examples" / "wuhan-kebao.yaml"
GOOD = {0, 4, 7}  # decided; a form that nobody filled in; amounts that differ
TOURS = ("README.md", "README.zh-CN.md")


def commands(name: str) -> list[str]:
    blocks = re.findall(r"^```sh\n(.*?)^```", (ROOT / name).read_text("utf-8"), re.DOTALL | re.MULTILINE)
    lines = [line.partition(" #")[0].strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line.startswith("subsidy ")]


def test_they_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.yaml").write_text(EXAMPLE.read_text("utf-8").replace("2024-0001", f"2024-{name}"), "utf-8")
    shutil.copy(ROOT / "schemes" / "wuhan" / "tech-loan-subsidy" / "2024.yaml", tmp_path / "my-scheme.yaml")
    codes = {}
    for line in (tour := commands("README.md")):
        if line != "subsidy schemes test":  # the whole of it is a part of make test
            codes[line] = run(*shlex.split(line)[1:], stdin="stop\n").exit_code
    assert len(tour) > 15
    assert {line: code for line, code in codes.items() if code not in GOOD} == {}


def test_the_extras_that_they_name_exist() -> None:
    import tomllib

    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    for name in TOURS:
        named = re.findall(r"'subsidy\[(.*?)\]'", (ROOT / name).read_text("utf-8"))
        assert named
        assert {extra for names in named for extra in names.split(",")} <= extras.keys()


@pytest.mark.parametrize(("name", "language"), [("README.md", "en"), ("README.zh-CN.md", "zh")])
def test_the_demo_ends_as_the_tour_says(name: str, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    said = re.search(r"^```text\n(.*?)^```$", (ROOT / name).read_text("utf-8"), re.DOTALL | re.MULTILINE)
    printed = run("--lang", language, "calc", "examples/wuhan-kebao.yaml").stdout
    assert said
    before, others, after = said[1].partition("  …\n")  # the other schemes change with each that is added
    assert others
    assert printed.startswith(before)
    assert printed.rstrip().endswith(after.strip())


@pytest.mark.parametrize("name", TOURS)
def test_its_speeds_are_those_measured(name: str) -> None:
    measured = set(re.findall(r"[\d.,]+", (ROOT / "docs" / "performance.md").read_text("utf-8")))
    told = re.findall(r"\| ([\d.,]+) \| ([\d.]+) \|$", (ROOT / name).read_text("utf-8"), re.MULTILINE)
    assert len(told) > 5
    assert [number for row in told for number in row if number not in measured] == []

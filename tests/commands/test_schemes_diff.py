"""`subsidy schemes show` and `schemes diff` in every form, to the standard output and to a file."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.commands.run import WUHAN, english, run

SCHEME = "china/startup-guaranteed-loan"
DIFF = ("schemes", "diff", SCHEME, "2021", "2023")
SHOW = ("schemes", "show", WUHAN)
EACH = pytest.mark.parametrize("command", [DIFF, SHOW], ids=["diff", "show"])


def test_the_changes_in_words() -> None:
    found = english(*DIFF)
    assert found.exit_code == 0
    assert found.stdout.splitlines()[0].startswith("Interest subsidy of guaranteed loans")
    assert "+ share of the actual loan rate" in found.stdout
    assert "another amount: 25" in found.stdout
    assert "The two editions say the same." in english(*DIFF[:-1], "2021").stdout


@EACH
@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_a_file_holds_what_the_output_would(command: tuple[str, ...], form: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    said = english(*command, "--format", form).stdout
    written = english(*command, "--format", form, "--out", out)
    assert (written.exit_code, written.stdout) == (0, "")
    assert out.read_text("utf-8") == said
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@EACH
def test_json_is_json_in_either_language(command: tuple[str, ...]) -> None:
    for language in ("zh", "en"):
        found = json.loads(run(*command, "--format", "json", "--lang", language).stdout)
        assert found["scheme"] == command[2]


@EACH
def test_html_is_whole(command: tuple[str, ...]) -> None:
    parser = _Titles()
    parser.feed(run(*command, "--format", "html").stdout)
    parser.close()
    assert len(parser.found) == 1


class _Titles(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        if self.lasttag == "h1" and data.strip():
            self.found.append(data)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("schemes", "diff", SCHEME, "2021", "2022"), "did you mean 2023?"),
        (("schemes", "diff", f"{SCHEME}s", "2021", "2023"), f"did you mean {SCHEME}?"),
        (("schemes", "diff", SCHEME, "2021"), "Missing argument 'AFTER'"),
        ((*SHOW, "--out", "/nowhere/x"), "there is no such file or folder"),
        ((*SHOW, "--edition", "2020"), "did you mean 2024?"),
    ],
)
def test_what_cannot_be_shown(arguments: tuple[str, ...], said: str) -> None:
    found = english(*arguments)
    assert (found.exit_code, found.stdout) == (2, "")
    assert said in found.stderr

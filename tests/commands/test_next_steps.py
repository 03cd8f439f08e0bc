"""What one may do next stands on the standard error, beside an answer or an error, and works as it stands."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from tests.commands.run import EXAMPLE, FICTIONAL, WUHAN, english, written


def steps(*arguments: object) -> list[list[str]]:
    """The commands that are proposed, as words."""
    lines = english(*arguments).stderr.splitlines()
    return [shlex.split(line.partition(": subsidy ")[2]) for line in lines if ": subsidy " in line]


def test_nothing_is_proposed_where_all_is_said() -> None:
    assert english("calc", EXAMPLE, "--scheme", WUHAN).stderr == ""
    assert english("calc", EXAMPLE, "--scheme", WUHAN, "--format", "json").stderr == ""


def test_missing_facts_are_asked_for(tmp_path: Path) -> None:
    file = written(tmp_path, "with a space.yaml", rate="")
    for command in ("calc", "explain"):
        ((*words,),) = steps(command, file, "--scheme", WUHAN, "--reading", "loan_months=thirtieths")
        assert words == ["ask", WUHAN, "--from", str(file), "--reading", "loan_months=thirtieths"]
    found = english(*words, stdin=f"4.15%\n{tmp_path / 'b.yaml'}\n")
    assert "2. " not in found.stdout
    assert "26,577.78" in found.stdout


def test_refusals_are_explained(tmp_path: Path) -> None:
    file = written(tmp_path, rate="3.10%")
    ((*words,),) = steps("calc", file, "--scheme", WUHAN, "--schemes", FICTIONAL)
    assert words == ["explain", str(file), "--scheme", WUHAN, "--schemes", str(FICTIONAL)]
    assert english(*words).exit_code == 3
    assert steps("explain", file, "--scheme", WUHAN) == []


def test_of_several_schemes_the_whole_note_is_proposed() -> None:
    every = ["calc", str(EXAMPLE), "--format", "json"]
    assert steps("calc", EXAMPLE) == [every, ["calc", str(EXAMPLE), "--scheme", WUHAN]]
    assert steps("explain", EXAMPLE) == []


def test_where_none_gives_anything_the_nearest_is_proposed(tmp_path: Path) -> None:
    file = written(tmp_path, rate="3.10%")
    whole = [str(file), "--scheme", WUHAN]
    every = ["calc", str(file), "--format", "json"]
    assert steps("calc", file) == [every, ["calc", *whole], ["explain", *whole]]


def test_figures_that_nobody_published_are_not_asked_for() -> None:
    claim = EXAMPLE.parent / "insured-loan-claim.yaml"
    ((*words, overlay),) = steps("calc", claim, "--scheme", "wuhan/insured-loan-risk")
    assert (words[:2], words[-1], overlay) == (["calc", str(claim)], "--overlay", "agreement.yaml")
    assert english(*words, EXAMPLE.parent / "insured-loan-agreement.yaml").exit_code == 0


def test_several_files_and_the_standard_input_propose_nothing(tmp_path: Path) -> None:
    file = written(tmp_path, rate="")
    assert steps("calc", file, EXAMPLE, "--scheme", WUHAN) == []
    assert english("calc", "-", "--scheme", WUHAN, stdin=file.read_text("utf-8")).stderr == ""


@pytest.mark.parametrize(
    ("arguments", "proposed"),
    [
        (("calc", EXAMPLE, "--scheme", "wuhan/x"), ["schemes", "list"]),
        (("ask", "wuhan/x"), ["schemes", "list"]),
        (("calc", EXAMPLE, "--scheme", WUHAN, "--edition", "1999"), ["schemes", "show", WUHAN]),
        (("new", WUHAN, "--edition", "1999"), ["schemes", "show", WUHAN]),
        (("calc", EXAMPLE, "--scheme", WUHAN, "--reading", "x=y"), ["schemes", "show", WUHAN]),
        (("ask", WUHAN, "--reading", "loan_months=y"), ["schemes", "show", WUHAN]),
    ],
)
def test_where_names_are_to_be_found(arguments: tuple[object, ...], proposed: list[str]) -> None:
    assert steps(*arguments) == [proposed]
    assert english(*proposed).exit_code == 0


def test_where_a_settlement_follows_limits_are_not_called_unjudged(tmp_path: Path) -> None:
    another = written(tmp_path)
    several = english("calc", EXAMPLE, another, "--scheme", WUHAN)
    assert "not judged here" in english("calc", EXAMPLE, "--scheme", WUHAN).stdout
    assert "not judged here" not in several.stdout
    assert "Payable after the limits" in several.stdout
    assert "not judged here" not in english("explain", EXAMPLE, another, "--scheme", WUHAN).stdout


def test_where_a_limit_took_something_the_limits_are_shown(tmp_path: Path) -> None:
    file = tmp_path / "granted.yaml"
    granted = "granted: [{scheme: wuhan/tech-loan-subsidy, edition: '2024', year: 2024, amount: 1万元}]\n"
    file.write_text(f"{EXAMPLE.read_text('utf-8')}\n{granted}", "utf-8")
    assert steps("calc", file, "--scheme", WUHAN) == [["schemes", "show", WUHAN, "--edition", "2024"]]

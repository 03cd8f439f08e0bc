"""`subsidy calc` of several files settles them together: one loan per enterprise, the largest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from subsidy.commands import main

EXAMPLE = Path(__file__).parents[2] / "examples" / "wuhan-kebao.yaml"
SCHEME = "wuhan/tech-loan-subsidy"


def application(folder: Path, number: int, principal: str) -> str:
    """The shipped example with another principal; its flows, which name the principal, are left out."""
    text = (
        EXAMPLE.read_text("utf-8")
        .replace("WH-2024-0001", f"WH-{number}")
        .replace("principal: 200万元", f"principal: {principal}")
    )
    kept = [line for line in text.splitlines() if "kind: drawdown" not in line and "kind: principal" not in line]
    path = folder / f"{number}.yaml"
    path.write_text("\n".join([*kept, "granted: []"]), encoding="utf-8")
    return str(path)


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    return [application(tmp_path, i, principal) for i, principal in enumerate(["200万元", "300万元", "80万元"], 1)]


def run(*arguments: str) -> str:
    result = CliRunner().invoke(main, ["calc", *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize("scheme", [["--scheme", SCHEME], []])
def test_the_settlement_stands_at_the_end(files: list[str], scheme: list[str]) -> None:
    answer = json.loads(run(*files, "--format", "json", *scheme))
    settlement = answer["settlement"]
    assert {d["application"]: d["payable"] for d in settlement["decisions"] if d["scheme"] == SCHEME} == {
        "WH-1": "0.00",
        "WH-2": "39000.00",
        "WH-3": "0.00",
    }
    (limit,) = (r for r in settlement["limits"] if r["scheme"] == SCHEME)
    assert (limit["claimed"], limit["paid"]) == ("3", "1")


def test_one_file_and_scheme_is_one_decision_with_its_settlement(files: list[str]) -> None:
    answer = json.loads(run(files[0], "--scheme", SCHEME, "--format", "json"))
    assert (answer["total"], answer["settlement"]["payable"]) == ("26000.00", "26000.00")


@pytest.mark.parametrize(
    ("language", "said"), [("zh", "本笔核减26,000.00元"), ("en", "26,000.00 yuan less for this loan")]
)
def test_the_page_says_what_the_limit_took(files: list[str], language: str, said: str) -> None:
    page = "".join(run(*files, "--scheme", SCHEME, "--lang", language).split())
    assert "".join(said.split()) in page


def test_a_loan_alone_that_no_limit_cuts_has_no_page_more(files: list[str]) -> None:
    assert "Payable after the limits" not in run(files[0], "--scheme", SCHEME, "--lang", "en")


def test_what_cannot_be_used_is_named_where_the_others_are_settled(files: list[str], tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("loan: {principal: much}\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["calc", files[0], str(bad), "--lang", "en"], catch_exceptions=False)
    assert result.exit_code == 2
    settlement = " ".join(result.stdout.partition("Payable after the limits: 26,000.00 yuan")[2].split())
    assert settlement.startswith("! settled without ")
    assert "settled without" not in run(*files, "--lang", "en")

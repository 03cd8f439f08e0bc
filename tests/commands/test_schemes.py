"""The commands about schemes, rates, forms and schemas."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from subsidy.diagnostics import Place
from subsidy.evaluation import cases
from subsidy.evaluation.cases import CaseResult
from subsidy.messages import Label, msg
from tests.commands.run import EXAMPLE, FICTIONAL, WUHAN, as_json, english, run


def test_schemes_list() -> None:
    found = english("schemes", "list", "--schemes", FICTIONAL)
    assert found.exit_code == 0
    assert WUHAN in found.stdout
    assert "jia/twice" in found.stdout


def test_schemes_listed_for_programs() -> None:
    found = as_json("schemes", "list", "twice", "--schemes", FICTIONAL, "--lang", "en")
    assert [(one["scheme"], list(one["editions"])) for one in found] == [("jia/twice", ["2023", "2024"])]
    shown = as_json("schemes", "show", "jia/twice", "--edition", "2023", "--schemes", FICTIONAL, "--lang", "en")
    assert found[0]["editions"]["2023"] == shown["governs"]
    assert run("schemes", "list", "no-such", "--format", "json").exit_code == 2
    assert run("schemes", "list", "--format", "markdown").stdout.startswith("- ")


def test_schemes_show_the_last_edition_or_the_one_named() -> None:
    assert english("schemes", "show", WUHAN).stdout.startswith("Wuhan technology-loan subsidy, edition 2024\n")
    assert "edition 2019" in english("schemes", "show", WUHAN, "--edition", "2019").stdout.splitlines()[0]
    assert run("schemes", "show", WUHAN, "--format", "markdown").stdout.startswith("## 武汉市科技贷款补贴（2024版）\n")
    unknown = english("schemes", "show", "wuhan/tech")
    assert unknown.exit_code == 2
    assert unknown.stderr.startswith("Error: there is no scheme wuhan/tech; ")


def test_schemes_check_of_one_file(tmp_path: Path) -> None:
    text = (FICTIONAL / "jia/twice/2023.yaml").read_text("utf-8")
    file = tmp_path / "2023.yaml"
    file.write_text(text, encoding="utf-8")
    good = english("schemes", "check", file)
    assert (good.exit_code, good.stdout) == (0, "errors: 0; other findings: 0\n")
    file.write_text(text.replace("loan.principal * share", "loan.principal"), encoding="utf-8")
    unused = english("schemes", "check", file)
    assert unused.exit_code == 0
    assert "nothing uses share" in unused.stdout
    assert unused.stdout.splitlines()[-1] == "errors: 0; other findings: 1"
    file.write_text(text.replace("cite: made 二, zh: 金额", "cite: mode 二, zh: 金额"), encoding="utf-8")
    wrong = english("schemes", "check", file)
    assert wrong.exit_code == 2
    assert f"{file}:17:" in wrong.stdout
    assert "did you mean made?" in wrong.stdout
    assert english("schemes", "check", tmp_path / "none.yaml").exit_code == 2


def test_schemes_check_of_all_finds_no_error() -> None:
    found = english("schemes", "check")
    assert found.exit_code == 0
    assert found.stdout.splitlines()[-1].startswith("errors: 0; ")


def test_schemes_test_of_one_scheme() -> None:
    found = english("schemes", "test", WUHAN)
    assert found.exit_code == 0
    count, _, every, *_ = found.stdout.split()
    assert int(count) == int(every) > 50
    assert english("schemes", "test", "wuhan/none").exit_code == 2


def test_schemes_test_names_each_case_that_comes_out_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    place, differences = Place("cases/a.yaml", 3, 5), (msg("total"),)
    good = CaseResult("jia/twice", "2024", Label("好", "good"), "made 一", place, ())
    bad = CaseResult("jia/twice", "2024", Label("坏", "bad"), "made 一", place, differences)
    monkeypatch.setattr(cases, "run_cases", lambda schemes, names: [good, bad])
    found = english("schemes", "test")
    assert found.exit_code == 1
    assert found.stdout.splitlines() == [
        "  ✗ bad (cases/a.yaml:3:5)                                        jia/twice@2024",
        "    total",
        "",
        "1 of 2 worked examples come out exactly",
    ]


def test_rates_show() -> None:
    on = english("rates", "show", "--table", "lpr", "--on", "2023年8月1日", "--tenor", "1Y")
    assert on.exit_code == 0
    assert on.stdout.splitlines()[2].split()[:2] == ["2023-07-20", "3.55%"]
    assert english("rates", "show").stdout.startswith("loan prime rate (LPR), the last quotes")
    for wrong in (("--on", "2019-08-19"), ("--on", "yesterday"), ("--tenor", "1M"), ("--table", "lbr")):
        refused = english("rates", "show", *wrong)
        assert refused.exit_code == 2
        assert refused.stdout == ""
        assert refused.stderr


def test_a_new_form_is_read_back(tmp_path: Path) -> None:
    file = tmp_path / "form.yaml"
    assert run("new", WUHAN, "--out", file).exit_code == 0
    assert file.read_text("utf-8").replace(str(file), "FILE") == run("new", WUHAN).stdout
    assert english("calc", file, "--scheme", WUHAN).exit_code == 4
    again = english("new", WUHAN, "--out", file)
    assert again.exit_code == 2
    assert "exists already" in again.stderr
    assert english("new", WUHAN, "--out", tmp_path / "no" / "form.yaml").stderr.endswith(
        "no/form.yaml: there is no such file or folder\n"
    )


def test_a_new_form_of_an_edition() -> None:
    assert "2019" in english("new", WUHAN, "--edition", "2019").stdout.splitlines()[0]
    assert english("new", WUHAN, "--edition", "1999").exit_code == 2
    assert english("new", "wuhan/none").exit_code == 2


def test_the_schema_of_an_application_knows_the_facts_of_every_scheme() -> None:
    schema = json.loads(english("schema").stdout)
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert {"application", "borrower", "loan", "cover"} <= set(schema["properties"])


def test_the_schema_of_a_decision_has_the_keys_of_a_decision() -> None:
    schema = json.loads(english("schema", "--decision").stdout)
    assert set(as_json("calc", EXAMPLE, "--scheme", WUHAN)) - {"file", "settlement"} == set(schema["required"])


def test_schemes_are_listed_by_a_word_of_their_name_or_title() -> None:
    for word in ("suizhou", "随州"):
        assert english("schemes", "list", word).stdout.count("suizhou/loan-subsidy") == 1
        assert "wuhan/" not in english("schemes", "list", word).stdout
    refused = english("schemes", "list", "襄阳")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "no scheme's name holds 襄阳" in refused.stderr


def test_a_city_in_chinese_and_an_edition_behind_the_name_are_understood_and_said_rightly() -> None:
    assert "suizhou/loan-subsidy" in english("schemes", "show", "随州").stderr
    refused = english("schemes", "show", "wuhan/tech-loan-subsidy@2022")
    assert refused.exit_code == 2
    assert "give wuhan/tech-loan-subsidy and --edition 2022" in refused.stderr

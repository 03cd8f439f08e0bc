"""`subsidy calc` from end to end: amounts, exit codes, formats, several files, several schemes, bad input."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.commands.run import EXAMPLE, FICTIONAL, ROOT, WUHAN, as_json, english, run, written


def test_an_insured_loan_of_two_million_for_six_months() -> None:
    found = run("calc", EXAMPLE, "--scheme", WUHAN)
    assert found.exit_code == 0
    assert found.stdout.splitlines()[0] == "符合条件，应补26,000.00元"
    assert found.stdout.splitlines()[-1] == "应补借款企业：26,000.00元（人民币贰万陆仟元整）"
    assert found.stderr == ""


def test_a_guaranteed_loan_of_five_million_for_a_year(tmp_path: Path) -> None:
    file = written(
        tmp_path, product="科担贷", principal="500万元", matures_on="2024-02-10", disbursed_on="2023-02-10",
        signed_on="2023-02-01", flows="",
    )  # fmt: skip
    text = "\n".join(line for line in file.read_text("utf-8").splitlines() if not line.startswith("    - {on:"))
    file.write_text(text.replace("kind: insurance", "kind: guarantee").replace("premium: 5.2万元, ", ""), "utf-8")
    found = as_json("calc", file, "--scheme", WUHAN)
    assert (found["outcome"], found["total"]) == ("eligible", "50000.00")


def test_a_rate_below_the_reference_rate_is_refused_by_how_much(tmp_path: Path) -> None:
    found = english("calc", written(tmp_path, rate="3.10%"), "--scheme", WUHAN)
    assert found.exit_code == 3
    assert found.stdout.splitlines()[0] == "Not eligible"
    assert "0.45pp" in found.stdout
    assert found.stdout.splitlines()[-1] == "Due to borrower: 0.00 yuan (RMB 零元整)"


def test_without_qualifications_it_is_incomplete_and_names_them(tmp_path: Path) -> None:
    file = written(tmp_path, qualifications="")
    file.write_text("\n".join(line for line in file.read_text("utf-8").splitlines() if "高新技术" not in line), "utf-8")
    found = english("calc", file, "--scheme", WUHAN)
    assert found.exit_code == 4
    assert "borrower.qualifications" in found.stdout


def test_every_scheme_is_tried_without_a_name() -> None:
    found = run("calc", EXAMPLE)
    assert found.exit_code == 0
    assert found.stdout.startswith("符合条件，应补26,000.00元")
    assert "其他方案" in found.stdout
    tried = {d["scheme"] for d in as_json("calc", EXAMPLE)["decisions"]}
    listed = english("schemes", "list").stdout
    assert all(name in listed for name in tried)
    assert len(tried) == listed.count("\n  · ") + 1


def test_the_form_of_json(tmp_path: Path) -> None:
    alone = as_json("calc", EXAMPLE, "--scheme", WUHAN)
    assert alone["file"] == str(EXAMPLE)
    assert alone["benefits"]["loan_subsidy"]["entitlement"] == "26000.00"
    two = as_json("calc", EXAMPLE, written(tmp_path, rate="3.10%"), "--scheme", WUHAN)
    assert [d["outcome"] for d in two["decisions"]] == ["eligible", "ineligible"]
    assert "decisions" in as_json("calc", EXAMPLE)


def test_explain_adds_to_the_same_decision() -> None:
    short, whole = as_json("calc", EXAMPLE, "--scheme", WUHAN), as_json("explain", EXAMPLE, "--scheme", WUHAN)
    assert {key: whole[key] for key in short} == short
    assert set(whole) - set(short) == {"facts", "choices", "sources"}
    assert {fact["path"] for fact in whole["facts"]} >= {"loan.rate", "borrower.qualifications"}


def test_explain_in_words() -> None:
    found = run("explain", EXAMPLE, "--scheme", WUHAN)
    assert found.exit_code == 0
    assert all(section in found.stdout for section in ("事实", "条件", "计算", "口径", "来源", "回执"))


def test_markdown() -> None:
    found = run("calc", EXAMPLE, "--scheme", WUHAN, "--format", "markdown")
    assert found.stdout.startswith("## 符合条件，应补26,000.00元\n\n")
    assert "\n### 计算\n" in found.stdout


def test_a_reading_chosen_and_an_edition_forced() -> None:
    read = as_json("calc", EXAMPLE, "--scheme", WUHAN, "--reading", "loan_months=thirtieths")
    assert read["total"] == "26577.78"
    assert read["receipt"]["readings"]["loan_months"] == "thirtieths"
    forced = as_json("calc", EXAMPLE, "--scheme", WUHAN, "--edition", "2022")
    assert (forced["edition"], forced["outcome"]) == ("2022", "ineligible")
    assert {"name": "governs", "verdict": "fails"}.items() <= forced["rules"][0].items()


def test_a_reading_that_only_some_schemes_have_may_be_chosen_for_all() -> None:
    found = as_json("calc", EXAMPLE, "--reading", "over_limit=first_part")
    assert {d["scheme"]: d["total"] for d in found["decisions"]}[WUHAN] == "26000.00"


def test_where_several_editions_govern_each_decides(tmp_path: Path) -> None:
    asked = ("calc", EXAMPLE, "--scheme", "jia/twice", "--schemes", FICTIONAL)
    found = english(*asked)
    assert found.exit_code == 0
    assert found.stdout.count("Eligible: 20,000.00 yuan") == 2
    assert [d["edition"] for d in as_json(*asked)["decisions"]] == ["2023", "2024"]
    one = as_json(*asked, "--edition", "2024")
    assert (one["edition"], one["total"]) == ("2024", "20000.00")


def test_the_standard_input_in_yaml_and_in_json() -> None:
    yaml = EXAMPLE.read_text("utf-8")
    assert english("calc", "-", "--scheme", WUHAN, stdin=yaml).stdout.startswith("Eligible: 26,000.00 yuan")
    json = '{"loan": {"principal": "200万元",\t"product": "科保贷"}}'
    assert english("calc", "-", "--scheme", WUHAN, stdin=json).exit_code == 4


def test_several_files_are_each_answered_and_the_most_serious_code_ends(tmp_path: Path) -> None:
    refused = written(tmp_path, "refused.yaml", rate="3.10%")
    unknown = written(tmp_path, "unknown.yaml", rate="")
    wrong = written(tmp_path, "wrong.yaml", rate="4.15")
    codes = {(): 0, (refused,): 3, (refused, unknown): 4, (unknown, wrong, refused): 2}
    for others, code in codes.items():
        found = english("calc", EXAMPLE, *others, "--scheme", WUHAN)
        assert found.exit_code == code
        assert "Eligible: 26,000.00 yuan" in found.stdout
    assert str(refused) in found.stdout.replace("\n", "")
    assert found.stderr.startswith(f"{wrong}:")
    assert "loan.rate" in found.stderr


def test_a_suspended_payment_ends_with_its_own_code(tmp_path: Path) -> None:
    file = tmp_path / "claim.yaml"
    file.write_text(
        """
application: {id: C-1, submitted_on: 2024-07-01}
loan: {product: 科保贷}
claim: {made_on: 2024-06-30, overdue_since: 2024-03-31, principal_lost: 100.01元}
lender_year: {losses: 4万元, enrolled: 100万元}
""",
        encoding="utf-8",
    )
    folder, overlay = ROOT / "tests/decisions/schemes", ROOT / "tests/report/agreement.yaml"
    found = english("calc", file, "--scheme", "jia/loss", "--schemes", folder, "--overlay", overlay)
    assert found.exit_code == 5
    assert found.stdout.startswith("Suspended: nothing is paid for now")
    assert english("calc", file, "--scheme", "jia/loss", "--schemes", folder).exit_code == 4


def test_schemes_of_ones_own_by_an_environment_variable() -> None:
    found = run("calc", EXAMPLE, "--scheme", "jia/twice", environment={"SUBSIDY_SCHEMES": str(FICTIONAL)})
    assert found.exit_code == 0


def test_a_folder_of_schemes_that_holds_none_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "2024.yaml").write_text("scheme: jia/flat\n", "utf-8")
    found = english("calc", EXAMPLE, "--schemes", str(tmp_path))
    assert found.exit_code == 2
    laid_out = "its files are laid out as CITY/SCHEME/EDITION.yaml"
    assert found.stderr == f"Error: {tmp_path} holds no scheme; {laid_out} [empty]\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--scheme", "wuhan/tech-loan-subsidi"), "did you mean wuhan/tech-loan-subsidy?"),
        (("--scheme", WUHAN, "--edition", "2023"), "has no edition 2023; did you mean 2024?"),
        (("--edition", "2024"), "--edition needs --scheme"),
        (("--reading", "loan_months"), "write name=value, not loan_months"),
        (("--reading", "loan_months=completed", "--reading", "loan_months=started"), "loan_months is given twice"),
        (("--scheme", WUHAN, "--reading", "loan_month=started"), "did you mean loan_months?"),
        (("--scheme", WUHAN, "--reading", "loan_months=begun"), "allowed are completed, started, thirtieths"),
        (("--reading", "loan_months=begun"), "begun is not a choice of loan_months"),
        (("--overlay", "nowhere.yaml"), "nowhere.yaml: there is no such file"),
        (("--schemes", "nowhere"), "nowhere is not a folder"),
        (("--format", "xml"), "'xml' is not one of 'text', 'json', 'markdown'"),
    ],
)
def test_a_question_that_cannot_be_asked(arguments: tuple[str, ...], said: str) -> None:
    found = english("calc", EXAMPLE, *arguments)
    assert found.exit_code == 2
    assert said in found.stderr
    assert found.stdout == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "there is nothing in it [empty]"),
        ("loan: {rate: 4.15}", "1:14: loan.rate: '4.15' has no unit"),
        ("loan: {signed_on: 2023-02-30}", "1:19: loan.signed_on: "),
        ("loan: {product: 科保袋}", "did you mean 科保贷? [unknown-product]"),
        ("loan: {rate: 4.15%, rate: 4.2%}", "rate"),
        ("loan: {rate: 4.15%", "[malformed]"),
        ("loan: {rat: 4.15%}", "did you mean rate?"),
        ("[" * 5_000, "nested"),
        ("loan: {settled_on: 2023-01-01, disbursed_on: 2023-02-01}", "loan.settled_on"),
        ("- 1", "expected keys with values, found a list"),
        ("!!python/object/apply:os.system [ls]", "[tag]"),
        ("a: &a [*a]", "an alias cannot be used here"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_bad_application_is_said_in_lines_and_never_a_traceback(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text(text, encoding="utf-8")
    found = english("calc", file, "--scheme", WUHAN)
    assert found.exit_code == 2
    assert found.stdout == ""
    assert said in found.stderr
    assert all(line.startswith(f"{file}:") for line in found.stderr.splitlines())


def test_bytes_and_sizes_that_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_bytes("loan: {product: 科保贷}".encode("gb18030"))
    assert "is not UTF-8" in english("calc", file).stderr
    file.write_bytes(b"a: " + b"1" * 50_000_000)
    assert "is larger than" in english("calc", file).stderr
    assert english("calc", tmp_path).stderr.endswith("this is a folder, not a file [unreadable]\n")
    assert english("calc", tmp_path / "none.yaml").exit_code == 2


def test_an_overlay_is_no_application() -> None:
    found = english("calc", ROOT / "examples" / "insured-loan-agreement.yaml")
    assert (found.exit_code, found.stdout) == (2, "")
    said = "insured-loan-agreement.yaml:4:10: an overlay, not an application; give it with --overlay [overlay]"
    assert found.stderr.removeprefix(f"{ROOT}/examples/") == f"{said}\n"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("loans.csv", "申请编号\n1\n", "a table, not an application; decide its rows: subsidy batch "),
        ("t.XLSX", "PK", "a table, not an application; "),
        ("s.yaml", "authority: {zh: 市, en: city}\nscheme: a/b\n", "a scheme, not an application; check it: "),
    ],
)
def test_another_file_of_ours_is_told_in_one_line(tmp_path: Path, name: str, text: str, said: str) -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    found = english("calc", file)
    assert (found.exit_code, found.stdout, found.stderr.count("\n")) == (2, "", 1)
    assert found.stderr.startswith(f"{file}:1:")
    assert said in found.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("loan: {}\nborrower: {}\n", "an application, not an overlay; give it without --overlay"),
        ("scheme: a/b\n", "not an overlay; an overlay says which scheme it is for: overlay: city/scheme"),
    ],
)
def test_what_is_no_overlay_is_told_in_one_line(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "laid.yaml"
    file.write_text(text, encoding="utf-8")
    found = english("calc", EXAMPLE, "--overlay", file)
    assert (found.exit_code, found.stdout) == (2, "")
    assert found.stderr.partition(": ")[2] == f"{said} [overlay]\n"


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text("loan:\n  rate: 4.15\n  principal: 二百\nlon: 1\n", encoding="utf-8")
    assert len(english("calc", file).stderr.splitlines()) == 3


def test_a_bad_scheme_of_ones_own(tmp_path: Path) -> None:
    folder = tmp_path / "jia" / "twice"
    folder.mkdir(parents=True)
    text = (FICTIONAL / "jia/twice/2023.yaml").read_text("utf-8")
    for wrong, said in (
        ("__import__('os').system('ls')", "[syntax]"),
        ("loan.principal * shar", "did you mean share?"),
        ("amount + loan.principal", "a cycle: "),
        ("loan.principal + share", "share"),
    ):
        (folder / "2023.yaml").write_text(text.replace("loan.principal * share", wrong), encoding="utf-8")
        found = english("calc", EXAMPLE, "--scheme", "jia/twice", "--schemes", tmp_path)
        assert found.exit_code == 2
        assert found.stderr.startswith(f"{folder / '2023.yaml'}:")
        assert said in found.stderr


def test_totals_agree_between_the_formats() -> None:
    data = as_json("calc", EXAMPLE, "--scheme", WUHAN)
    text = english("calc", EXAMPLE, "--scheme", WUHAN).stdout
    assert f"{Decimal(data['total']):,.2f} yuan" in text.splitlines()[0]


@pytest.mark.parametrize(
    ("named", "said"), [("wuhan", "wuhan/tech-loan-subsidy"), ("talent-loans", "hubei/talent-loans")]
)
def test_a_part_of_a_schemes_name_names_those_that_have_it(named: str, said: str) -> None:
    found = english("calc", EXAMPLE, "--scheme", named).stderr
    assert said in found
    assert "beijing/" not in found


def test_an_overlay_of_another_scheme_is_told() -> None:
    overlay = EXAMPLE.parent / "insured-loan-agreement.yaml"
    result = english("calc", EXAMPLE, "--scheme", "wuhan/tech-loan-subsidy", "--overlay", overlay)
    assert result.exit_code == 0
    assert f"{overlay} is not for what is asked here, and changes nothing" in result.stderr
    claim = EXAMPLE.parent / "insured-loan-claim.yaml"
    fitting = english("calc", claim, "--scheme", "wuhan/insured-loan-risk", "--overlay", overlay)
    assert "changes nothing" not in fitting.stderr

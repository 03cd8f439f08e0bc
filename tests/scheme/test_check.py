"""What an author is told of a scheme that can be used, but should be looked at."""

from pathlib import Path

import pytest

from subsidy.diagnostics import Diagnostic
from subsidy.scheme.check import MOST_COMBINATIONS, check_file, check_schemes, combinations_of
from subsidy.scheme.definition import Reading
from subsidy.scheme.library import load_schemes
from tests.scheme.town import described, marked, spoilt, written

USE = "use it, or delete it"
BENEFITS = "benefits:\n"


def other_rule(formula: str) -> str:
    return f"  other: {{require: '{formula}', cite: notice 一, zh: 其他, en: other}}\n"


def finding(path: Path, changes: tuple[tuple[str, str], ...]) -> list[tuple[str, str, str]]:
    """Code, message and remedy of each, all of them warnings and just where the marks are."""
    text, places = marked(spoilt(*changes))
    found = check_file(written(path, text))
    assert [(d.place.line, d.place.column) for d in found if d.place] == list(places)
    assert {d.severity for d in found} <= {"warning"}
    return [(d.code, str(d.message), str(d.remedy)) for d in found]


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("other", (("  fee: {is", "  «other: {is: 1元, cite: notice 二, zh: 其他, en: other}\n  fee: {is"),)),
        ("law", (("sources:\n", "sources:\n  «law: {title: 办法, issued: 2022, standing: official}\n"),)),
        ("borrower.staff", (("facts:\n", "facts:\n  «borrower.staff: {type: count, zh: 人数, en: staff}\n"),)),
        (
            "twice",
            (("definitions:\n", "definitions:\n  «twice: {is: fee + fee, cite: notice 二, zh: 两倍, en: twice}\n"),),
        ),
        (
            "months_read",
            (("settled_on, months_read)", 'settled_on, "started")'), ("  months_read:", "  «months_read:")),
        ),
        ("standard", (("min(standard, cost, ", "min(cost, "), ("  standard:", "  «standard:"))),
    ],
)
def test_what_nothing_uses(name: str, changes: tuple[tuple[str, str], ...], tmp_path: Path) -> None:
    assert finding(tmp_path, changes) == [("unused", f"nothing uses {name}", USE)]


@pytest.mark.parametrize(
    "more",
    [
        "notes:\n  - {zh: 说明, en: note, cite: law 一}\n",
        "materials:\n  - {zh: 材料, en: paper, cite: law 一}\n",
        "limits:\n  one: {at_most: 1笔, per: [borrower, edition], keep: largest, cite: law 一, zh: 一笔, en: one}\n",
    ],
)
def test_a_source_that_only_a_note_a_paper_or_a_limit_cites_is_used(more: str, tmp_path: Path) -> None:
    law = ("sources:\n", "sources:\n  law: {title: 办法, issued: 2022, standing: official}\n")
    assert finding(tmp_path, (law, ("benefits:\n", f"{more}benefits:\n"))) == []


def test_a_parameter_and_a_fact_that_only_a_limit_needs_are_used(tmp_path: Path) -> None:
    limit = "limits:\n  pot: {at_most: pot, per: [lender, borrower.town], cite: notice 三, zh: 总额, en: pot}\n"
    changes = (
        ("  fee: {is", "  pot: {is: 100万元, cite: notice 三, zh: 总额, en: pot}\n  fee: {is"),
        ("facts:\n", "facts:\n  borrower.town: {type: text, zh: 镇, en: town}\n"),
        ("benefits:\n", f"{limit}benefits:\n"),
    )
    assert finding(tmp_path, changes) == []


def test_what_only_one_choice_of_a_reading_uses_is_used(tmp_path: Path) -> None:
    changes = (
        ("definitions:\n", "definitions:\n  double: {is: fee + fee, cite: notice 二, zh: 两倍, en: double}\n"),
        ("loan.interest_paid + fee", 'loan.interest_paid + (double if months_read == "started" else fee)'),
    )
    assert finding(tmp_path, changes) == []


def test_choices_that_come_to_the_same(tmp_path: Path) -> None:
    third = "completed: {zh: 足月, en: whole}, «other: {zh: 其他, en: other}, "
    changes = (
        ("completed: {zh: 足月, en: whole}, ", third),
        (
            "'months(loan.disbursed_on, loan.settled_on, months_read)'",
            '\'months(loan.disbursed_on, loan.settled_on, "started") if months_read == "started" '
            'else months(loan.disbursed_on, loan.settled_on, "completed")\'',
        ),
    )
    remedy = "let a formula ask for it, or delete it"
    assert finding(tmp_path, changes) == [("same-choice", "other comes to the same as completed", remedy)]


@pytest.mark.parametrize(
    ("formula", "says"),
    [
        ("loan.principal >= 0", "fail"),
        ("0 <= loan.principal", "fail"),
        ("loan.principal != 0 - fee", "fail"),
        ("borrower.listed or fee > 0", "fail"),
        ("not loan.principal < 0", "fail"),
        ("loan.principal + fee > 0", "fail"),
        ("loan.principal < 0", "hold"),
        ("loan.principal + fee <= 0", "hold"),
        ("borrower.listed and fee < 0", "hold"),
        ("loan.principal == 0 - fee", "hold"),
        ('months_read in ["completed", "started"]', "fail"),
    ],
)
def test_a_rule_that_decides_nothing(formula: str, says: str, tmp_path: Path) -> None:
    changes = ((BENEFITS, f"{other_rule(formula).replace('other:', '«other:')}{BENEFITS}"),)
    assert finding(tmp_path, changes) == [("decided", f"this rule can never {says}", "mend it, or delete it")]


@pytest.mark.parametrize(
    "formula",
    ["loan.principal > 0", "loan.principal >= 0 and borrower.listed", 'months_read == "started" or borrower.listed'],
)
def test_a_rule_that_decides_something(formula: str, tmp_path: Path) -> None:
    assert finding(tmp_path, ((BENEFITS, f"{other_rule(formula)}{BENEFITS}"),)) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: {zh: 小镇贷款补贴, en: town loan subsidy}", "«title: {zh: 小镇贷款补贴}"),
        ("zh: 比例, en: share}", "zh: 比例}"),
        ("started: {zh: 起月, en: begun}", "«started: {zh: 起月}"),
        ("started: {zh: 起月, en: begun}", "«started: 起月"),
        ("    zh: 补贴\n    en: subsidy\n", "    zh: 补贴\n"),
    ],
)
def test_a_name_in_one_language(old: str, new: str, tmp_path: Path) -> None:
    marks = {"zh: 比例}": ("  share:", "  «share:"), "    zh: 补贴\n": ("  subsidy:", "  «subsidy:")}
    changes = ((old, new), *((marks[new],) if new in marks else ()))
    assert finding(tmp_path, changes) == [("untitled", "there is no English name", "write en beside zh")]


def test_what_is_wrong_with_another_choice_says_with_which(tmp_path: Path) -> None:
    formula = 'loan.interest_paid + (fee if months_read == "completed" else fee * "2")'
    text, places = marked(spoilt(("is: loan.interest_paid + fee", f"is: '{formula}'")))
    assert places == ()
    assert [d.code for d in check_file(written(tmp_path, text))] == ["type"]  # both branches are always checked
    counting = (
        "'months(loan.disbursed_on, loan.settled_on, months_read)'",
        "'months(loan.disbursed_on, loan.settled_on, way)'",
    )
    choices = "choices: {completed: 足月, quarters: 季}"
    way = f"readings:\n  way: {{zh: 方式, en: way, cite: notice 二, default: completed, {choices}}}\n"
    (found,) = check_file(written(tmp_path, spoilt(counting, ("readings:\n", way))))
    assert str(found.message) == "counting cannot be quarters (read with way: quarters)"
    assert str(found.remedy) == "allowed are completed, started, thirtieths"


# Editions beside each other.


def spans(folder: Path, *days: tuple[str, str, str]) -> list[Diagnostic]:
    """What is found of editions that govern by a fact, from a day to another (or open)."""
    for number, (by, start, end) in enumerate(days, 1):
        governs = f"governs: {{by: {by}, from: {start}, " + (f"to: {end}, " if end else "")
        old = "governs: {by: loan.settled_on, from: 2023-01-01, to: 2023-12-31, "
        text = spoilt(('edition: "2023"', f'edition: "{number}"'), (old, governs))
        written(folder, text, f"town/loans/{number}.yaml")
    return [d for d in check_schemes(load_schemes(folder)) if d.place and d.place.file.startswith(str(folder))]


DAY = "loan.settled_on"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([(DAY, "2022-01-01", "2022-12-31"), (DAY, "2023-01-01", "")], ""),
        ([(DAY, "2022-01-01", "2022-12-30"), (DAY, "2023-01-01", "")], "no edition governs 2022-12-31 to 2022-12-31"),
        (
            [(DAY, "2022-01-01", "2023-01-01"), (DAY, "2023-01-01", "")],
            "the edition 1 governs 2023-01-01 to 2023-01-01 too",
        ),
        (
            [(DAY, "2022-01-01", ""), (DAY, "2023-01-01", "2023-06-30")],
            "the edition 1 governs 2023-01-01 to 2023-06-30 too",
        ),
        ([(DAY, "2023-01-01", ""), (DAY, "2021-01-01", "2022-06-30")], "no edition governs 2022-07-01 to 2022-12-31"),
        ([(DAY, "2022-01-01", ""), (DAY, "2023-01-01", "")], "the edition 1 governs from 2023-01-01 on too"),
        ([(DAY, "2022-01-01", "2022-06-30"), ("loan.signed_on", "2023-01-01", "")], ""),
        (
            [(DAY, "2022-01-01", "2024-12-31"), (DAY, "2022-06-01", "2022-06-30"), (DAY, "2023-01-01", "")],
            "the edition 1",
        ),
    ],
)
def test_days_that_no_edition_or_two_govern(days: list[tuple[str, str, str]], said: str, tmp_path: Path) -> None:
    found = spans(tmp_path, *days)
    assert [str(d.message).startswith(said) for d in found] == [True] * (len(days) - 1 if said else 0)
    assert {d.code for d in found} <= {"gap", "overlap"}
    assert {d.severity for d in found} <= {"warning"}
    assert {d.field for d in found} <= {"governs.from"}


def test_case_files_are_checked_with_their_scheme(tmp_path: Path) -> None:
    written(tmp_path, spoilt())
    path = written(tmp_path, "edition: 2024\nsource: notice 一\nbase: {}\ncases: []\n", "town/loans/cases/a.yaml")
    found = [d for d in check_schemes(load_schemes(tmp_path)) if d.place and d.place.file == str(path)]
    assert [str(d.message) for d in found] == ["list is not allowed here"] or described(found)


# Readings in all their combinations.


def readings(*counts: int) -> dict[str, Reading]:
    return {
        f"r{i}": Reading(zh="口径", cite="notice 一", default="c1", choices={f"c{n}": "选择" for n in range(count)})
        for i, count in enumerate(counts)
    }


def test_every_combination_of_few_readings() -> None:
    every = combinations_of(readings(2, 3, 4))
    assert len(every) == len({tuple(c.items()) for c in every}) == 24


def test_of_many_readings_the_defaults_and_each_single_alternative() -> None:
    assert len(combinations_of(readings(*[2] * 7))) == 128 <= MOST_COMBINATIONS
    single = combinations_of(readings(*[3] * 5))
    assert len(single) == 1 + 5 * 2
    assert all(sum(choice != "c1" for choice in c.values()) <= 1 for c in single)


def test_no_reading_is_one_combination() -> None:
    assert combinations_of({}) == [{}]


def test_the_shipped_schemes_have_no_errors_and_names_in_both_languages() -> None:
    found = check_schemes(load_schemes())
    assert described([d for d in found if d.severity == "error" or d.code == "untitled"]) == ""

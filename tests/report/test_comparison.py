"""What changed between two editions: nothing where they are the same, and each change by itself in its place."""

from __future__ import annotations

from itertools import permutations

import pytest

from subsidy import Schemes, UnknownNameError
from subsidy.documents import parse_document, validate
from subsidy.evaluation.effect import effects
from subsidy.evaluation.evaluator import evaluator_of
from subsidy.facts import read_application
from subsidy.messages import LANGUAGES
from subsidy.rates import load_rate_tables
from subsidy.report.comparison import Comparison, compare, comparison_page, comparison_record
from subsidy.report.differences import Difference, differences
from subsidy.report.terminal import as_text
from subsidy.report.width import width
from subsidy.scheme.cases import Example, case_paths, read_examples
from subsidy.scheme.definition import Edition
from subsidy.scheme.folders import shipped_schemes
from subsidy.scheme.library import LoadedEdition, Scheme, load_edition
from tests.report.decisions import schemes
from tests.scheme.town import TOWN, spoilt

TABLES = load_rate_tables(shipped_schemes() / "rates")
PAIRS = [
    pytest.param(scheme.name, before, after, id=f"{scheme.name} {before} {after}")
    for scheme in schemes().values()
    for before, after in permutations(scheme.editions, 2)
    if not scheme.name.startswith("jia/")
]
EDITIONS = [pytest.param(s.name, e, id=f"{s.name} {e}") for s in schemes().values() for e in s.editions]


def loaded(text: str) -> LoadedEdition:
    document = parse_document(text, "town.yaml")
    return load_edition(validate(Edition, document), document, TABLES)


def changes(*spoil: tuple[str, str]) -> dict[str, list[tuple[str, str | None, str | None]]]:
    """By section: label, and the words before and after."""
    found = differences(loaded(TOWN).program(), loaded(spoilt(*spoil)).program())
    return {section.name: [_said(d) for d in section.differences] for section in found}


def _said(difference: Difference) -> tuple[str, str | None, str | None]:
    before, after = (part and part.words.say("en") for part in difference)
    return difference.label.say("en"), before, after


@pytest.mark.parametrize(("scheme", "edition"), EDITIONS)
def test_an_edition_beside_itself_is_the_same(scheme: str, edition: str) -> None:
    program = schemes()[scheme].edition(edition).program()
    assert differences(program, program) == ()


@pytest.mark.parametrize(
    ("old", "new", "section", "change"),
    [
        ("{is: 2%,", "{is: 3%,", "parameters", ("share", "2%", "3%")),
        ("from: 2023-01-01", "from: 2023-02-01", "dates",
         ("governs", "settled on: 2023-01-01 to 2023-12-31", "settled on: 2023-02-01 to 2023-12-31")),
        ("en: town science office", "en: town hall", "dates", ("issued by", "town science office", "town hall")),
        ("loan.principal <= bound,", "loan.principal < bound,", "conditions",
         ("size", "loan principal ≤ bound", "loan principal < bound")),
        ("require: borrower.listed,", "require: borrower.listed, otherwise: warn,", "conditions",
         ("listed", "listed", "listed; otherwise only a warning")),
        ("require: borrower.listed,", "require: borrower.listed, presumed: yes,", "conditions",
         ("listed", "listed", "listed; presumed unless a fact shows otherwise")),
        ("pays: borrower", "pays: lender", "benefits", ("subsidy", "to the borrower", "to the lender")),
        ("loan.interest_paid + fee,", "loan.interest_paid,", "formulas",
         ("cost", "interest paid + fee", "interest paid")),
        ("default: completed", "default: started", "readings",
         ("months", "whole (default); begun", "begun (default); whole")),
        ("title: 通知,", "title: 办法,", "sources", ("办法", None, "2023-06, official")),
    ],
)  # fmt: skip
def test_a_change_is_told_in_its_place(old: str, new: str, section: str, change: tuple[str, ...]) -> None:
    found = changes((old, new))
    assert change in found.pop(section)
    assert set(found) <= ({"formulas"} if section == "readings" else set())


def test_what_is_only_called_otherwise_is_no_change() -> None:
    assert changes(("zh: 手续费, en: fee}", "zh: 费用, en: charge}")) == {}
    renamed = changes(("  share: {is", "  portion: {is"), ("loan.principal * share)", "loan.principal * portion)"))
    assert renamed == {}


def test_what_is_added_and_taken_away() -> None:
    found = changes(
        ("borrower.listed: {type: flag, zh: 在册, en: listed}",
         "borrower.small: {type: flag, zh: 小微, en: small firm}"),
        ("listed: {require: borrower.listed, cite: notice 一, zh: 在册, en: listed}",
         "small: {require: borrower.small, cite: notice 一, zh: 小微, en: small firm}"),
    )  # fmt: skip
    assert found["conditions"] == [("small firm", None, "small firm"), ("listed", "listed", None)]
    assert found["facts"] == [("small firm", None, "small firm"), ("listed", "listed", None)]


def test_limits_and_papers() -> None:
    limit = "limits: {one: {at_most: 1笔, per: [borrower], keep: largest, cite: notice 三, zh: 一笔, en: one}}\n"
    paper = "materials: [{zh: 合同, en: contract, cite: notice 四}]\n"
    found = differences(loaded(TOWN).program(), loaded(TOWN + limit + paper).program())
    assert {s.name: [_said(d) for d in s.differences] for s in found} == {
        "limits": [("one", None, "at most 1 loan(s) per borrower; the largest first")],
        "materials": [("contract", None, "contract")],
    }


@pytest.mark.parametrize(("scheme", "before", "after"), PAIRS)
def test_there_and_back_are_the_same_changes(scheme: str, before: str, after: str) -> None:
    programs = [schemes()[scheme].edition(name).program() for name in (before, after)]
    there, back = differences(*programs), differences(*reversed(programs))
    turned = [(s.name, {_keys(Difference(d.after, d.before)) for d in s.differences}) for s in back]
    assert [(s.name, {_keys(d) for d in s.differences}) for s in there] == turned


def _keys(difference: Difference) -> tuple[str | None, str | None]:
    before, after = (part and part.key for part in difference)
    return before, after


@pytest.fixture(scope="module")
def compared() -> Comparison:
    return compare(schemes(), "china/startup-guaranteed-loan", "2021", "2023")


def examples_of(scheme: Scheme) -> list[Example]:
    definitions = {name: edition.definition for name, edition in scheme.editions.items()}
    paths = case_paths(edition.document for edition in scheme.editions.values())
    return [example for path in paths for example in read_examples(path, definitions)]


def test_every_worked_case_of_both_is_decided_under_both(compared: Comparison) -> None:
    assert [e.case.name.label for e in examples_of(compared.scheme)] == [effect.name for effect in compared.effects]
    assert {effect.edition for effect in compared.effects} == {"2021", "2023"}


@pytest.mark.parametrize("name", ["china/startup-guaranteed-loan", "wuhan/tech-loan-subsidy"])
def test_a_case_comes_out_under_its_own_edition_as_it_is_worked_out(name: str) -> None:
    at_hand, scheme = schemes(), schemes()[name]
    first, *_, last = scheme.editions
    own = {e.case.name.label: e for e in examples_of(scheme) if e.edition in (first, last) and not e.overlays}
    count = 0
    for effect in effects(at_hand, scheme, first, last):
        example = own.get(effect.name)
        if example is None or example.edition != effect.edition:
            continue
        application = read_application(example.application, scheme.vocabulary, at_hand.products)
        decision = evaluator_of(scheme.edition(example.edition), example.case.readings).decide(application)
        if decision.run.rules[0]:
            count += 1
            answer = effect.before if effect.edition == first else effect.after
            assert answer[:2] == (decision.outcome, decision.total)
    assert count > 20


def test_the_page_fits_and_tells_every_change_and_case(compared: Comparison) -> None:
    told = [difference.label for section in compared.sections for difference in section.differences]
    open_ = [e for e in compared.changed if "incomplete" in (e.before.outcome, e.after.outcome)]
    told += [effect.name for effect in compared.changed if effect not in open_]
    for language in LANGUAGES:
        assert max(map(width, as_text(comparison_page(compared), language).splitlines())) <= 80
        wide = as_text(comparison_page(compared), language, 10_000)
        assert [label for label in told if label.say(language) not in wide] == []
    text = as_text(comparison_page(compared), "en", 10_000)
    assert "another amount: 25" in text
    assert f"cases that one of them cannot decide, not in the table: {len(open_)}" in text
    assert open_


def test_the_record_says_the_same(compared: Comparison) -> None:
    found = comparison_record(compared, "en")
    assert (found["before"], found["after"], found["same"]) == ("2021", "2023", False)
    assert {"label", "before", "after"} == set(found["sections"]["parameters"][0])
    assert len(found["cases"]) == len(compared.effects)
    (case,) = [c for c in found["cases"] if c["name"] == "100,000 for a year"]
    assert (case["before"]["total"], case["after"]["total"]) == ("3008.22", "2481.78")
    refused = next(c for c in found["cases"] if c["before"]["outcome"] == "ineligible")
    assert refused["before"]["reasons"]
    assert refused["changed"]


def test_the_same_edition_says_so() -> None:
    found = compare(schemes(), "china/startup-guaranteed-loan", "2023", "2023")
    text = as_text(comparison_page(found), "en")
    assert "The two editions say the same." in text
    assert not found.changed


def test_names_that_do_not_exist() -> None:
    at_hand: Schemes = schemes()
    for names in (("china/startup", "2021", "2023"), ("china/startup-guaranteed-loan", "2021", "1999")):
        with pytest.raises(UnknownNameError):
            compare(at_hand, *names)


def test_a_scheme_without_cases_compares_its_texts() -> None:
    editions = {name: loaded(text) for name, text in (("2023", TOWN), ("2024", spoilt(("{is: 2%,", "{is: 3%,"))))}
    scheme = Scheme("town/loans", editions, editions["2023"].vocabulary)
    assert effects(schemes(), scheme, "2023", "2024") == []

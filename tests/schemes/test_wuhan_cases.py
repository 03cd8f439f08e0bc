"""The worked examples of the Wuhan editions leave no rule, reading or step out; what the notices must show, shows."""

from pathlib import Path
from typing import Any

import pytest

from subsidy import Decision, evaluate, load_schemes
from subsidy.evaluation.cases import run_cases
from subsidy.scheme.cases import Example, case_paths, read_examples, rule_names, value_names

SCHEMES = load_schemes()
SCHEME = SCHEMES["wuhan/tech-loan-subsidy"]
DEFINITIONS = {name: edition.definition for name, edition in SCHEME.editions.items()}
EXAMPLES: dict[str, list[Example]] = {name: [] for name in SCHEME.editions}
for path in case_paths(edition.document for edition in SCHEME.editions.values()):
    for example in read_examples(path, DEFINITIONS):
        EXAMPLES[example.edition].append(example)


def test_every_case_passes() -> None:
    assert [(str(r.place), *map(str, r.differences)) for r in run_cases(SCHEMES, [SCHEME.name]) if not r.passed] == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_rule_fails_in_a_case_and_is_unknown_in_another(name: str) -> None:
    expected = [example.case.expect for example in EXAMPLES[name]]
    presumed = {rule.name for rule in SCHEME.editions[name].program().rules if rule.presumed}
    rules = set(rule_names(DEFINITIONS[name]))
    assert {rule for e in expected for rule in e.fails or ()} == rules
    assert {rule for e in expected for rule in e.unknown or ()} == rules - presumed
    assert {rule for e in expected for rule in e.presumed or ()} == presumed


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_choice_of_every_reading_is_chosen_and_matters_in_a_case(name: str) -> None:
    choices = {(reading, choice) for reading, r in DEFINITIONS[name].readings.items() for choice in r.choices}
    defaults = {(reading, r.default) for reading, r in DEFINITIONS[name].readings.items()}
    chosen = {item for example in EXAMPLES[name] for item in example.case.readings.items()}
    mattered = {
        (reading, choice)
        for example in EXAMPLES[name]
        for reading, others in (example.case.expect.readings or {}).items()
        for choice in others
    }
    assert chosen == choices - defaults
    assert mattered == choices


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_value_is_worked_out_in_a_case(name: str) -> None:
    named = value_names(DEFINITIONS[name])
    worked = {named.get(value, f"{value}.amount") for example in EXAMPLES[name] for value in example.case.expect.values}
    assert worked == set(named.values())


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_clause_has_a_case(name: str) -> None:
    """The clauses of rules, readings, steps and days; a case may name several, as in `notice 一、二`."""
    program = SCHEME.editions[name].program()
    cited = {rule.cite for rule in program.rules} | {value.cite for value in program.values}
    cited |= {reading.cite for reading in DEFINITIONS[name].readings.values()}
    sources = " ".join(example.source.partition(" ")[2] for example in EXAMPLES[name])
    assert [cite for cite in cited if cite.partition(" ")[2] not in sources] == []


# What must be shown of the three editions, through the public functions alone.

KEBAO: dict[str, Any] = {
    "application": {"submitted_on": "2024-07-08"},
    "borrower": {
        "city": "武汉市",
        "qualifications": [{"kind": "高新技术企业", "from": "2022-11-09", "to": "2025-11-08"}],
    },
    "loan": {
        "product": "科保贷",
        "principal": "200万元",
        "rate": "4.15%",
        "signed_on": "2023-08-01",
        "disbursed_on": "2023-08-10",
        "settled_on": "2024-02-10",
    },
    "other_aid": [],
}


def kebao(**loan: str) -> dict[str, Any]:
    return {**KEBAO, "loan": {**KEBAO["loan"], **loan}}


def older(submitted: str, cost: str, **loan: str) -> dict[str, Any]:
    """A loan of the filed list, by the day of its filing and its cost."""
    return {
        "application": {"submitted_on": submitted},
        "borrower": {"city": "武汉市", "on_filed_list": "是"},
        "loan": {"product": "科保贷", "interest_paid": cost, **loan},
        "cover": {"premium": "0元"},
        "other_aid": [],
    }


def of_2022(principal: str, cost: str) -> dict[str, Any]:
    return older("2022-07-11", cost, principal=principal, disbursed_on="2021-03-10", settled_on="2022-03-10")


def of_2019(principal: str, cost: str) -> dict[str, Any]:
    return older("2019-08-12", cost, principal=principal, disbursed_on="2018-03-10", settled_on="2019-03-10")


YEAR = {"signed_on": "2023-03-10", "disbursed_on": "2023-03-15", "settled_on": "2024-03-15"}


@pytest.mark.parametrize(
    ("facts", "edition", "total"),
    [
        (KEBAO, "2024", "26000.00"),
        (kebao(product="科担贷", principal="500万元", **YEAR), "2024", "50000.00"),
        (of_2022("100万元", "70000.01元"), "2022", "70000.00"),
        (of_2022("100万元", "69999.99元"), "2022", "69999.99"),
        (of_2022("101万元", "100000元"), "2022", "60600.00"),
        (of_2019("99.99万元", "50000.01元"), "2019", "50000.00"),
        (of_2019("100万元", "0元"), "2019", "70000.00"),
    ],
)
def test_what_must_be_shown(facts: dict[str, Any], edition: str, total: str) -> None:
    decision = evaluate(SCHEME, facts)
    assert (decision.edition, decision.outcome, str(decision.total)) == (edition, "eligible", total)


def reasons(decision: Decision, language: Any) -> dict[str, str]:
    return {r.name: r.reason.say(language) for r in decision.rules if r.verdict == "fails" and r.reason}


def test_a_small_cost_gives_nothing() -> None:
    decision = evaluate(SCHEME, of_2019("99.99万元", "50000.00元"))
    assert (decision.outcome, str(decision.total)) == ("ineligible", "0.00")
    assert list(reasons(decision, "en")) == ["cost_above_floor"]


def test_a_rate_below_the_lpr_is_refused_saying_by_how_much() -> None:
    decision = evaluate(SCHEME, kebao(rate="3.10%"))
    assert decision.outcome == "ineligible"
    for language in ("zh", "en"):
        (reason,) = reasons(decision, language).values()
        assert all(part in reason for part in ("3.10%", "0.45", "3.55%", "2023-08-01"))


def test_without_a_qualification_it_is_asked_for() -> None:
    facts = {**KEBAO, "borrower": {"city": "武汉市"}}
    decision = evaluate(SCHEME, facts)
    assert decision.outcome == "incomplete"
    assert [fact.path for fact in decision.missing] == ["borrower.qualifications"]


def test_the_cases_stand_beside_the_scheme() -> None:
    assert {Path(e.document.name).parent.parent.name for of in EXAMPLES.values() for e in of} == {"tech-loan-subsidy"}

"""Whatever is true of an application, asking for it ends with its decision, and asks for no more than that needs."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from subsidy import Schemes, load_schemes
from subsidy.asking import Question, Questionnaire, questionnaire
from subsidy.facts import Application
from subsidy.scheme.library import LoadedEdition
from tests.asking.answering import answers, decisions, of_any_product, told
from tests.support.applications import applications, complete_applications

SCHEMES: Schemes = of_any_product(load_schemes())
EDITIONS = {f"{s.name}@{name}": edition for s in SCHEMES.values() for name, edition in s.editions.items()}
EACH = pytest.mark.parametrize("name", EDITIONS)
DRAWING = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], max_examples=4)


@pytest.fixture(autouse=True)
def without_contradictions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Random facts contradict each other; that those are refused is shown elsewhere."""
    monkeypatch.setattr(
        questionnaire,
        "read_application",
        lambda document, *_: read(document.data),
    )


def drawn(edition: LoadedEdition) -> st.SearchStrategy[Application]:
    """Applications around where this edition's answers turn, in the words of the whole library."""
    program = edition.program()
    some = st.one_of(complete_applications(program), complete_applications(program), applications(program))
    return some.map(lambda application: read(application.as_data()))


def read(data: Any) -> Application:
    return SCHEMES.vocabulary.model.model_validate(data)


def names(edition: LoadedEdition) -> tuple[str, str]:
    return edition.definition.scheme, edition.name


@EACH
def test_it_ends_with_the_decision_on_the_whole_application(name: str) -> None:
    scheme, _ = names(EDITIONS[name])

    @DRAWING
    @given(drawn(EDITIONS[name]))
    def check(application: Application) -> None:
        asking = Questionnaire(SCHEMES, scheme)
        asked = told(asking, application)
        assert answers(asking.decisions) == answers(decisions(SCHEMES[scheme], application))
        assert answers(decisions(SCHEMES[scheme], read(asking.data))) == answers(asking.decisions)
        _nothing_twice_and_nothing_else(asked, scheme)

    check()


def _nothing_twice_and_nothing_else(asked: list[Question], scheme: str) -> None:
    paths = [question.path for question in asked]
    assert len(paths) == len(set(paths))
    editions = SCHEMES[scheme].editions.values()
    read = {used.path for e in editions for used in e.program().inputs} | {e.definition.governs.by for e in editions}
    assert {(question.of or question.fact).path for question in asked} <= read
    assert len([question for question in asked if question.of is None]) <= len(read)


@EACH
def test_what_it_did_not_ask_for_does_not_matter(name: str) -> None:
    edition = EDITIONS[name]
    scheme, _ = names(edition)

    @DRAWING
    @given(complete_applications(edition.program()), complete_applications(edition.program()))
    def check(one: Application, other: Application) -> None:
        first = read(one.as_data())
        asking = Questionnaire(SCHEMES, scheme, edition=edition.name)
        asked = {(question.of or question.fact).path for question in told(asking, first)}
        mixed = _with(other.as_data(), one.as_data(), asked)
        if "loan.interest_paid" in asked:  # which may follow from flows that were not asked for
            mixed.setdefault("loan", {}).update(asking.data["loan"])
        assert answers(decisions(SCHEMES[scheme], read(mixed), edition=edition.name)) == answers(asking.decisions)

    check()


def _with(facts: dict[str, Any], others: dict[str, Any], paths: set[str]) -> dict[str, Any]:
    """The facts with those at some paths taken from others."""
    mixed = deepcopy(facts)
    for path in paths:
        *way, key = path.split(".")
        source: Any = others
        for name in way:
            source = source.get(name, {})
        if key in source:
            holder = mixed
            for name in way:
                holder = holder.setdefault(name, {})
            holder[key] = source[key]
    return mixed

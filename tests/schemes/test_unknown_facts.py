"""What is not known never changes an answer, it only leaves it open; and what is asked for settles it.

Both are shown on every shipped edition: complete facts are decided, some of them are forgotten, and what the decision
then asks for is given back.
"""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from subsidy.documents import Keys, dotted
from subsidy.evaluation.decision import Decision
from subsidy.evaluation.evaluator import Evaluator
from subsidy.facts import Application
from subsidy.facts.access import DERIVED
from subsidy.scheme.library import load_schemes
from tests.support.applications import Facts, complete_applications, needed_facts

EDITIONS = {
    f"{scheme.name}@{name}": edition for scheme in load_schemes().values() for name, edition in scheme.editions.items()
}
EVALUATORS = {name: Evaluator(edition) for name, edition in EDITIONS.items()}
DRAWING = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], max_examples=25)


def forgettable(data: Any, evaluator: Evaluator, keys: Keys = ()) -> Iterator[Keys]:
    """The keys of the facts that may be left out: all but those that make a record of a list what it is.

    A presumed rule holds where nothing is known of it, so its facts must stay; so must those that follow from flows
    when they are not given themselves.
    """
    program = evaluator.program
    kept = set(DERIVED) if any(used.path == "loan.flows" for used in program.inputs) else set()
    kept |= {path for rule in program.rules if rule.presumed for path in needed_facts(program, rule.node)}
    if isinstance(data, dict):
        for key, value in data.items():
            yield from forgettable(value, evaluator, (*keys, key))
    path = ".".join(key for key in keys if isinstance(key, str))
    fact = program.vocabulary.find(path) if path else None
    is_fact = fact is not None and (fact.scalar or fact.fields) and isinstance(keys[-1], str)
    if fact and is_fact and not fact.required and path not in kept:
        yield keys
    if isinstance(data, list):
        for position, record in enumerate(data):
            yield from forgettable(record, evaluator, (*keys, position))


def without(data: Facts, forgotten: list[Keys]) -> Facts:
    rest: Any = deepcopy(data)
    for *way, last in forgotten:
        holder = rest
        for key in way:
            holder = holder.get(key) if isinstance(holder, dict) else holder[key] if holder else None
        if holder:
            holder.pop(last, None)
    return rest


def given_back(partial: Facts, complete: Facts, places: set[str], keys: Keys = ()) -> Any:
    """The partial facts with those of the complete ones whose places (`loan.rate`, `flows[0].to`) are named."""
    if dotted(keys) in places:
        return complete
    if isinstance(complete, dict):
        partial = partial if isinstance(partial, dict) else {}
        known = {k: given_back(partial.get(k), v, places, (*keys, k)) for k, v in complete.items()}
        return {k: v for k, v in known.items() if v is not None} or None
    if isinstance(complete, list) and isinstance(partial, list):
        return [
            given_back(p, c, places, (*keys, i)) or {} for i, (p, c) in enumerate(zip(partial, complete, strict=True))
        ]
    return partial


def decide(evaluator: Evaluator, data: Facts | None) -> Decision:
    return evaluator.decide(evaluator.program.vocabulary.model.model_validate(data or {}))


@st.composite
def forgotten(draw: st.DrawFn, evaluator: Evaluator) -> tuple[Facts, Facts]:
    """Complete facts, and the same with some of them forgotten."""
    application: Application = draw(complete_applications(evaluator.program))
    data = application.as_data()
    places = list(forgettable(data, evaluator))
    return data, without(data, draw(st.lists(st.sampled_from(places), max_size=4)))


@pytest.mark.parametrize("name", EDITIONS)
def test_what_is_known_stays_what_it_is_when_more_is_known(name: str) -> None:
    evaluator = EVALUATORS[name]

    @DRAWING
    @given(forgotten(evaluator))
    def check(facts: tuple[Facts, Facts]) -> None:
        complete, partial = (decide(evaluator, data) for data in facts)
        assert partial.outcome in (complete.outcome, "incomplete")
        if partial.outcome != "incomplete":
            assert partial.total == complete.total
        for known, more in zip(partial.benefits, complete.benefits, strict=True):
            assert known.entitlement in (None, more.entitlement)
        for before, after in ((partial.run.values, complete.run.values), (partial.run.rules, complete.run.rules)):
            assert all(one is None or one == other for one, other in zip(before, after, strict=True))

    check()


@pytest.mark.parametrize("name", EDITIONS)
def test_what_is_asked_for_settles_the_answer(name: str) -> None:
    evaluator = EVALUATORS[name]

    @DRAWING
    @given(forgotten(evaluator))
    def check(facts: tuple[Facts, Facts]) -> None:
        complete, partial = facts
        answer, open_ = decide(evaluator, complete), decide(evaluator, partial)
        if open_.outcome != "incomplete":
            assert open_.missing == ()
            return
        assert open_.missing
        asked = {fact.path for fact in open_.missing}
        settled = decide(evaluator, given_back(partial, complete, asked))
        assert (settled.outcome, settled.total) == (answer.outcome, answer.total)

    check()

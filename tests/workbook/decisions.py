"""Decisions to make workbooks of: worked cases, and generated applications of their editions."""

from __future__ import annotations

from functools import cache

from hypothesis import HealthCheck, Phase, given, settings

from subsidy import Decision, load_schemes
from subsidy.evaluation.cases import edition_of
from subsidy.evaluation.evaluator import evaluator_of
from subsidy.facts import Application, read_application
from subsidy.scheme.cases import Example, case_paths, read_examples
from tests.support.applications import applications, complete_applications

SCHEMES = load_schemes()
EDITIONS = [(scheme, name) for scheme, found in SCHEMES.items() for name in found.editions]


@cache
def examples(scheme: str) -> list[Example]:
    editions = SCHEMES[scheme].editions.values()
    definitions = {edition.name: edition.definition for edition in editions}
    return [e for path in case_paths(e.document for e in editions) for e in read_examples(path, definitions)]


@cache
def cases(edition: tuple[str, str]) -> list[Decision]:
    """The worked cases of an edition."""
    scheme, name = edition
    decisions = []
    for example in examples(scheme):
        if example.edition == name:
            application = read_application(example.application, SCHEMES[scheme].vocabulary, SCHEMES.products)
            evaluator = evaluator_of(edition_of(example, SCHEMES[scheme]), example.case.readings)
            decisions.append(evaluator.decide(application))
    return decisions


def generated(like: Decision, count: int, *, complete: bool) -> list[Decision]:
    """Decisions on generated applications under the program of another."""
    strategy = (complete_applications if complete else applications)(like.program)
    drawn: list[Application] = []

    @settings(max_examples=count + 4, phases=(Phase.generate,), suppress_health_check=list(HealthCheck))
    @given(strategy)
    def collect(application: Application) -> None:
        drawn.append(application)

    collect()
    return [like.again(application, like.program.readings) for application in drawn[-count:]]

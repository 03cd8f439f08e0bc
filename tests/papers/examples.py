"""Decisions to draw and to print: every worked example of the shipped schemes."""

from __future__ import annotations

from functools import cache

from subsidy import Decision, load_schemes
from subsidy.evaluation.cases import edition_of
from subsidy.evaluation.evaluator import evaluator_of
from subsidy.facts import read_application
from subsidy.scheme.cases import case_paths, read_examples


@cache
def worked_examples() -> tuple[Decision, ...]:
    found = []
    schemes = load_schemes()
    for scheme in schemes.values():
        definitions = {name: edition.definition for name, edition in scheme.editions.items()}
        for path in case_paths(edition.document for edition in scheme.editions.values()):
            for example in read_examples(path, definitions):
                application = read_application(example.application, scheme.vocabulary, schemes.products)
                found.append(evaluator_of(edition_of(example, scheme), example.case.readings).decide(application))
    return tuple(found)

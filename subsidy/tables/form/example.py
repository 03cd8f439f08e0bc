"""An application made of the examples of its facts, as far as they go together, and eligible if that can be had."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final, TypeAlias

from subsidy.diagnostics import InputError
from subsidy.documents import parse_document
from subsidy.evaluation import evaluate
from subsidy.facts import Application, FactType, read_application
from subsidy.kinds import DATE
from subsidy.language.options import texts_asked
from subsidy.messages import Label
from subsidy.report.missing import fields_to_give
from subsidy.scheme.library import LoadedEdition, Scheme

Example: TypeAlias = "dict[str, str | list[dict[str, str]]]"
"""Texts by path, as people write them; the records of a list by key."""

MARK: Final = Label("示例", "example")
_YEARS: Final = range(-30, 31)
_BEST_FIRST: Final = ("eligible", "suspended", "incomplete", "ineligible")


def options_of(edition: LoadedEdition) -> Mapping[str, tuple[str, ...]]:
    """The texts that an edition compares each fact with, by path."""
    program = edition.program()
    return texts_asked(part.node for parts in (program.rules, program.values) for part in parts)


def example_of(scheme: Scheme, edition: LoadedEdition, asked: Mapping[str, Collection[str]]) -> Example:
    """An example of each fact that is asked for; what contradicts the others is left out."""
    options, years = options_of(edition), _years_to_go(edition)

    def text(fact: FactType) -> str:
        shown = next(iter(options.get(fact.path, ())), fact.example)
        return _moved(shown, years) if fact.kind is DATE else shown

    example: Example = {}
    for path, fields in asked.items():
        fact = edition.vocabulary[path]
        if fact.fields is None:
            example[path] = text(fact)
        else:
            example[path] = [{_key(field): text(field) for field in fields_to_give(fact, fields)}]
    return _eligible({path: value for path, value in _consistent(example, scheme).items() if value}, scheme, edition)


def document_of(example: Example) -> dict[str, Any]:
    """The example as an application's document."""
    document: dict[str, Any] = {}
    for path, value in example.items():
        *records, key = path.split(".")
        holder = document
        for record in records:
            holder = holder.setdefault(record, {})
        holder[key] = value
    return document


def _years_to_go(edition: LoadedEdition) -> int:
    """By how many years the examples' days are moved, so that the edition governs that of them which it goes by."""
    governs = edition.definition.governs
    example = edition.vocabulary[governs.by].example
    days = {years: date.fromisoformat(_moved(example, years)) for years in sorted(_YEARS, key=abs)}
    return next((n for n, day in days.items() if governs.from_ <= day <= (governs.to or date.max)), 0)


def _moved(day: str, years: int) -> str:
    found = date.fromisoformat(day)
    return found.replace(year=found.year + years).isoformat()


def _key(field: FactType) -> str:
    return field.path.rpartition(".")[2]


def _read(example: Example, scheme: Scheme) -> Application:
    return read_application(parse_document(json.dumps(document_of(example)), "example"), scheme.vocabulary)


def _consistent(example: Example, scheme: Scheme) -> Example:
    """Without the facts that contradict others."""
    while True:
        try:
            _read(example, scheme)
        except InputError as error:
            wrong = {diagnostic.field.partition("[")[0] for diagnostic in error.diagnostics}
            example = {path: value for path, value in example.items() if path not in wrong}
        else:
            return example


def _eligible(example: Example, scheme: Scheme, edition: LoadedEdition) -> Example:
    """With no record in a list where the decision is as good without: an example of other aid may refuse the loan."""

    def rank(tried: Example) -> tuple[int, int, Decimal]:
        decision = evaluate(scheme, _read(tried, scheme), edition=edition.name)
        failing = sum(rule.verdict == "fails" for rule in decision.rules)
        return _BEST_FIRST.index(decision.outcome), failing, -(decision.total or Decimal())

    for path, value in example.items():
        without: Example = {**example, path: []}
        if isinstance(value, list) and rank(without) <= rank(example):
            example = without
    return example

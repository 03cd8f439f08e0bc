"""An application as an example: made of the examples of its facts, or one of the scheme's worked cases if that is more.

The cases know how one becomes eligible where that takes facts that go together.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple, TypeAlias

from subsidy.diagnostics import InputError
from subsidy.documents import parse_document
from subsidy.evaluation import evaluate
from subsidy.facts import Application, FactType, read_application
from subsidy.kinds import DATE
from subsidy.language.options import texts_asked
from subsidy.messages import Label
from subsidy.report.missing import fields_to_give
from subsidy.report.template import grant_of
from subsidy.scheme.cases import case_paths, read_examples
from subsidy.scheme.library import LoadedEdition, Scheme

Example: TypeAlias = "dict[str, str | list[dict[str, str]]]"
"""Texts by path, as people write them; the records of a list by key."""

MARK: Final = Label("示例", "example")
_YEARS: Final = range(-30, 31)
_BEST_FIRST: Final = ("eligible", "suspended", "incomplete", "ineligible")


def options_of(edition: LoadedEdition) -> Mapping[str, tuple[str, ...]]:
    """The texts that an edition compares each fact with, by path."""
    return texts_asked(edition.program().trees)


def example_of(scheme: Scheme, edition: LoadedEdition, asked: Mapping[str, Collection[str]]) -> Example:
    """An example of each fact that is asked for; what contradicts the others is left out."""
    own = _of_the_facts(edition, asked)
    alone = _without_idle_records(_consistent(own, (), scheme), scheme, edition)
    if _standing(alone, scheme, edition).is_good:
        return alone
    cases = (_consistent({**own, **case}, case, scheme) for case in _of_the_cases(scheme, edition, asked))
    return min((alone, *cases), key=lambda tried: _standing(tried, scheme, edition)[:3])


def _of_the_facts(edition: LoadedEdition, asked: Mapping[str, Collection[str]]) -> Example:
    """The example of each fact; its day moved so that the edition governs it, its text one that a rule asks for."""
    options, years, grant = options_of(edition), _years_to_go(edition), grant_of(edition.definition)

    def text(fact: FactType) -> str:
        shown = grant.get(fact.path) or next(iter(options.get(fact.path, ())), fact.example)
        return _moved(shown, years) if fact.kind is DATE else shown

    example: Example = {}
    for path, fields in asked.items():
        fact = edition.vocabulary[path]
        if fact.fields is None:
            example[path] = text(fact)
        else:
            example[path] = [{_key(field): text(field) for field in fields_to_give(fact, fields)}]
    return example


def _of_the_cases(scheme: Scheme, edition: LoadedEdition, asked: Collection[str]) -> Iterator[Example]:
    """What is asked for of the applications of the edition's cases that are not refused; of a list the first record.

    Cases that cannot be read are for `schemes test` to complain of.
    """
    definitions = {name: known.definition for name, known in scheme.editions.items()}
    for path in case_paths([edition.document]):
        with suppress(InputError):
            for case in read_examples(path, definitions):
                if case.edition == edition.name and case.case.expect.outcome in ("eligible", "incomplete"):
                    told = read_application(case.application, scheme.vocabulary).as_data()
                    given = {path: _at(told, path) for path in asked}
                    yield {path: _texts(value) for path, value in given.items() if value is not None}


def _at(told: Mapping[str, Any], path: str) -> Any:
    """What a document says of a fact."""
    found: Any = told
    for key in path.split("."):
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def _texts(value: Any) -> str | list[dict[str, str]]:
    if isinstance(value, list):
        return [{key: str(_texts(field)) for key, field in record.items()} for record in value[:1]]
    return value if isinstance(value, str) else json.dumps(value)


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


def _consistent(example: Example, sure: Collection[str], scheme: Scheme) -> Example:
    """Without the facts that contradict others, those that are `sure` the last to go."""
    while True:
        try:
            _read(example, scheme)
        except InputError as error:
            wrong = {diagnostic.field.partition("[")[0] for diagnostic in error.diagnostics}
            leaving = wrong - set(sure) or wrong
            example = {path: value for path, value in example.items() if path not in leaving}
        else:
            return {path: value for path, value in example.items() if value or path in sure}


class _Standing(NamedTuple):
    """How good an example is, the least the best: its outcome, the rules that fail, the facts that are missing."""

    outcome: int
    failing: int
    missing: int
    less: Decimal

    @property
    def is_good(self) -> bool:
        return not (self.outcome or self.missing)


def _standing(tried: Example, scheme: Scheme, edition: LoadedEdition) -> _Standing:
    decision = evaluate(scheme, _read(tried, scheme), edition=edition.name)
    failing = sum(rule.verdict == "fails" for rule in decision.rules)
    missing = sum(not fact.path.startswith("parameter:") for fact in decision.missing)
    return _Standing(_BEST_FIRST.index(decision.outcome), failing, missing, -(decision.total or Decimal()))


def _without_idle_records(example: Example, scheme: Scheme, edition: LoadedEdition) -> Example:
    """With no record in a list where the decision is as good without: an example of other aid may refuse the loan."""
    for path, value in example.items():
        without: Example = {**example, path: []}
        if isinstance(value, list) and _standing(without, scheme, edition) <= _standing(example, scheme, edition):
            example = without
    return example

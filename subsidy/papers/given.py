"""The facts of an application as a sheet shows them: what is given, and what the scheme reads but nobody gave."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from subsidy.evaluation.decision import Decision
from subsidy.explain.values import UNKNOWN
from subsidy.facts import FactType, Vocabulary
from subsidy.facts.access import accessor
from subsidy.facts.records import Record, attribute_of
from subsidy.facts.scalars import in_units
from subsidy.messages import Sayable, msg
from subsidy.papers.blocks import Captioned, Group, Groups
from subsidy.report.facts_used import fact_in_words
from subsidy.report.page import Field, Table

FLOWS: Final = "loan.flows"
_FURTHER: Final = msg("further facts")
_NONE: Final = msg("none")


def facts_given(decision: Decision) -> Iterator[Groups | Captioned]:
    """The values of all records, then the lists; the cash flows, which may be long, are left to `flows_given`."""
    vocabulary = decision.program.vocabulary
    known = [fact for fact in vocabulary.values() if fact.path != FLOWS and (fact.scalar or fact.fields is not None)]
    groups: dict[str, list[Field]] = {}
    for fact in known:
        for field in _field(fact, decision):
            groups.setdefault(_record(fact, vocabulary), []).append(field)
    if groups:
        named = ((vocabulary[record].label if record else _FURTHER, fields) for record, fields in groups.items())
        yield Groups(msg("Facts"), tuple(Group(name, tuple(fields)) for name, fields in named))
    for fact in known:
        yield from _table(fact, decision)


def _record(fact: FactType, vocabulary: Vocabulary) -> str:
    """The key of what a fact is of; nothing where that has no name, as what a scheme made up has none."""
    record, dot, _ = fact.path.partition(".")
    return record if dot and vocabulary[record].label.zh != record else ""


def flows_given(decision: Decision) -> Iterator[Captioned]:
    """The cash flows, where there are any."""
    return _table(decision.program.vocabulary[FLOWS], decision)


def _field(fact: FactType, decision: Decision) -> Iterator[Field]:
    """The value, or what stands for it: that a list is empty, that a fact which is read is unknown."""
    value = accessor(fact.path)(decision.application)
    if value is None:
        if any(known.path == fact.path for known in decision.program.inputs):
            yield Field(fact.label, UNKNOWN)
    elif fact.fields is None:
        yield Field(fact.label, _said(fact, value))
    elif not value:
        yield Field(fact.label, _NONE)


def _table(fact: FactType, decision: Decision) -> Iterator[Captioned]:
    """The records of a list, with a column for each field that one of them gives or the scheme reads."""
    records: Any = accessor(fact.path)(decision.application) if fact.fields is not None else None
    if records:
        read = next((known.fields for known in decision.program.inputs if known.path == fact.path), None) or ()
        yield Captioned(fact.label, _records(fact.fields or {}, records, [key.removesuffix("_") for key in read]))


def _records(fields: Mapping[str, FactType], records: Sequence[Record], read: Collection[str]) -> Table:
    names = {key: attribute_of(key) for key in fields}
    given = {key for key in fields if any(getattr(record, names[key]) is not None for record in records)}
    shown = [key for key in fields if key in given or key in read]
    rows = tuple(tuple(_said(fields[key], getattr(record, names[key])) for key in shown) for record in records)
    return Table(tuple(fields[key].label for key in shown), rows)


def _said(fact: FactType, value: object) -> Sayable:
    units = in_units(fact.kind, value) if fact.kind is not None and value is not None else value
    return fact_in_words(units, fact)

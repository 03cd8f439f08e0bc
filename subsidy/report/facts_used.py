"""The facts that a decision read, and nothing else of the application."""

from __future__ import annotations

from typing import Any, NamedTuple

from subsidy.evaluation.decision import Decision
from subsidy.explain import value_in_words
from subsidy.explain.values import UNKNOWN, Joined
from subsidy.facts import FactType
from subsidy.kinds import TEXT
from subsidy.language.scope import Bounded
from subsidy.language.types import of_kind
from subsidy.messages import Label, Sayable, msg


class FactUsed(NamedTuple):
    """A fact by its path, and its value; of a list, one text a record."""

    path: str
    label: Label
    values: tuple[Sayable, ...]


def facts_used(decision: Decision) -> tuple[FactUsed, ...]:
    """In the order in which the program reads them; what is not given says that it is unknown."""
    program = decision.program
    used = []
    for known, value in zip(program.inputs, decision.run.facts, strict=True):
        fact = program.vocabulary[known.path]
        if value is None or fact.fields is None:
            values: tuple[Sayable, ...] = (fact_in_words(value, fact),)
        else:
            fields = [fact.fields[field.removesuffix("_")] for field in known.fields or ()]
            values = tuple(_record(record, fields) for record in value) or (msg("none"),)
        used.append(FactUsed(fact.path, fact.label, values))
    return tuple(used)


def _record(record: tuple[Any, ...], fields: list[FactType]) -> Sayable:
    given = [(fact, value) for fact, value in zip(fields, record, strict=True) if value is not None]
    said = tuple(msg("{label}: {value}", label=fact.label, value=fact_in_words(value, fact)) for fact, value in given)
    return Joined(said, msg(", "))


def fact_in_words(value: Any, fact: FactType) -> Sayable:
    """A fact as programs compute with it (see `subsidy.facts.scalars.in_units`); None is unknown."""
    if value is None:
        return UNKNOWN
    kind = fact.kind or TEXT
    return value_in_words(value, Bounded(of_kind(kind, fact.choices), kind.unit, kind.low, kind.high))

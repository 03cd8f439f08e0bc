"""An application's facts -> the whole numbers that a program computes with, in the order of its inputs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any, Final, NamedTuple

from subsidy.facts import Application, accessor
from subsidy.facts.scalars import to_units
from subsidy.scheme.program import Input, Program

Convert = Callable[[Any], Any]


class Prepared(NamedTuple):
    """`facts` in the order of the program's inputs: whole numbers of each kind's unit, ordinals, texts, flags; a list
    of records is a tuple of tuples of the fields that are read; None is unknown. `complete`: nothing is unknown.
    """

    facts: tuple[Any, ...]
    complete: bool


def preparer(program: Program) -> Callable[[Application], Prepared]:
    """The function that prepares applications for a program."""
    inputs = program.inputs
    known = [program.vocabulary[used.path] for used in inputs]
    directly = _getter([fact.name for fact in known])
    one_by_one = [accessor(used.path) for used in inputs]
    conversions = [(i, c) for i, used in enumerate(inputs) if (c := _conversion(program, used)) is not None]
    lists = [i for i, used in enumerate(inputs) if used.fields is not None]

    def prepare(application: Application) -> Prepared:
        given: Sequence[Any]
        try:
            given = directly(application)
        except AttributeError:  # a whole record is unknown
            given = _UNKNOWN
        if None in given:  # some facts follow from others when they are not given themselves
            given = [get(application) for get in one_by_one]
        facts = _converted(given, conversions)
        complete = None not in facts and all(None not in record for i in lists for record in facts[i])
        return Prepared(facts, complete)

    return prepare


_UNKNOWN: Final = (None,)


def _conversion(program: Program, used: Input) -> Convert | None:
    """How a fact becomes what the program reads; None where it is that already."""
    fact = program.vocabulary[used.path]
    if used.fields is None:
        assert fact.kind is not None
        return to_units(fact.kind)
    assert fact.fields is not None
    kinds = [fact.fields[field.removesuffix("_")].kind for field in used.fields]
    conversions = [(i, c) for i, kind in enumerate(kinds) if kind is not None and (c := to_units(kind)) is not None]
    get = _getter(used.fields)

    def convert(records: Sequence[Any]) -> tuple[tuple[Any, ...], ...]:
        return tuple([_converted(get(record), conversions) for record in records])

    return convert


def _converted(values: Sequence[Any], conversions: Sequence[tuple[int, Convert]]) -> tuple[Any, ...]:
    converted = list(values)
    for i, convert in conversions:
        if converted[i] is not None:
            converted[i] = convert(converted[i])
    return tuple(converted)


def _getter(names: Sequence[str]) -> Callable[[Any], tuple[Any, ...]]:
    """All the attributes at once. `attrgetter` gives a tuple of two or more alone."""
    if not names:
        return lambda _: ()
    if len(names) == 1:
        get = attrgetter(*names)
        return lambda record: (get(record),)
    return attrgetter(*names)

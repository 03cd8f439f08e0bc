"""From a plain mapping straight to the whole numbers of one program, for whoever asks sixty thousand times a second.

Only what the program reads is read, each value by the reader of its own fact. Whatever is not plain sailing (a fact
that is missing or wrong, a record in another shape) gives None, and the caller goes the long way, which explains.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from subsidy.evaluation.prepare import Prepared
from subsidy.facts import FactType
from subsidy.facts.scalars import to_units
from subsidy.scheme.program import Program

Direct: TypeAlias = Callable[[Mapping[str, Any]], Prepared | None]
_Reader: TypeAlias = Callable[[Any], Any]
_UNUSUAL = (KeyError, TypeError, ValueError, IndexError, AttributeError)


def direct_reader(program: Program) -> Direct:
    """The function that reads a mapping with the keys of an application document for this program."""
    holders: dict[tuple[str, ...], list[tuple[int, str, _Reader]]] = {}
    for position, used in enumerate(program.inputs):
        fact = program.vocabulary[used.path]
        *parents, key = fact.path.split(".")
        reader = _value_reader(fact) if used.fields is None else _list_reader(fact, used.fields)
        holders.setdefault(tuple(parents), []).append((position, key, reader))
    plan = tuple(holders.items())
    size = len(program.inputs)

    def read(facts: Mapping[str, Any]) -> Prepared | None:
        found: list[Any] = [None] * size
        try:
            for parents, entries in plan:
                record = facts
                for parent in parents:
                    record = record[parent]
                for position, key, reader in entries:
                    found[position] = reader(record[key])
        except _UNUSUAL:
            return None
        return Prepared(tuple(found), complete=True)

    return read


def _value_reader(fact: FactType) -> _Reader:
    assert fact.scalar is not None
    read, convert = fact.scalar.read, to_units(fact.scalar.kind)
    if convert is None:
        return read
    return lambda value: convert(read(value))


def _list_reader(fact: FactType, fields: Sequence[str]) -> _Reader:
    assert fact.fields is not None
    readers = [(name.removesuffix("_"), _value_reader(fact.fields[name.removesuffix("_")])) for name in fields]

    def read(records: Sequence[Mapping[str, Any]]) -> tuple[tuple[Any, ...], ...]:
        if not isinstance(records, list | tuple):
            raise TypeError
        return tuple([tuple([reader(record[key]) for key, reader in readers]) for record in records])

    return read

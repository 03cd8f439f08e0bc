"""The words of what is gathered over lists of records: sums, counts, any, all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from subsidy.explain.values import Joined
from subsidy.explain.writer import Level, Phrase, Table, Writer
from subsidy.language import nodes
from subsidy.language.nodes import Gathering, Node
from subsidy.messages import Message, Sayable, msg


def conditions(node: nodes.Gather) -> tuple[Node, ...]:
    """What must be true of a record to be gathered; asked or counted, its value is one more condition."""
    asked = [node.where, node.value] if node.how in ("any", "count") else [node.where]
    return tuple(c for c in asked if c is not None and not (isinstance(c, nodes.Constant) and c.value is True))


def _some_record(writer: Writer, node: nodes.Gather) -> Message:
    """That there is one of those that are meant."""
    if (condition := _condition(writer, node)) is None:
        return msg("there is a record of {records}", records=writer.name(node.path))
    return msg("there is a record of {list} where {condition}", list=writer.name(node.path), condition=condition)


def no_record(writer: Writer, node: nodes.Gather) -> Message:
    """That there is none of those that are meant."""
    if (condition := _condition(writer, node)) is None:
        return msg("there is no record of {records}", records=writer.name(node.path))
    return msg("there is no record of {list} where {condition}", list=writer.name(node.path), condition=condition)


def _records(writer: Writer, node: nodes.Gather) -> Sayable:
    """The records that are meant: the list, and the conditions."""
    if (condition := _condition(writer, node)) is None:
        return writer.name(node.path)
    return msg("{list} where {condition}", list=writer.name(node.path), condition=condition)


def _condition(writer: Writer, node: nodes.Gather) -> Sayable | None:
    asked = conditions(node)
    return Joined(writer.all_at(asked, Level.AND), msg(" and ")) if asked else None


def _gather(writer: Writer, node: nodes.Gather) -> Phrase:
    if node.how == "any":
        return Phrase(_some_record(writer, node), Level.CLAUSE)
    value = writer.at(node.value, Level.OR if node.how == "all" else Level.ATOM)
    gathered = _OF_DAYS if node.type.base == "date" else _GATHERED
    return Phrase(gathered[node.how](_records(writer, node), value), Level.CLAUSE)


_GATHERED: Final[Mapping[Gathering, Callable[[Sayable, Sayable], Message]]] = {
    "all": lambda records, value: msg("for every record of {records}: {value}", records=records, value=value),
    "count": lambda records, _: msg("the number of records of {records}", records=records),
    "sum": lambda records, value: msg("the sum of {value} over {records}", value=value, records=records),
    "min": lambda records, value: msg("the smallest {value} over {records}", value=value, records=records),
    "max": lambda records, value: msg("the largest {value} over {records}", value=value, records=records),
}
_OF_DAYS: Final[Mapping[Gathering, Callable[[Sayable, Sayable], Message]]] = {
    "min": lambda records, value: msg("the earliest {value} over {records}", value=value, records=records),
    "max": lambda records, value: msg("the latest {value} over {records}", value=value, records=records),
}

RECORDS: Final[Table] = {nodes.Gather: _gather}

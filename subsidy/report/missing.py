"""What to ask for, and how it is written down: in the application, or elsewhere where it is no fact of the loan."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Final

from subsidy.evaluation import Decision
from subsidy.evaluation.decision import MissingFact
from subsidy.facts import FactType
from subsidy.messages import Message, Sayable, msg
from subsidy.report.page import Block, Heading, Item, Items
from subsidy.scheme.program import Program

_POSITION: Final = re.compile(r"\[\d+\]")
_NEEDS_QUOTES: Final = re.compile(r"[,\[\]{}:#]|^[-?!&*|>@`'\"%]")


def to_supply(decision: Decision) -> Iterator[Block]:
    """The facts that would settle the decision, each with its place in an application file and an example."""
    if decision.missing:
        yield Heading(msg("Still to be known"))
        yield Items(tuple(_item(missing, decision.program) for missing in decision.missing))


def to_ask_for(decision: Decision) -> Iterator[Block]:
    """The same facts for a reader of paper, who writes no file: of which record they are, and what they look like."""
    if decision.missing:
        yield Items(tuple(Item(_asked(missing, decision.program), "?", "open") for missing in decision.missing))


def _asked(missing: MissingFact, program: Program) -> Sayable:
    fact = program.vocabulary.find(_POSITION.sub("", missing.path))
    if fact is None:
        how = how_to_supply(missing, program)
        return missing.label if how is None else msg("{fact}; {how}", fact=missing.label, how=how)
    if fact.fields is not None:
        fields = [field.label for field in fields_to_give(fact, _read(fact, program))]
        return msg("{list} ({fields}), or that there are none", list=fact.label, fields=fields)
    label: Sayable = missing.label
    if position := _POSITION.search(missing.path):
        of = program.vocabulary[missing.path[: position.start()]].label
        label = msg("{list} {number}: {field}", list=of, number=int(position[0][1:-1]) + 1, field=label)
    return msg("{fact}, for example {example}", fact=label, example=fact.example) if fact.example else label


def _item(missing: MissingFact, program: Program) -> Item:
    how = how_to_supply(missing, program)
    text = missing.label if how is None else msg("{fact}; {how}", fact=missing.label, how=how)
    return Item(text, "?", "open", missing.path.replace("parameter:", "parameters."))


def how_to_supply(missing: MissingFact, program: Program) -> Message | None:
    """An example of the fact in an application file, or what to do about what no application says."""
    kind, colon, name = missing.path.partition(":")
    if colon:
        return _ELSEWHERE[kind](name)
    fact = program.vocabulary.find(_POSITION.sub("", missing.path))
    return None if fact is None else _example(fact, program)


def fields_to_give(fact: FactType, read: Collection[str]) -> list[FactType]:
    """The fields that a record of a list needs: those that are read, and those without which it means nothing.

    All of them where neither names any: the records are only counted.
    """
    fields = fact.fields or {}
    return [field for key, field in fields.items() if key in read or field.required] or list(fields.values())


def _example(fact: FactType, program: Program) -> Message | None:
    key = _key(fact)
    if fact.fields is None:
        return msg("for example {example}", example=f"{key}: {fact.example}") if fact.example else None
    fields = fields_to_give(fact, _read(fact, program))
    record = ", ".join(f"{_key(field)}: {_in_braces(field.example)}" for field in fields)
    return msg("for example {example}; if there are none, {none}", example=f"{key}: [{{{record}}}]", none=f"{key}: []")


_ELSEWHERE: Final[Mapping[str, Callable[[str], Message]]] = {
    "parameter": lambda _: msg("nobody published it; give it and its source in an overlay file"),
    "quote": lambda _: msg("no quote of that day is known"),
    "zero": lambda name: msg("0 cannot divide: {names}", names=name.split(",")),
    "empty": lambda name: msg("no record of {list} counts", list=name),
    "shares": lambda name: msg("these shares are more than the whole: {names}", names=name.split(",")),
}


def _read(fact: FactType, program: Program) -> list[str]:
    """The fields of a list that the scheme reads."""
    read = next((used.fields for used in program.inputs if used.path == fact.path), None) or ()
    return [field.removesuffix("_") for field in read]


def _key(fact: FactType) -> str:
    return fact.path.rpartition(".")[2]


def _in_braces(value: str) -> str:
    return f'"{value}"' if _NEEDS_QUOTES.search(value) else value

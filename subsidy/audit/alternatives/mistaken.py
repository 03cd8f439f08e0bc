"""Another fact in the place of the one that is meant: another day, another rate, interest with what is not interest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Final

from subsidy.audit.alternatives.ground import Alternative, Ground
from subsidy.audit.rewriting import Change
from subsidy.facts.vocabulary import Vocabulary
from subsidy.kinds import DATE, RATE
from subsidy.language.gathering import gathered
from subsidy.language.logic import one_of
from subsidy.language.nodes import Compare, Constant, Fact, Item, Node, Quote, Texts
from subsidy.language.types import Type, of_kind
from subsidy.messages import msg
from subsidy.scheme.inputs import bounded, fact_node

_FLOWS: Final = "loan.flows"
_PAID: Final = "loan.interest_paid"
_INTEREST: Final = "interest"
_GROSS: Final = Texts(Type("texts"), Fraction(1), 0, 0, (_INTEREST, "penalty", "compound"))
_LEVEL: Final = 99  # deeper than any gather of a formula


def days(ground: Ground) -> Iterator[Alternative]:
    """Each day that an amount reads, with each other day of the same record in its place."""
    vocabulary = ground.program.vocabulary
    for path in dict.fromkeys(node.path for _, node in ground.sites() if isinstance(node, Fact) and _is_day(node)):
        record = path.rpartition(".")[0]
        for other, fact in vocabulary.items():
            if other != path and fact.kind is DATE and other.rpartition(".")[0] == record:
                what = msg("another day in the place of {fact}", fact=vocabulary[path].label)
                yield from ground.otherwise("date", _in_place(_reads(path), fact_node(fact)), what, fact.label)


def rates(ground: Ground) -> Iterator[Alternative]:
    """Each reference rate at another tenor, or the loan's own rate in its place."""
    vocabulary = ground.program.vocabulary
    for quote in [node for _, node in ground.sites() if isinstance(node, Quote)]:
        what = msg("another rate in the place of {rate}", rate=ground.said(quote))
        tenors = ground.program.tables[quote.table].description.tenors
        for tenor in tenors:
            if tenor != quote.tenor:
                other = replace(quote, tenor=tenor)
                yield from ground.otherwise("rate", _in_place(_is(quote), other), what, ground.said(other))
        for path, fact in vocabulary.items():
            if fact.kind is RATE and path.startswith("loan.") and path.count(".") == 1:
                yield from ground.otherwise("rate", _in_place(_is(quote), fact_node(fact)), what, fact.label)


def interest(ground: Ground) -> Iterator[Alternative]:
    """Penalty and compound interest counted as interest, wherever interest that was paid is counted."""
    paid = _gross_interest(ground.program.vocabulary)

    def change(_: Node, made: Node) -> Node:
        if isinstance(made, Fact) and made.path == _PAID:
            return paid
        if isinstance(made, Compare) and made.operator == "==" and isinstance(made.left, Item):
            kind, other = made.left, made.right
            of_interest = isinstance(other, Constant) and other.value == _INTEREST
            return one_of(kind, _GROSS) if kind.path == f"{_FLOWS}.kind" and of_interest else made
        return made

    yield from ground.otherwise("interest", change, msg("penalty and compound interest counted as interest"))


def _gross_interest(vocabulary: Vocabulary) -> Node:
    """The sum of the flows of interest of every kind."""
    fields = vocabulary[_FLOWS].fields
    assert fields is not None

    def item(field: str) -> Item:
        spec = bounded(fields[field])
        return Item(spec.type, spec.unit, spec.low, spec.high, _LEVEL, field, f"{_FLOWS}.{field}")

    return gathered("sum", _FLOWS, _LEVEL, one_of(item("kind"), _GROSS), item("amount"))


def _in_place(taken: Callable[[Node], bool], other: Node) -> Change:
    return lambda _, made: other if taken(made) else made


def _reads(path: str) -> Callable[[Node], bool]:
    return lambda node: isinstance(node, Fact) and node.path == path


def _is(quote: Quote) -> Callable[[Node], bool]:
    return lambda node: node == quote


def _is_day(node: Node) -> bool:
    return node.type == of_kind(DATE)

"""A program with some of its nodes changed, rebuilt by the constructors that built it, so that units and proofs hold.

What the change leaves without a meaning (a quotient that is nowhere rounded, a value that no longer fits) is no
program: the caller goes on with the next change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, Final, TypeAlias

from subsidy.language import nodes
from subsidy.language.arithmetic import add, divide, largest, multiply, rescaled, rounded, smallest, subtract
from subsidy.language.errors import FormulaError
from subsidy.language.gathering import gathered
from subsidy.language.logic import banded, both, choose, compare, either, negation, one_of, sliced
from subsidy.language.nodes import Node
from subsidy.language.types import MONEY_TYPE
from subsidy.messages import msg
from subsidy.scheme.inputs import inputs_of
from subsidy.scheme.limits import BoundLimit
from subsidy.scheme.program import Program

Change: TypeAlias = Callable[[Node, Node], Node]
"""From a node of the program, and that node over what has changed below it, to what shall stand in its place."""

_FEN: Final = Fraction(1, 100)


def unchanged(_: Node, made: Node) -> Node:
    return made


def instead(places: Mapping[int, Node]) -> Change:
    """The change that puts nodes in the place of others, told by their `id`; nothing below these is changed besides."""
    return lambda node, made: places.get(id(node), made)


def rewritten(program: Program, in_values: Change = unchanged, in_rules: Change = unchanged) -> Program | None:
    """The program with its values and its rules changed; None where nothing changes, or no program is left.

    An amount that is no longer in whole fen is rounded half up, once, at its end.
    """
    rewriter = _Rewriter(in_values)
    try:
        values = [(value, rewriter.value(value.name, value.node)) for value in program.values]
        rewriter.change = in_rules
        rules = [(rule, rewriter.of(rule.node)) for rule in program.rules]
        rewriter.change = unchanged
        limits = tuple(_limit(limit, rewriter) for limit in program.limits)
        amounts = {benefit.amount for benefit in program.benefits}
        values = [(value, _in_fen(node) if value.name in amounts else node) for value, node in values]
    except FormulaError:
        return None
    if all(value.node is node for value, node in values) and all(rule.node is node for rule, node in rules):
        return None
    kept = tuple(replace(value, node=node) for value, node in values if not isinstance(node, nodes.Ratio))
    judged = tuple(replace(rule, node=node) for rule, node in rules)
    trees = [*(value.node for value in kept), *(rule.node for rule in judged)]
    trees += [node for limit in limits for node in limit.nodes]
    return replace(program, values=kept, rules=judged, limits=limits, inputs=inputs_of(trees))


def parts(node: Node) -> Iterator[Node]:
    """The nodes that a node is built of, in the order in which it is built; what it derives from them is left out."""
    return iter(_PARTS[type(node)](node)) if type(node) in _PARTS else iter(())


def every_part(node: Node) -> Iterator[Node]:
    """The node and all that it is built of."""
    yield node
    for part in parts(node):
        yield from every_part(part)


class _Rewriter:
    def __init__(self, change: Change) -> None:
        self.change = change
        self.values: dict[str, Node] = {}

    def value(self, name: str, node: Node) -> Node:
        self.values[name] = self.of(node)
        return self.values[name]

    def of(self, node: Node) -> Node:
        return self.change(node, self._over(node))

    def _over(self, node: Node) -> Node:
        if isinstance(node, nodes.Named):
            return self._named(node)
        before = list(parts(node))
        after = [self.of(part) for part in before]
        if all(a is b for a, b in zip(after, before, strict=True)):
            return node
        return _BUILD[type(node)](node, after)

    def _named(self, node: nodes.Named) -> Node:
        value = self.values[node.name]
        if isinstance(value, nodes.Ratio):  # which has no value of its own: it stands where it is used
            return value
        shape = (value.type, value.unit, value.low, value.high)
        return node if shape == (node.type, node.unit, node.low, node.high) else nodes.Named(*shape, node.name)


def _in_fen(amount: Node) -> Node:
    whole = not isinstance(amount, nodes.Ratio) and (amount.unit / _FEN).denominator == 1
    return amount if whole else rounded(amount, "half-up", _FEN, MONEY_TYPE)


def _limit(limit: BoundLimit, rewriter: _Rewriter) -> BoundLimit:
    def of(node: Node | None) -> Node | None:
        return None if node is None else rewriter.of(node)

    return replace(
        limit,
        at_most=of(limit.at_most),
        ratio=of(limit.ratio),
        on=of(limit.on),
        used=of(limit.used),
        instead=of(limit.instead),
    )


def _in_unit(made: Node, of: Node) -> Node:
    """A changed argument in the unit that a function's arithmetic knows."""
    if isinstance(made, nodes.Ratio) or (made.unit / of.unit).denominator != 1:
        raise FormulaError("unit", msg("{name} has too many decimals", name="argument"))
    return rescaled(made, of.unit) if made.type.base == "number" else made


def _applied(node: nodes.Apply, after: Sequence[Node]) -> Node:
    return replace(node, arguments=tuple(_in_unit(made, of) for made, of in zip(after, node.arguments, strict=True)))


def _gathered(node: nodes.Gather, after: Sequence[Node]) -> Node:
    where = None if node.where is None else after[0]
    return gathered(node.how, node.path, node.level, where, after[-1])


def _banded(node: nodes.Banded | nodes.Sliced, after: Sequence[Node]) -> Node:
    subject, *rest = after
    left = iter(rest)
    bands = [nodes.Band(None if band.end is None else next(left), band.inclusive, next(left)) for band in node.bands]
    return (banded if isinstance(node, nodes.Banded) else sliced)(node.name, subject, bands)


def _of_bands(node: nodes.Banded | nodes.Sliced) -> Iterator[Node]:
    yield node.subject
    for band in node.bands:
        if band.end is not None:
            yield band.end
        yield band.value


_PARTS: Final[Mapping[type[Node], Callable[[Any], Any]]] = {
    **dict.fromkeys((nodes.Rescaled, nodes.Round, nodes.Not), lambda node: (node.of,)),
    **dict.fromkeys((nodes.Add, nodes.Subtract, nodes.Multiply, nodes.Compare), lambda node: (node.left, node.right)),
    **dict.fromkeys((nodes.And, nodes.Or, nodes.Smallest, nodes.Largest), lambda node: node.items),
    **dict.fromkeys((nodes.Banded, nodes.Sliced), _of_bands),
    nodes.DivideByConstant: lambda node: (node.of, node.by),
    nodes.Ratio: lambda node: (node.numerator, node.denominator),
    nodes.CompareRatio: lambda node: (node.ratio, node.right),
    nodes.OneOf: lambda node: (node.subject,),
    nodes.If: lambda node: (node.condition, node.then, node.otherwise),
    nodes.Quote: lambda node: (node.on,),
    nodes.MonthsBetween: lambda node: (node.start, node.end),
    nodes.AddMonths: lambda node: (node.start, node.months),
    nodes.Gather: lambda node: (node.value,) if node.where is None else (node.where, node.value),
    nodes.Held: lambda node: (node.gather,),
    nodes.Apply: lambda node: node.arguments,
    nodes.YearOf: lambda node: (node.day,),
}

_BUILD: Final[Mapping[type[Node], Callable[[Any, Sequence[Any]], Node]]] = {
    nodes.Rescaled: lambda _, after: after[0],  # whoever needs another unit brings it there anew
    nodes.Add: lambda _, after: add(*after),
    nodes.Subtract: lambda _, after: subtract(*after),
    nodes.Multiply: lambda _, after: multiply(*after),
    nodes.DivideByConstant: lambda _, after: divide(*after),
    nodes.Ratio: lambda _, after: divide(*after),
    nodes.Round: lambda node, after: rounded(after[0], node.direction, node.unit, node.type),
    nodes.Compare: lambda node, after: compare(node.operator, *after),
    nodes.CompareRatio: lambda node, after: compare(node.operator, *after),
    nodes.OneOf: lambda node, after: one_of(after[0], node.options),
    nodes.And: lambda _, after: both(after),
    nodes.Or: lambda _, after: either(after),
    nodes.Not: lambda _, after: negation(after[0]),
    nodes.If: lambda _, after: choose(*after),
    nodes.Smallest: lambda _, after: smallest(after),
    nodes.Largest: lambda _, after: largest(after),
    nodes.Banded: _banded,
    nodes.Sliced: _banded,
    nodes.Quote: lambda node, after: replace(node, on=after[0]),
    nodes.MonthsBetween: lambda node, after: replace(node, start=after[0], end=after[1]),
    nodes.AddMonths: lambda _, after: add(*after),
    nodes.Gather: _gathered,
    nodes.Held: lambda node, after: replace(node, gather=after[0]),
    nodes.Apply: _applied,
    nodes.YearOf: lambda node, after: replace(node, day=after[0]),
}

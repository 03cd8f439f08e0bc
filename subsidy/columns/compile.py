"""From the typed tree to columns: one method a kind of node, three-valued as `evaluation.meaning` is, null for unknown.

What no fact can change is worked out once, by the reference evaluator itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import count
from typing import Any, Final

import polars as pl

from subsidy.columns import days, lookups
from subsidy.columns.blocks import Block
from subsidy.columns.calls import Call
from subsidy.columns.cells import (
    Cell,
    added,
    both_of,
    constant,
    either_of,
    judged,
    less,
    number,
    product,
    scaled,
    width_of,
)
from subsidy.columns.choices import chosen, largest, one_of, smallest
from subsidy.columns.folds import FOLDINGS, Fold
from subsidy.columns.gathering import JUDGED
from subsidy.columns.given import Given, field_of_record
from subsidy.columns.kernels import applied
from subsidy.columns.rounding import divided
from subsidy.evaluation.layout import Layout
from subsidy.evaluation.meaning import Setting, value
from subsidy.language import nodes
from subsidy.language.logic import OPERATORS
from subsidy.language.nodes import Node
from subsidy.language.walk import children

_ORDERS: Final[Mapping[Any, Callable[..., Any]]] = OPERATORS  # Python's own, which expressions overload


class Compiler:
    """Makes a block of columns. `given` says what the frame holds; `outer` is the compiler of the enclosing rows."""

    def __init__(self, layout: Layout, given: Given, outer: Compiler | None = None, level: int | None = None) -> None:
        self.layout = layout
        self.given = given
        self.outer = outer
        self.level = level
        self.block: Block = Block(outer.block.names if outer else count())
        self.values: dict[str, Cell] = {}
        self.fields: dict[str, str] = {}
        self.imports: dict[str, Cell] = {}
        self.constancy: dict[int, bool] = {}

    def of(self, node: Node) -> Cell:
        """The cell of a node. `Texts` and `Ratio` have none of their own."""
        if not isinstance(node, nodes.Constant) and self.is_constant(node):
            return constant(node, value(node, self._constants()))
        return _CELLS[type(node)](self, node)

    def plain(self, node: Node) -> Cell:
        return self.block.bind(self.of(node))

    def each(self, of: Iterable[Node]) -> tuple[Cell, ...]:
        return tuple(map(self.of, of))

    def is_constant(self, node: Node) -> bool:
        """Whether no fact is read under the node."""
        if id(node) not in self.constancy:
            self.constancy[id(node)] = self._is_constant(node)
        return self.constancy[id(node)]

    def _is_constant(self, node: Node) -> bool:
        if isinstance(node, nodes.Fact | nodes.Item | nodes.Gather | nodes.Records):
            return False
        if isinstance(node, nodes.Named):
            return self.named(node).constant
        return not isinstance(node, nodes.Ratio | nodes.Texts) and all(map(self._is_constant_part, children(node)))

    def _is_constant_part(self, node: Node) -> bool:
        if isinstance(node, nodes.Ratio):
            return all(map(self.is_constant, children(node)))
        return isinstance(node, nodes.Texts) or self.is_constant(node)

    def _constants(self) -> Setting:
        """What the reference evaluator may look up: the named values that are constant."""
        loans = self
        while loans.outer:
            loans = loans.outer
        known = (loans.values.get(v.name) for v in self.layout.program.values)
        return Setting(self.layout, (), [cell.known if cell else None for cell in known])

    def _imported(self, cell: Cell) -> Cell:
        """A column of the enclosing rows, read beside each of their records."""
        assert self.outer is not None
        if cell.constant:
            return cell
        bound = self.outer.block.bind(cell)
        name = bound.expr.meta.output_name()
        self.imports[name] = bound
        return Cell(bound.expr, cell.width, cell.low, cell.high, cell.may_be_unknown, 0, True)

    # One method a kind of node; the table below says which.

    def literal(self, node: nodes.Constant) -> Cell:
        return constant(node, node.value)

    def fact(self, node: nodes.Fact) -> Cell:
        if self.outer:
            return self._imported(self.outer.fact(node))
        return self.given.value(node, node.path)

    def item(self, node: nodes.Item) -> Cell:
        if node.level != self.level:
            assert self.outer is not None
            return self._imported(self.outer.item(node))
        name = self.fields.setdefault(node.path, f"#{next(self.block.names)}")
        return self.given.value(node, name)

    def named(self, node: nodes.Named) -> Cell:
        if self.outer:
            return self._imported(self.outer.named(node))
        return self.value(self.layout.values[node.name])

    def value(self, position: int) -> Cell:
        """A named value, computed once."""
        named = self.layout.program.values[position]
        if named.name not in self.values:
            self.values[named.name] = self.plain(named.node)
        return self.values[named.name]

    def rescaled(self, node: nodes.Rescaled) -> Cell:
        return scaled(self.of(node.of), node.factor).bounded(node)

    def add(self, node: nodes.Add) -> Cell:
        return added(*self.each((node.left, node.right))).bounded(node)

    def subtract(self, node: nodes.Subtract) -> Cell:
        return less(*self.each((node.left, node.right))).bounded(node)

    def multiply(self, node: nodes.Multiply) -> Cell:
        return product(*self.each((node.left, node.right))).bounded(node)

    def divided(self, node: nodes.DivideByConstant) -> Cell:
        return self.of(node.of)

    def round(self, node: nodes.Round) -> Cell:
        if isinstance(node.of, nodes.Ratio):
            numerator, denominator = self.each((node.of.numerator, node.of.denominator))
        else:
            numerator, denominator = self.of(node.of), number(1)
        numerator, denominator = scaled(numerator, node.multiplier), scaled(denominator, node.divisor)
        if denominator.known == 1:
            return numerator.bounded(node)
        cell = divided(node.direction, numerator, denominator, self.block.bind).bounded(node)
        width = width_of((cell,))
        return replace(cell, expr=cell.within(width), width=width)

    def compare(self, node: nodes.Compare) -> Cell:
        return judged(_ORDERS[node.operator], *self.each((node.left, node.right)))

    def compare_ratio(self, node: nodes.CompareRatio) -> Cell:
        numerator, right = self.each((node.ratio.numerator, node.right))
        denominator = self.plain(node.ratio.denominator)
        left = scaled(numerator, node.numerator_factor)
        compared = judged(_ORDERS[node.operator], left, product(scaled(right, node.right_factor), denominator))
        if denominator.low > 0:
            return compared
        known = pl.when(denominator.expr != 0).then(compared.expr)
        return Cell(known, pl.Boolean, 0, 1, True, compared.stage)

    def one_of(self, node: nodes.OneOf) -> Cell:
        return one_of(self.of(node.subject), node.options.options, self.block.bind)

    def both(self, node: nodes.And) -> Cell:
        return both_of(self.each(node.items))

    def either(self, node: nodes.Or) -> Cell:
        return either_of(self.each(node.items))

    def negation(self, node: nodes.Not) -> Cell:
        return judged(lambda of: ~of, self.of(node.of))

    def choice(self, node: nodes.If) -> Cell:
        return chosen(self.of(node.condition), self.of(node.then), self.of(node.otherwise), self.block.bind)

    def smallest(self, node: nodes.Smallest) -> Cell:
        return smallest(self.each(node.items), self.block.bind)

    def largest(self, node: nodes.Largest) -> Cell:
        return largest(self.each(node.items), self.block.bind)

    def banded(self, node: nodes.Banded) -> Cell:
        """A row of choices, from the last band to the first."""
        subject = self.plain(node.subject)
        *closed, last = node.bands
        cell = self.of(last.value)
        for band in reversed(closed):
            assert band.end is not None
            inside = judged(_ORDERS["<=" if band.inclusive else "<"], subject, self.of(band.end))
            cell = chosen(inside, self.of(band.value), cell, self.block.bind)
        return cell

    def sliced(self, node: nodes.Sliced) -> Cell:
        return self.of(node.expression).bounded(node)

    def quote(self, node: nodes.Quote) -> Cell:
        return lookups.quote(self.layout.program.tables[node.table], node.tenor, self.plain(node.on))

    def months_between(self, node: nodes.MonthsBetween) -> Cell:
        counted = days.months_between if node.counting == "completed" else days.started_months
        cell = counted(self.of(node.start), self.of(node.end), self.block.bind)
        return cell.bounded(node)

    def months_later(self, node: nodes.AddMonths) -> Cell:
        return days.add_months(self.of(node.start), self.of(node.months), self.block.bind).bounded(node)

    def year(self, node: nodes.YearOf) -> Cell:
        return days.year(self.of(node.day))

    def records(self, node: nodes.Records) -> Cell:
        """The list as such: a kernel alone reads it."""
        return self.list_of(node.path)

    def apply(self, node: nodes.Apply) -> Cell:
        arguments = tuple(self.plain(argument) for argument in node.arguments)
        return applied(Call(node, arguments, self.layout.program.tables, self.block, self.given.seen))

    def held(self, node: nodes.Held) -> Cell:
        return self.of(node.gather)

    def gather(self, node: nodes.Gather) -> Cell:
        """The records are rows of a block of their own, whose `VALUE` (and `KNOWN`) is folded."""
        inner = Compiler(self.layout, self.given, self, node.level)
        chosen = None if node.where is None else inner.of(node.where)
        JUDGED[node.how](inner.block, node, chosen, inner.of(node.value))
        lists = self.list_of(node.path)
        fields = {name: field_of_record(path) for path, name in inner.fields.items()}
        imports = inner.imports
        width = constant(node, None).width
        fold = Fold(lists.expr.meta.output_name(), fields, tuple(imports), inner.block, FOLDINGS[node.how], width)
        return self.block.step(fold, width, (node.low, node.high), lists, *imports.values())

    def list_of(self, path: str) -> Cell:
        return self._imported(self.outer.list_of(path)) if self.outer else self.given.list_of(path)


_CELLS: Final[Mapping[type[Node], Callable[[Compiler, Any], Cell]]] = {
    nodes.Constant: Compiler.literal,
    nodes.Fact: Compiler.fact,
    nodes.Item: Compiler.item,
    nodes.Named: Compiler.named,
    nodes.Rescaled: Compiler.rescaled,
    nodes.Add: Compiler.add,
    nodes.Subtract: Compiler.subtract,
    nodes.Multiply: Compiler.multiply,
    nodes.DivideByConstant: Compiler.divided,
    nodes.Round: Compiler.round,
    nodes.Compare: Compiler.compare,
    nodes.CompareRatio: Compiler.compare_ratio,
    nodes.OneOf: Compiler.one_of,
    nodes.And: Compiler.both,
    nodes.Or: Compiler.either,
    nodes.Not: Compiler.negation,
    nodes.If: Compiler.choice,
    nodes.Smallest: Compiler.smallest,
    nodes.Largest: Compiler.largest,
    nodes.Banded: Compiler.banded,
    nodes.Sliced: Compiler.sliced,
    nodes.Quote: Compiler.quote,
    nodes.MonthsBetween: Compiler.months_between,
    nodes.AddMonths: Compiler.months_later,
    nodes.Gather: Compiler.gather,
    nodes.Records: Compiler.records,
    nodes.Apply: Compiler.apply,
    nodes.Held: Compiler.held,
    nodes.YearOf: Compiler.year,
}

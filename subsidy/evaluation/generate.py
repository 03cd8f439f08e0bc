"""The fast evaluator: one Python function for a program, built from its tree as attrs and dataclasses build theirs.

It is for complete facts. What is unknown all the same (an unpublished parameter, a quotient by 0, a day before the
first quote, the least of nothing) divides by zero there, and the whole run goes to the reference evaluator. The
function is built as a syntax tree, so no text is run; the names in it are positions, never an author's.
"""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import count
from types import CodeType, FunctionType
from typing import Any, Final, TypeAlias

from subsidy.evaluation.layout import Layout
from subsidy.evaluation.meaning import MONTHS_COUNTED, Answer, months_later, year_of
from subsidy.evaluation.syntax import (
    LOAD,
    PARAMETERS,
    UNKNOWN,
    assigned,
    compared,
    name,
    or_unknown,
    stored,
    times,
    tuple_of,
)
from subsidy.language import nodes
from subsidy.language.kernels import KERNELS
from subsidy.language.nodes import Gathering, Node
from subsidy.rounding import DIVIDE

Generated: TypeAlias = Callable[[tuple[Any, ...]], tuple[tuple[Answer, ...], tuple[bool | None, ...]]]


def generate(layout: Layout) -> Generated:
    """From complete facts to values and rules; raises `ZeroDivisionError` where one of them is unknown."""
    writer = Writer(layout)
    return writer.function(writer.body())


class Writer:
    """Turns nodes into expressions. `globals` are the functions and tables that the expressions use."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.globals: dict[str, Any] = {"__builtins__": {}}
        self.numbers = count()

    def function(self, body: Iterable[ast.stmt]) -> Callable[[tuple[Any, ...]], Any]:
        """A function of prepared facts with these statements."""
        function = ast.FunctionDef("run", PARAMETERS, [*self.unpacked(), *body], [])
        module = ast.fix_missing_locations(ast.Module([function], []))
        code = compile(module, "<program>", "exec")
        (inner,) = (constant for constant in code.co_consts if isinstance(constant, CodeType))
        return FunctionType(inner, self.globals)

    def unpacked(self) -> Iterator[ast.stmt]:
        targets = [stored(f"f{i}") for i in range(len(self.layout.program.inputs))]
        if targets:
            yield assigned(tuple_of(targets), name("facts"))

    def body(self) -> Iterator[ast.stmt]:
        program = self.layout.program
        for i, named in enumerate(program.values):
            yield assigned(stored(f"v{i}"), self.of(named.node, {}))
        values = [name(f"v{i}") for i in range(len(program.values))]
        rules = [self.of(rule.node, {}) for rule in program.rules]
        yield ast.Return(ast.Tuple([ast.Tuple(values, LOAD), ast.Tuple(rules, LOAD)], LOAD))

    def of(self, node: Node, records: Mapping[int, str]) -> ast.expr:
        """The expression of a node. `records` says by level what the names of a record's fields begin with."""
        return _EXPRESSIONS[type(node)](self, node, records)

    def each(self, of: Sequence[Node], records: Mapping[int, str]) -> list[ast.expr]:
        return [self.of(node, records) for node in of]

    def call(self, function: Callable[..., Any], *arguments: ast.expr) -> ast.expr:
        return ast.Call(self.constant(function), list(arguments), [])

    def constant(self, value: Any) -> ast.expr:
        """A name for what a literal cannot say."""
        position = next((n for n, known in self.globals.items() if known is value), f"g{len(self.globals)}")
        self.globals[position] = value
        return name(position)

    def fact(self, path: str) -> ast.expr:
        return name(f"f{self.layout.facts[path]}")

    # One method a kind of node; the table below says which.

    def literal(self, node: nodes.Constant, _: Mapping[int, str]) -> ast.expr:
        return ast.Constant(node.value)

    def unpublished(self, _: nodes.Unpublished, __: Mapping[int, str]) -> ast.expr:
        return UNKNOWN

    def plain_fact(self, node: nodes.Fact, _: Mapping[int, str]) -> ast.expr:
        return self.fact(node.path)

    def item(self, node: nodes.Item, records: Mapping[int, str]) -> ast.expr:
        return name(f"{records[node.level]}_{self.layout.fields[node.path]}")

    def named(self, node: nodes.Named, _: Mapping[int, str]) -> ast.expr:
        return name(f"v{self.layout.values[node.name]}")

    def rescaled(self, node: nodes.Rescaled, records: Mapping[int, str]) -> ast.expr:
        return times(self.of(node.of, records), node.factor)

    def operation(self, node: nodes.Add | nodes.Subtract | nodes.Multiply, records: Mapping[int, str]) -> ast.expr:
        return ast.BinOp(self.of(node.left, records), _OPERATIONS[type(node)], self.of(node.right, records))

    def divided(self, node: nodes.DivideByConstant, records: Mapping[int, str]) -> ast.expr:
        return self.of(node.of, records)

    def round(self, node: nodes.Round, records: Mapping[int, str]) -> ast.expr:
        divisor: ast.expr = ast.Constant(node.divisor)
        if isinstance(node.of, nodes.Ratio):
            of, divisor = node.of.numerator, times(self.of(node.of.denominator, records), node.divisor)
        elif node.divisor == 1:
            return times(self.of(node.of, records), node.multiplier)
        else:
            of = node.of
        return self.call(DIVIDE[node.direction], times(self.of(of, records), node.multiplier), divisor)

    def compare(self, node: nodes.Compare, records: Mapping[int, str]) -> ast.expr:
        return compared(self.of(node.left, records), node.operator, self.of(node.right, records))

    def compare_ratio(self, node: nodes.CompareRatio, records: Mapping[int, str]) -> ast.expr:
        denominator = or_unknown(self.of(node.ratio.denominator, records))
        right = ast.BinOp(self.of(node.right, records), ast.Mult(), times(denominator, node.right_factor))
        left = times(self.of(node.ratio.numerator, records), node.numerator_factor)
        return compared(left, node.operator, right)

    def one_of(self, node: nodes.OneOf, records: Mapping[int, str]) -> ast.expr:
        options: list[ast.expr] = [ast.Constant(option) for option in node.options.options]
        return ast.Compare(self.of(node.subject, records), [ast.In()], [ast.Tuple(options, LOAD)])

    def both(self, node: nodes.And, records: Mapping[int, str]) -> ast.expr:
        return ast.BoolOp(ast.And(), self.each(node.items, records))

    def either(self, node: nodes.Or, records: Mapping[int, str]) -> ast.expr:
        return ast.BoolOp(ast.Or(), self.each(node.items, records))

    def negation(self, node: nodes.Not, records: Mapping[int, str]) -> ast.expr:
        return ast.UnaryOp(ast.Not(), self.of(node.of, records))

    def choice(self, node: nodes.If, records: Mapping[int, str]) -> ast.expr:
        condition, then, otherwise = self.each((node.condition, node.then, node.otherwise), records)
        return ast.IfExp(condition, then, otherwise)

    def smallest(self, node: nodes.Smallest, records: Mapping[int, str]) -> ast.expr:
        return self.call(min, *self.each(node.items, records))

    def largest(self, node: nodes.Largest, records: Mapping[int, str]) -> ast.expr:
        return self.call(max, *self.each(node.items, records))

    def banded(self, node: nodes.Banded, records: Mapping[int, str]) -> ast.expr:
        """A row of if-else, whose first test keeps the subject in a variable for the others."""
        *closed, last = node.bands
        variable = f"t{next(self.numbers)}"
        subject: ast.expr = name(variable)
        choice = self.of(last.value, records)
        for band in reversed(closed):
            assert band.end is not None
            if band is node.bands[0]:
                subject = ast.NamedExpr(stored(variable), self.of(node.subject, records))
            inside = compared(subject, "<=" if band.inclusive else "<", self.of(band.end, records))
            choice = ast.IfExp(inside, self.of(band.value, records), choice)
        return choice

    def sliced(self, node: nodes.Sliced, records: Mapping[int, str]) -> ast.expr:
        return self.of(node.expression, records)

    def quote(self, node: nodes.Quote, records: Mapping[int, str]) -> ast.expr:
        table = self.layout.program.tables[node.table]
        past_quotes = self.call(bisect_right, self.constant(table.days), self.of(node.on, records))
        values = (0, *(quote.value for quote in table.quotes[node.tenor]))
        return ast.Subscript(self.constant(values), or_unknown(past_quotes), LOAD)

    def months_between(self, node: nodes.MonthsBetween, records: Mapping[int, str]) -> ast.expr:
        return self.call(MONTHS_COUNTED[node.counting], *self.each((node.start, node.end), records))

    def months_later(self, node: nodes.AddMonths, records: Mapping[int, str]) -> ast.expr:
        return self.call(months_later, *self.each((node.start, node.months), records))

    def year(self, node: nodes.YearOf, records: Mapping[int, str]) -> ast.expr:
        return self.call(year_of, self.of(node.day, records))

    def records(self, node: nodes.Records, _: Mapping[int, str]) -> ast.expr:
        """Tuples in the kernel's own order of fields."""
        if self.layout.program.inputs[self.layout.facts[node.path]].fields == node.fields:
            return self.fact(node.path)
        prefix = f"r{next(self.numbers)}"
        fields = [name(f"{prefix}_{self.layout.fields[f'{node.path}.{field}']}") for field in node.fields]
        return ast.ListComp(ast.Tuple(fields, LOAD), [self.loop(node.path, prefix)])

    def apply(self, node: nodes.Apply, records: Mapping[int, str]) -> ast.expr:
        variable, arguments = f"t{next(self.numbers)}", self.each(node.arguments, records)
        tables, static = self.constant(self.layout.program.tables), self.constant(node.static)
        result = ast.NamedExpr(stored(variable), self.call(KERNELS[node.kernel], tables, static, *arguments))
        return ast.IfExp(ast.Compare(result, [ast.Is()], [ast.Constant(None)]), UNKNOWN, name(variable))

    def held(self, node: nodes.Held, records: Mapping[int, str]) -> ast.expr:
        return self.of(node.gather, records)

    def gather(self, node: nodes.Gather, records: Mapping[int, str]) -> ast.expr:
        """A list of the chosen records' values, folded."""
        prefix = f"r{next(self.numbers)}"
        inner = {**records, node.level: prefix}
        where = [] if node.where is None else [self.of(node.where, inner)]
        loop = self.loop(node.path, prefix, *where)
        return _FOLDS[node.how](self, ast.ListComp(self.of(node.value, inner), [loop]))

    def loop(self, path: str, prefix: str, *where: ast.expr) -> ast.comprehension:
        """`for (r0_0, r0_1) in f5 if ...`, over the records of a list."""
        used = self.layout.program.inputs[self.layout.facts[path]]
        names = [stored(f"{prefix}_{i}") for i in range(len(used.fields or ()))]
        return ast.comprehension(tuple_of(names) if names else stored(prefix), self.fact(path), list(where), 0)

    def sum(self, values: ast.expr) -> ast.expr:
        return self.call(sum, values)

    def any(self, values: ast.expr) -> ast.expr:
        return ast.Compare(ast.Constant(True), [ast.In()], [values])

    def all(self, values: ast.expr) -> ast.expr:
        return ast.Compare(ast.Constant(False), [ast.NotIn()], [values])

    def least(self, values: ast.expr) -> ast.expr:
        return self.call(min, or_unknown(values))

    def greatest(self, values: ast.expr) -> ast.expr:
        return self.call(max, or_unknown(values))


_OPERATIONS: Final[Mapping[type[Node], ast.operator]] = {
    nodes.Add: ast.Add(),
    nodes.Subtract: ast.Sub(),
    nodes.Multiply: ast.Mult(),
}
_FOLDS: Final[Mapping[Gathering, Callable[[Writer, ast.expr], ast.expr]]] = {
    "sum": Writer.sum,
    "count": Writer.sum,
    "any": Writer.any,
    "all": Writer.all,
    "min": Writer.least,
    "max": Writer.greatest,
}
_EXPRESSIONS: Final[Mapping[type[Node], Callable[[Writer, Any, Mapping[int, str]], ast.expr]]] = {
    nodes.Constant: Writer.literal,
    nodes.Unpublished: Writer.unpublished,
    nodes.Fact: Writer.plain_fact,
    nodes.Item: Writer.item,
    nodes.Named: Writer.named,
    nodes.Rescaled: Writer.rescaled,
    nodes.Add: Writer.operation,
    nodes.Subtract: Writer.operation,
    nodes.Multiply: Writer.operation,
    nodes.DivideByConstant: Writer.divided,
    nodes.Round: Writer.round,
    nodes.Compare: Writer.compare,
    nodes.CompareRatio: Writer.compare_ratio,
    nodes.OneOf: Writer.one_of,
    nodes.And: Writer.both,
    nodes.Or: Writer.either,
    nodes.Not: Writer.negation,
    nodes.If: Writer.choice,
    nodes.Smallest: Writer.smallest,
    nodes.Largest: Writer.largest,
    nodes.Banded: Writer.banded,
    nodes.Sliced: Writer.sliced,
    nodes.Quote: Writer.quote,
    nodes.MonthsBetween: Writer.months_between,
    nodes.AddMonths: Writer.months_later,
    nodes.Gather: Writer.gather,
    nodes.Records: Writer.records,
    nodes.Apply: Writer.apply,
    nodes.Held: Writer.held,
    nodes.YearOf: Writer.year,
}

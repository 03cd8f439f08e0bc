"""A formula's text -> a typed node, or diagnostics with their columns.

Formulas borrow Python's expression grammar: the standard `ast` reads the text, nothing of it is ever run.
Whatever is not in the tables below is not in the language.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, Final, get_args

from subsidy.diagnostics import Diagnostic, Place, did_you_mean
from subsidy.language.arithmetic import add, divide, multiply, negate, subtract
from subsidy.language.errors import FormulaError
from subsidy.language.functions import FUNCTIONS, zero
from subsidy.language.gathering import gathered
from subsidy.language.grammar import bound_arguments, dotted
from subsidy.language.logic import both, choose, compare, either, flag, negation, one_of, text
from subsidy.language.nodes import Comparison, Constant, Gathering, Item, Node, Texts
from subsidy.language.rate_functions import rate_function
from subsidy.language.scope import RecordList, Scope
from subsidy.language.syntax import DEEPEST_FORMULA, LANGUAGE, excluded, too_deep, unreadable
from subsidy.language.types import COUNT_TYPE, Type, described
from subsidy.messages import Message, msg

LONGEST_FORMULA: Final = 2_000
GATHERS: Final[Mapping[str, Gathering]] = {how: how for how in get_args(Gathering)}

_OPERATORS: Final[Mapping[type[ast.operator], Callable[[Node, Node], Node]]] = {
    ast.Add: add,
    ast.Sub: subtract,
    ast.Mult: multiply,
    ast.Div: divide,
}
_COMPARISONS: Final[Mapping[type[ast.cmpop], Comparison]] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}


def parse_formula(source: str, scope: Scope, place: Place, field: str) -> tuple[Node | None, list[Diagnostic]]:
    """The node of a formula, and what is wrong with it; the node is None exactly when something is.

    `place` is where the text begins; the diagnostics point into it.
    """
    parser = _Parser(source, scope, place, field)
    node = parser.formula()
    return (None if parser.diagnostics else node), parser.diagnostics


class _Parser:
    def __init__(self, source: str, scope: Scope, place: Place, field: str) -> None:
        self.source = source.replace("\n", " ")
        self.scope = scope
        self.place = place
        self.field = field
        self.diagnostics: list[Diagnostic] = []
        self.depth = 0
        self.records: dict[str, tuple[int, RecordList]] = {}

    def formula(self) -> Node | None:
        if len(self.source) > LONGEST_FORMULA:
            self.report(
                0,
                "formula",
                msg(
                    "a formula of {found} characters; at most {allowed}",
                    found=len(self.source),
                    allowed=LONGEST_FORMULA,
                ),
            )
            return None
        try:
            with warnings.catch_warnings(action="error"):  # what Python only warns of is a mistake here
                tree = ast.parse(self.source, mode="eval")
        except SyntaxError as error:
            at, message, remedy = unreadable(error, self.source)
            self.report(at, "syntax", message, remedy)
            return None
        except (RecursionError, MemoryError):
            self.report(0, "syntax", *too_deep())
            return None
        except ValueError:
            self.report(0, "syntax", msg("the formula holds a character that cannot be read"))
            return None
        try:
            return self.node(tree.body)
        except RecursionError:
            self.report(0, "syntax", *too_deep())
            return None

    def node(self, tree: ast.expr) -> Node | None:
        self.depth += 1
        try:
            if self.depth > DEEPEST_FORMULA:
                raise RecursionError
            handler = _HANDLERS.get(type(tree))
            if handler is None:
                raise excluded(tree, self.source)
            return handler(self, tree)
        except FormulaError as error:
            self.report_at(tree, error.code, error.message, error.remedy)
            return None
        finally:
            self.depth -= 1

    def nodes(self, trees: list[ast.expr]) -> list[Node] | None:
        """Every tree's node; None when one is wrong, but all of them are looked at."""
        found = [self.node(t) for t in trees]
        return None if any(n is None for n in found) else [n for n in found if n is not None]

    def report_at(self, tree: ast.expr, code: str, message: Message, remedy: Message | None = None) -> None:
        column = len(self.source.encode()[: tree.col_offset].decode())
        self.report(column, code, message, remedy)

    def report(self, column: int, code: str, message: Message, remedy: Message | None = None) -> None:
        place = self.place._replace(column=self.place.column + column)
        self.diagnostics.append(Diagnostic(code, message, place, self.field, remedy))

    # One method a construct; the table below says which.

    def literal(self, tree: ast.Constant) -> Node | None:
        if isinstance(tree.value, bool):
            return flag(tree.value)
        if isinstance(tree.value, str):
            return text(tree.value)
        if tree.value == 0 and isinstance(tree.value, int):
            return zero()
        if tree.value == 1 and isinstance(tree.value, int):
            return Constant(COUNT_TYPE, Fraction(1), 1, 1, 1)
        if not isinstance(tree.value, int | float | complex):
            raise excluded(tree, self.source)
        raise FormulaError(
            "figure",
            msg("the figure {found} stands in a formula", found=str(tree.value)),
            msg("make it a parameter with a citation"),
        )

    def name(self, tree: ast.Name | ast.Attribute) -> Node | None:
        path = dotted(tree)
        if path is None:
            raise FormulaError("syntax", msg("a dot must follow a name"), LANGUAGE)
        head, _, rest = path.partition(".")
        if head in self.records:
            return self.item(path, head, rest)
        node = self.scope.value(path)
        if node is not None:
            return node
        if self.scope.records(path) is not None:
            raise FormulaError(
                "type", msg("{name} is a list of records", name=path), msg("use sum, any, all or count over it")
            )
        known = self.scope.names()
        ends_so = [name for name in known if name.endswith(f".{path}")]  # `amount` for `subsidy.amount`
        raise FormulaError("unknown-name", msg("there is no {name}", name=path), did_you_mean(path, ends_so or known))

    def item(self, path: str, variable: str, field: str) -> Node:
        level, records = self.records[variable]
        spec = records.fields.get(field)
        if spec is None:
            raise FormulaError(
                "unknown-name",
                msg("a record of {list} has no {name}", list=records.path, name=field or path),
                did_you_mean(field, records.fields),
            )
        return Item(spec.type, spec.unit, spec.low, spec.high, level, field, f"{records.path}.{field}")

    def operation(self, tree: ast.BinOp) -> Node | None:
        sides = self.nodes([tree.left, tree.right])
        build = _OPERATORS.get(type(tree.op))
        if build is None:
            raise excluded(tree.op, self.source)
        return None if sides is None else build(*sides)

    def unary(self, tree: ast.UnaryOp) -> Node | None:
        if isinstance(tree.op, ast.Not):
            build: Callable[[Node], Node] = negation
        elif isinstance(tree.op, ast.USub):
            build = negate
        else:
            raise excluded(tree.op, self.source)
        node = self.node(tree.operand)
        return None if node is None else build(node)

    def logic(self, tree: ast.BoolOp) -> Node | None:
        items = self.nodes(tree.values)
        if items is None:
            return None
        return both(items) if isinstance(tree.op, ast.And) else either(items)

    def comparison(self, tree: ast.Compare) -> Node | None:
        operands = [tree.left, *tree.comparators]
        pairs: list[Node | None] = [
            self.membership(left, op, right) if isinstance(op, ast.In | ast.NotIn) else self.pair(left, op, right)
            for left, op, right in zip(operands, tree.ops, operands[1:], strict=False)
        ]
        return None if any(p is None for p in pairs) else both([p for p in pairs if p is not None])

    def pair(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Node | None:
        operator = _COMPARISONS.get(type(op))
        if operator is None:
            raise excluded(op, self.source)
        sides = self.nodes([left, right])
        return None if sides is None else compare(operator, *sides)

    def membership(self, left: ast.expr, op: ast.In | ast.NotIn, right: ast.expr) -> Node | None:
        sides = self.nodes([left, right])
        if sides is None:
            return None
        subject, options = sides
        if not isinstance(options, Texts):
            raise FormulaError(
                "type", msg("after in stands a list of texts, found {found}", found=described(options.type))
            )
        found = one_of(subject, options)
        return negation(found) if isinstance(op, ast.NotIn) else found

    def texts(self, tree: ast.List | ast.Tuple | ast.Set) -> Node | None:
        items = self.nodes(tree.elts)
        if items is None:
            return None
        values = [i.value for i in items if isinstance(i, Constant) and isinstance(i.value, str)]
        if len(values) != len(items):
            raise FormulaError("type", msg("a list in a formula holds texts only"))
        return Texts(Type("texts"), Fraction(1), 0, 0, tuple(values))

    def conditional(self, tree: ast.IfExp) -> Node | None:
        parts = self.nodes([tree.test, tree.body, tree.orelse])
        return None if parts is None else choose(*parts)

    def call(self, tree: ast.Call) -> Node | None:
        name = dotted(tree.func)
        if name is None:
            raise excluded(tree, self.source)
        if name in GATHERS and len(tree.args) == 1 and isinstance(tree.args[0], ast.GeneratorExp):
            return self.gather(GATHERS[name], tree.args[0])
        function = rate_function(name, self.scope) or FUNCTIONS.get(name)
        if function is None:
            known = [*FUNCTIONS, *GATHERS, *self.scope.tables()]
            raise FormulaError(
                "unknown-function",
                msg("there is no function {name}", name=name),
                did_you_mean(name, known),
            )
        args = self.arguments(tree, function.parameters)
        return None if args is None else function.build(self.scope, args)

    def arguments(self, tree: ast.Call, parameters: tuple[str, ...]) -> dict[str, Node] | None:
        """The nodes of a call's arguments, by name."""
        given = bound_arguments(tree, parameters)
        values = self.nodes(list(given.values()))
        return None if values is None else dict(zip(given, values, strict=True))

    def gather(self, how: Gathering, tree: ast.GeneratorExp) -> Node | None:
        """`sum(f.amount for f in loan.flows if f.kind == "interest")`."""
        loop = tree.generators[0]
        path = dotted(loop.iter)
        if len(tree.generators) > 1 or loop.is_async or not isinstance(loop.target, ast.Name):
            raise FormulaError("syntax", msg("one plain 'for name in list' is wanted"), LANGUAGE)
        records = self.scope.records(path or "")
        if records is None:
            raise FormulaError("unknown-name", msg("there is no list of records {name}", name=path or "?"))
        variable, level = loop.target.id, len(self.records)
        if variable in self.records or self.scope.value(variable) is not None:
            raise FormulaError("duplicate-name", msg("{name} already means something else", name=variable))
        self.records[variable] = (level, records)
        try:
            conditions = self.nodes(loop.ifs)
            bare = isinstance(tree.elt, ast.Name) and tree.elt.id == variable and how == "count"
            value = flag(True) if bare else self.node(tree.elt)
        finally:
            del self.records[variable]
        if conditions is None or value is None:
            return None
        return gathered(how, records.path, level, both(conditions) if conditions else None, value)


_HANDLERS: Final[Mapping[type[ast.expr], Callable[[_Parser, Any], Node | None]]] = {
    ast.Constant: _Parser.literal,
    ast.Name: _Parser.name,
    ast.Attribute: _Parser.name,
    ast.BinOp: _Parser.operation,
    ast.UnaryOp: _Parser.unary,
    ast.BoolOp: _Parser.logic,
    ast.Compare: _Parser.comparison,
    ast.IfExp: _Parser.conditional,
    ast.Call: _Parser.call,
    ast.List: _Parser.texts,
    ast.Tuple: _Parser.texts,
    ast.Set: _Parser.texts,
}

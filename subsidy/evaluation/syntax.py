"""Pieces of Python's syntax tree, as generated functions need them."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import Final

from subsidy.language.nodes import Comparison

LOAD: Final = ast.Load()
PARAMETERS: Final = ast.arguments([], [ast.arg("facts")], None, [], [], None, [])
UNKNOWN: Final = ast.BinOp(ast.Constant(1), ast.FloorDiv(), ast.Constant(0))
_COMPARISONS: Final[Mapping[Comparison, ast.cmpop]] = {
    "<": ast.Lt(),
    "<=": ast.LtE(),
    ">": ast.Gt(),
    ">=": ast.GtE(),
    "==": ast.Eq(),
    "!=": ast.NotEq(),
}


def name(name: str) -> ast.expr:
    return ast.Name(name, LOAD)


def stored(name: str) -> ast.Name:
    return ast.Name(name, ast.Store())


def tuple_of(names: Sequence[ast.expr]) -> ast.expr:
    return ast.Tuple(list(names), ast.Store())


def assigned(target: ast.expr, value: ast.expr) -> ast.stmt:
    return ast.Assign([target], value)


def times(of: ast.expr, factor: int) -> ast.expr:
    return of if factor == 1 else ast.BinOp(of, ast.Mult(), ast.Constant(factor))


def compared(left: ast.expr, operator: Comparison, right: ast.expr) -> ast.expr:
    return ast.Compare(left, [_COMPARISONS[operator]], [right])


def or_unknown(of: ast.expr) -> ast.expr:
    """The value; where it is 0 or empty, what is asked is unknown."""
    return ast.BoolOp(ast.Or(), [of, UNKNOWN])

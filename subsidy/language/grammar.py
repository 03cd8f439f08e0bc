"""What can be told of a formula's syntax before its names mean anything."""

from __future__ import annotations

import ast

from subsidy.language.errors import FormulaError
from subsidy.language.syntax import LANGUAGE
from subsidy.messages import msg


def bound_arguments(tree: ast.Call, parameters: tuple[str, ...]) -> dict[str, ast.expr]:
    """A call's arguments by the names of its parameters; `items` takes two or more. Raises `FormulaError`."""
    if any(isinstance(a, ast.Starred) for a in tree.args) or any(k.arg is None for k in tree.keywords):
        raise FormulaError("syntax", msg("{construct} is not part of the language", construct="*"), LANGUAGE)
    if parameters == ("items",):
        if len(tree.args) < 2 or tree.keywords:
            raise FormulaError("argument", msg("at least two values are wanted"))
        return {str(i): argument for i, argument in enumerate(tree.args)}
    by_place = dict(zip(parameters, tree.args, strict=False))
    by_name = {k.arg: k.value for k in tree.keywords if k.arg is not None}
    given = by_place | by_name
    if len(tree.args) > len(parameters) or by_place.keys() & by_name.keys() or given.keys() != set(parameters):
        remedy = msg("write ({parameters})", parameters=", ".join(parameters))
        raise FormulaError("argument", msg("the arguments do not fit"), remedy)
    return given


def dotted(tree: ast.expr) -> str | None:
    """A name with its dots (`loan.principal`); None for any other expression."""
    parts: list[str] = []
    while isinstance(tree, ast.Attribute):
        parts.append(tree.attr)
        tree = tree.value
    return ".".join([tree.id, *reversed(parts)]) if isinstance(tree, ast.Name) else None

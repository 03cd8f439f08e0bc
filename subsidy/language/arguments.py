"""What a function may be given: texts that are known when the scheme is loaded, and dates."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from subsidy.diagnostics import did_you_mean
from subsidy.language.errors import FormulaError
from subsidy.language.nodes import Constant, Node
from subsidy.language.scope import Scope
from subsidy.language.types import described
from subsidy.messages import Label, msg

Build = Callable[[Scope, Mapping[str, Node]], Node]
"""From the arguments of a call, by the names of the parameters, to its node; raises `FormulaError`."""


def static_text(args: Mapping[str, Node], name: str, allowed: Mapping[str, Label] | None = None) -> str:
    """An argument that must be known when the scheme is loaded: a text, or a reading."""
    node = args[name]
    if not isinstance(node, Constant) or not isinstance(node.value, str):
        raise FormulaError("argument", msg("{name} must be a text or a reading", name=name))
    if allowed is not None and node.value not in allowed:
        raise FormulaError(
            "argument", msg("{name} cannot be {found}", name=name, found=node.value), did_you_mean(node.value, allowed)
        )
    return node.value


def date_argument(args: Mapping[str, Node], name: str) -> Node:
    node = args[name]
    if node.type.base != "date":
        raise FormulaError("type", msg("{name} must be a date, found {found}", name=name, found=described(node.type)))
    return node


def most_days(first: Node, until: Node) -> int:
    """The longest that a window can be."""
    return max(0, until.high - first.low)

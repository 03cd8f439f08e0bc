"""Whether a condition's answer follows from the bounds of its facts alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from subsidy.language.nodes import And, Compare, Comparison, Constant, Node, Not, Or

# Of left and right: whether the comparison holds for all values between their bounds.
_ALWAYS: Final[Mapping[Comparison, Callable[[Node, Node], bool]]] = {
    "<": lambda left, right: left.high < right.low,
    "<=": lambda left, right: left.high <= right.low,
    ">": lambda left, right: left.low > right.high,
    ">=": lambda left, right: left.low >= right.high,
    "==": lambda left, right: left.low == left.high == right.low == right.high,
    "!=": lambda left, right: left.high < right.low or left.low > right.high,
}
_OPPOSITE: Final[Mapping[Comparison, Comparison]] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}


def decided(node: Node) -> bool | None:
    """True if the condition always holds, False if it never does, None if the facts decide."""
    if isinstance(node, Constant):
        return bool(node.value)
    if isinstance(node, Compare) and node.left.type.base in ("number", "date"):
        if _ALWAYS[node.operator](node.left, node.right):
            return True
        return False if _ALWAYS[_OPPOSITE[node.operator]](node.left, node.right) else None
    if isinstance(node, Not):
        of = decided(node.of)
        return None if of is None else not of
    if isinstance(node, And | Or):
        settles = isinstance(node, Or)
        answers = [decided(item) for item in node.items]
        if settles in answers:
            return settles
        return None if None in answers else not settles
    return None

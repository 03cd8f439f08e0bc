"""What the amount of a benefit must be: money, in whole fen, by a rounding that the scheme states."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from subsidy.language import nodes
from subsidy.language.errors import FormulaError
from subsidy.language.nodes import Node
from subsidy.language.types import described
from subsidy.language.walk import children
from subsidy.messages import msg
from subsidy.scheme.program import Value

_FEN: Final = Fraction(1, 100)
_REMEDY: Final = msg("write round: half-up 0.01 yuan")


def check_amount(node: Node, values: Mapping[str, Value]) -> None:
    """Raises `FormulaError` for an amount that is no money, or is not rounded. `values` holds what it may name."""
    if not node.type.is_money:
        raise FormulaError(
            "type",
            msg("the amount is {found}, not money", found=described(node.type)),
            msg("end with what the payee gets, in yuan"),
        )
    if (node.unit / _FEN).denominator != 1:
        raise FormulaError("unrounded", msg("the amount can have parts of a fen"), _REMEDY)
    if not _is_rounded(node, values):
        raise FormulaError("unrounded", msg("the amount states no rounding"), _REMEDY)


def _is_rounded(node: Node, values: Mapping[str, Value]) -> bool:
    """Whether no product or quotient of money is left that no rounding closes."""
    if isinstance(node, nodes.Round | nodes.Fact | nodes.Constant):
        return True
    if isinstance(node, nodes.Named):
        return _is_rounded(values[node.name].node, values)
    if isinstance(node, nodes.Multiply | nodes.DivideByConstant | nodes.Ratio):
        return False
    return all(_is_rounded(child, values) for child in children(node) if child.type.is_money)

"""What the amount of a benefit must be: money, never below zero, in whole fen, by a rounding that the scheme states."""

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
from subsidy.scheme.definition import Benefit
from subsidy.scheme.program import Value

_FEN: Final = Fraction(1, 100)
_REMEDY: Final = msg("write round: half-up 0.01 yuan")


def check_amount(node: Node, benefit: Benefit, values: Mapping[str, Value]) -> None:
    """Raises `FormulaError` for an amount that is no money, may be negative, or is not rounded.

    `values` holds what it may name. That it is not negative must follow from the bounds of the facts and parameters.
    """
    if not node.type.is_money:
        raise FormulaError(
            "type",
            msg("the amount is {found}, not money", found=described(node.type)),
            msg("end with what the payee gets, in yuan"),
        )
    if node.low < 0 and not benefit.may_be_negative:
        remedy = msg("write max(..., 0), or may_be_negative: yes where the text has money given back")
        raise FormulaError("negative", msg("the amount can be negative"), remedy)
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

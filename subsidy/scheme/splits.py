"""Who bears how much of a whole: each bearer's part as a node, the parts summing to the whole to the fen."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from subsidy.language.arithmetic import common, fitting, rescaled, subtract
from subsidy.language.errors import FormulaError
from subsidy.language.nodes import Apply, Constant, Node, Unpublished
from subsidy.language.types import MONEY_TYPE, Type, described
from subsidy.messages import msg

REST: Final = "rest"
_FEN: Final = Fraction(1, 100)


def split_parts(of: Node, shares: Mapping[str, Node | None]) -> dict[str, Node]:
    """Each bearer's part of a whole in fen; a share that is None is what the others leave.

    Largest remainder: every part is rounded down to the fen, what is left goes to the largest remainders in the order
    of the bearers. Raises `FormulaError` for a whole that is not in whole fen, or shares that cannot be proved to be
    the whole.
    """
    if not of.type.is_money:
        raise FormulaError("type", msg("what is split is {found}, not money", found=described(of.type)))
    if (of.unit / _FEN).denominator != 1:
        raise FormulaError(
            "unrounded", msg("what is split can have parts of a fen"), msg("write round: half-up 0.01 yuan")
        )
    weights = _weights(shares)
    whole = rescaled(of, _FEN)
    return {
        bearer: fitting(
            Apply(MONEY_TYPE, _FEN, min(0, whole.low), whole.high, "split", "part", (str(i),), (whole, *weights))
        )
        for i, bearer in enumerate(shares)
    }


def _weights(shares: Mapping[str, Node | None]) -> tuple[Node, ...]:
    given = [node for node in shares.values() if node is not None]
    rests = len(shares) - len(given)
    one = Constant(Type("number"), Fraction(1), 1, 1, 1)
    nodes, _ = common([one, *given], "split")
    whole, *rest_of = nodes
    if rests > 1:
        raise FormulaError("split", msg("only one bearer can bear the rest"))
    if not rests:
        values = [n.value for n in rest_of if isinstance(n, Constant) and isinstance(n.value, int)]
        assert isinstance(whole, Constant)
        if len(values) < len(rest_of):
            raise FormulaError(
                "split", msg("shares that depend on facts need a bearer of the rest"), msg("write is: rest")
            )
        if sum(values) != whole.value:
            found = Fraction(sum(values)) * whole.unit
            raise FormulaError(
                "split", msg("the shares sum to {found}, not to 1", found=str(found)), msg("write is: rest for one")
            )
    left: Node = whole
    for node in rest_of:
        left = subtract(left, node)
    published = [n for n in given if not isinstance(n, Unpublished)]  # an overlay's figure is judged in its turn
    if left.high < 0 or any(n.low < 0 for n in published):
        raise FormulaError("split", msg("a share can be negative"))
    in_order = iter(rest_of)
    return tuple(left if node is None else next(in_order) for node in shares.values())

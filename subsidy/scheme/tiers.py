"""The bands of a tier: in rising order, each beginning where the one before ends, the last of them open."""

from __future__ import annotations

from typing import NamedTuple

from subsidy.language.arithmetic import common
from subsidy.language.errors import FormulaError
from subsidy.language.nodes import Constant, Node
from subsidy.messages import msg
from subsidy.scheme.definition import Band


class Bound(NamedTuple):
    """Where a band ends, as it stands under `key`; both are empty where it is open. `inclusive`: the end is its own."""

    key: str
    written: str
    inclusive: bool


def bound_of(band: Band, *, last: bool) -> Bound:
    """Raises `FormulaError` where a band has too many bounds or too few."""
    named = (("below", band.below, False), ("up_to", band.up_to, True))
    bounds = [Bound(key, written, inclusive) for key, written, inclusive in named if written is not None]
    if last and bounds:
        raise FormulaError(
            "tier", msg("the last band has a bound, so nothing is said above it"), msg("leave its bound out")
        )
    if not last and len(bounds) != 1:
        raise FormulaError("tier", msg("a band before the last has one bound"), msg("write below, or up_to"))
    return bounds[0] if bounds else Bound("", "", inclusive=False)


def fixed_end(node: Node, bound: Bound, before: Constant | None, subject: Node | None) -> Constant:
    """The end of a band. Raises `FormulaError` unless it is fixed, of the subject's kind and above the one before."""
    if not isinstance(node, Constant) or not isinstance(node.value, int):
        raise FormulaError("tier", msg("the bound {found} is not fixed", found=bound.written), msg("name a parameter"))
    if subject is not None:
        common((subject, node), "tier")
    if before is not None:
        assert isinstance(before.value, int)
        low, high = before.value * before.unit, node.value * node.unit
        if high < low or (high == low and not bound.inclusive):
            raise FormulaError(
                "tier",
                msg("the bound {found} is not above the one before", found=bound.written),
                msg("write the bands in rising order"),
            )
    return node

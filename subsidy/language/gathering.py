"""Folds over a list of records: their types and bounds."""

from __future__ import annotations

from fractions import Fraction

from subsidy.kinds import MOST_RECORDS
from subsidy.language.arithmetic import common, fitting
from subsidy.language.errors import FormulaError
from subsidy.language.logic import need_flag
from subsidy.language.nodes import Constant, Gather, Gathering, Node
from subsidy.language.types import COUNT_TYPE, FLAG_TYPE, described
from subsidy.messages import msg


def gathered(how: Gathering, path: str, level: int, where: Node | None, value: Node) -> Node:
    """The fold of `value` over the records that `where` chooses. Raises `FormulaError` where there is none."""
    if isinstance(where, Constant):
        where = None if where.value else where
    if how in ("any", "all", "count"):
        need_flag(value)
        type_, high = (COUNT_TYPE, MOST_RECORDS) if how == "count" else (FLAG_TYPE, 1)
        return Gather(type_, Fraction(1), 0, high, how, path, level, where, value)
    common((value,), how)
    if value.type.base != "number" and not (value.type.base == "date" and how in ("min", "max")):
        raise FormulaError(
            "type", msg("{operation} needs numbers, found {found}", operation=how, found=described(value.type))
        )
    if how == "sum":
        low, high = min(0, value.low * MOST_RECORDS), max(0, value.high * MOST_RECORDS)
        return fitting(Gather(value.type, value.unit, low, high, how, path, level, where, value))
    return Gather(value.type, value.unit, value.low, value.high, how, path, level, where, value)

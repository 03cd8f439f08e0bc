"""Smart constructors of number nodes: each checks kinds, finds the unit and proves the bounds.

Exact by construction: addition, comparison and choice bring both sides to a common unit, multiplication
multiplies units, division by a constant divides the unit, any other division must end in a rounding or a comparison.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Final, TypeVar

from subsidy.kinds import DAY, MONTH
from subsidy.language.errors import FormulaError
from subsidy.language.nodes import (
    Add,
    AddMonths,
    Constant,
    DivideByConstant,
    Largest,
    Multiply,
    Node,
    Ratio,
    Rescaled,
    Round,
    Smallest,
    Subtract,
)
from subsidy.language.types import DATE_TYPE, DAYS_TYPE, Type, described, joined
from subsidy.messages import msg
from subsidy.rounding import DIVIDE

N = TypeVar("N", bound=Node)

WRITE_PERCENT: Final = msg("write a share or a multiple with its sign: 2.6%, 150%")

WIDEST: Final = 2**127 - 1  # Int128, the widest whole number that the columnar back end has


def add(left: Node, right: Node) -> Node:
    """left + right. A date plus days or months is a date."""
    if left.type.base == "date" and right.type.dimension in (DAY, MONTH):
        return _later(left, right)
    a, b, type_ = _aligned(left, right, "+")
    return fitting(Add(type_, a.unit, a.low + b.low, a.high + b.high, a, b))


def subtract(left: Node, right: Node) -> Node:
    """left - right. The difference of two dates is days; a date less days or months is a date."""
    if left.type.base == right.type.base == "date":
        return Subtract(DAYS_TYPE, Fraction(1), left.low - right.high, left.high - right.low, left, right)
    if left.type.base == "date" and right.type.dimension in (DAY, MONTH):
        return _later(left, negate(right))
    a, b, type_ = _aligned(left, right, "-")
    return fitting(Subtract(type_, a.unit, a.low - b.high, a.high - b.low, a, b))


def multiply(left: Node, right: Node) -> Node:
    for node, other in ((left, right), (right, left)):
        _number(node, "*")
        if node.type.is_money and other.type.loose == "bare":
            raise FormulaError("unit", msg("money times a number without a unit"), WRITE_PERCENT)
    type_ = Type("number", left.type.dimension * right.type.dimension, percent=left.type.percent or right.type.percent)
    if isinstance(left, Ratio) and isinstance(right, Ratio):
        numerator = multiply(left.numerator, right.numerator)
        return _ratio(type_, numerator, multiply(left.denominator, right.denominator))
    if isinstance(left, Ratio):
        return _ratio(type_, multiply(left.numerator, right), left.denominator)
    if isinstance(right, Ratio):
        return _ratio(type_, multiply(left, right.numerator), right.denominator)
    ends = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
    return fitting(Multiply(type_, left.unit * right.unit, min(ends), max(ends), left, right))


def divide(left: Node, right: Node) -> Node:
    """left / right: exact by a constant, otherwise a `Ratio`, which must be rounded or compared."""
    for node in (left, right):
        _number(node, "/")
    percent = left.type.percent and not right.type.percent
    type_ = Type("number", left.type.dimension / right.type.dimension, percent=percent)
    refuse_ratio(right)  # turned over, it would be known where its own divisor is 0
    if isinstance(left, Ratio):
        return _ratio(type_, left.numerator, multiply(left.denominator, right))
    if isinstance(right, Constant):
        assert isinstance(right.value, int)
        if right.value <= 0:
            raise FormulaError("division", msg("division by {value}, which is not above zero", value=str(right.value)))
        return DivideByConstant(type_, left.unit / (right.unit * right.value), left.low, left.high, left, right)
    return _ratio(type_, left, right)


def negate(of: Node) -> Node:
    _number(of, "-")
    zero = Constant(of.type, of.unit, 0, 0, 0)
    return subtract(zero, of)


def smallest(items: Sequence[Node]) -> Node:
    nodes, type_ = _ordered(items, "min")
    low, high = min(n.low for n in nodes), min(n.high for n in nodes)
    return Smallest(type_, nodes[0].unit, low, high, nodes)


def largest(items: Sequence[Node]) -> Node:
    nodes, type_ = _ordered(items, "max")
    low, high = max(n.low for n in nodes), max(n.high for n in nodes)
    return Largest(type_, nodes[0].unit, low, high, nodes)


def rounded(of: Node, direction: str, step: Fraction, step_type: Type) -> Node:
    """`of` rounded to a multiple of `step` (in the base unit of its dimension, such as 1/100 yuan)."""
    _number(of, "round")
    joint = joined(of.type, step_type)
    if joint is None:
        raise FormulaError(
            "unit",
            msg(
                "the value is {value}, its rounding step is {step}", value=described(of.type), step=described(step_type)
            ),
        )
    quotient = of.unit / step
    multiplier, divisor = quotient.numerator, quotient.denominator
    divide_down, divide_up = DIVIDE["floor"], DIVIDE["ceiling"]
    if isinstance(of, Ratio):
        top = max(abs(of.numerator.low), abs(of.numerator.high)) * multiplier
        _fits(2 * (top + of.denominator.high * divisor))  # to round half up is to divide 2a + b by 2b
        low, high = (-top if of.numerator.low < 0 else 0), top
    else:
        _fits(2 * (max(abs(of.low), abs(of.high)) * multiplier + divisor))
        low, high = divide_down(of.low * multiplier, divisor), divide_up(of.high * multiplier, divisor)
    type_ = Type("number", joint.dimension, percent=joint.percent)
    return Round(type_, step, low, high, of, direction, multiplier, divisor)


def common(items: Sequence[Node], operation: str) -> tuple[tuple[Node, ...], Type]:
    """The items in one unit, and their common type. Raises `FormulaError` where there is none."""
    type_ = items[0].type
    for item in items[1:]:
        type_ = _joined(type_, item.type, operation)
    for item in items:
        refuse_ratio(item)
    if type_.base != "number":
        return tuple(items), type_
    unit = items[0].unit
    for item in items[1:]:
        unit = common_unit(unit, item.unit)
    return tuple(rescaled(item, unit) for item in items), type_


def common_unit(a: Fraction, b: Fraction) -> Fraction:
    """The largest unit of which both are whole multiples."""
    return Fraction(math.gcd(a.numerator * b.denominator, b.numerator * a.denominator), a.denominator * b.denominator)


def rescaled(node: Node, unit: Fraction) -> Node:
    """The node in a unit that divides its own."""
    factor = int(node.unit / unit)
    if factor == 1:
        return node
    if isinstance(node, Constant):
        assert isinstance(node.value, int)
        value = node.value * factor
        return fitting(Constant(node.type, unit, value, value, value, node.name))
    return fitting(Rescaled(node.type, unit, node.low * factor, node.high * factor, node, factor))


def exact(node: N) -> N:
    """The node, unless it is a quotient that waits for its rounding: `FormulaError`."""
    refuse_ratio(node)
    return node


def refuse_ratio(node: Node) -> None:
    if isinstance(node, Ratio):
        raise FormulaError(
            "unrounded",
            msg("this quotient has no exact decimal form here"),
            msg("round it in a step of its own, or compare it directly"),
        )


def fitting(node: N) -> N:
    """The node, if its bounds prove that it fits. Raises `FormulaError` otherwise."""
    _fits(max(abs(node.low), abs(node.high)))
    return node


def _fits(extreme: int) -> None:
    if extreme > WIDEST:
        raise FormulaError(
            "overflow",
            msg("this value can reach {digits} digits; at most 38 can be computed", digits=len(str(extreme))),
            msg("bound its facts with at_most, or round earlier"),
        )


def _later(start: Node, span: Node) -> Node:
    if span.type.dimension == MONTH:
        if span.unit != 1:
            raise FormulaError("unit", msg("only whole months can be added to a date"))
        low, high = min(28 * span.low, 31 * span.low), max(28 * span.high, 31 * span.high)
        return _in_calendar(AddMonths(DATE_TYPE, Fraction(1), start.low + low, start.high + high, start, span))
    if span.unit != 1:
        raise FormulaError("unit", msg("only whole days can be added to a date"))
    return _in_calendar(Add(DATE_TYPE, Fraction(1), start.low + span.low, start.high + span.high, start, span))


def _in_calendar(day: Node) -> Node:
    if day.low < date.min.toordinal() or day.high > date.max.toordinal():
        raise FormulaError(
            "overflow", msg("this date can leave the years 1 to 9999"), msg("bound its facts with at_least and at_most")
        )
    return day


def _ordered(items: Sequence[Node], operation: str) -> tuple[tuple[Node, ...], Type]:
    """Values that have an order, in one unit."""
    nodes, type_ = common(items, operation)
    if type_.base not in ("number", "date"):
        raise FormulaError("type", msg("{found} has no order", found=described(type_)))
    return nodes, type_


def _aligned(left: Node, right: Node, operation: str) -> tuple[Node, Node, Type]:
    for node in (left, right):
        _number(node, operation)
    (a, b), type_ = common((left, right), operation)
    return a, b, type_


def _number(node: Node, operation: str) -> None:
    if node.type.base != "number":
        raise FormulaError(
            "type", msg("{operation} needs numbers, found {found}", operation=operation, found=described(node.type))
        )


def _joined(left: Type, right: Type, operation: str) -> Type:
    type_ = joined(left, right)
    if type_ is None:
        raise FormulaError(
            "type",
            msg(
                "{operation} between {left} and {right}",
                operation=operation,
                left=described(left),
                right=described(right),
            ),
            WRITE_PERCENT if "bare" in (left.loose, right.loose) else msg("both sides must be of one kind"),
        )
    return type_


def _ratio(type_: Type, numerator: Node, denominator: Node) -> Ratio:
    for part in (numerator, denominator):
        assert not isinstance(part, Ratio)
    if denominator.low < 0:
        raise FormulaError(
            "division", msg("the divisor can be negative"), msg("bound it below by 0, as in max(0, ...)")
        )
    bound = max(abs(numerator.low), abs(numerator.high))
    low = -bound if numerator.low < 0 else 0
    return Ratio(type_, numerator.unit / denominator.unit, low, bound, numerator, denominator)

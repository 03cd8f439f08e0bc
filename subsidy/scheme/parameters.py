"""What stands after `is` and `round` in a scheme file -> nodes and rounding steps."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import Final, NamedTuple

from subsidy.diagnostics import did_you_mean
from subsidy.kinds import KINDS, NUMBER, SHARE
from subsidy.language.arithmetic import WRITE_PERCENT, rounded
from subsidy.language.errors import FormulaError
from subsidy.language.logic import text
from subsidy.language.nodes import Constant, Node, Texts, Unpublished
from subsidy.language.types import DATE_TYPE, Type, of_kind
from subsidy.messages import Label, msg
from subsidy.quantities import QuantityError, day, parse_quantity
from subsidy.quantities.parse import Quantity
from subsidy.rounding import ROUNDINGS
from subsidy.scheme.definition import Parameter

_ZERO: Final = Fraction(0)
_ONE: Final = Fraction(1)
_WORD: Final = re.compile(r"[^\W\d]+")
_WITH_UNIT: Final = {
    "money": Label("500万元", "5000000 yuan"),
    "days": Label("60天", "60 days"),
    "months": Label("12个月", "12 months"),
}
_PERCENT: Final = ("percent", "points")


def parameter_node(name: str, parameter: Parameter) -> Node:
    """The constant that a parameter is. Raises `FormulaError` or `QuantityError` where it is none."""
    if parameter.unpublished:
        return _unpublished(name, parameter)
    if parameter.is_ is None:
        raise FormulaError(
            "parameter", msg("{name} has no value", name=name), msg("write is: ..., or unpublished: yes with a type")
        )
    if isinstance(parameter.is_, tuple):
        return Texts(Type("texts"), _ONE, 0, 0, parameter.is_, name)
    if parameter.type_ == "text":
        return text(parameter.is_, name)
    try:
        node = literal_node(parameter.is_, name)
    except QuantityError as error:
        if parameter.type_ is None and _WORD.fullmatch(parameter.is_):
            remedy = msg("for a text write type: text, for a list of texts [{found}]", found=parameter.is_)
            raise QuantityError(error.message, remedy) from None
        raise
    if parameter.type_ is not None:
        node = _as_declared(node, parameter)
    return node


def supplied_node(name: str, parameter: Parameter, before: Node) -> Node:
    """What is given in place of `before`, which the edition has; `parameter` holds the value.

    Raises as `parameter_node` does, and `QuantityError` for a figure that is negative or more than can be: than the
    declaration of an unpublished one allows; of a share that is published, than itself or the whole.
    """
    node = parameter_node(name, parameter)
    is_number = isinstance(node, Constant) and node.type.base == before.type.base == "number"
    if not is_number or node.type.dimension != before.type.dimension:  # a rate may be written as a share
        return node
    value, most = node.low * node.unit, before.high * before.unit
    if value < min(_ZERO, before.low * before.unit):
        raise QuantityError(msg("{found} is negative", found=str(parameter.is_)))
    if not isinstance(before, Unpublished):
        most = max(most, _ONE) if before.type.percent else value
    if value > most:
        limit = Quantity(most, node.type.dimension, "percent" if node.type.percent else "plain")
        raise QuantityError(msg("{found} is more than {most}", found=str(parameter.is_), most=limit))
    return node


def literal_node(written: str, name: str = "") -> Constant:
    """A quantity or a day as a constant. Raises `QuantityError`."""
    if _looks_like_day(written):
        ordinal = day(written).toordinal()
        return Constant(DATE_TYPE, _ONE, ordinal, ordinal, ordinal, name)
    quantity = parse_quantity(written)
    node = quantity_node(quantity, name)
    if quantity.shown != "plain" or quantity.dimension != NUMBER or "/" in written:
        return node
    if quantity.value.denominator > 1:
        raise QuantityError(msg("{found} has no unit", found=written), WRITE_PERCENT)
    return replace(node, type=replace(node.type, loose="bare"))


def quantity_node(quantity: Quantity, name: str = "") -> Constant:
    """A quantity as a whole number of the largest unit 1/n that holds it."""
    percent = quantity.shown in _PERCENT
    loose = percent and quantity.dimension == NUMBER
    type_ = Type("number", quantity.dimension, percent=percent, loose="percent" if loose else "")
    value, unit = quantity.value.numerator, Fraction(1, quantity.value.denominator)
    return Constant(type_, unit, value, value, value, name)


class Rounding(NamedTuple):
    """A direction and a step, in the base unit of the type's dimension (yuan)."""

    direction: str
    step: Fraction
    type: Type


def parse_rounding(written: str) -> Rounding:
    """Reads ``half-up 0.01元``. Raises `QuantityError`."""
    direction, _, step = written.partition(" ")
    if direction not in ROUNDINGS:
        raise QuantityError(
            msg("{found} is not a direction of rounding", found=direction), did_you_mean(direction, ROUNDINGS)
        )
    if not step:
        raise QuantityError(
            msg("{found} has no step", found=direction), msg("write {direction} 0.01 yuan", direction=direction)
        )
    quantity = parse_quantity(step)
    if quantity.value <= 0:
        raise QuantityError(msg("a rounding step is above zero, found {found}", found=step))
    return Rounding(direction, quantity.value, quantity_node(quantity).type)


def rounded_as(node: Node, written: str) -> Node:
    """The node rounded as in ``half-up 0.01元``. Raises `QuantityError` for the text, `FormulaError` for the node."""
    return rounded(node, *parse_rounding(written))


def _unpublished(name: str, parameter: Parameter) -> Node:
    if parameter.is_ is not None:
        raise FormulaError(
            "parameter", msg("{name} is unpublished and has a value", name=name), msg("leave out unpublished, or is")
        )
    if parameter.type_ is None:
        raise FormulaError("parameter", msg("{name} has no type", name=name), did_you_mean("", KINDS))
    kind = KINDS[parameter.type_]
    high = int(_ONE / kind.unit) if kind is SHARE else kind.high
    if parameter.at_most is not None:
        most = _as_declared(literal_node(parameter.at_most), parameter.model_copy(update={"is_": parameter.at_most}))
        high = int(most.high * most.unit / kind.unit)
    return Unpublished(of_kind(kind), kind.unit, max(kind.low, 0), high, name)


def _as_declared(node: Constant, parameter: Parameter) -> Constant:
    assert parameter.type_ is not None
    wanted = of_kind(KINDS[parameter.type_])
    if node.type.loose == "bare" and wanted.percent:
        raise FormulaError("parameter", msg("{found} has no unit", found=str(parameter.is_)), WRITE_PERCENT)
    if node.type.loose == "bare" and parameter.type_ in _WITH_UNIT:
        example = _WITH_UNIT[parameter.type_]
        raise FormulaError(
            "parameter", msg("{found} has no unit", found=str(parameter.is_)), msg("write {example}", example=example)
        )
    same = node.type.base == wanted.base and node.type.dimension == wanted.dimension
    if not same and not (node.type.loose == "percent" and parameter.type_ == "rate"):
        raise FormulaError(
            "parameter",
            msg("{found} is not of the type {type}", found=str(parameter.is_), type=KINDS[parameter.type_].label),
            msg("change the value, or its type"),
        )
    return Constant(wanted, node.unit, node.low, node.high, node.value, node.name)


def _looks_like_day(written: str) -> bool:
    """A date has two separators or 年 and 日; anything else is a quantity."""
    try:
        parse_quantity(written)
    except QuantityError:
        return any(sign in written for sign in ("-", "/", "年")) and written[:4].isdigit()
    return False

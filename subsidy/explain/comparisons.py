"""Why a comparison holds or fails: both sides with their names and values, and how far they are apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Context
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from subsidy.explain.arithmetic import days_between, plain
from subsidy.explain.conditions import operand, options_in_words
from subsidy.explain.likeness import with_hint
from subsidy.explain.lookups import rate_in_words
from subsidy.explain.numbers import calculation, formula
from subsidy.explain.sight import Sight
from subsidy.explain.values import Figure, Joined, difference_in_words, is_decimal, value_in_words
from subsidy.explain.writer import Level
from subsidy.language import nodes
from subsidy.language.nodes import Comparison, Node
from subsidy.language.types import Type, joined
from subsidy.messages import Message, Sayable, msg

Comparing: TypeAlias = nodes.Compare | nodes.CompareRatio
_Manner = Literal["day", "height", "amount"]
_Distance: TypeAlias = Callable[[Sayable, Sayable, Sayable], Message]
_Equality: TypeAlias = Callable[[Sayable, Sayable], Message]

_UNDER: Final[Mapping[_Manner, _Distance]] = {
    "day": lambda a, b, by: msg("{left} is {difference} before {right}", left=a, right=b, difference=by),
    "height": lambda a, b, by: msg("{left} is {difference} below {right}", left=a, right=b, difference=by),
    "amount": lambda a, b, by: msg("{left} is {difference} less than {right}", left=a, right=b, difference=by),
}
_OVER: Final[Mapping[_Manner, _Distance]] = {
    "day": lambda a, b, by: msg("{left} is {difference} after {right}", left=a, right=b, difference=by),
    "height": lambda a, b, by: msg("{left} is {difference} above {right}", left=a, right=b, difference=by),
    "amount": lambda a, b, by: msg("{left} is {difference} more than {right}", left=a, right=b, difference=by),
}
# Two equal values break a rule only where it is strict.
_EQUAL: Final[Mapping[Comparison, _Equality]] = {
    "<": lambda a, b: msg("{left} is equal to {right}, not less", left=a, right=b),
    ">": lambda a, b: msg("{left} is equal to {right}, not greater", left=a, right=b),
    "==": lambda a, b: msg("{left} is equal to {right}", left=a, right=b),
}
_SAME_DAY: Final[Mapping[Comparison, _Equality]] = {
    "<": lambda a, b: msg("{left} is the same day as {right}, not earlier", left=a, right=b),
    ">": lambda a, b: msg("{left} is the same day as {right}, not later", left=a, right=b),
    "==": lambda a, b: msg("{left} is the same day as {right}", left=a, right=b),
}
_MIRRORED: Final[Mapping[Comparison, Comparison]] = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
# What shows nothing but its value when its numbers are put in.
_NOT_SPELLED_OUT: Final = (
    nodes.Constant,
    nodes.Fact,
    nodes.Item,
    nodes.Named,
    nodes.Gather,
    nodes.MonthsBetween,
    nodes.AddMonths,
    nodes.YearOf,
    nodes.Apply,
)
_READABLE_DENOMINATOR: Final = 1_000


def comparison(sight: Sight, node: Comparing) -> Sayable:
    """Both sides and how far they are apart, whether it holds or fails.

    ``annual contract rate of 3.10% is 0.45pp below the 1-year LPR of 3.55% in force on 2023-08-01``
    """
    left, operator, right = _sides(node)
    if left.type.base == "text":
        return _texts(sight, left, right)
    if left.type.base == "flag":
        return _flags(sight, left, right)
    a, b = sight.exact(left), sight.exact(right)
    if a is None or b is None:
        raise ValueError("one side of the comparison is unknown")
    type_ = joined(left.type, right.type) or left.type
    found, wanted = _found(sight, left, type_), _wanted(sight, right, type_)
    if a == b:
        return _equality(type_, operator)(found, wanted)
    by = _readable(abs(a - b), lambda value: difference_in_words(value, type_))
    return (_UNDER if a < b else _OVER)[_manner(type_)](found, wanted, by)


def membership(sight: Sight, node: nodes.OneOf) -> Sayable:
    """The text that was found and, if it is none of them, what it should be one of."""
    name, value = formula(sight).at(node.subject, Level.NEGATIVE), _quoted(sight, node.subject)
    if sight.value(node):
        return msg("{left} is {right}", left=name, right=value)
    reason = msg("{name} is {value}, not {wanted}", name=name, value=value, wanted=options_in_words(node))
    return with_hint(sight, reason, (sight.value(node.subject),), node.options.options, node.subject)


def _found(sight: Sight, node: Node, type_: Type) -> Sayable:
    """The left side: what it is called, and its value."""
    node = _taken(sight, node)
    if not isinstance(node, nodes.Fact | nodes.Item | nodes.Named):
        return _wanted(sight, node, type_)
    name, value = formula(sight).phrase(node).words, _value(sight, node, type_)
    return (
        msg("{name} of {value}", name=name, value=value)
        if type_.base == "number"
        else msg("{name} {value}", name=name, value=value)
    )


def _wanted(sight: Sight, node: Node, type_: Type) -> Sayable:
    """The right side: its value, and where it comes from."""
    node = _taken(sight, node)
    value, words = _value(sight, node, type_), formula(sight).phrase(node).words
    if isinstance(node, nodes.Constant) and not node.name:
        return value
    if isinstance(node, nodes.Quote):
        rate, day = rate_in_words(sight.program, node.table, node.tenor), value_in_words(sight.value(node.on), node.on)
        return msg("the {rate} of {value} in force on {day}", rate=rate, value=value, day=day)
    if isinstance(node, _NOT_SPELLED_OUT) or days_between(node):
        return msg("{value} ({words})", value=value, words=words)
    numbers = calculation(sight).phrase(node).words
    return msg("{value} ({words}: {numbers})", value=value, words=words, numbers=numbers)


def _taken(sight: Sight, node: Node) -> Node:
    """The branch of a choice that was taken, as the author wrote it."""
    node = plain(node)
    condition = sight.value(node.condition) if isinstance(node, nodes.If) else None
    if not isinstance(node, nodes.If) or not isinstance(condition, bool):
        return node
    return _taken(sight, node.then if condition else node.otherwise)


def _sides(node: Comparing) -> tuple[Node, Comparison, Node]:
    """What is compared, and with what: a figure of the scheme stands on the right."""
    left, right = plain(node.left if isinstance(node, nodes.Compare) else node.ratio), plain(node.right)
    if isinstance(left, nodes.Constant):
        return right, _MIRRORED.get(node.operator, node.operator), left
    return left, node.operator, right


def _manner(type_: Type) -> _Manner:
    if type_.base == "date":
        return "day"
    return "height" if type_.percent or type_.is_money else "amount"


def _equality(type_: Type, operator: Comparison) -> _Equality:
    table = _SAME_DAY if type_.base == "date" else _EQUAL
    return table.get(operator, table["=="])


def _value(sight: Sight, node: Node, type_: Type) -> Sayable:
    """The value, shown as the type of both sides is, so that a quotient is a percentage beside one."""
    exact = sight.exact(node)
    if exact is None or type_.base != "number":
        return value_in_words(sight.value(node), node)
    shown = type_ if node.type.dimension == type_.dimension else node.type
    return _readable(exact, lambda value: Figure(value, shown))


def _readable(value: Fraction, said: Callable[[Fraction], Sayable]) -> Sayable:
    """The exact value, unless no decimal holds it and its fraction is past reading: then six digits more than whole."""
    if is_decimal(value) or value.denominator <= _READABLE_DENOMINATOR:
        return said(value)
    digits = Context(prec=6 + len(str(int(abs(value)))))
    return msg("about {value}", value=said(Fraction(digits.divide(value.numerator, value.denominator))))


def _texts(sight: Sight, left: Node, right: Node) -> Sayable:
    """What was found and, if it is another, what it was compared with."""
    name, value = formula(sight).at(left, Level.NEGATIVE), _quoted(sight, left)
    if sight.value(left) == sight.value(right):
        return msg("{left} is {right}", left=name, right=value)
    if isinstance(right, nodes.Constant):
        wanted = operand(calculation(sight), right, left)
    else:
        words = formula(sight).at(right, Level.NEGATIVE)
        wanted = msg("{value} ({words})", value=_quoted(sight, right), words=words)
    reason = msg("{name} is {value}, not {wanted}", name=name, value=value, wanted=wanted)
    asked = (right.value,) if isinstance(right, nodes.Constant) and isinstance(right.value, str) else ()
    return with_hint(sight, reason, (sight.value(left),), asked, left)


def _flags(sight: Sight, left: Node, right: Node) -> Sayable:
    """The answers on either side."""
    sides = [side for side in (left, right) if not isinstance(side, nodes.Constant)]
    names = formula(sight).all_at(sides, Level.COMPARISON)
    answers = [value_in_words(sight.value(side), side) for side in sides]
    said = (msg("{name}: {value}", name=n, value=a) for n, a in zip(names, answers, strict=True))
    return Joined(tuple(said), msg("; "))


def _quoted(sight: Sight, node: Node) -> Sayable:
    return msg("“{text}”", text=value_in_words(sight.value(node), node))

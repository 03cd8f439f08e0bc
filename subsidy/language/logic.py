"""Smart constructors of flags, choices and tiers. What is constant is folded: a reading costs no run time."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, Final

from subsidy.diagnostics import did_you_mean
from subsidy.language.arithmetic import add, common, common_unit, fitting, multiply, smallest, subtract
from subsidy.language.errors import FormulaError
from subsidy.language.nodes import (
    And,
    Band,
    Banded,
    Compare,
    CompareRatio,
    Comparison,
    Constant,
    If,
    Node,
    Not,
    OneOf,
    Or,
    Ratio,
    Rescaled,
    Sliced,
    Texts,
)
from subsidy.language.types import FLAG_TYPE, Type, described, joined
from subsidy.messages import Label, msg

OPERATORS: Final[Mapping[Comparison, Callable[[Any, Any], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
_MIRRORED: Final[Mapping[Comparison, Comparison]] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_FLAG: Final = (FLAG_TYPE, Fraction(1), 0, 1)


def flag(value: bool, name: str = "") -> Constant:
    return Constant(*_FLAG, value, name)


def text(value: str, name: str = "", choices: Mapping[str, Label] | None = None) -> Constant:
    return Constant(Type("text", choices=choices), Fraction(1), 0, 0, value, name)


def compare(op: Comparison, left: Node, right: Node) -> Node:
    """left op right. Only numbers and dates have an order; texts must be among the known choices."""
    if isinstance(right, Ratio):
        if isinstance(left, Ratio):
            raise FormulaError(
                "unrounded", msg("two quotients cannot be compared"), msg("round one in a step of its own")
            )
        return compare(_MIRRORED[op], right, left)
    if isinstance(left, Ratio):
        return _compare_ratio(op, left, right)
    for subject, other in ((left, right), (right, left)):
        if isinstance(other, Constant) and isinstance(other.value, str):
            known_choice(subject.type, other.value)
    (a, b), type_ = common((left, right), op)
    if type_.base == "texts":
        raise FormulaError("type", msg("a set of texts cannot be compared"), msg("use in or not in"))
    if op not in ("==", "!=") and type_.base not in ("number", "date"):
        raise FormulaError("type", msg("{found} has no order", found=described(type_)), msg("use == or !="))
    if isinstance(a, Constant) and isinstance(b, Constant):
        return flag(OPERATORS[op](a.value, b.value))
    return Compare(*_FLAG, op, a, b)


def one_of(subject: Node, options: Texts) -> Node:
    if subject.type.base != "text":
        raise FormulaError(
            "type", msg("{operation} needs a text, found {found}", operation="in", found=described(subject.type))
        )
    for option in options.options:
        known_choice(subject.type, option)
    if isinstance(subject, Constant):
        return flag(subject.value in options.options)
    return OneOf(*_FLAG, subject, options)


def both(items: Sequence[Node]) -> Node:
    """All of them hold. A constant True is left out, a constant False decides."""
    return _folded(items, And, decides=False)


def either(items: Sequence[Node]) -> Node:
    return _folded(items, Or, decides=True)


def negation(of: Node) -> Node:
    need_flag(of)
    return flag(not of.value) if isinstance(of, Constant) else Not(*_FLAG, of)


def choose(condition: Node, then: Node, otherwise: Node) -> Node:
    """`then if condition else otherwise`; both are checked, and have one type, even where the condition is constant."""
    need_flag(condition)
    (a, b), type_ = common((then, otherwise), "if")
    if isinstance(condition, Constant):
        taken = then if condition.value else otherwise
        return replace(taken, type=type_) if taken.type.loose else taken
    return If(type_, a.unit, min(a.low, b.low), max(a.high, b.high), condition, a, b)


def banded(name: str, subject: Node, bands: Sequence[Band]) -> Banded:
    """The whole subject at its band's value."""
    subject, ends = _with_ends(subject, bands)
    values, type_ = common([b.value for b in bands], "tier")
    rows = tuple(Band(end, b.inclusive, value) for end, b, value in zip(ends, bands, values, strict=True))
    low, high = min(v.low for v in values), max(v.high for v in values)
    return Banded(type_, values[0].unit, low, high, name, subject, rows)


def sliced(name: str, subject: Node, bands: Sequence[Band]) -> Sliced:
    """Each slice of the subject at its own band's share, summed."""
    total: Node | None = None
    lower: Node | None = None
    for band in bands:
        upper = subject if band.end is None else smallest((subject, band.end))
        part = multiply(upper if lower is None else subtract(upper, lower), band.value)
        total = part if total is None else add(total, part)
        lower = upper
    assert total is not None
    # Where subject, ends and shares are not negative, no slice is, though the bounds of a difference do not show it.
    parts = (subject, *(part for b in bands for part in (b.end, b.value) if part is not None))
    low = 0 if all(part.low >= 0 for part in parts) else total.low
    return Sliced(total.type, total.unit, low, total.high, name, subject, tuple(bands), total)


def need_flag(node: Node) -> None:
    if node.type.base != "flag":
        raise FormulaError(
            "type",
            msg("a condition is wanted, found {found}", found=described(node.type)),
            msg("compare it, as in {example}", example="a >= b"),
        )


def known_choice(type_: Type, value: str) -> None:
    """Refuses a text that the fact can never have."""
    if type_.choices is not None and value not in type_.choices:
        raise FormulaError(
            "unknown-choice",
            msg("{found} is never the value here", found=repr(value)),
            did_you_mean(value, type_.choices),
        )


def _compare_ratio(op: Comparison, ratio: Ratio, right: Node) -> CompareRatio:
    if joined(ratio.type, right.type) is None:
        raise FormulaError(
            "type",
            msg(
                "{operation} between {left} and {right}",
                operation=op,
                left=described(ratio.type),
                right=described(right.type),
            ),
            msg("both sides must be of one kind"),
        )
    unit = common_unit(ratio.unit, right.unit)
    left_factor, right_factor = int(ratio.unit / unit), int(right.unit / unit)
    for extreme in (
        ratio.high * left_factor,
        max(abs(right.low), abs(right.high)) * right_factor * ratio.denominator.high,
    ):
        fitting(Rescaled(ratio.type, unit, 0, extreme, ratio, 1))
    return CompareRatio(*_FLAG, op, ratio, right, left_factor, right_factor)


def _folded(items: Sequence[Node], join: type[And] | type[Or], *, decides: bool) -> Node:
    kept: list[Node] = []
    for item in items:
        need_flag(item)
        if not isinstance(item, Constant):
            kept.append(item)
        elif item.value is decides:
            return item
    if not kept:
        return flag(not decides)
    return kept[0] if len(kept) == 1 else join(*_FLAG, tuple(kept))


def _with_ends(subject: Node, bands: Sequence[Band]) -> tuple[Node, list[Node | None]]:
    """Subject and band ends in one unit, so that a look-up compares whole numbers."""
    ends = [b.end for b in bands if b.end is not None]
    aligned, _ = common([subject, *ends], "tier")
    rest = iter(aligned[1:])
    return aligned[0], [None if b.end is None else next(rest) for b in bands]

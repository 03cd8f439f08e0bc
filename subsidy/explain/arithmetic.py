"""The words of amounts: sums, products, quotients, roundings, days and months."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Literal, TypeAlias

from subsidy.explain.values import Figure, Joined
from subsidy.explain.writer import Level, Phrase, Table, Writer
from subsidy.language import nodes
from subsidy.language.functions import MONTH_COUNTINGS
from subsidy.language.nodes import Node
from subsidy.messages import Message, Sayable, msg
from subsidy.rounding import ROUNDINGS


def plain(node: Node) -> Node:
    """The node as the author wrote it, before it was brought to a finer unit."""
    while isinstance(node, nodes.Rescaled):
        node = node.of
    return node


def days_between(node: Node) -> nodes.Subtract | None:
    """The `end - start` of `days(start, end)`, which is never negative: max(end - start, 0)."""
    if not isinstance(node, nodes.Largest) or len(node.items) != 2:
        return None
    span, floor = node.items
    is_days = isinstance(span, nodes.Subtract) and span.left.type.base == "date" and _is_zero(floor)
    return span if is_days and isinstance(span, nodes.Subtract) else None


def _is_zero(node: Node) -> bool:
    return isinstance(node, nodes.Constant) and not node.name and node.value == 0


def _rescaled(writer: Writer, node: nodes.Rescaled) -> Phrase:
    return writer.phrase(node.of)


def _add(writer: Writer, node: nodes.Add) -> Phrase:
    return _sum(writer, node.left, node.right)


def _add_months(writer: Writer, node: nodes.AddMonths) -> Phrase:
    return _sum(writer, node.start, node.months)


def _sum(writer: Writer, left: Node, right: Node) -> Phrase:
    if left.type.base == "date" and isinstance(right, nodes.Subtract) and _is_zero(right.left):
        return _difference(writer, left, right.right)
    words = msg("{left} + {right}", left=writer.at(left, Level.SUM), right=writer.at(right, Level.SUM))
    return Phrase(words, Level.SUM)


def _subtract(writer: Writer, node: nodes.Subtract) -> Phrase:
    if _is_zero(node.left):
        return Phrase(msg("-{of}", of=writer.at(node.right, Level.PRODUCT)), Level.NEGATIVE)
    return _difference(writer, node.left, node.right)


def _difference(writer: Writer, left: Node, right: Node) -> Phrase:
    words = msg("{left} - {right}", left=writer.at(left, Level.SUM), right=writer.at(right, Level.PRODUCT))
    return Phrase(words, Level.SUM)


def _multiply(writer: Writer, node: nodes.Multiply) -> Phrase:
    left, right = writer.at(node.left, Level.PRODUCT), writer.at(node.right, Level.PRODUCT)
    return Phrase(msg("{left} × {right}", left=left, right=right), Level.PRODUCT)


def _divide(writer: Writer, node: nodes.DivideByConstant) -> Phrase:
    return _quotient(writer, node.of, node.by)


def _ratio(writer: Writer, node: nodes.Ratio) -> Phrase:
    return _quotient(writer, node.numerator, node.denominator)


def _quotient(writer: Writer, above: Node, below: Node) -> Phrase:
    left, right = writer.at(above, Level.PRODUCT), writer.at(below, Level.ATOM)
    return Phrase(msg("{left} ÷ {right}", left=left, right=right), Level.PRODUCT)


def _round(writer: Writer, node: nodes.Round) -> Phrase:
    value, direction, step = writer.at(node.of, Level.OR), ROUNDINGS[node.direction], Figure(node.unit, node.type)
    words = msg("{value}, rounded {direction} to {step}", value=value, direction=direction, step=step)
    return Phrase(words, Level.CLAUSE)


def _smallest(writer: Writer, node: nodes.Smallest) -> Phrase:
    return Phrase(_SMALLEST[_sort(node)](_items(writer, node)))


def _largest(writer: Writer, node: nodes.Largest) -> Phrase:
    span = days_between(node)
    if span is not None:
        start, end = writer.at(span.right, Level.ATOM), writer.at(span.left, Level.ATOM)
        return Phrase(msg("days from {start} to {end} (the first day counts, the last does not)", start=start, end=end))
    return Phrase(_LARGEST[_sort(node)](_items(writer, node)))


_Sort: TypeAlias = tuple[Literal["date", "number"], Literal["two", "more"]]
_SMALLEST: Final[Mapping[_Sort, Callable[[Sayable], Message]]] = {
    ("number", "two"): lambda items: msg("the smaller of ({items})", items=items),
    ("number", "more"): lambda items: msg("the smallest of ({items})", items=items),
    ("date", "two"): lambda items: msg("the earlier of ({items})", items=items),
    ("date", "more"): lambda items: msg("the earliest of ({items})", items=items),
}
_LARGEST: Final[Mapping[_Sort, Callable[[Sayable], Message]]] = {
    ("number", "two"): lambda items: msg("the larger of ({items})", items=items),
    ("number", "more"): lambda items: msg("the largest of ({items})", items=items),
    ("date", "two"): lambda items: msg("the later of ({items})", items=items),
    ("date", "more"): lambda items: msg("the latest of ({items})", items=items),
}


def _sort(node: nodes.Smallest | nodes.Largest) -> _Sort:
    return "date" if node.type.base == "date" else "number", "two" if len(node.items) == 2 else "more"


def _items(writer: Writer, node: nodes.Smallest | nodes.Largest) -> Joined:
    return Joined(writer.all_at(node.items, Level.OR), msg(", "))


def _months(writer: Writer, node: nodes.MonthsBetween) -> Phrase:
    start, end = writer.at(node.start, Level.ATOM), writer.at(node.end, Level.ATOM)
    counting = MONTH_COUNTINGS[node.counting]
    return Phrase(msg("months from {start} to {end} ({counting})", start=start, end=end, counting=counting))


def _year(writer: Writer, node: nodes.YearOf) -> Phrase:
    return Phrase(msg("the year of {day}", day=writer.at(node.day, Level.ATOM)))


ARITHMETIC: Final[Table] = {
    nodes.Rescaled: _rescaled,
    nodes.Add: _add,
    nodes.AddMonths: _add_months,
    nodes.Subtract: _subtract,
    nodes.Multiply: _multiply,
    nodes.DivideByConstant: _divide,
    nodes.Ratio: _ratio,
    nodes.Round: _round,
    nodes.Smallest: _smallest,
    nodes.Largest: _largest,
    nodes.MonthsBetween: _months,
    nodes.YearOf: _year,
}

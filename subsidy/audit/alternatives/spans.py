"""Days and months counted otherwise: which end days count, how long a year or a month is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from subsidy.audit.alternatives.ground import Alternative, Ground
from subsidy.audit.rewriting import Change
from subsidy.calendar import DAY_COUNTS, ENDS, Ends
from subsidy.kinds import DAY, MONTH, Dimension
from subsidy.language.arithmetic import add, divide, largest, subtract
from subsidy.language.functions import MONTH_COUNTINGS
from subsidy.language.nodes import Apply, Constant, DivideByConstant, Largest, MonthsBetween, Node, Subtract
from subsidy.language.types import DATE_TYPE, DAYS_TYPE, MONTHS_TYPE, Type
from subsidy.messages import Sayable, msg

_A_YEAR: Final = DAY / Dimension(years=1)
_A_MONTH: Final = DAY / MONTH
_YEARS: Final = {360: (365, 366), 365: (360, 366)}
_WINDOWS: Final[Mapping[str, int]] = {
    "year_parts": 0,
    "rate_days": 0,
    "balance_days": 3,
    "balance_rate_days": 3,
    "settled": 3,
}
"""Where the two days of a window stand among the arguments of a kernel."""
_BASES: Final = ("year_parts", "settled")
"""The kernels whose first fixed word is a day-count convention."""

_Months: TypeAlias = Callable[[Node, Node], Node]


def spans(ground: Ground) -> Iterator[Alternative]:
    for what, ways in (
        (msg("end days"), _ends()),
        (msg("days of a year"), _years()),
        (msg("day count"), _bases()),
        (msg("months counted otherwise"), _months()),
        (msg("days counted otherwise"), _thirty_days()),
    ):
        for way, change in ways:
            yield from ground.otherwise("days", change, what, way)


_Ways: TypeAlias = Iterator[tuple[Sayable, Change]]


def _ends() -> _Ways:
    return ((ends.label, _moved(ends)) for name, ends in ENDS.items() if name != "first")


def _moved(ends: Ends) -> Change:
    def change(_: Node, made: Node) -> Node:
        if _is_days(made):
            return add(made, _days(ends.last_moves - ends.first_moves))
        if isinstance(made, Apply) and made.kernel in _WINDOWS:
            first = _WINDOWS[made.kernel]
            start, until = made.arguments[first : first + 2]
            window = (add(start, _days(ends.first_moves)), add(until, _days(ends.last_moves)))
            return replace(made, arguments=(*made.arguments[:first], *window, *made.arguments[first + 2 :]))
        return made

    return change


def _years() -> _Ways:
    for stated, others in _YEARS.items():
        for other in others:
            yield msg("{other} in place of {stated}", other=other, stated=stated), _long_as(stated, other)


def _long_as(stated: int, other: int) -> Change:
    def change(_: Node, made: Node) -> Node:
        if isinstance(made, Constant) and made.type.dimension == _A_YEAR and made.low * made.unit == stated:
            return Constant(made.type, Fraction(1), other, other, other)
        return made

    return change


def _bases() -> _Ways:
    return ((convention.label, _on_basis(basis)) for basis, convention in DAY_COUNTS.items())


def _on_basis(basis: str) -> Change:
    def change(_: Node, made: Node) -> Node:
        if not isinstance(made, Apply) or made.kernel not in _BASES or made.static[0] == basis:
            return made
        other = replace(made, static=(basis, *made.static[1:]))
        if made.kernel != "year_parts":
            return other
        before, after = DAY_COUNTS[made.static[0]].per_year, DAY_COUNTS[basis].per_year
        high = made.high // before * after
        return replace(other, unit=Fraction(1, after), high=high)

    return change


def _months() -> _Ways:
    rows: tuple[tuple[Sayable, _Months], ...] = (
        (MONTH_COUNTINGS["completed"], lambda start, end: _between(start, end, "completed")),
        (MONTH_COUNTINGS["started"], lambda start, end: _between(start, end, "started")),
        (MONTH_COUNTINGS["thirtieths"], _of_days(30)),
        *((msg("days divided by {days}, times 12", days=days), _of_days(Fraction(days, 12))) for days in (365, 366)),
        *(
            (msg("days with both ends, divided by {days}, times 12", days=days), _of_days(Fraction(days, 12), 1))
            for days in (360, 365, 366)
        ),
        (msg("from calendar month to calendar month"), _calendar),
        (msg("every calendar month that is touched"), lambda start, end: add(_calendar(start, end), _ONE_MONTH)),
    )
    return ((words, _counted(count)) for words, count in rows)


def _counted(count: _Months) -> Change:
    def change(node: Node, made: Node) -> Node:
        span = _months_of(made)
        if span is None:
            return made
        other = count(*span)
        return node if other == node else other

    return change


def _months_of(node: Node) -> tuple[Node, Node] | None:
    """The two days between which a node counts months."""
    if isinstance(node, MonthsBetween):
        return node.start, node.end
    if isinstance(node, DivideByConstant) and node.by.type.dimension == _A_MONTH and isinstance(node.of, Largest):
        days = node.of.items[0]
        if isinstance(days, Subtract) and _is_days(days):
            return days.right, days.left
    return None


def _between(start: Node, end: Node, counting: Literal["completed", "started"]) -> Node:
    high = max(0, (end.high - start.low) // 28 + 1)
    return MonthsBetween(MONTHS_TYPE, Fraction(1), 0, high, start, end, counting)


def _of_days(per_month: Fraction | int, more: int = 0) -> _Months:
    """The days, and so many more, over those of a month."""
    days, unit = Fraction(per_month).as_integer_ratio()
    month = Constant(Type("number", _A_MONTH), Fraction(1, unit), days, days, days)

    def count(start: Node, end: Node) -> Node:
        span = subtract(add(end, _days(more)) if more else end, start)
        return divide(largest((span, Constant(Type("number", loose="zero"), Fraction(1), 0, 0, 0))), month)

    return count


def _calendar(start: Node, end: Node) -> Node:
    return _between(_first_of_month(start), _first_of_month(end), "completed")


def _first_of_month(day: Node) -> Node:
    return Apply(DATE_TYPE, Fraction(1), day.low - 30, day.high, "first_day", "first_day", ("month",), (day,))


def _thirty_days() -> _Ways:
    basis = "30e/360"

    def change(_: Node, made: Node) -> Node:
        if not isinstance(made, Subtract) or not _is_days(made):
            return made
        return Apply(DAYS_TYPE, Fraction(1), 0, made.high, "days", "year_parts", (basis,), (made.right, made.left))

    yield msg("every month as 30 days"), change


def _is_days(node: Node) -> bool:
    return isinstance(node, Subtract) and node.left.type.base == node.right.type.base == "date"


def _days(number: int) -> Constant:
    return Constant(DAYS_TYPE, Fraction(1), number, number, number)


_ONE_MONTH: Final = Constant(MONTHS_TYPE, Fraction(1), 1, 1, 1)

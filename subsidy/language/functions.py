"""The functions of the language, as a table: name -> parameters, words, how the node is built.

Reference-rate tables are called like functions too (`lpr("1Y", on=day)`); `sum(... for ...)` and its kin are in
`parse`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal, cast

from subsidy.diagnostics import did_you_mean
from subsidy.kinds import DAY, MONTH
from subsidy.language.arithmetic import divide, largest, smallest, subtract
from subsidy.language.errors import FormulaError
from subsidy.language.logic import both, compare, known_choice, text
from subsidy.language.nodes import Constant, Gather, Held, Item, MonthsBetween, Node, YearOf
from subsidy.language.scope import Scope
from subsidy.language.types import COUNT_TYPE, FLAG_TYPE, MONTHS_TYPE, Type, described
from subsidy.messages import Label, msg

Build = Callable[[Scope, Mapping[str, Node]], Node]


@dataclass(frozen=True, slots=True)
class Function:
    """`parameters` in order; those in `optional` may be left out; a parameter `items` takes any number of values."""

    name: str
    parameters: tuple[str, ...]
    build: Build
    label: Label
    example: str
    optional: tuple[str, ...] = ()


MONTH_COUNTINGS: Final[Mapping[str, Label]] = {
    "completed": Label("足月", "completed months"),
    "started": Label("不足一月按一月", "started months count whole"),
    "thirtieths": Label("天数除以30", "days divided by 30"),
}
HELD_LEVEL: Final = -1  # nothing nests in it, so it needs no level of its own
_THIRTY_DAYS_A_MONTH: Final = Constant(Type("number", DAY / MONTH), Fraction(1), 30, 30, 30)


def zero() -> Constant:
    return Constant(Type("number", loose="zero"), Fraction(1), 0, 0, 0)


def static_text(args: Mapping[str, Node], name: str, allowed: Mapping[str, Label] | None = None) -> str:
    """An argument that must be known when the scheme is loaded: a text, or a reading."""
    node = args[name]
    if not isinstance(node, Constant) or not isinstance(node.value, str):
        raise FormulaError("argument", msg("{name} must be a text or a reading", name=name))
    if allowed is not None and node.value not in allowed:
        raise FormulaError(
            "argument", msg("{name} cannot be {found}", name=name, found=node.value), did_you_mean(node.value, allowed)
        )
    return node.value


def _date(args: Mapping[str, Node], name: str) -> Node:
    node = args[name]
    if node.type.base != "date":
        raise FormulaError("type", msg("{name} must be a date, found {found}", name=name, found=described(node.type)))
    return node


def _days(_: Scope, args: Mapping[str, Node]) -> Node:
    return largest((subtract(_date(args, "end"), _date(args, "start")), zero()))


def _months(_: Scope, args: Mapping[str, Node]) -> Node:
    start, end = _date(args, "start"), _date(args, "end")
    counting = static_text(args, "counting", MONTH_COUNTINGS)
    if counting == "thirtieths":
        return divide(_days(_, args), _THIRTY_DAYS_A_MONTH)
    high = max(0, (end.high - start.low) // 28 + 1)
    return MonthsBetween(MONTHS_TYPE, Fraction(1), 0, high, start, end, cast(Literal["completed", "started"], counting))


def _held(scope: Scope, args: Mapping[str, Node]) -> Node:
    on, path = _date(args, "on"), "borrower.qualifications"
    records = scope.records(path)
    assert records is not None

    def item(field: str) -> Item:
        spec = records.fields[field]
        return Item(spec.type, spec.unit, spec.low, spec.high, HELD_LEVEL, field, f"{path}.{field}")

    if isinstance(on, Item):
        raise FormulaError("argument", msg("{name} cannot be a field of a record", name="on"))
    kind = static_text(args, "kind")
    known_choice(item("kind").type, kind)
    valid = both((compare("<=", item("from_"), on), compare("<=", on, item("to"))))
    where = compare("==", item("kind"), text(kind))
    gather = Gather(FLAG_TYPE, Fraction(1), 0, 1, "any", path, HELD_LEVEL, where, valid)
    return Held(FLAG_TYPE, Fraction(1), 0, 1, kind, on, gather)


def _year(_: Scope, args: Mapping[str, Node]) -> Node:
    day = _date(args, "day")
    return YearOf(COUNT_TYPE, Fraction(1), 1949, 2199, day)


def _smallest(_: Scope, args: Mapping[str, Node]) -> Node:
    return smallest(_items(args))


def _largest(_: Scope, args: Mapping[str, Node]) -> Node:
    return largest(_items(args))


def _items(args: Mapping[str, Node]) -> Sequence[Node]:
    return list(args.values())


FUNCTIONS: Final[Mapping[str, Function]] = {
    f.name: f
    for f in (
        Function("min", ("items",), _smallest, Label("较小者", "the smaller"), "min(subsidy, cost)"),
        Function("max", ("items",), _largest, Label("较大者", "the larger"), "max(rate - floor, 0)"),
        Function(
            "days",
            ("start", "end"),
            _days,
            Label("天数（算头不算尾）", "days, first in and last out"),
            "days(loan.disbursed_on, loan.settled_on)",
        ),
        Function(
            "months",
            ("start", "end", "counting"),
            _months,
            Label("月数", "months"),
            'months(loan.disbursed_on, loan.settled_on, "completed")',
        ),
        Function(
            "held",
            ("kind", "on"),
            _held,
            Label("持有资质", "qualification held"),
            'held("高新技术企业", on=loan.signed_on)',
        ),
        Function("year_of", ("day",), _year, Label("年份", "year"), "year_of(loan.settled_on)"),
    )
}

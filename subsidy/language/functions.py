"""The functions of the language, as a table: name -> parameters, words, how the node is built.

Reference-rate tables are called like functions too (`lpr("1Y", on=day)`); `sum(... for ...)` and its kin are in
`parse`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final, Literal, cast

from subsidy.calendar import DAY_COUNTS, PERIODS
from subsidy.diagnostics import did_you_mean
from subsidy.interest import SETTLEMENTS
from subsidy.kinds import DAY, KINDS, MONTH, MOST_RECORDS, PER_YEAR, YUAN, Dimension
from subsidy.language.arithmetic import common_unit, divide, fitting, largest, rescaled, smallest, subtract
from subsidy.language.errors import FormulaError
from subsidy.language.kernels import KERNELS
from subsidy.language.logic import both, compare, known_choice, text
from subsidy.language.nodes import Apply, Constant, Gather, Held, Item, MonthsBetween, Node, Records, YearOf
from subsidy.language.scope import Scope
from subsidy.language.types import COUNT_TYPE, DATE_TYPE, FLAG_TYPE, MONEY_TYPE, MONTHS_TYPE, Type, described
from subsidy.messages import Label, msg

Build = Callable[[Scope, Mapping[str, Node]], Node]


@dataclass(frozen=True, slots=True)
class Function:
    """`parameters` in order; a parameter `items` takes any number of values."""

    name: str
    parameters: tuple[str, ...]
    build: Build
    label: Label
    example: str


MONTH_COUNTINGS: Final[Mapping[str, Label]] = {
    "completed": Label("足月", "completed months"),
    "started": Label("不足一月按一月", "started months count whole"),
    "thirtieths": Label("天数除以30", "days divided by 30"),
}
_FLOWS: Final = "loan.flows"
_YEARS: Final = Type("number", Dimension(years=1))
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
    item = _item_of(scope, path)
    if isinstance(on, Item):
        raise FormulaError("argument", msg("{name} cannot be a field of a record", name="on"))
    kind = static_text(args, "kind")
    known_choice(item("kind").type, kind)
    valid = both((compare("<=", item("from_"), on), compare("<=", on, item("to"))))
    where = compare("==", item("kind"), text(kind))
    gather = Gather(FLAG_TYPE, Fraction(1), 0, 1, "any", path, HELD_LEVEL, where, valid)
    return Held(FLAG_TYPE, Fraction(1), 0, 1, kind, on, gather)


def _years(_: Scope, args: Mapping[str, Node]) -> Node:
    basis = static_text(args, "basis", {name: d.label for name, d in DAY_COUNTS.items()})
    start, end = _date(args, "start"), _date(args, "end")
    per_year = DAY_COUNTS[basis].per_year
    high = (_most_days(start, end) // 360 + 1) * per_year
    return Apply(_YEARS, Fraction(1, per_year), 0, high, "years", "year_parts", (basis,), (start, end))


def _interest_paid(scope: Scope, args: Mapping[str, Node]) -> Node:
    """The interest that was paid on the days from `first` to `last`, both counted."""
    first, last = _date(args, "first"), _date(args, "last")
    item = _item_of(scope, _FLOWS)
    where = both(
        (
            compare("==", item("kind"), text("interest")),
            compare("<=", first, item("on")),
            compare("<=", item("on"), last),
        )
    )
    amount = item("amount")
    high = amount.high * MOST_RECORDS
    return Gather(amount.type, amount.unit, 0, high, "sum", _FLOWS, HELD_LEVEL, where, amount)


def _balance_days(scope: Scope, args: Mapping[str, Node]) -> Node:
    first, until = _date(args, "first"), _date(args, "until")
    arguments = (*_balance(scope), first, until)
    high = KINDS["money"].high * MOST_RECORDS * _most_days(first, until)
    type_ = Type("number", YUAN * DAY)
    return fitting(Apply(type_, Fraction(1, 100), 0, high, "balance_days", "balance_days", (), arguments))


def _interest_settled(scope: Scope, args: Mapping[str, Node]) -> Node:
    basis = static_text(args, "basis", {name: d.label for name, d in DAY_COUNTS.items()})
    settlement = static_text(args, "settlement", {name: s.label for name, s in SETTLEMENTS.items()})
    rate = args["rate"]
    if rate.type.dimension != PER_YEAR or rate.low < 0:
        raise FormulaError(
            "type", msg("{name} must be an annual rate, found {found}", name="rate", found=described(rate.type))
        )
    rate = rescaled(rate, common_unit(rate.unit, KINDS["rate"].unit))
    if rate.unit != KINDS["rate"].unit:
        raise FormulaError("unit", msg("{name} has too many decimals", name="rate"))
    first, until = _date(args, "first"), _date(args, "until")
    arguments = (*_balance(scope), first, until, rate)
    days, yearly = _most_days(first, until), KINDS["money"].high * MOST_RECORDS * (rate.high // 10**8 + 1)
    high = yearly * (days // 360 + 1) + days  # rounding adds less than a fen a day
    node = Apply(MONEY_TYPE, Fraction(1, 100), 0, high, "interest_settled", "settled", (basis, settlement), arguments)
    return fitting(node)


def rate_days(scope: Scope, table: str, function: str, args: Mapping[str, Node]) -> Node:
    """`lpr_days("1Y", first, until)` sums each day's quote, `balance_lpr_days` each day's balance x quote."""
    first, until = _date(args, "first"), _date(args, "until")
    tenor = static_text(args, "tenor")
    quote = scope.reference_rate(table, tenor, first)
    assert quote is not None
    high = quote.high * _most_days(first, until)
    if function.startswith("balance_"):
        type_ = Type("number", YUAN * PER_YEAR * DAY)
        unit, high = quote.unit / 100, high * KINDS["money"].high * MOST_RECORDS
        arguments = (*_balance(scope), first, until)
        return fitting(Apply(type_, unit, 0, high, function, "balance_rate_days", (table, tenor), arguments))
    type_ = Type("number", PER_YEAR * DAY, percent=True)
    return Apply(type_, quote.unit, 0, high, function, "rate_days", (table, tenor), (first, until))


def _layer(_: Scope, args: Mapping[str, Node]) -> Node:
    """The part of a value that lies between two heights."""
    return largest((subtract(smallest((args["value"], args["up_to"])), args["over"]), zero()))


def _most_days(first: Node, until: Node) -> int:
    return max(0, until.high - first.low)


def _balance(scope: Scope) -> tuple[Node, ...]:
    """What the balance of the loan from day to day follows from: the flows, the principal, the day of disbursement."""
    flows = Records(Type("records"), Fraction(1), 0, 0, _FLOWS, ("on", "kind", "amount"))
    facts = [scope.value(path) for path in ("loan.principal", "loan.disbursed_on")]
    return (flows, *(f for f in facts if f is not None))


def _item_of(scope: Scope, path: str) -> Callable[[str], Item]:
    records = scope.records(path)
    assert records is not None

    def item(field: str) -> Item:
        spec = records.fields[field]
        return Item(spec.type, spec.unit, spec.low, spec.high, HELD_LEVEL, field, f"{path}.{field}")

    return item


def _year(_: Scope, args: Mapping[str, Node]) -> Node:
    day = _date(args, "day")
    first, last = (date.fromordinal(end).year for end in (day.low, day.high))
    return YearOf(COUNT_TYPE, Fraction(1), first, last, day)


def _edge_of_period(function: str) -> Build:
    def build(_: Scope, args: Mapping[str, Node]) -> Node:
        period = static_text(args, "period", {name: p.label for name, p in PERIODS.items()})
        day = _date(args, "of")
        low, high = (KERNELS[function]({}, (period,), end) or 0 for end in (day.low, day.high))
        return Apply(DATE_TYPE, Fraction(1), low, high, function, function, (period,), (day,))

    return build


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
            "layer",
            ("value", "over", "up_to"),
            _layer,
            Label("区间内部分", "the part between"),
            "layer(losses, one_percent, three_percent)",
        ),
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
            "years",
            ("start", "end", "basis"),
            _years,
            Label("年数（按计息基础）", "years, by a day-count convention"),
            'principal * rate * years(loan.disbursed_on, loan.settled_on, "30e/360")',
        ),
        Function("year_of", ("day",), _year, Label("年份", "year"), "year_of(loan.settled_on)"),
        Function(
            "first_day",
            ("period", "of"),
            _edge_of_period("first_day"),
            Label("所在年、半年、季度或月的首日", "first day of a year, half, quarter or month"),
            'first_day("year", of=loan.signed_on) - one_day',
        ),
        Function(
            "last_day",
            ("period", "of"),
            _edge_of_period("last_day"),
            Label("所在年、半年、季度或月的末日", "last day of a year, half, quarter or month"),
            'last_day("quarter", of=loan.settled_on)',
        ),
        Function(
            "held",
            ("kind", "on"),
            _held,
            Label("持有资质", "qualification held"),
            'held("高新技术企业", on=loan.signed_on)',
        ),
        Function(
            "interest_paid",
            ("first", "last"),
            _interest_paid,
            Label("期间实付利息（含首尾两日）", "interest paid in a window, both days included"),
            "interest_paid(window_from, window_to)",
        ),
        Function(
            "balance_days",
            ("first", "until"),
            _balance_days,
            Label("计息积数（逐日本金余额之和）", "sum of daily balances"),
            "balance_days(loan.disbursed_on, loan.settled_on) * rate / day_basis",
        ),
        Function(
            "interest_settled",
            ("first", "until", "rate", "basis", "settlement"),
            _interest_settled,
            Label("按结息日逐期结算的利息", "interest as it is settled, rounded each time"),
            'interest_settled(loan.disbursed_on, loan.settled_on, loan.rate, "actual/360", "quarterly")',
        ),
    )
}
"""`T_days(tenor, first, until)` and `balance_T_days(...)` exist besides for every reference-rate table T."""

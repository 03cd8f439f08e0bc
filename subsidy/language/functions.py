"""The functions of the language, as a table: name -> parameters, words, how the node is built.

Those over the records of an application are built in `record_functions`; reference-rate tables are functions too
(`rate_functions`); `sum(... for ...)` and its kin are in `parse`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final, Literal, cast

from subsidy.calendar import DAY_COUNTS, PERIODS
from subsidy.kinds import DAY, MONTH, Dimension
from subsidy.language.arguments import Build, date_argument, most_days, static_text
from subsidy.language.arithmetic import divide, largest, smallest, subtract
from subsidy.language.kernels import KERNELS
from subsidy.language.nodes import Apply, Constant, MonthsBetween, Node, YearOf
from subsidy.language.record_functions import balance_days, held, interest_paid, interest_settled
from subsidy.language.scope import Scope
from subsidy.language.types import COUNT_TYPE, DATE_TYPE, MONTHS_TYPE, Type
from subsidy.messages import Label


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
_YEARS: Final = Type("number", Dimension(years=1))
_THIRTY_DAYS_A_MONTH: Final = Constant(Type("number", DAY / MONTH), Fraction(1), 30, 30, 30)


def zero() -> Constant:
    return Constant(Type("number", loose="zero"), Fraction(1), 0, 0, 0)


def _days(_: Scope, args: Mapping[str, Node]) -> Node:
    return largest((subtract(date_argument(args, "end"), date_argument(args, "start")), zero()))


def _months(_: Scope, args: Mapping[str, Node]) -> Node:
    start, end = date_argument(args, "start"), date_argument(args, "end")
    counting = static_text(args, "counting", MONTH_COUNTINGS)
    if counting == "thirtieths":
        return divide(_days(_, args), _THIRTY_DAYS_A_MONTH)
    high = max(0, (end.high - start.low) // 28 + 1)
    return MonthsBetween(MONTHS_TYPE, Fraction(1), 0, high, start, end, cast(Literal["completed", "started"], counting))


def _years(_: Scope, args: Mapping[str, Node]) -> Node:
    basis = static_text(args, "basis", {name: d.label for name, d in DAY_COUNTS.items()})
    start, end = date_argument(args, "start"), date_argument(args, "end")
    per_year = DAY_COUNTS[basis].per_year
    high = (most_days(start, end) // 360 + 1) * per_year
    return Apply(_YEARS, Fraction(1, per_year), 0, high, "years", "year_parts", (basis,), (start, end))


def _layer(_: Scope, args: Mapping[str, Node]) -> Node:
    """The part of a value that lies between two heights."""
    return largest((subtract(smallest((args["value"], args["up_to"])), args["over"]), zero()))


def _year(_: Scope, args: Mapping[str, Node]) -> Node:
    day = date_argument(args, "day")
    first, last = (date.fromordinal(end).year for end in (day.low, day.high))
    return YearOf(COUNT_TYPE, Fraction(1), first, last, day)


def _edge_of_period(function: str) -> Build:
    def build(_: Scope, args: Mapping[str, Node]) -> Node:
        period = static_text(args, "period", {name: p.label for name, p in PERIODS.items()})
        day = date_argument(args, "of")
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
            held,
            Label("持有资质", "qualification held"),
            'held("高新技术企业", on=loan.signed_on)',
        ),
        Function(
            "interest_paid",
            ("first", "last"),
            interest_paid,
            Label("期间实付利息（含首尾两日）", "interest paid in a window, both days included"),
            "interest_paid(window_from, window_to)",
        ),
        Function(
            "balance_days",
            ("first", "until"),
            balance_days,
            Label("计息积数（逐日本金余额之和）", "sum of daily balances"),
            "balance_days(loan.disbursed_on, loan.settled_on) * rate / day_basis",
        ),
        Function(
            "interest_settled",
            ("first", "until", "rate", "basis", "settlement"),
            interest_settled,
            Label("按结息日逐期结算的利息", "interest as it is settled, rounded each time"),
            'interest_settled(loan.disbursed_on, loan.settled_on, loan.rate, "actual/360", "quarterly")',
        ),
    )
}
"""`T_days(tenor, first, until)` and `balance_T_days(...)` exist besides for every reference-rate table T."""

"""Reference-rate tables as functions: for a table `lpr` there are `lpr`, `lpr_days` and `balance_lpr_days`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from subsidy.kinds import DAY, KINDS, MOST_RECORDS, PER_YEAR, YUAN
from subsidy.language.arguments import Build, date_argument, most_days, static_text
from subsidy.language.arithmetic import fitting
from subsidy.language.nodes import Apply, Node
from subsidy.language.record_functions import balance_of
from subsidy.language.scope import Scope
from subsidy.language.types import Type


class RateFunction(NamedTuple):
    """How a table is asked: `build` makes the node from the arguments for these parameters."""

    parameters: tuple[str, ...]
    build: Build


def rate_function(name: str, scope: Scope) -> RateFunction | None:
    """The function of a reference-rate table that is so called; None if there is none."""
    if name in scope.tables():
        return RateFunction(("tenor", "on"), lambda _, args: _quote(scope, name, args))
    table = name.removesuffix("_days").removeprefix("balance_")
    if name.endswith("_days") and table in scope.tables():
        return RateFunction(("tenor", "first", "until"), lambda _, args: _rate_days(scope, table, name, args))
    return None


def _quote(scope: Scope, table: str, args: Mapping[str, Node]) -> Node:
    """The quote in force on a day."""
    quote = scope.reference_rate(table, static_text(args, "tenor"), date_argument(args, "on"))
    assert quote is not None
    return quote


def _rate_days(scope: Scope, table: str, function: str, args: Mapping[str, Node]) -> Node:
    """`lpr_days("1Y", first, until)` sums each day's quote, `balance_lpr_days` each day's balance x quote."""
    first, until = date_argument(args, "first"), date_argument(args, "until")
    tenor = static_text(args, "tenor")
    quote = scope.reference_rate(table, tenor, first)
    assert quote is not None
    high = quote.high * most_days(first, until)
    if function.startswith("balance_"):
        type_ = Type("number", YUAN * PER_YEAR * DAY)
        unit, high = quote.unit / 100, high * KINDS["money"].high * MOST_RECORDS
        arguments = (*balance_of(scope), first, until)
        return fitting(Apply(type_, unit, 0, high, function, "balance_rate_days", (table, tenor), arguments))
    type_ = Type("number", PER_YEAR * DAY, percent=True)
    return Apply(type_, quote.unit, 0, high, function, "rate_days", (table, tenor), (first, until))

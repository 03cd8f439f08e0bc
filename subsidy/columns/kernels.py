"""The kernels of the language as columns.

Where the numbers of a frame are too large for a kernel's columns (never those of loans), the kernel is asked once for
each distinct row of arguments, by the same function that the single evaluator calls: slower, and never different.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import reduce
from operator import itemgetter
from typing import Any, Final, TypeAlias

import polars as pl

from subsidy.calendar import PERIODS
from subsidy.columns import balances, days, lookups
from subsidy.columns.calls import Call
from subsidy.columns.cells import INT128, Cell, added, computed, number, product, width_for
from subsidy.language.kernels import Tables, apply_kernel
from subsidy.language.nodes import Apply, Node, Records

Columnar: TypeAlias = Callable[[Call], Cell | None]
"""None where no width holds what would be computed."""


def applied(call: Call) -> Cell:
    return COLUMNAR[call.node.kernel](call) or row_by_row(call)


def row_by_row(call: Call) -> Cell:
    """The kernel asked once for each distinct row of arguments."""
    node, tables = call.node, call.tables
    width = width_for(node.low, node.high)
    columns = {f"argument_{i}": cell.expr for i, cell in enumerate(call.arguments)}
    readers = [_reader(argument) for argument in node.arguments]

    def step(rows: pl.DataFrame) -> pl.Series:
        answers: dict[Any, int | None] = {}
        given = rows.lazy().with_columns(**columns).select(*columns).collect()
        asked = (tuple(read(v) for read, v in zip(readers, row, strict=True)) for row in given.iter_rows())
        return pl.Series([_answer(node, tables, row, answers) for row in asked], dtype=width)

    return call.block.step(step, width, (node.low, node.high), *call.arguments)


def _answer(node: Apply, tables: Tables, row: tuple[Any, ...], answers: dict[Any, int | None]) -> int | None:
    if row not in answers:
        answers[row] = None if _has_unknown(row) else apply_kernel(node.kernel, tables, node.static, row)
    return answers[row]


def _reader(argument: Node) -> Callable[[Any], Any]:
    """A list of records becomes a tuple of tuples of the kernel's fields."""
    if not isinstance(argument, Records):
        return lambda value: value
    fields = itemgetter(*argument.fields)
    return lambda records: None if records is None else tuple(map(fields, records))


def _has_unknown(value: Any) -> bool:
    return value is None or (isinstance(value, tuple) and any(map(_has_unknown, value)))


def _year_parts(call: Call) -> Cell:
    start, end = call.arguments
    return days.day_count(call.node.static[0], start, end, call.node.high, call.block.bind)


def _rate_days(call: Call) -> Cell:
    table, tenor = call.node.static
    first, until = call.arguments
    return lookups.rate_days(call.tables[table], tenor, first, until, call.node.high)


def _first_day(call: Call) -> Cell:
    return days.first_of_period(call.arguments[0], PERIODS[call.node.static[0]].months).bounded(call.node)


def _last_day(call: Call) -> Cell:
    return days.last_of_period(call.arguments[0], PERIODS[call.node.static[0]].months).bounded(call.node)


def _part(call: Call) -> Cell | None:
    """The largest-remainder part of `subsidy.allocation`: a floor, and one more to the largest rests."""
    node, block = call.node, call.block
    whole, *weights = call.arguments
    size = max(abs(whole.low), abs(whole.high))
    if size * max(max(abs(w.low), abs(w.high)) for w in weights) > INT128:
        return None
    positive = block.bind(computed(lambda w: w.abs(), (whole,), 0, size))
    total = block.bind(_sum(weights))
    products = [block.bind(product(positive, weight)) for weight in weights]
    floors = [block.bind(computed(lambda p, t: p // t, (p, total), 0, size)) for p in products]
    rests = [block.bind(computed(lambda p, t: p % t, (p, total), 0, total.high)) for p in products]
    left = block.bind(computed(lambda w, f: w - f, (positive, _sum(floors)), 0, len(weights)))
    mine = int(node.static[0])
    before = [_ahead(rest, rests[mine], i < mine) for i, rest in enumerate(rests) if i != mine]
    rank = _sum(before) if before else number(0)
    part = computed(lambda f, left, rank: f + (rank < left).cast(pl.Int8), (floors[mine], left, rank), 0, size)
    signed = computed(lambda part, whole: part * whole.sign(), (part, whole), node.low, node.high)
    least = computed(lambda *w: pl.min_horizontal(*w), tuple(weights), min(w.low for w in weights), total.high)
    known = computed(lambda part, least: pl.when(least >= 0).then(part), (signed, least), node.low, node.high)
    return replace(known, may_be_unknown=known.may_be_unknown or least.low < 0 or total.low <= 0)


def _ahead(other: Cell, mine: Cell, comes_first: bool) -> Cell:
    """1 where another bearer's rest is served before mine."""
    return computed(lambda o, m: ((o >= m) if comes_first else (o > m)).cast(pl.Int8), (other, mine), 0, 1)


def _sum(cells: list[Cell]) -> Cell:
    return reduce(added, cells)


COLUMNAR: Final[Mapping[str, Columnar]] = {
    "year_parts": _year_parts,
    "rate_days": _rate_days,
    "part": _part,
    "first_day": _first_day,
    "last_day": _last_day,
    "balance_days": balances.balance_days,
    "balance_rate_days": balances.balance_rate_days,
    "settled": balances.settled,
}

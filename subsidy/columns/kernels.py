"""The kernels of the language as columns, and those that go row by row: a table says which is which.

A kernel that no column arithmetic says (a balance from day to day, interest as it is settled) is asked once for each
distinct row of arguments, by the same function that the single evaluator calls; it is slower, and never different.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import reduce
from operator import itemgetter
from typing import Any, Final, TypeAlias

import polars as pl

from subsidy.calendar import PERIODS
from subsidy.columns import days, lookups
from subsidy.columns.blocks import Block
from subsidy.columns.cells import INT128, Cell, added, computed, number, product, width_for
from subsidy.language.kernels import Tables, apply_kernel
from subsidy.language.nodes import Apply, Node, Records

Columnar: TypeAlias = Callable[[Apply, tuple[Cell, ...], Tables, Block], Cell | None]


def applied(node: Apply, arguments: tuple[Cell, ...], tables: Tables, block: Block) -> Cell:
    """A kernel of plain arguments."""
    columnar = COLUMNAR.get(node.kernel)
    cell = columnar(node, arguments, tables, block) if columnar else None
    return cell or row_by_row(node, arguments, tables, block)


def row_by_row(node: Apply, arguments: tuple[Cell, ...], tables: Tables, block: Block) -> Cell:
    """The kernel asked once for each distinct row of arguments."""
    width = width_for(node.low, node.high)
    columns = {f"argument_{i}": cell.expr for i, cell in enumerate(arguments)}
    readers = [_reader(argument) for argument in node.arguments]

    def step(rows: pl.DataFrame) -> pl.Series:
        answers: dict[Any, int | None] = {}
        given = rows.lazy().with_columns(**columns).select(*columns).collect()
        asked = (tuple(read(v) for read, v in zip(readers, row, strict=True)) for row in given.iter_rows())
        return pl.Series([_answer(node, tables, row, answers) for row in asked], dtype=width)

    return block.step(step, width, (node.low, node.high), *arguments)


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


def _year_parts(node: Apply, arguments: tuple[Cell, ...], _: Tables, block: Block) -> Cell:
    start, end = arguments
    return days.day_count(node.static[0], start, end, node.high, block.bind)


def _rate_days(node: Apply, arguments: tuple[Cell, ...], tables: Tables, _: Block) -> Cell:
    table, tenor = node.static
    first, until = arguments
    return lookups.rate_days(tables[table], tenor, first, until, node.high)


def _first_day(node: Apply, arguments: tuple[Cell, ...], _: Tables, __: Block) -> Cell:
    return days.first_of_period(arguments[0], PERIODS[node.static[0]].months).bounded(node)


def _last_day(node: Apply, arguments: tuple[Cell, ...], _: Tables, __: Block) -> Cell:
    return days.last_of_period(arguments[0], PERIODS[node.static[0]].months).bounded(node)


def _part(node: Apply, arguments: tuple[Cell, ...], _: Tables, block: Block) -> Cell | None:
    """The largest-remainder part of `subsidy.allocation`: a floor, and one more to the largest rests."""
    whole, *weights = arguments
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
}
ROW_BY_ROW: Final = ("balance_days", "balance_rate_days", "settled")
"""With `COLUMNAR`, every kernel of the language; a test holds the two to that."""

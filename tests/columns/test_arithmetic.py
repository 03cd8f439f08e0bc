"""Rounding, days and look-ups as columns, each against its namesake for one application."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from subsidy.calendar import (
    DAY_COUNTS,
    add_months,
    completed_months_ordinal,
    first_of_period,
    last_of_period,
    started_months_ordinal,
)
from subsidy.columns import days, lookups
from subsidy.columns.blocks import Block
from subsidy.columns.cells import INT64, INT128, Cell, number, product, width_for
from subsidy.columns.kernels import COLUMNAR
from subsidy.columns.rounding import divided
from subsidy.language.kernels import KERNELS
from subsidy.rounding import DIVIDE
from tests.evaluation.small import TABLES

LPR = TABLES["lpr"]


def worked_out(columns: dict[str, list[Any]], make: Callable[..., Cell]) -> list[Any]:
    """What a function of cells makes of columns of numbers, whose bounds are their own."""
    cells = []
    for name, values in columns.items():
        known = [v for v in values if v is not None] or [1]
        low, high = min(known), max(known)
        cells.append(Cell(pl.col(name), width_for(low, high), low, high, None in values, 0, True))
    frame = pl.DataFrame([pl.Series(name, columns[name], dtype=cell.width) for name, cell in zip(columns, cells)])  # noqa: B905
    block = Block(count())
    block.named("made", make(*cells, block.bind))
    return block.run(frame.lazy()).collect().get_column("made").to_list()


numbers = st.one_of(
    st.integers(-30, 30), st.integers(-(10**12), 10**12), st.sampled_from([INT64, -INT64, INT64 + 1, INT128, -INT128])
)
divisors = st.one_of(st.integers(0, 7), st.integers(0, 10**12), st.sampled_from([INT64, INT64 + 1, INT128]))
ordinals = st.one_of(
    st.integers(date(2018, 1, 1).toordinal(), date(2026, 1, 1).toordinal()),
    st.sampled_from(
        [
            date(*day).toordinal()
            for day in (
                (1, 2, 1),
                (1900, 2, 28),
                (2000, 2, 29),
                (2023, 2, 28),
                (2024, 2, 29),
                (2024, 1, 31),
                (2024, 3, 31),
            )
        ]
    ),
    st.sampled_from([date(2019, 8, 19).toordinal(), date(2019, 8, 20).toordinal(), date(9990, 12, 31).toordinal()]),
)


@pytest.mark.parametrize("direction", DIVIDE)
@given(st.lists(st.tuples(st.none() | numbers, st.none() | divisors), min_size=1, max_size=8))
def test_rounding(direction: str, pairs: list[Any]) -> None:
    columns = {"n": [n for n, _ in pairs], "d": [d for _, d in pairs]}
    assert worked_out(columns, lambda n, d, bind: divided(direction, n, d, bind)) == [
        None if n is None or not d else DIVIDE[direction](n, d) for n, d in pairs
    ]


@pytest.mark.parametrize("direction", DIVIDE)
@given(st.lists(st.none() | numbers, min_size=1, max_size=8), divisors.filter(bool))
def test_rounding_by_a_constant(direction: str, numerators: list[Any], divisor: int) -> None:
    found = worked_out({"n": numerators}, lambda n, bind: divided(direction, n, number(divisor), bind))
    assert found == [None if n is None else DIVIDE[direction](n, divisor) for n in numerators]


def of_two_days(function: Callable[[int, int], int], pairs: list[tuple[Any, Any]]) -> list[int | None]:
    return [None if a is None or b is None else function(a, b) for a, b in pairs]


pairs_of_days = st.lists(st.tuples(st.none() | ordinals, st.none() | ordinals), min_size=1, max_size=8)


@settings(max_examples=60)
@given(pairs_of_days)
def test_months(pairs: list[Any]) -> None:
    columns = {"a": [a for a, _ in pairs], "b": [b for _, b in pairs]}
    assert worked_out(columns, days.months_between) == of_two_days(completed_months_ordinal, pairs)
    assert worked_out(columns, days.started_months) == of_two_days(started_months_ordinal, pairs)


@pytest.mark.parametrize("basis", DAY_COUNTS)
@given(pairs_of_days)
def test_day_counts(basis: str, pairs: list[Any]) -> None:
    columns = {"a": [a for a, _ in pairs], "b": [b for _, b in pairs]}

    def parts(start: int, end: int) -> int:
        return max(0, DAY_COUNTS[basis].parts(start, end)) if end > start else 0

    def made(a: Cell, b: Cell, bind: days.Bind) -> Cell:
        return days.day_count(basis, a, b, 10**12, bind)

    assert worked_out(columns, made) == of_two_days(parts, pairs)


@given(st.lists(st.tuples(st.none() | ordinals, st.none() | st.integers(0, 100)), min_size=1, max_size=8))
def test_months_later(pairs: list[Any]) -> None:
    columns = {"a": [a for a, _ in pairs], "n": [n for _, n in pairs]}
    assert worked_out(columns, days.add_months) == of_two_days(
        lambda a, n: add_months(date.fromordinal(a), n).toordinal(), pairs
    )


@pytest.mark.parametrize("months", [1, 3, 6, 12])
@given(st.lists(st.none() | ordinals, min_size=1, max_size=8))
def test_edges_of_periods(months: int, given_days: list[int | None]) -> None:
    def of_one(function: Callable[[date, int], date]) -> list[int | None]:
        return [None if d is None else function(date.fromordinal(d), months).toordinal() for d in given_days]

    first = worked_out({"d": given_days}, lambda d, _: days.first_of_period(d, months))
    last = worked_out({"d": given_days}, lambda d, _: days.last_of_period(d, months))
    assert (first, last) == (of_one(first_of_period), of_one(last_of_period))


@given(st.lists(st.none() | ordinals, min_size=1, max_size=8))
def test_quotes(given_days: list[int | None]) -> None:
    found = worked_out({"d": given_days}, lambda d, _: lookups.quote(LPR, "1Y", d))
    assert found == [None if d is None or d < LPR.days[0] else LPR.value_at("1Y", d) for d in given_days]


@given(pairs_of_days)
def test_sums_of_quotes(pairs: list[Any]) -> None:
    def summed(first: int, until: int) -> int | None:
        if until <= first:
            return 0
        if first < LPR.days[0]:
            return None
        return LPR.cumulative("1Y", until) - LPR.cumulative("1Y", first)

    columns = {"a": [a for a, _ in pairs], "b": [b for _, b in pairs]}
    found = worked_out(columns, lambda a, b, _: lookups.rate_days(LPR, "1Y", a, b, 10**12))
    assert found == [None if a is None or b is None else summed(a, b) for a, b in pairs]


def test_every_kernel_has_columns() -> None:
    assert {*COLUMNAR} == {*KERNELS}


def test_a_width_that_cannot_hold_the_values_is_never_chosen() -> None:
    assert width_for(INT64, -INT64) == pl.Int64
    assert width_for(INT64 + 1) == width_for(INT128) == pl.Int128
    with pytest.raises(OverflowError):
        width_for(INT128 + 1)


def test_products_at_the_edge_of_int64_are_exact() -> None:
    columns = {"a": [3_037_000_499, 3_037_000_500, -3_037_000_500], "b": [3_037_000_499, 3_037_000_500, 3_037_000_500]}
    found = worked_out(columns, lambda a, b, _: product(a, b))
    assert found == [a * b for a, b in zip(columns["a"], columns["b"], strict=True)]

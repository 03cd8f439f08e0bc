"""Ceilings shared in all groups at once, as in each alone; also of numbers beyond 64 bits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.allocation import allocate
from subsidy.columns.limits.sharing import in_turns, scaled, shared, whole_in_turns
from subsidy.language.types import MONEY_TYPE
from subsidy.limits.sharing import in_turn
from subsidy.rounding import ROUNDINGS, round_to
from subsidy.scheme.parameters import Rounding

Group = tuple[int, list[int]]

SIZES = st.one_of(st.integers(0, 9), st.integers(0, 10**6), st.sampled_from([10**18, 10**18 + 1]))
AVAILABLE = st.one_of(st.integers(0, 30), st.integers(0, 10**6), st.integers(0, 10**19))
GROUPS = st.lists(st.tuples(AVAILABLE, st.lists(SIZES, min_size=1, max_size=6)), max_size=4)


def frame_of(groups: Sequence[Group]) -> pl.DataFrame:
    rows = [(number, available, size) for number, (available, sizes) in enumerate(groups) for size in sizes]
    wide = pl.Int128 if any(value > 10**9 for row in rows for value in row) else pl.Int64
    return pl.DataFrame(rows, schema={"by": pl.UInt32, "available": wide, "size": wide}, orient="row")


@pytest.mark.parametrize(("share", "partial"), [(in_turns, True), (whole_in_turns, False)])
@given(GROUPS)
def test_in_turn(share: Callable[..., pl.Series], partial: bool, groups: list[Group]) -> None:
    expected = [part for available, sizes in groups for part in in_turn(available, sizes, partial=partial)]
    assert share(frame_of(groups), "by", "available", "size").to_list() == expected


@given(GROUPS, st.randoms(use_true_random=False))
def test_by_the_largest_remainder(groups: list[Group], shuffle: Any) -> None:
    """Wherever the rows of a group stand."""
    sharing = [(available, sizes) for available, sizes in groups if sum(sizes)]
    frame = frame_of(sharing)
    order = list(range(frame.height))
    shuffle.shuffle(order)
    shuffled = frame[order]
    of_group = {
        number: iter(allocate(available, shuffled.filter(pl.col("by") == number)["size"].to_list()))
        for number, (available, _) in enumerate(sharing)
    }
    expected = [next(of_group[number]) for number in shuffled["by"]]
    assert shared(shuffled, "by", "available", "size").to_list() == expected


def test_products_beyond_128_bits_are_shared_one_by_one() -> None:
    whole, sizes = 10**20 + 1, [10**18 * n for n in range(1, 60)]
    frame = frame_of([(whole, sizes)])
    wider = frame.with_columns(pl.col("size") * 10**3, pl.col("available") * 10**3)
    assert shared(wider, "by", "available", "size").to_list() == allocate(whole * 10**3, [s * 10**3 for s in sizes])


@pytest.mark.parametrize("direction", ROUNDINGS)
@given(
    st.lists(st.tuples(st.integers(1, 10**14), st.integers(0, 10**14), st.integers(1, 10**14)), min_size=1, max_size=6),
    st.sampled_from([Fraction(1, 100), Fraction(1, 20), Fraction(1), Fraction(100)]),
)
def test_scaled_amounts_are_rounded_and_never_more_than_they_were(
    direction: str, cases: list[tuple[int, int, int]], step: Fraction
) -> None:
    amounts, parts, wholes = (pl.Series(list(values), dtype=pl.Int64) for values in zip(*cases, strict=True))
    found = scaled(amounts, parts, wholes, Rounding(direction, step, MONEY_TYPE))
    assert found.to_list() == [min(a, round_to(Fraction(a * p, w), step * 100, direction)) for a, p, w in cases]

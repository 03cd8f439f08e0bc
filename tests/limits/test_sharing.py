"""Sharing whole numbers, against exact fractions."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from subsidy.limits import allocate
from subsidy.limits.sharing import in_turn, proportionally

SIZES = st.lists(st.integers(0, 10**14), max_size=12)
WEIGHTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=12).filter(any)
WHOLES = st.integers(0, 10**16)


def quotas(whole: int, weights: list[int]) -> list[Fraction]:
    return [Fraction(whole * w, sum(weights)) for w in weights]


@given(whole=WHOLES, weights=WEIGHTS)
def test_the_parts_sum_to_the_whole(whole: int, weights: list[int]) -> None:
    assert sum(allocate(whole, weights)) == whole


@given(whole=WHOLES, weights=WEIGHTS)
def test_a_part_is_its_quota_rounded_down_or_up(whole: int, weights: list[int]) -> None:
    for part, quota in zip(allocate(whole, weights), quotas(whole, weights), strict=True):
        assert floor(quota) <= part <= ceil(quota)


@given(whole=WHOLES, weights=WEIGHTS)
def test_who_is_rounded_up_has_no_smaller_remainder_than_who_is_not(whole: int, weights: list[int]) -> None:
    exact = quotas(whole, weights)
    rests = [quota - floor(quota) for quota in exact]
    up = {i for i, (part, quota) in enumerate(zip(allocate(whole, weights), exact, strict=True)) if part > quota}
    down = {i for i, rest in enumerate(rests) if rest and i not in up}
    assert all((rests[i], -i) > (rests[j], -j) for i in up for j in down)


@given(whole=WHOLES, weights=WEIGHTS)
def test_a_negative_whole_is_shared_like_the_positive_one(whole: int, weights: list[int]) -> None:
    assert allocate(-whole, weights) == [-part for part in allocate(whole, weights)]


@given(whole=WHOLES, weights=WEIGHTS, factor=st.integers(1, 10**6))
def test_only_the_proportion_of_the_weights_matters(whole: int, weights: list[int], factor: int) -> None:
    assert allocate(whole, [w * factor for w in weights]) == allocate(whole, weights)


@pytest.mark.parametrize(
    ("whole", "weights", "parts"),
    [
        (100, [1, 1, 1], [34, 33, 33]),  # equal remainders: the first in order
        (1, [40, 30, 20, 10], [1, 0, 0, 0]),  # one fen among the bearers of 4321
        (10_001, [40, 30, 20, 10], [4001, 3000, 2000, 1000]),  # 100.01 yuan
        (10_003, [40, 30, 20, 10], [4001, 3001, 2001, 1000]),  # remainders .2 .9 .6 .3
        (0, [3, 7], [0, 0]),
        (5, [0, 1], [0, 5]),
    ],
)
def test_published_and_hand_worked_splits(whole: int, weights: list[int], parts: list[int]) -> None:
    assert allocate(whole, weights) == parts


@given(available=WHOLES, sizes=SIZES)
def test_in_turn_a_part_is_what_those_before_leave(available: int, sizes: list[int]) -> None:
    closed_form = [max(0, min(size, available - sum(sizes[:i]))) for i, size in enumerate(sizes)]
    assert in_turn(available, sizes, partial=True) == closed_form


@given(available=WHOLES, sizes=SIZES)
@example(available=10, sizes=[4, 7, 5, 6, 1])
def test_without_parts_each_is_whole_or_nothing_and_none_that_fitted_is_left_out(
    available: int, sizes: list[int]
) -> None:
    parts = in_turn(available, sizes, partial=False)
    assert sum(parts) <= available
    for i, (part, size) in enumerate(zip(parts, sizes, strict=True)):
        assert part in (0, size)
        assert part == size or sum(parts[:i]) + size > available


def test_a_smaller_one_behind_still_has_its_turn() -> None:
    assert in_turn(10, [4, 7, 5, 6, 1], partial=False) == [4, 0, 5, 0, 1]


@given(available=WHOLES, sizes=SIZES)
def test_proportional_parts_use_all_that_is_claimed_and_none_is_above_its_size(
    available: int, sizes: list[int]
) -> None:
    parts = proportionally(available, sizes)
    assert sum(parts) == min(available, sum(sizes))
    assert all(part <= size for part, size in zip(parts, sizes, strict=True))


@given(available=WHOLES, sizes=SIZES, added=st.integers(0, 10**14))
def test_one_more_claim_raises_no_quota_and_no_part_by_more_than_one(
    available: int, sizes: list[int], added: int
) -> None:
    before, after = proportionally(available, sizes), proportionally(available, [*sizes, added])
    assert all(b + 1 >= a for b, a in zip(before, after[:-1], strict=True))
    if sum(sizes) <= available:
        assert all(b >= a for b, a in zip(before, after[:-1], strict=True))


def test_the_largest_remainder_can_give_a_fen_to_another_when_a_claim_is_added() -> None:
    """The method's known paradox: quotas 1.4, 10.5, 0.1 become 1.372, 10.29, 0.098, 0.24, and the odd fen moves."""
    assert allocate(12, [140, 1050, 10]) == [1, 11, 0]
    assert allocate(12, [1372, 10290, 98, 240]) == [2, 10, 0, 0]

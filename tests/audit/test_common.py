"""The few causes that stand for most differences, held to what a greedy cover is."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from subsidy.audit.cause import Cause
from subsidy.audit.common import common_causes
from subsidy.explain.values import verbatim

CAUSES = [Cause("reading", verbatim("a")), Cause("edition", verbatim("b")), Cause("reading", verbatim("c"))]
POSSIBLE = st.lists(st.lists(st.sampled_from(CAUSES), unique=True, max_size=3), max_size=12)


def cause(what: str, *ways: str) -> Cause:
    return Cause("reading", verbatim(what), tuple(map(verbatim, ways)))


@given(POSSIBLE)
def test_each_is_one_of_its_own_and_none_is_left_that_explains_two(possible: list[list[Cause]]) -> None:
    found = common_causes(possible)
    assert all(one is None or one in own for one, own in zip(found, possible, strict=True))
    left = Counter(c.key for one, own in zip(found, possible, strict=True) if one is None for c in own)
    assert all(count == 1 for count in left.values())


@given(POSSIBLE)
def test_what_explains_most_stands_for_all_that_it_explains(possible: list[list[Cause]]) -> None:
    counts = Counter(c for own in possible for c in own)
    found = Counter(filter(None, common_causes(possible)))
    most = max(counts.values(), default=0)
    assert max(found.values(), default=0) == (most if most > 1 else 0)


def test_one_way_of_several_is_told_apart() -> None:
    assert common_causes([[cause("months", "x", "y")], [cause("months", "y")]]) == [cause("months", "y")] * 2


def test_of_equal_ones_that_which_stands_higher() -> None:
    limit, edition = Cause("limit", verbatim("order")), Cause("edition", verbatim("2025"))
    assert common_causes([[limit, edition], [edition], [limit]])[0] == limit

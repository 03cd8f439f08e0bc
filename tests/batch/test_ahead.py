"""Work ahead of its use: in order, not too far ahead, and failing in its turn."""

from __future__ import annotations

from collections.abc import Iterator
from time import sleep

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.batch.ahead import ahead


@given(st.lists(st.integers(0, 3), max_size=8))
def test_everything_comes_in_order_with_its_own_result(waits: list[int]) -> None:
    def work(item: tuple[int, int]) -> int:
        sleep(item[1] / 2000)
        return item[0] * 10

    items = list(enumerate(waits))
    assert list(ahead(items, work)) == [(item, item[0] * 10) for item in items]


def test_only_a_few_items_wait() -> None:
    read = []

    def items() -> Iterator[int]:
        for i in range(20):
            read.append(i)
            yield i

    for item, found in ahead(items(), lambda i: i + 1):
        assert found == item + 1
        assert len(read) <= item + 4


def test_a_failure_is_raised_in_its_turn() -> None:
    def work(item: int) -> int:
        return 6 // (item - 2)

    found = ahead(range(5), work)
    assert next(found) == (0, -3)
    assert next(found) == (1, -6)
    with pytest.raises(ZeroDivisionError):
        next(found)

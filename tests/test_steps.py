from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.steps import Steps, steps

CHANGES = st.dictionaries(st.integers(1, 60), st.integers(-5, 5), min_size=1, max_size=12).map(
    lambda changes: sorted(changes.items())
)


def value_on(day: int, changes: list[tuple[int, int]]) -> int:
    return next(value for since, value in reversed(changes) if since <= day)


@given(CHANGES, st.integers(0, 80), st.integers(0, 80))
def test_a_look_up_a_sum_and_the_changes_between(changes: list[tuple[int, int]], ahead: int, length: int) -> None:
    found = steps(changes)
    first = changes[0][0] + ahead
    days = range(first, first + length)
    assert [found.at(day) for day in days] == [value_on(day, changes) for day in days]
    assert found.sum(first, first + length) == sum(value_on(day, changes) for day in days)
    changed = [day for day in days[1:] if value_on(day, changes) != value_on(day - 1, changes)]
    assert list(found.between(first, first + length)) == changed


def test_the_sum_starts_at_the_first_step() -> None:
    found = steps([(10, Fraction(1, 3)), (13, Fraction(2, 3))])
    assert [found.cumulative(day) for day in (10, 11, 13, 14)] == [0, Fraction(1, 3), 1, Fraction(5, 3)]
    assert found.sum(14, 11) == Fraction(-4, 3)


def test_a_change_that_changes_nothing_is_left_out() -> None:
    assert steps([(1, 5), (2, 5), (3, 6), (4, 6), (5, 5)]) == Steps((1, 3, 5), (5, 6, 5))


@pytest.mark.parametrize(
    ("first", "until", "changed"), [(1, 9, [4]), (1, 10, [4, 9]), (4, 9, []), (3, 4, []), (9, 9, []), (9, 1, [])]
)
def test_changes_on_the_end_days_are_not_between(first: int, until: int, changed: list[int]) -> None:
    assert list(steps([(1, 5), (4, 6), (9, 7)]).between(first, until)) == changed


def test_there_is_nothing_before_the_first_step() -> None:
    found = steps([(10, 1)])
    assert found.at(10) == 1
    for look_up in (found.at, found.cumulative):
        with pytest.raises(LookupError):
            look_up(9)

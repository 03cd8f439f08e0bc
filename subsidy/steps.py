"""A step function of time, summed once: a rate or a balance that holds from a day until the next change.

The sum over any span is the difference of two look-ups, so its cost does not grow with the number of steps between.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import Generic, TypeVar

N = TypeVar("N", int, Fraction)


@dataclass(frozen=True, slots=True)
class Steps(Generic[N]):
    """`values[i]` holds on the days (proleptic ordinals, ascending) from `days[i]` until the day before `days[i + 1]`.

    Never empty; before `days[0]` there is no value.
    """

    days: tuple[int, ...]
    values: tuple[N, ...]
    sums: tuple[N, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        terms = (value * (end - start) for (start, end), value in zip(pairwise(self.days), self.values, strict=False))
        object.__setattr__(self, "sums", tuple(accumulate(terms, initial=self.values[0] * 0)))

    def at(self, day: int) -> N:
        """The value on a day. Raises LookupError before the first step."""
        return self.values[self._index(day)]

    def cumulative(self, day: int) -> N:
        """The sum of the values of all days from the first step until the day before `day`."""
        i = self._index(day)
        return self.sums[i] + self.values[i] * (day - self.days[i])

    def sum(self, first: int, until: int) -> N:
        """The sum of the values of the days [first, until)."""
        return self.cumulative(until) - self.cumulative(first)

    def between(self, first: int, until: int) -> Iterator[int]:
        """The days strictly inside (first, until) on which the value changes."""
        return iter(self.days[bisect_right(self.days, first) : bisect_right(self.days, until - 1)])

    def _index(self, day: int) -> int:
        if day < self.days[0]:
            raise LookupError(day)
        return bisect_right(self.days, day) - 1


def steps(changes: Iterable[tuple[int, N]]) -> Steps[N]:
    """Steps from (day, value) pairs in order of their days, less the changes that change nothing."""
    kept: list[tuple[int, N]] = []
    for day, value in changes:
        if not kept or kept[-1][1] != value:
            kept.append((day, value))
    days, values = zip(*kept, strict=True)
    return Steps(days, values)

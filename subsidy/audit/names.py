"""Rows as their reader knows them: by their number, in which file where there are several, and by the loan."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from operator import attrgetter
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

import polars as pl

from subsidy.messages import Message, msg
from subsidy.tables import RowPlace

T = TypeVar("T")


class ByRow(Generic[T]):
    """A column by the numbers of its rows, which ascend; of a large table no value is held as an object."""

    def __init__(self, rows: pl.Series, values: pl.Series) -> None:
        self._rows = array("q", rows)
        self._values = values

    def get(self, row: int) -> T | None:
        """None for a row that is not there, too."""
        place = bisect_left(self._rows, row)
        is_there = place < len(self._rows) and self._rows[place] == row
        return self._values[place] if is_there else None


class _Span(NamedTuple):
    first: int
    before: int
    place: Callable[[int], RowPlace]


class Names:
    """What rows are called. Those that are told to it later have higher numbers."""

    def __init__(self) -> None:
        self.last = 0
        self._spans: list[_Span] = []
        self._loans: list[ByRow[str]] = []
        self._files: set[str] = set()

    def stand(self, rows: pl.Series, place: Callable[[int], RowPlace], before: int = 0) -> None:
        """Rows of one file stand where `place` says, which counts without those `before`."""
        self.last = rows[-1]
        self._spans.append(_Span(rows[0], before, place))
        self._files.add(self.place(rows[0]).file)

    def lend(self, rows: pl.Series, loans: pl.Series) -> None:
        """The application's or the contract's number of rows; null where there is none."""
        self._loans.append(ByRow(rows, loans))

    def place(self, row: int) -> RowPlace:
        span = self._spans[bisect_right(self._spans, row, key=attrgetter("first")) - 1]
        return span.place(row - span.before)

    def loan(self, row: int) -> str | None:
        return next((loan for loans in self._loans if (loan := loans.get(row)) is not None), None)

    def __call__(self, row: int) -> Message:
        place, loan = self.place(row), self.loan(row)
        number = msg("row {row}", row=place.row)
        if len(self._files) > 1:
            number = msg("{file} row {row}", file=Path(place.file).name, row=place.row)
        return number if loan is None else msg("{row} ({loan})", row=number, loan=loan)

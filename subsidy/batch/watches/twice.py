"""A number that should be that of one loan alone, and stands in several rows: it may be paid twice.

Of each row a hash of 64 bits is kept, 8 bytes, and once for a portion where its rows stand; the hashes are sorted when
all have passed. That two different numbers of ten million have one hash happens in one of 300,000 such tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

import polars as pl

from subsidy.diagnostics import Diagnostic
from subsidy.facts import Vocabulary
from subsidy.messages import Message, Sayable, msg
from subsidy.tables import RowPlace
from subsidy.tables.portions import ROW

if TYPE_CHECKING:
    from subsidy.batch.source import Rows

NUMBERS: Final = ("application.id", "loan.contract")
"""The facts of which every loan has its own."""
_SHOWN: Final = 3


class Twice:
    def __init__(self, path: str, vocabulary: Vocabulary) -> None:
        self._path = path
        self._label = vocabulary[path].label
        self._hashes: list[pl.Series] = []
        self._rows: list[pl.Series | range] = []

    def see(self, rows: Rows) -> None:
        if self._path not in rows.facts.columns:
            return
        given = rows.facts.select(ROW, self._path).drop_nulls()
        numbers = given.get_column(ROW)
        if given.height:
            first, last = numbers[0], numbers[-1] + 1
            self._hashes.append(given.get_column(self._path).cast(pl.String).hash())
            self._rows.append(range(first, last) if last - first == given.height else numbers)

    def notices(self, place: Callable[[int], RowPlace]) -> Iterator[Sayable]:
        if not self._hashes:
            return
        hashes = pl.concat(self._hashes)
        ordered = hashes.sort()
        again = ordered.filter(ordered == ordered.shift()).unique()
        if again.is_empty():
            return
        positions = hashes.is_in(again.implode()).arg_true()
        alike = pl.DataFrame({"hash": hashes.gather(positions), "position": positions})
        groups = alike.group_by("hash", maintain_order=True).agg("position").get_column("position")
        message = msg(
            "{label}: numbers that stand in several rows: {numbers}, and such rows: {rows}; for example {places}",
            label=self._label,
            numbers=f"{again.len():,}",
            rows=f"{positions.len():,}",
            places=[self._said(group, place) for group in groups.head(_SHOWN)],
        )
        remedy = msg("a loan in two rows is paid twice; no row is left out for that")
        yield Diagnostic("same-number", message, field=self._path, remedy=remedy, severity="warning")

    def _said(self, group: pl.Series, place: Callable[[int], RowPlace]) -> Message:
        (file, row), (other_file, other) = (place(self._row(position)) for position in group.head(2))
        if file == other_file:
            return msg("{file} (rows {row} and {other})", file=file, row=row, other=other)
        there = msg("{file} (row {row})", file=other_file, row=other)
        return msg("{one} and {other}", one=msg("{file} (row {row})", file=file, row=row), other=there)

    def _row(self, position: int) -> int:
        """The number of the row whose hash is at this position of all."""
        for numbers in self._rows:
            if position < len(numbers):
                return int(numbers[position])
            position -= len(numbers)
        raise IndexError(position)

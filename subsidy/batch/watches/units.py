"""Columns whose numbers are a hundred or ten thousand times off as a whole: the unit of their heading is not theirs.

2000000 under a heading in 万元 is a loan of 200亿元, 0.0415 under one in % is four hundredths of a percent. A row alone
may be odd, so the middle of a column is looked at: it is told where more than half of the first rows of a file lie
beyond what is usual, on the same side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

import polars as pl

from subsidy.columns.units import unfit, units
from subsidy.columns.values import exact
from subsidy.diagnostics import Diagnostic
from subsidy.facts import Vocabulary
from subsidy.facts.doubts import USUAL, beyond_usual, number_said
from subsidy.messages import Sayable, msg
from subsidy.tables import RowPlace

if TYPE_CHECKING:
    from subsidy.batch.source import Rows

_LOOKED_AT: Final = 1_000


class _Odd(NamedTuple):
    """What is odd about columns of one heading in one or several files; `example` is the middle one of its numbers."""

    path: str
    column: str
    is_high: bool
    example: Decimal


class OddUnits:
    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._files: set[str] = set()
        self._odd: dict[tuple[str, str, bool], tuple[_Odd, list[str]]] = {}

    def see(self, rows: Rows) -> None:
        if rows.start.file in self._files or rows.facts.is_empty():
            return
        self._files.add(rows.start.file)
        columns = {heading.path: heading.column for heading in rows.table.headings.read}
        numbers = {path: self._numbers(rows.facts, path) for path in USUAL if path in columns}
        odd = {path: _odd(path, columns[path], found, numbers.get(USUAL[path].of)) for path, found in numbers.items()}
        for found in odd.values():
            if found and not odd.get(USUAL[found.path].of):  # a wrong principal makes all its shares odd
                self._odd.setdefault(found[:3], (found, []))[1].append(rows.start.file)

    def _numbers(self, facts: pl.DataFrame, path: str) -> list[Decimal | None]:
        """What the first rows say; None where they say nothing, or what is refused."""
        fact, column = self._vocabulary[path], facts.get_column(path).head(_LOOKED_AT)
        if any(unfit(path, column.dtype, fact)):
            return [None] * len(column)
        assert fact.kind is not None
        return [None if value is None else exact(fact.kind, value) for value in units(column, fact).values]

    def notices(self, place: Callable[[int], RowPlace]) -> Iterator[Sayable]:
        for odd, (file, *others) in self._odd.values():
            message = msg(
                "most numbers under {column} are {beyond}, such as {found}",
                column=odd.column,
                beyond=beyond_usual(odd.path, is_high=odd.is_high),
                found=number_said(odd.path, odd.example),
            )
            files = msg("{file} and {count} more", file=file, count=len(others)) if others else file
            yield Diagnostic(
                "odd-unit",
                msg("{file}: {problem}", file=files, problem=message),
                field=odd.path,
                remedy=msg("is their unit that of the heading? They are read as they stand"),
                severity="warning",
            )


def _odd(path: str, column: str, found: list[Decimal | None], wholes: list[Decimal | None] | None) -> _Odd | None:
    """Whether more than half of the numbers lie beyond the usual ones on one side; noughts are none of them."""
    usual = USUAL[path]
    pairs = zip(found, (wholes or [None] * len(found)) if usual.of else [Decimal(1)] * len(found), strict=True)
    known = [(Fraction(number), Fraction(whole)) for number, whole in pairs if number and whole]
    below = [number for number, whole in known if number < whole * Fraction(usual.low)]
    above = [number for number, whole in known if number > whole * Fraction(usual.high)]
    for beyond, is_high in ((below, False), (above, True)):
        if 2 * len(beyond) > len(known):
            middle = sorted(beyond)[len(beyond) // 2]
            return _Odd(path, column, is_high, Decimal(middle.numerator) / middle.denominator)
    return None

"""The row of a table that holds its headings; what stands above it (titles, notes, the office's name) is skipped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from subsidy.tables.known import KnownHeadings

MOST_ROWS: Final = 50
"""Among which the headings are looked for."""


class Top(NamedTuple):
    """The row with the headings, counted from 1, and how many of them are known."""

    number: int
    headings: Sequence[str]
    known: int


NO_TOP: Final = Top(1, (), 0)


def heading_row(rows: Iterable[tuple[int, Sequence[str]]], known: KnownHeadings) -> Top:
    """The first of numbered rows with most known headings; the first row with any text where none is known."""
    tops = [Top(number, cells, sum(map(known.tells, cells))) for number, cells in rows if any(map(str.strip, cells))]
    return max(tops, key=lambda top: top.known, default=NO_TOP)

"""The rows of a table that hold its headings; what stands above them (titles, notes, the office's name) is skipped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise, zip_longest
from typing import Final, NamedTuple

from subsidy.tables.known import KnownHeadings

MOST_ROWS: Final = 50
"""Among which the headings are looked for."""


class Top(NamedTuple):
    """The row with the headings (of two rows the lower), counted from 1, and how many of them are known."""

    number: int
    headings: Sequence[str]
    known: int


NO_TOP: Final = Top(1, (), 0)


def heading_row(rows: Iterable[tuple[int, Sequence[str]]], known: KnownHeadings) -> Top:
    """The first of numbered rows with most known headings, or two that have more; if none is known, the first."""
    said = [(number, cells) for number, cells in rows if any(map(str.strip, cells))]
    alone = [Top(number, cells, sum(map(known.tells, cells))) for number, cells in said]
    together = (_of_two(upper, lower, known) for upper, lower in pairwise(alone))
    return max((*alone, *filter(None, together)), key=lambda top: top.known, default=NO_TOP)


def _of_two(upper: Top, lower: Top, known: KnownHeadings) -> Top | None:
    """The headings of a form whose head has two rows: groups above (贷款情况), and what stands in no group over both.

    Where something stands below a known heading that is none itself, the lower row is a loan.
    """
    if not (upper.known and lower.known) or lower.number != upper.number + 1:
        return None
    pairs = list(zip_longest(upper.headings, lower.headings, fillvalue=""))
    if any(below.strip() and known.tells(above) and not known.tells(below) for above, below in pairs):
        return None
    headings = [below if below.strip() else above for above, below in pairs]
    return Top(lower.number, headings, sum(map(known.tells, headings)))

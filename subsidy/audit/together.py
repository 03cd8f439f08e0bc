"""Which rows the limits of a scheme may bind together with a row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable
from typing import Final

import polars as pl

from subsidy.scheme.limits import KeyWord
from subsidy.scheme.program import Program

MOST_SETTLED: Final = 4_000
"""Rows that limits bind together: more are not settled anew at all."""

_NARROW: Final[frozenset[KeyWord]] = frozenset({"borrower", "loan", "application"})


class Together:
    """The borrower's rows and those of the same contract; where a limit reaches wider, all rows, if they are few.

    `rows` are those of the ledger that were decided.
    """

    def __init__(self, rows: pl.DataFrame, programs: Collection[Program]) -> None:
        limits = [limit for program in programs for limit in program.limits]
        is_narrow = all(_NARROW & {key.word for key in limit.per} for limit in limits)
        self._alone = not limits
        self._all: tuple[int, ...] = ()
        if not is_narrow and len(rows) <= MOST_SETTLED:
            self._all = tuple(rows.get_column("row").to_list())
        self._keys: dict[int, list[Hashable]] = {}
        self._groups: defaultdict[Hashable, list[int]] = defaultdict(list)
        for name, columns in _BINDING.items():
            known = rows.select("row", *columns).drop_nulls(columns[-1])
            for row, *key in known.filter(pl.len().over(columns) > 1).iter_rows():
                self._keys.setdefault(row, []).append((name, *key))
                self._groups[name, *key].append(row)

    def __call__(self, row: int) -> tuple[int, ...]:
        if self._alone:
            return (row,)
        if self._all:
            return self._all
        return tuple(sorted({row, *(other for key in self._keys.get(row, ()) for other in self._groups[key])}))


_BINDING: Final = {"borrower": ("borrower",), "contract": ("plain_lender", "plain_contract")}
"""What rows that limits bind together have in common; the last is known of each of them."""

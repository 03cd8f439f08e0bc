"""Rows that are no loans: sums, and what stands below a table. They are decided like loans, since nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

import polars as pl

from subsidy.diagnostics import Diagnostic
from subsidy.messages import Message, Sayable, msg
from subsidy.tables import RowPlace
from subsidy.tables.portions import ROW

if TYPE_CHECKING:
    from subsidy.batch.source import Rows

_COLUMNS: Final = 3
"""The first of a table, in which a sum is called one."""
_PART: Final = ["计", "otal", "OTAL"]
_SUM: Final = r"(?i)^(本页|本月|本年)?[合总小共累]\s*计\s*([:：(（].*)?$|^(grand |sub-?)?total:?$"
_SHOWN: Final = 3


class NoLoans:
    def __init__(self) -> None:
        self._sums: list[int] = []
        self._silent: list[int] = []

    def see(self, rows: Rows) -> None:
        facts = rows.facts.drop(ROW)
        if facts.width and facts.height and all(column.null_count() for column in facts):
            silent = pl.all_horizontal(pl.all().is_null())
            self._silent.extend(rows.facts.get_column(ROW).filter(facts.select(silent).to_series()))
        texts = [name for name, type_ in rows.frame.schema.items() if type_ == pl.String][:_COLUMNS]
        may_be = rows.frame.lazy().filter(pl.any_horizontal(pl.col(texts).str.contains_any(_PART))).collect()
        if texts and may_be.height:
            sums = may_be.filter(pl.any_horizontal(pl.col(texts).str.contains(_SUM))).get_column(ROW)
            self._sums.extend(sums.filter(sums.is_in(rows.facts.get_column(ROW).implode())))

    def notices(self, place: Callable[[int], RowPlace]) -> Iterator[Sayable]:
        sums = self._sums
        are_sums = set(sums)
        silent = [row for row in self._silent if row not in are_sums]
        if sums:
            places = _places(sums, place)
            yield _warning(
                msg("rows that look like sums: {count}, such as {places}", count=f"{len(sums):,}", places=places)
            )
        if silent:
            places = _places(silent, place)
            yield _warning(
                msg(
                    "rows that say nothing of a loan: {count}, such as {places}",
                    count=f"{len(silent):,}",
                    places=places,
                )
            )


def _places(rows: list[int], place: Callable[[int], RowPlace]) -> list[Message]:
    return [msg("{file} (row {row})", file=file, row=row) for file, row in map(place, rows[:_SHOWN])]


def _warning(message: Message) -> Diagnostic:
    remedy = msg("they are decided like loans; delete them if they are none")
    return Diagnostic("no-loan", message, remedy=remedy, severity="warning")

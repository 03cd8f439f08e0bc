"""The rows that a form came with: left in, an enterprise that nobody knows would be paid."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

import polars as pl

from subsidy.messages import Sayable, msg
from subsidy.tables import RowPlace
from subsidy.tables.form import KEY, MARK
from subsidy.tables.portions import ROW

if TYPE_CHECKING:
    from subsidy.batch.source import Rows

_BEGINNINGS: Final = tuple(f"{mark}-" for mark in MARK)


class Examples:
    def __init__(self) -> None:
        self._found: list[tuple[int, str]] = []

    def see(self, rows: Rows) -> None:
        if KEY in rows.facts.columns:
            begins = pl.any_horizontal(pl.col(KEY).cast(pl.String).str.starts_with(mark) for mark in _BEGINNINGS)
            self._found += rows.facts.select(ROW, KEY).filter(begins).iter_rows()

    def notices(self, place: Callable[[int], RowPlace]) -> Iterator[Sayable]:
        for row, id_ in self._found:
            file, number = place(row)
            yield msg(
                "{file}, row {row}: {id} is the example of a form, and is decided like a loan; delete the row",
                file=file,
                row=number,
                id=id_,
            )

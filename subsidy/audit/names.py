"""Rows as their reader knows them: by their number, in which file where there are several, and by the loan."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from subsidy.messages import Message, msg
from subsidy.tables import RowPlace


class Names:
    """`places` are the rows' places, `loans` the application's or the contract's number of those that have one."""

    def __init__(self) -> None:
        self.places: dict[int, RowPlace] = {}
        self.loans: dict[int, str] = {}

    @cached_property
    def _has_files(self) -> bool:
        return len({place.file for place in self.places.values()}) > 1

    def __call__(self, row: int) -> Message:
        place, loan = self.places[row], self.loans.get(row)
        number = msg("row {row}", row=place.row)
        if self._has_files:
            number = msg("{file} row {row}", file=Path(place.file).name, row=place.row)
        return number if loan is None else msg("{row} ({loan})", row=number, loan=loan)

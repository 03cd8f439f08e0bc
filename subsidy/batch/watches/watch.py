"""What watches the rows of tables while they pass."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Protocol

from subsidy.messages import Sayable
from subsidy.tables import RowPlace

if TYPE_CHECKING:
    from subsidy.batch.source import Rows


class Watch(Protocol):
    def see(self, rows: Rows) -> None:
        """A portion of rows; they come in order."""

    def notices(self, place: Callable[[int], RowPlace]) -> Iterator[Sayable]:
        """What is to be said when all have passed; `place` says where a row stands by its `#row`."""

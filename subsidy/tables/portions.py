"""What the readers of all forms of tables have in common: portions of rows, and what is wrong with some of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple, Protocol

import polars as pl

from subsidy.columns import Fault
from subsidy.diagnostics import Diagnostic, Place

ROW: Final = "#row"


class Portion(NamedTuple):
    """Rows as they stand in the input: `#row`, then the input's columns, unreadable rows with what could be told apart.

    The cells of text forms are texts, trimmed; an empty one is null.
    """

    frame: pl.DataFrame
    faults: tuple[Fault, ...]


def trimmed(frame: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """Text columns without the spaces around their cells, empty ones null, and without the rows that are all empty."""
    texts = pl.col(columns).str.strip_chars()
    clean = frame.with_columns(pl.when(texts != "").then(texts))
    return clean.filter(~pl.all_horizontal(pl.col(columns).is_null()))


class Source(Protocol):
    """One file of a table. `place` is that of its first heading; `fields` are those of records, by column of lists;
    `notices` (warnings) say what else it holds that is not read.
    """

    @property
    def path(self) -> Path: ...

    @property
    def place(self) -> Place: ...

    @property
    def headings(self) -> Sequence[str]: ...

    @property
    def fields(self) -> Mapping[str, Sequence[str]]: ...

    @property
    def notices(self) -> Sequence[Diagnostic]: ...

    def portions(self, rows: int) -> Iterator[Portion]:
        """About so many rows at a time, numbered as the user sees them."""

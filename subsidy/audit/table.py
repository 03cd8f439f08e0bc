"""A whole table of applications in memory: an audit looks at its rows more than once."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

import polars as pl

from subsidy.batch.question import Reading
from subsidy.batch.source import ROW, Source
from subsidy.columns import Fault
from subsidy.facts import Vocabulary
from subsidy.messages import Sayable
from subsidy.tables import RowPlace


class Table(NamedTuple):
    """`frame` holds every row as it came, `facts` what those say that could be read, `faults` why others could not.

    `columns` are the headings, `places` where each row stands, `notices` what the headings leave to say; `files` are
    those that were read, also for cash flows.
    """

    name: str
    files: tuple[Path, ...]
    frame: pl.DataFrame
    facts: pl.DataFrame
    faults: tuple[Fault, ...]
    columns: tuple[str, ...]
    places: dict[int, RowPlace]
    notices: tuple[Sayable, ...]


def whole_table(reading: Reading, vocabulary: Vocabulary, first: int, aside: Collection[str] = ()) -> Table:
    """All rows of the tables, numbered behind `first`; the columns `aside` hold no facts.

    Raises `InputError`, and `OSError` for files.
    """
    source = Source(reading, vocabulary, aside)
    frames, facts, faults, places = [], [], [], {}
    for rows in source.rows():
        numbers = rows.frame.get_column(ROW).to_list()
        places.update({row + first: rows.table.place(row) for row in numbers})
        frames.append(rows.frame.with_columns(pl.col(ROW) + first))
        facts.append(rows.facts.with_columns(pl.col(ROW) + first))
        faults += [fault._replace(row=fault.row + first) for fault in rows.faults]
    return Table(
        ", ".join(map(str, reading.inputs)),
        source.files,
        pl.concat(frames, how="diagonal_relaxed"),
        pl.concat(facts, how="diagonal_relaxed"),
        tuple(faults),
        source.columns,
        places,
        source.notices,
    )

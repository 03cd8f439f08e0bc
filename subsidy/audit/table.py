"""A whole table of applications in memory: an audit looks at its rows more than once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

import polars as pl

from subsidy.audit.names import Names
from subsidy.batch.question import Reading
from subsidy.batch.source import ROW, Source
from subsidy.batch.watches import Watch, of_any_table
from subsidy.batch.watches.noloans import NoLoans
from subsidy.columns import Fault
from subsidy.diagnostics import Diagnostic, InputError
from subsidy.facts import Vocabulary
from subsidy.messages import Sayable, msg


class Table(NamedTuple):
    """`rows` are the numbers of all rows, `facts` what those say that could be read, `faults` why others could not;
    `cells` are columns that hold no facts, as they came.

    `columns` are the headings, `notices` what the headings leave to say; `files` are those that were read, also for
    cash flows.
    """

    name: str
    files: tuple[Path, ...]
    rows: pl.Series
    cells: pl.DataFrame
    facts: pl.DataFrame
    faults: tuple[Fault, ...]
    columns: tuple[str, ...]
    notices: tuple[Sayable, ...]


def _watches(vocabulary: Vocabulary) -> Sequence[Watch]:
    """A sum below the rows is audited like a row, and said to look like one."""
    return (*of_any_table(vocabulary), NoLoans())


def whole_table(reading: Reading, vocabulary: Vocabulary, names: Names, aside: Collection[str] = ()) -> Table:
    """All rows of the tables, numbered behind those that `names` knows, and told to it; the columns `aside` hold no
    facts.

    Raises `InputError`, also where there is no row, and `OSError` for files.
    """
    source, first = Source(reading, vocabulary, aside, _watches), names.last
    cells, facts, faults = [], [], []
    for rows in source.rows():
        known = rows.frame.select(
            pl.col(ROW) + first, *(name for name in dict.fromkeys(aside) if name in rows.frame.columns)
        )
        cells.append(known)
        facts.append(rows.facts.with_columns(pl.col(ROW) + first))
        faults += [fault._replace(row=fault.row + first) for fault in rows.faults]
        names.stand(known.get_column(ROW), rows.table.place, first)
    name = ", ".join(map(str, reading.inputs))
    if not cells:
        raise InputError([Diagnostic("no-rows", msg("{file} has no rows", file=name))])
    whole = pl.concat(cells, how="diagonal_relaxed")
    return Table(
        name,
        source.files,
        whole.get_column(ROW),
        whole,
        pl.concat(facts, how="diagonal_relaxed"),
        tuple(faults),
        source.columns,
        source.notices,
    )

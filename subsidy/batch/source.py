"""The rows of a batch: one table after the other, portion by portion, with what each row says.

`batch`, `audit` and `simulate` read through this, so that they read alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from subsidy.batch.expected import rows_of_a_portion
from subsidy.batch.flows import FLOWS, Flows
from subsidy.batch.question import Reading
from subsidy.columns import Fault
from subsidy.diagnostics import Diagnostic, InputError, refuse_if_any
from subsidy.facts import Vocabulary
from subsidy.messages import Sayable, msg
from subsidy.tables import (
    Headings,
    KnownHeadings,
    Portion,
    RowPlace,
    TableReader,
    facts_of,
    none_declared,
    read_mapping,
)

ROW: Final = "#row"


class Table:
    """One of the inputs. `first` is added to its own row numbers, so that those of different inputs differ."""

    def __init__(self, reader: TableReader) -> None:
        self.reader = reader
        self.first = 0

    @property
    def headings(self) -> Headings:
        return self.reader.headings

    def place(self, row: int) -> RowPlace:
        """Where a row stands as its user sees it."""
        return self.reader.place(row - self.first)


class Rows(NamedTuple):
    """A portion of a file: `frame` holds every row as it came, `facts` what those that could be read say, `faults` why
    the others could not. All three number rows by `#row`, which is unique over all inputs; `start` is where the first
    row stands.
    """

    table: Table
    start: RowPlace
    frame: pl.DataFrame
    facts: pl.DataFrame
    faults: tuple[Fault, ...]


class Source:
    """All inputs, opened. `files` are those that are read, the tables of loans first. Columns that are set `aside` hold
    no facts, whatever they are called.

    Raises `InputError` with everything that keeps one of them from being read, `OSError` where one is not there.
    """

    def __init__(self, reading: Reading, vocabulary: Vocabulary, aside: Collection[str] = ()) -> None:
        self.vocabulary = vocabulary
        mapping = {**(read_mapping(reading.mapping, vocabulary) if reading.mapping else {}), **dict.fromkeys(aside, "")}
        known = KnownHeadings(vocabulary, mapping)
        problems: list[Diagnostic] = []
        self._tables: list[Table] = []
        for path in reading.inputs:
            try:
                self._tables.append(Table(TableReader(path, known, sheet=reading.sheet)))
            except InputError as error:
                problems += error.diagnostics
        self.loans = tuple(file for table in self._tables for file in table.reader.files)
        refuse_if_any([*problems, *_given_twice(self.loans)])
        self.none = none_declared(reading.none, vocabulary)
        self._flows = reading.flows and Flows(
            reading.flows, vocabulary, mapping, [t.headings for t in self._tables], is_none=FLOWS in self.none
        )
        self.rows_of = Counter[Path]()

    @property
    def places(self) -> tuple[str, ...]:
        """The columns that say where a row stands."""
        return ("file", "row") if len(self.loans) > 1 else ("row",)

    @property
    def files(self) -> tuple[Path, ...]:
        return (*self.loans, *(self._flows.files if self._flows else ()))

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings of all inputs, each once."""
        return tuple(dict.fromkeys(column for table in self._tables for column in table.reader.columns))

    @property
    def paths(self) -> frozenset[str]:
        """The facts that have a column in one of the inputs."""
        return frozenset(heading.path for table in self._tables for heading in table.headings.read)

    @property
    def notices(self) -> tuple[Sayable, ...]:
        """What the headings leave to say, the same of several tables once; what became of flows, once all were read."""
        found = [d for table in self._tables for d in table.headings.notices]
        flows = self._flows.notices if self._flows else ()
        return (*{(d.field, d.message.say("en")): d for d in found}.values(), *flows)

    def rows(self) -> Iterator[Rows]:
        """Every row of every table, in order; it may be asked for again. A portion is read while the last is used."""
        self.rows_of.clear()
        if self._flows:
            self.rows_of[self._flows.files[0]] = self._flows.rows
        with ThreadPoolExecutor(1) as reader:
            portions = self._portions()
            coming = reader.submit(next, portions, None)
            while (rows := coming.result()) is not None:
                coming = reader.submit(next, portions, None)
                yield rows

    def _portions(self) -> Iterator[Rows]:
        last = 0
        for table in self._tables:
            table.first = last
            for read in table.reader.portions(rows_of_a_portion(table.reader.files[0])):
                moved = _moved(read, table.first)
                found = facts_of(moved, table.headings, self.none)
                facts, faults = self._flows.joined(moved, found, table.headings) if self._flows else found
                start = table.place(moved.frame.item(0, ROW))
                last = moved.frame.item(-1, ROW)
                self.rows_of[Path(start.file)] += moved.frame.height
                yield Rows(table, start, moved.frame, facts, faults)


def _given_twice(files: Sequence[Path]) -> Iterator[Diagnostic]:
    """The same loans would be paid twice."""
    known = [file.resolve() for file in files]
    for i, file in enumerate(files):
        if known[i] in known[:i]:
            yield Diagnostic("given-twice", msg("{file} is given twice", file=file))


def _moved(portion: Portion, first: int) -> Portion:
    """The portion with its row numbers behind those of the inputs before."""
    if not first:
        return portion
    frame = portion.frame.with_columns(pl.col(ROW) + first)
    return Portion(frame, tuple(fault._replace(row=fault.row + first) for fault in portion.faults))

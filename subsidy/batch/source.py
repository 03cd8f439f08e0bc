"""The rows of a batch: one table after the other, portion by portion, with what each row says.

`batch`, `audit` and `simulate` read through this, so that they read alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from subsidy.batch.expected import rows_of_a_portion
from subsidy.batch.naming import REJECT_HEADINGS
from subsidy.batch.question import Reading
from subsidy.batch.records import Place, Records
from subsidy.batch.watches import Watch, Watches, of_any_table
from subsidy.columns import Fault
from subsidy.diagnostics import Diagnostic, InputError, given_twice, refuse_if_any
from subsidy.facts import Vocabulary
from subsidy.messages import Sayable
from subsidy.tables import (
    FactsFrame,
    Headings,
    KnownHeadings,
    Portion,
    RowPlace,
    TableReader,
    facts_of,
    none_declared,
    read_mapping,
    sheets_of_records,
)

ROW: Final = "#row"
_FLOWS: Final = "loan.flows"


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
    row stands, `records` are the tables in which records of its loans stand.
    """

    table: Table
    start: RowPlace
    frame: pl.DataFrame
    facts: pl.DataFrame
    faults: tuple[Fault, ...]
    records: Sequence[Records] = ()

    def placed(self, faults: Sequence[Fault]) -> Sequence[Fault]:
        """Faults of the facts; those of records in a table of their own say where these stand."""
        for records in self.records if faults else ():
            faults = records.placed(faults, self.facts)
        return faults

    def place(self, fault: Fault) -> RowPlace:
        """Where what is wrong stands as its user sees it."""
        return RowPlace(fault.place.file, fault.place.line) if fault.place else self.table.place(fault.row)


class Source:
    """All inputs, opened. `files` are those that are read, the tables of loans first. Columns that are set `aside` hold
    no facts, whatever they are called. `watches` notice what is odd about the rows.

    Raises `InputError` with everything that keeps one of them from being read, `OSError` where one is not there.
    """

    def __init__(
        self,
        reading: Reading,
        vocabulary: Vocabulary,
        aside: Collection[str] = (),
        watches: Watches = of_any_table,
    ) -> None:
        self.vocabulary = vocabulary
        mapping = {**(read_mapping(reading.mapping, vocabulary) if reading.mapping else {}), **dict.fromkeys(aside, "")}
        known = KnownHeadings(vocabulary, mapping, own=REJECT_HEADINGS)
        problems: list[Diagnostic] = []
        self._tables: list[Table] = []
        for path in reading.inputs:
            try:
                self._tables.append(Table(TableReader(path, known, sheet=reading.sheet)))
            except InputError as error:
                problems += error.diagnostics
        self.loans = tuple(file for table in self._tables for file in table.reader.files)
        refuse_if_any([*problems, *given_twice(self.loans)])
        self.none = none_declared(reading.none, vocabulary)
        self._flows = [self._read(Place(_FLOWS, reading.flows), self._tables, mapping)] if reading.flows else []
        self._records = {
            file: [*self._flows, *(self._read(place, [table], mapping) for place in self._sheets(file))]
            for table in self._tables
            for file in table.reader.files
        }
        self.are_rejects: Final = all(known.own_among(table.reader.columns) for table in self._tables)
        """Whether all inputs are rejects of an earlier run, and nothing else."""
        self.rows_of = Counter[Path]()
        self._watches = watches
        self._watching: Sequence[Watch] = ()

    @property
    def places(self) -> tuple[str, ...]:
        """The columns that say where a row stands."""
        return ("file", "row") if len(self.loans) > 1 else ("row",)

    @property
    def files(self) -> tuple[Path, ...]:
        """All that is read, each file once."""
        flows = (file for records in self._flows for file in records.files)
        return tuple(dict.fromkeys((*self.loans, *flows)))

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
        """What the headings leave to say, once; when all was read, what is odd about rows, and records of no loan."""
        every = dict.fromkeys(chain.from_iterable(self._records.values()))
        records = chain.from_iterable(each.notices for each in every)
        once: dict[tuple[str, str], Diagnostic] = {}
        for notice in chain.from_iterable(table.headings.notices for table in self._tables):
            once.setdefault((notice.field, notice.message.say("en")), notice)
        odd = chain.from_iterable(watch.notices(self.place) for watch in self._watching)
        return (*once.values(), *odd, *records)

    def place(self, row: int) -> RowPlace:
        """Where a row that was read stands as its user sees it."""
        return next(table for table in reversed(self._tables) if table.first < row).place(row)

    def rows(self) -> Iterator[Rows]:
        """Every row of every table, in order; it may be asked for again. A portion is read while the last is used."""
        self.rows_of.clear()
        self._watching = self._watches(self.vocabulary)
        self.rows_of.update({records.files[0]: records.rows for records in self._flows})
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
                start = table.place(moved.frame.item(0, ROW))
                facts, faults = self._facts(moved, table.headings, Path(start.file))
                last = moved.frame.item(-1, ROW)
                self.rows_of[Path(start.file)] += moved.frame.height
                rows = Rows(table, start, moved.frame, facts, faults, self._records[Path(start.file)])
                for watch in self._watching:
                    watch.see(rows)
                yield rows

    def _facts(self, portion: Portion, headings: Headings, file: Path) -> FactsFrame:
        """What a portion of a file says, with the records of its loans that stand elsewhere."""
        found = facts_of(portion, headings, self.none)
        for records in self._records[file]:
            found = records.joined(portion, found, headings)
        return found

    def _read(self, place: Place, loans: Sequence[Table], mapping: Mapping[str, str]) -> Records:
        headings = [table.headings for table in loans]
        return Records(place, self.vocabulary, mapping, headings, is_none=place.list in self.none)

    def _sheets(self, file: Path) -> Iterator[Place]:
        """The sheets of records in a workbook of loans, but flows where their table is named."""
        for list_, sheet in sheets_of_records(file, self.vocabulary).items():
            if not (self._flows and list_ == _FLOWS):
                yield Place(list_, file, sheet)


def _moved(portion: Portion, first: int) -> Portion:
    """The portion with its row numbers behind those of the inputs before."""
    if not first:
        return portion
    frame = portion.frame.with_columns(pl.col(ROW) + first)
    return Portion(frame, tuple(fault._replace(row=fault.row + first) for fault in portion.faults))

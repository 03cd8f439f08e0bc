"""XLSX workbooks as tables: the sheet and row with the headings, then its rows as a stream."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Final

import polars as pl

from subsidy.columns import Fault
from subsidy.diagnostics import Diagnostic, Place
from subsidy.facts import Vocabulary
from subsidy.messages import msg
from subsidy.tables.headings import unique
from subsidy.tables.known import Heading, KnownHeadings
from subsidy.tables.portions import ROW, Portion, trimmed
from subsidy.tables.spelling import key_of
from subsidy.tables.tops import MOST_ROWS, NO_TOP, Top, heading_row
from subsidy.tables.workbook import Workbook, workbook
from subsidy.tables.xlsx_rows import SheetRow, merged_cells, rows_of_sheet

_SHOWN: Final = 5
SUFFIXES: Final = (".xlsx", ".xlsm")


class XlsxFile:
    """A sheet as a table of texts: the named one, else the one with most known headings.

    A percentage is `4.15%`, a day `2024-02-10`, a flag `true`; a number has the digits that Excel shows. Empty rows are
    left out, and a cell with an error spoils its row if its column is read.
    """

    fields: Final[Mapping[str, Sequence[str]]] = {}

    def __init__(self, path: Path, known: KnownHeadings, sheet: str | None) -> None:
        self.path = path
        with workbook(path) as book:
            tops = {name: _top(book, name, known) for name in ([sheet] if sheet else book.sheets)} or {"": NO_TOP}
            self._sheet = max(tops, key=lambda name: tops[name].known)
            top = tops[self._sheet]
            self._read = {n for n, heading in enumerate(top.headings, 1) if isinstance(known.find(heading), Heading)}
            merged = self._merged(book, top.number) if self._read else ()
            self.notices = (*_unread(path, self._sheet, tops, known.vocabulary), *merged)
        self.headings = top.headings
        self.place = Place(f"{path}[{self._sheet}]" if len(tops) > 1 or sheet else str(path), top.number, 1)

    def portions(self, rows: int) -> Iterator[Portion]:
        columns = unique(self.headings)
        with workbook(self.path) as book, book.part(self._sheet) as part:
            below = (row for row in rows_of_sheet(part, book) if row.number > self.place.line)
            while some := list(islice(below, rows)):
                portion = self._portion(some, columns)
                if portion.frame.height:
                    yield portion

    def _merged(self, book: Workbook, headings: int) -> Iterator[Diagnostic]:
        """A warning where a cell is one over several loans: it may be true of each of them, or their sum."""
        with book.part(self._sheet) as part:
            found = [m.cells for m in merged_cells(part) if m.column in self._read and m.last > m.first > headings]
        if found:
            cells = found if len(found) <= _SHOWN else [*found[:_SHOWN], msg("{count} more", count=len(found) - _SHOWN)]
            message = msg(
                "{file}: merged over several rows, so that the first of them alone has what they say: {cells}",
                file=self.path,
                cells=cells,
            )
            remedy = msg("write it in every row that it is true of")
            yield Diagnostic("merged-cells", message, remedy=remedy, severity="warning")

    def _portion(self, rows: Sequence[SheetRow], columns: Sequence[str]) -> Portion:
        cells = {name: [row.cells.get(n) for row in rows] for n, name in enumerate(columns, 1)}
        schema = {ROW: pl.Int64(), **dict.fromkeys(columns, pl.String())}
        frame = pl.DataFrame({ROW: [row.number for row in rows], **cells}, schema=schema)
        faults = [
            Fault(row.number, columns[n - 1], row.cells[n], msg("the cell holds an error"), None)
            for row in rows
            for n in row.errors
            if n in self._read
        ]
        return Portion(trimmed(frame, columns), tuple(faults))


def _unread(path: Path, read: str, tops: Mapping[str, Top], vocabulary: Vocabulary) -> Iterator[Diagnostic]:
    """A warning where other sheets look like tables of loans too: more than half of the headings, three at least.

    The sheets of records of lists are read for themselves.
    """
    most = tops[read].known
    lists = _lists_by_word(vocabulary)
    others = [name for name, top in tops.items() if name != read and key_of(name) not in lists]
    if unread := [name for name in others if tops[name].known >= 3 and 2 * tops[name].known > most]:
        message = msg(
            "of {file}, {sheet} is read, and not {sheets}, which have headings too",
            file=path,
            sheet=read,
            sheets=unread,
        )
        remedy = msg("name a sheet to read that one")
        yield Diagnostic("unread-sheets", message, remedy=remedy, severity="warning")


def sheets_of_records(path: Path, vocabulary: Vocabulary) -> Mapping[str, str]:
    """The sheets of a workbook that are called like a list, by its path or label: the list's path, the sheet's name.

    A file of another form has none.
    """
    if path.suffix.lower() not in SUFFIXES or not path.is_file():
        return {}
    paths = _lists_by_word(vocabulary)
    with workbook(path) as book:
        return {paths[key_of(sheet)]: sheet for sheet in book.sheets if key_of(sheet) in paths}


def _lists_by_word(vocabulary: Vocabulary) -> Mapping[str, str]:
    """The paths of the lists by what a sheet may be called: path or label."""
    lists = {path: fact for path, fact in vocabulary.items() if fact.fields is not None}
    return {key_of(word): path for path, fact in lists.items() for word in (path, *fact.label)}


def _top(book: Workbook, sheet: str, known: KnownHeadings) -> Top:
    with book.part(sheet) as part:
        rows = [(row.number, _cells(row)) for row in islice(rows_of_sheet(part, book), MOST_ROWS)]
    return heading_row(rows, known)


def _cells(row: SheetRow) -> list[str]:
    return [row.cells.get(n, "") for n in range(1, max(row.cells) + 1)]

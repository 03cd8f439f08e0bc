"""Tables of applications, from a file or a folder of files of one form, portion by portion."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from subsidy.diagnostics import Diagnostic, InputError, refuse_if_any
from subsidy.explain.values import Joined
from subsidy.messages import Message, msg
from subsidy.tables.csv_file import CsvFile
from subsidy.tables.headings import headings_of, unique
from subsidy.tables.known import KnownHeadings
from subsidy.tables.portions import ROW, Portion, Source
from subsidy.tables.spelling import key_of

USUAL_ROWS: Final = 250_000
_MOST_NAMED: Final = 12


class RowPlace(NamedTuple):
    """A row as its user sees it: CSV and XLSX count the heading's row too, NDJSON lines, Parquet from 1."""

    file: str
    row: int


class TableReader:
    """A table of applications; `headings` say what its `columns` are.

    Raises `InputError` for what is no table or has no known heading, and where the files of a folder differ in form.
    """

    def __init__(self, path: Path, known: KnownHeadings, *, sheet: str | None = None) -> None:
        self._sources = [_source(file, known, sheet) for file in _files(path)]
        first = self._sources[0]
        headings = headings_of(first.headings, known, first.place, first.fields)
        beside = (*_unread_files(path), *(notice for source in self._sources for notice in source.notices))
        self.headings = headings._replace(notices=(*headings.notices, *beside))
        self.columns = unique(first.headings)
        self._ends: list[int] = []
        refuse_if_any(problem for other in self._sources[1:] for problem in _other_columns(other, first))

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that are read, in order."""
        return tuple(source.path for source in self._sources)

    def portions(self, rows: int = USUAL_ROWS) -> Iterator[Portion]:
        """Every row of the input, about so many at a time. `#row` is unique: each file goes on where one ended."""
        self._ends = []
        before = 0
        for source in self._sources:
            last = 0
            for portion in source.portions(rows):
                last = portion.frame.get_column(ROW)[-1]
                yield portion if source is self._sources[0] else _moved(portion, before, self.columns)
            before += last
            self._ends.append(before)

    def place(self, row: int) -> RowPlace:
        """Where a row of a portion that was given already stands in its file."""
        file = bisect_left(self._ends, row)
        return RowPlace(str(self._sources[file].path), row - (self._ends[file - 1] if file else 0))


def _files(path: Path) -> list[Path]:
    """The file, or the tables in the folder, by name. Raises `InputError` where there is none."""
    if not path.is_dir():
        return [path]
    files = [p for p in _shown(path) if _is_table(p)]
    if not files:
        problem = msg("{folder} holds no table", folder=path)
        raise InputError([Diagnostic("not-a-table", problem, remedy=_forms())])
    return files


def _unread_files(path: Path) -> Iterator[Diagnostic]:
    """A warning that names what else stands in a folder: an `.xls` among the tables is easily taken for one of them."""
    if path.is_dir() and (others := [p.name for p in _shown(path) if not _is_table(p)]):
        rest = len(others) - _MOST_NAMED
        named = others if rest <= 0 else [*others[:_MOST_NAMED], msg("{count} more", count=rest)]
        message = msg("not read in {folder}, since they are no tables: {files}", folder=path, files=named)
        yield Diagnostic("unread-files", message, remedy=_forms(), severity="warning")


def _shown(folder: Path) -> list[Path]:
    """What stands in a folder, by name, but what is hidden and the locks of open workbooks."""
    return [p for p in sorted(folder.iterdir()) if not p.name.startswith((".", "~$"))]


def _is_table(path: Path) -> bool:
    return path.suffix.lower() in _FORMS and not path.is_dir()


def _source(path: Path, known: KnownHeadings, sheet: str | None) -> Source:
    form = path.suffix.lower()
    if form not in _FORMS:
        raise InputError([Diagnostic("not-a-table", msg("{file} is no table", file=path), remedy=_forms())])
    return _FORMS[form](path, known, sheet)


def _forms() -> Message:
    return msg("tables are files that end in {forms}", forms=list(_FORMS))


def _other_columns(source: Source, first: Source) -> Iterator[Diagnostic]:
    """Where a file of a folder has other columns than the first; their order and spelling do not matter."""
    wanted, found = _spelled(unique(first.headings)), _spelled(unique(source.headings))
    missing = [name for key, name in wanted.items() if key not in found]
    more = [name for key, name in found.items() if key not in wanted]
    if missing or more:
        parts: list[Message] = []
        if missing:
            parts.append(msg("it has no {columns}", columns=missing))
        if more:
            parts.append(msg("it has {columns} besides", columns=more))
        differences = Joined(tuple(parts), msg("; "))
        message = msg("not the columns of {file}: {differences}", file=first.place.file, differences=differences)
        remedy = msg("give the files of a folder the same headings, or name the files one by one instead of the folder")
        yield Diagnostic("other-columns", message, source.place, remedy=remedy)


def _spelled(columns: Sequence[str]) -> dict[str, str]:
    """The columns by what tells them apart from each other, which width, spaces and marks do only where nothing else
    does.
    """
    keys = [key_of(column) for column in columns]
    return dict(zip(keys if len(set(keys)) == len(keys) else columns, columns, strict=True))


def _moved(portion: Portion, by: int, columns: Sequence[str]) -> Portion:
    """With the rows after those of the files before, and the columns as in the first file."""
    own = _spelled(portion.frame.columns[1:])
    named = [pl.col(own[key]).alias(name) for key, name in _spelled(columns).items()]
    frame = portion.frame.select(pl.col(ROW) + by, *named)
    return Portion(frame, tuple(fault._replace(row=fault.row + by) for fault in portion.faults))


def _csv(path: Path, known: KnownHeadings, sheet: str | None) -> Source:
    _refuse_sheet(path, sheet)
    return CsvFile(path, known)


def _xlsx(path: Path, known: KnownHeadings, sheet: str | None) -> Source:
    from subsidy.tables.xlsx_file import XlsxFile  # only workbooks need it

    return XlsxFile(path, known, sheet)


def _parquet(path: Path, known: KnownHeadings, sheet: str | None) -> Source:
    from subsidy.tables.parquet_file import ParquetFile

    _refuse_sheet(path, sheet)
    return ParquetFile(path, known)


def _ndjson(path: Path, known: KnownHeadings, sheet: str | None) -> Source:
    from subsidy.tables.ndjson_file import NdjsonFile

    _refuse_sheet(path, sheet)
    return NdjsonFile(path)


def _refuse_sheet(path: Path, sheet: str | None) -> None:
    """Raises `InputError` where a sheet of a file is asked for that has none."""
    if sheet:
        raise InputError([Diagnostic("not-a-table", msg("{file} has no sheets", file=path))])


_FORMS: Final[Mapping[str, Callable[[Path, KnownHeadings, str | None], Source]]] = {
    ".csv": _csv,
    ".tsv": _csv,
    ".txt": _csv,
    ".xlsx": _xlsx,
    ".xlsm": _xlsx,
    ".parquet": _parquet,
    ".ndjson": _ndjson,
    ".jsonl": _ndjson,
}

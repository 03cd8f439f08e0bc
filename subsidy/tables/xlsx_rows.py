"""The rows of a sheet, read as a stream: each cell as the text that its user sees, with all its digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, Final, NamedTuple
from xml.parsers import expat
from zipfile import BadZipFile

from subsidy.tables.numbers import plain
from subsidy.tables.workbook import Workbook, unescaped

_CHUNK: Final = 1 << 16
_MERGED: Final = re.compile(rb'mergeCell [^>]*ref="\$?([A-Z]+)\$?([0-9]+):\$?([A-Z]+)\$?([0-9]+)"')
_A: Final = ord("A") - 1


class SheetRow(NamedTuple):
    """A row's number, its texts by column from 1, and the columns whose cells hold an error such as `#N/A`."""

    number: int
    cells: dict[int, str]
    errors: list[int]


def rows_of_sheet(sheet: IO[bytes], book: Workbook) -> Iterator[SheetRow]:
    """The rows that have a cell with something in it. Raises `ExpatError` or `BadZipFile` for what is no sheet."""
    reading = _Reading(book)
    while chunk := sheet.read(_CHUNK):
        reading.parser.Parse(chunk, False)
        yield from reading.rows
        reading.rows.clear()
    reading.parser.Parse(b"", True)


class Merged(NamedTuple):
    """Cells that are one: the first holds what stands in all of them. Columns and rows count from 1."""

    cells: str
    column: int
    first: int
    last: int


def merged_cells(sheet: IO[bytes]) -> Iterator[Merged]:
    """They stand behind the rows, so that a sheet is looked through for them without reading its cells."""
    rest = b""
    while chunk := sheet.read(_CHUNK):
        text = rest + chunk
        end = text.rfind(b"<") if len(chunk) == _CHUNK else len(text)
        for first, row, last, last_row in _MERGED.findall(text[:end]):
            cells = f"{first.decode()}{int(row)}:{last.decode()}{int(last_row)}"
            yield Merged(cells, _column(cells), int(row), int(last_row))
        rest = text[end:]


class _Reading:
    """Expat's handlers; a call for each element is what reading costs."""

    def __init__(self, book: Workbook) -> None:
        self.rows: list[SheetRow] = []
        self._book = book
        self._row = SheetRow(0, {}, [])
        self._column = 0
        self._cell: dict[str, str] = {}
        self._text: list[str] = []
        self._is_spoken = False
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2] if ":" in name else name
        if name == "c":
            self._cell = attributes
            self._column = _column(attributes["r"]) if "r" in attributes else self._column + 1
        elif name in ("v", "t"):
            self.parser.CharacterDataHandler = None if self._is_spoken else self._text.append
        elif name == "row":
            self._row = SheetRow(int(attributes.get("r", self._row.number + 1)), {}, [])
            self._column = 0
        elif name == "rPh":  # how a text is pronounced
            self._is_spoken = True

    def _end(self, name: str) -> None:
        name = name.rpartition(":")[2] if ":" in name else name
        if name in ("v", "t"):
            self.parser.CharacterDataHandler = None
        elif name == "c":
            if self._text:
                self._add("".join(self._text))
                self._text.clear()
        elif name == "row":
            if self._row.cells:
                self.rows.append(self._row)
        elif name == "rPh":
            self._is_spoken = False

    def _add(self, value: str) -> None:
        try:
            self._row.cells[self._column] = self._said(value)
        except (ValueError, IndexError) as error:
            raise BadZipFile(value) from error

    def _said(self, value: str) -> str:
        type_ = self._cell.get("t", "n")
        if type_ == "s":
            return self._book.strings[int(value)]
        if type_ == "n":
            style = self._cell.get("s")
            return self._book.formats[int(style)](value) if style and self._book.formats else plain(value)
        if type_ == "b":
            return "true" if value.strip() == "1" else "false"
        if type_ == "d":
            return value.removesuffix("Z").removesuffix("T00:00:00")
        if type_ == "e":
            self._row.errors.append(self._column)
        return unescaped(value)


def _column(reference: str) -> int:
    """The number of a column, from 1: `AB12` is in the 28th."""
    column = 0
    for letter in reference:
        if letter.isdigit():
            break
        column = column * 26 + ord(letter) - _A
    return column

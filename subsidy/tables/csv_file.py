"""CSV files as tables: which encoding, which separator, where the headings are; then rows, portion by portion."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from subsidy.diagnostics import Diagnostic, Place
from subsidy.tables.csv_careful import Form
from subsidy.tables.csv_rows import rows_of
from subsidy.tables.harmless import meant_text
from subsidy.tables.headings import unique
from subsidy.tables.known import KnownHeadings
from subsidy.tables.portions import Portion
from subsidy.tables.text import TextFile
from subsidy.tables.tops import MOST_ROWS, Top, heading_row

_SEPARATORS: Final = (",", "\t", ";")
_HEAD: Final = 1 << 16
_LARGEST_BLOCK: Final = 1 << 27


class _Head(NamedTuple):
    """The rows at the beginning of a file as a separator tells them apart, and the lines that end with each."""

    separator: str
    rows: Sequence[Sequence[str]]
    lines: Sequence[int]
    top: Top


class CsvFile:
    """A table of text cells; the separator and the row of the headings are those that make most of them known."""

    fields: Final[Mapping[str, Sequence[str]]] = {}
    notices: Final[Sequence[Diagnostic]] = ()

    def __init__(self, path: Path, known: KnownHeadings) -> None:
        self.path = path
        self._text = TextFile(path)
        head = next(self._text.blocks(_HEAD), b"").decode("utf-8", "replace")
        heads = [_head(head, separator, known) for separator in _SEPARATORS]
        found = max(heads, key=lambda h: (h.top.known, len(h.top.headings)))
        self.headings = list(map(meant_text, found.top.headings))
        self.place = Place(str(path), found.top.number, 1)
        self._separator = found.separator
        self._lines_above = found.lines[found.top.number - 1] if found.rows else 0
        self._row_size = max(len(head.encode()) // max(head.count("\n"), 1), 1)

    def portions(self, rows: int) -> Iterator[Portion]:
        columns = unique(self.headings)
        row, rest, above = self.place.line + 1, b"", self._lines_above
        blocks = self._text.blocks(min(max(rows * self._row_size, _HEAD), _LARGEST_BLOCK))
        for block, ends in _with_end(blocks):
            if above:
                block, above = _without_lines(block, above), 0
            found = rows_of(rest + block, Form(self._separator, columns, self._text.encoding), row, ends=ends)
            row, rest = found.next_row, found.rest
            if found.portion.frame.height:
                yield found.portion


def _head(text: str, separator: str, known: KnownHeadings) -> _Head:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows, lines = [], []
    with suppress(csv.Error):
        for row in islice(reader, MOST_ROWS):
            rows.append(row)
            lines.append(reader.line_num)
    return _Head(separator, rows, lines, heading_row(enumerate(rows, 1), known))


def _without_lines(block: bytes, count: int) -> bytes:
    end = 0
    for _ in range(count):
        end = block.find(b"\n", end) + 1 or len(block)
    return block[end:]


def _with_end(blocks: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each block and whether it is the last."""
    block = next(blocks, b"")
    for following in blocks:
        yield block, False
        block = following
    yield block, True

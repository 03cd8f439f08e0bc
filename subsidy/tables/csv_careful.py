"""Rows of a CSV file one by one, where some line is not as it should be.

What is wrong with one line is that row's fault alone: cells too many or too few, bytes of another encoding, a NUL, a
quotation mark that is never closed.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from subsidy.columns import Fault
from subsidy.messages import Message, msg

MOST_LINES: Final = 100
"""Of one row, whose cells have line ends within quotation marks."""

_SHOWN: Final = 60
_UNDECODED: Final = re.compile("[\\ud800-\\udfff]+")


class Form(NamedTuple):
    """How the lines of a file are to be read. `columns` are the names of the cells."""

    separator: str
    columns: tuple[str, ...]
    encoding: str


class CarefulRows(NamedTuple):
    """Rows with their numbers and all their cells, what is wrong with some of them, and what is left at the end."""

    rows: list[tuple[int | str, ...]]
    faults: list[Fault]
    next_row: int
    rest: str


class _Lines:
    """Lines of which a row takes one, or as many as its quotation marks embrace; `position` is the next."""

    def __init__(self, text: str) -> None:
        self.all: list[str] = re.findall("[^\n]*\n|[^\n]+$", text)
        self.start = self.position = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.position == len(self.all) or self.position - self.start == MOST_LINES:
            raise StopIteration
        self.position += 1
        return self.all[self.position - 1]


def careful_rows(text: str, form: Form, first: int, *, ends: bool) -> CarefulRows:
    """The rows of a text, numbered from `first`. Unless it `ends`, a last row that may go on is left over."""
    lines, number = _Lines(text), first
    rows: list[tuple[int | str, ...]] = []
    faults: list[Fault] = []
    reader = csv.reader(lines, delimiter=form.separator, strict=True)
    while lines.position < len(lines.all):
        lines.start = lines.position
        try:
            cells = next(reader)
            quoted_well = lines.position == lines.start + 1 or len(cells) == len(form.columns)
        except csv.Error:
            quoted_well = False
        if not quoted_well:
            if lines.position == len(lines.all) and lines.position - lines.start < MOST_LINES and not ends:
                return CarefulRows(rows, faults, number, "".join(lines.all[lines.start :]))
            lines.position = lines.start + 1
            reader = csv.reader(lines, delimiter=form.separator, strict=True)
            cells = lines.all[lines.start].rstrip("\r\n").split(form.separator)
        fault = _fault(cells, form, number) if quoted_well else _unclosed(lines.all[lines.start], number)
        if any(map(str.strip, cells)):
            rows.append((number, *map(_readable, _fitted(cells, form))))
            faults += [fault] if fault else []
        number += 1
    return CarefulRows(rows, faults, number, "")


def _fitted(cells: Sequence[str], form: Form) -> Sequence[str]:
    """As many cells as there are headings: the last holds all that are too many."""
    count = len(form.columns)
    more = [cell for cell in cells[count:] if cell.strip()]
    return (
        *cells[: count - 1],
        *[""] * (count - 1 - len(cells)),
        form.separator.join([*cells[count - 1 : count], *more]),
    )


def _fault(cells: Sequence[str], form: Form, row: int) -> Fault | None:
    count = len(form.columns)
    if len(cells) < count or any(map(str.strip, cells[count:])):
        message = msg("{found} cells, but {wanted} headings", found=len(cells), wanted=count)
        return Fault(row, "", _shown(form.separator.join(cells)), message, _of_length(len(cells) > count, form))
    for name, cell in zip(form.columns, cells, strict=False):
        if wrong := _UNDECODED.search(cell):
            shown = " ".join(f"0x{byte:02X}" for byte in wrong[0].encode("utf-8", "surrogateescape"))
            message = msg("the bytes {bytes} are no {encoding}", bytes=shown, encoding=form.encoding)
            return Fault(row, name, _shown(cell), message, msg("save the file in one encoding"))
        if "\0" in cell:
            message = msg("the character {code} cannot stand in this text", code="U+0000")
            return Fault(row, name, _shown(cell), message, None)
    return None


def _of_length(is_long: bool, form: Form) -> Message:
    if is_long:
        return msg("put a cell that holds {separator} in quotation marks", separator=repr(form.separator))
    return msg("write {separator} after empty cells too", separator=repr(form.separator))


def _unclosed(line: str, row: int) -> Fault:
    if '"' not in line:
        message = msg("the character {code} cannot stand in this text", code="U+000D")
        return Fault(row, "", _shown(line.strip()), message, None)
    message = msg("the quotation marks of this row do not fit together")
    remedy = msg('a cell begins and ends with ", and a quotation mark inside it is written twice')
    return Fault(row, "", _shown(line.strip()), message, remedy)


def _shown(text: str) -> str:
    return _readable(text[:_SHOWN]) + "…" * (len(text) > _SHOWN)


def _readable(text: str) -> str:
    """With a sign in place of bytes that could not be decoded."""
    return _UNDECODED.sub("\ufffd", text)

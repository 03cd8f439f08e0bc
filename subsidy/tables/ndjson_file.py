"""NDJSON files as tables: an application a line, its records nested or by dotted path, numbers with all their digits.

A line may have keys that no line before it had, so the file is looked through once for its columns before it is read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

import polars as pl

from subsidy.columns import Fault
from subsidy.diagnostics import Diagnostic, InputError, Place
from subsidy.messages import msg
from subsidy.tables.headings import unique
from subsidy.tables.lists import NONE_WORDS
from subsidy.tables.portions import ROW, Portion
from subsidy.tables.text import TextFile

_SHOWN: Final = 60
_EXAMPLE: Final = '{"loan": {"principal": "200万元"}}'
_TWICE: Final = msg("this is given twice")
_HALF: Final = re.compile("[\ud800-\udfff]")


class _Line(NamedTuple):
    """What a line says by dotted path, or what is wrong with it."""

    number: int
    cells: dict[str, Any]
    wrong: Fault | None = None


class _WrongError(Exception):
    """What cannot be in a line; its arguments are a path, what was found, and a message."""


class NdjsonFile:
    """A table of texts and lists of records; a row's number is that of its line."""

    notices: Final[Sequence[Diagnostic]] = ()

    def __init__(self, path: Path) -> None:
        self.path = path
        self._text = TextFile(path)
        self.place = Place(str(path), 1, 1)
        columns: dict[str, dict[str, None] | None] = {}
        wrong: _Line | None = None
        for line in self._lines():
            wrong = wrong or (line if line.wrong else None)
            for name, value in line.cells.items():
                if isinstance(value, list):
                    keys = columns[name] = columns.get(name) or {}
                    keys.update(dict.fromkeys(key for record in value for key in record))
                elif value is not None:
                    columns.setdefault(name, None)
        if wrong and wrong.wrong and not columns:
            raise _no_line_read(wrong.wrong, Place(str(path), wrong.number, 1))
        self._columns = columns
        self.headings: Sequence[str] = list(columns)
        self.fields: Mapping[str, Sequence[str]] = {
            name: list(keys) for name, keys in zip(unique(columns), columns.values(), strict=True) if keys
        }

    def portions(self, rows: int) -> Iterator[Portion]:
        lines = self._lines()
        while some := list(islice(lines, rows)):
            yield self._portion(some)

    def _lines(self) -> Iterator[_Line]:
        number = 0
        for block in self._text.blocks():
            for line in block.splitlines():
                number += 1
                if line.strip():
                    yield _line(line, number, self._text.encoding)

    def _portion(self, lines: Sequence[_Line]) -> Portion:
        faults = [line.wrong for line in lines if line.wrong]
        series = [pl.Series(ROW, [line.number for line in lines], dtype=pl.Int64)]
        for name, (path, keys) in zip(unique(self._columns), self._columns.items(), strict=True):
            values = [line.cells.get(path) for line in lines]
            if keys is None:
                series.append(pl.Series(name, values, dtype=pl.String))
                continue
            for i, line in enumerate(lines):
                said = values[i]
                if isinstance(said, str):
                    values[i] = []
                    if said not in NONE_WORDS:
                        faults.append(Fault(line.number, path, said, msg("a list of records is wanted here"), None))
            records = pl.Struct(dict.fromkeys(keys, pl.String())) if keys else pl.Null()
            series.append(pl.Series(name, values, dtype=pl.List(records)))
        return Portion(pl.DataFrame(series), tuple(faults))


def _no_line_read(first: Fault, place: Place) -> InputError:
    """Where no line of a file can be read, what is wrong with the first: most often it is JSON over several lines."""
    remedy = None if first.path else msg("write each application on one line, such as {example}", example=_EXAMPLE)
    return InputError([Diagnostic("not-a-table", first.message, place, first.path, remedy)])


def _line(line: bytes, number: int, encoding: str) -> _Line:
    shown = line[:_SHOWN].decode("utf-8", "ignore")
    try:
        return _Line(number, _cells(line.decode("utf-8")))
    except _WrongError as wrong:
        path, found, message = wrong.args
    except UnicodeDecodeError as error:
        path, found, byte = "", shown, f"0x{line[error.start]:02X}"
        message = msg("the bytes {bytes} are no {encoding}", bytes=byte, encoding=encoding)
    except (ValueError, RecursionError):
        path, found, message = "", shown, msg("this line is not JSON")
    return _Line(number, {}, Fault(number, path, found, message, None))


def _cells(text: str) -> dict[str, Any]:
    """Raises `_WrongError`, or `ValueError` for what is no JSON."""
    found = json.loads(text, parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=_Object)
    if not isinstance(found, _Object):
        raise _WrongError("", text[:_SHOWN], msg("a line holds one application, in braces"))
    leaves = _unique(_leaves(found, ""))
    cells = {
        path: [_record(record, f"{path}[{n}]") for n, record in enumerate(leaf)]
        if isinstance(leaf, list)
        else _said(leaf)
        for path, leaf in leaves
    }
    if "\\u" in text and (half := _HALF.search(json.dumps(cells, ensure_ascii=False))):
        code = f"U+{ord(half[0]):04X}"
        raise _WrongError("", text[:_SHOWN], msg("the character {code} cannot stand in this text", code=code))
    return cells


class _Object(dict[str, Any]):
    """A JSON object; `twice` is a key that it gives twice, which the parser alone can tell."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        keys = [key for key, _ in pairs]
        self.twice = (
            next((key for n, key in enumerate(keys) if key in keys[:n]), None) if len(self) < len(keys) else None
        )


def _unique(pairs: Any) -> Iterator[tuple[str, Any]]:
    seen = set()
    for key, value in pairs:
        if key in seen:
            raise _WrongError(key, key, _TWICE)
        seen.add(key)
        yield key, value


def _leaves(found: _Object, prefix: str) -> Iterator[tuple[str, Any]]:
    """What is in an object and in the objects in it, by dotted path."""
    if found.twice is not None:
        raise _WrongError(f"{prefix}{found.twice}", found.twice, _TWICE)
    for key, value in found.items():
        if isinstance(value, _Object):
            yield from _leaves(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def _record(found: Any, at: str) -> dict[str, str | None]:
    """The record at a place of a list (`loan.flows[2]`)."""
    if not isinstance(found, _Object):
        raise _WrongError(at, str(found)[:_SHOWN], msg("a list of records is wanted here"))
    try:
        record = dict(_unique(_leaves(found, "")))
    except _WrongError as error:
        key, *wrong = error.args
        raise _WrongError(f"{at}.{key}", *wrong) from None
    for key, value in record.items():
        if isinstance(value, list):
            raise _WrongError(f"{at}.{key}", str(value)[:_SHOWN], msg("one value is wanted here"))
    return {key: _said(value) for key, value in record.items()}


def _said(value: str | bool | None) -> str | None:
    """A value as a text; nothing where there is none."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return (value or "").strip() or None

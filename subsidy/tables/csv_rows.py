"""Lines of a CSV file to rows: those that are all well-formed at Polars' speed, others one by one, with care.

A block is read at speed only where it is proved that every line is one row with all its cells; then both ways give the
same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import polars as pl

from subsidy.tables.csv_careful import Form, careful_rows
from subsidy.tables.harmless import meant
from subsidy.tables.portions import ROW, Portion, trimmed

_QUOTE: Final = b'"'
_NO_SEPARATOR: Final = "\x1f"
# Where none of these stands, no cell has spaces around it: the first bytes of all that Unicode calls spaces.
_SPACES: Final = (b" ", b"\t", b"\x0b", b"\x0c", b"\xc2", b"\xe1", b"\xe2", b"\xe3")
_TO_TRIM: Final = (*_SPACES, _QUOTE, b"'")


class Rows(NamedTuple):
    """The rows of some lines, the number of the next row, and the bytes of a last row that goes on after them."""

    portion: Portion
    next_row: int
    rest: bytes


def rows_of(block: bytes, form: Form, first: int, *, ends: bool) -> Rows:
    """The rows of whole lines, numbered from `first`; `ends` says that no lines follow. Empty rows are left out."""
    frame = _at_speed(block, form)
    if frame is None:
        return _with_care(block, form, first, ends)
    numbered = frame.select(pl.int_range(first, first + frame.height).alias(ROW), pl.all())
    clean = _cleaned(numbered, form.columns) if any(mark in block for mark in _TO_TRIM) else numbered
    kept = clean.filter(~pl.all_horizontal(pl.col(form.columns).is_null())) if _may_be_empty(clean) else clean
    return Rows(Portion(kept, ()), first + frame.height, b"")


def _at_speed(block: bytes, form: Form) -> pl.DataFrame | None:
    """The rows, one a line; None where some line may not be well-formed."""
    quoted = _QUOTE in block
    if (
        b"\0" in block
        or len(form.columns) == 1
        or _has_odd_returns(block)
        or (quoted and not _well_formed(block, form))
    ):
        return None
    frame = _read(block, form.columns, form.separator, '"' if quoted else None)
    if frame is None or (not quoted and _may_be_empty(frame) and _has_short_lines(block, frame, form)):
        return None
    return frame


def _read(block: bytes, columns: Sequence[str], separator: str, quote: str | None) -> pl.DataFrame | None:
    try:
        return pl.read_csv(
            block, has_header=False, separator=separator, quote_char=quote, schema=dict.fromkeys(columns, pl.String())
        )
    except (pl.exceptions.ComputeError, pl.exceptions.SchemaError, pl.exceptions.NoDataError):
        return None


def _has_odd_returns(block: bytes) -> bool:
    """Whether some line ends in a carriage return and others do not, or one stands within a line."""
    return b"\r" in block and block.count(b"\r") != block.count(b"\n")


def _may_be_empty(frame: pl.DataFrame) -> bool:
    return frame.to_series(-1).null_count() > 0


def _has_short_lines(block: bytes, frame: pl.DataFrame, form: Form) -> bool:
    """Polars fills short lines up with nulls, and refuses long ones: so it is enough to count the separators."""
    return block.count(form.separator.encode()) != frame.height * (len(form.columns) - 1)


def _well_formed(block: bytes, form: Form) -> bool:
    """Whether every line holds all cells of one row, whose quotation marks stand where they belong."""
    lines = _read(block, ("line",), _NO_SEPARATOR, None)
    if lines is None:
        return False
    cell = rf'(?:[^"{form.separator}]*|"(?:[^"]|"")*")'
    line = rf"^{cell}(?:{form.separator}{cell}){{{len(form.columns) - 1}}}\r?$"
    return bool(lines.select(pl.col("line").str.contains(line).fill_null(value=False).all()).item())


def _with_care(block: bytes, form: Form, first: int, ends: bool) -> Rows:
    text = block.decode("utf-8", "surrogateescape")
    found = careful_rows(text, form, first, ends=ends)
    schema = {ROW: pl.Int64(), **dict.fromkeys(form.columns, pl.String())}
    frame = _cleaned(pl.DataFrame(found.rows, schema=schema, orient="row"), form.columns)
    return Rows(Portion(frame, tuple(found.faults)), found.next_row, found.rest.encode("utf-8", "surrogateescape"))


def _cleaned(frame: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """`trimmed`, and without the apostrophe before what a spreadsheet would run."""
    return trimmed(frame, columns).with_columns(meant(pl.col(columns)))

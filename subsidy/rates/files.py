"""Reading reference-rate tables: `NAME.csv` holds the quotes, `NAME.yaml` says whose they are.

A wrong quote would be wrong in every decision that reads it, so a table is refused for what is merely improbable too:
an absurd rate, a leap, a month without a quote.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple, TypeVar

from subsidy.diagnostics import Diagnostic, InputError, Place, did_you_mean, refuse_if_any
from subsidy.documents import read_document, validate
from subsidy.kinds import PER_YEAR
from subsidy.messages import Message, msg
from subsidy.quantities import Quantity, QuantityError, day, rate
from subsidy.rates.table import UNIT, Description, Quote, RateTable

_Value = TypeVar("_Value")

LOWEST: Final = 1
HIGHEST: Final = 3_000
LARGEST_CHANGE: Final = 200
"""Basis points between two quotes in turn; more is taken for a slip of the pen."""


def load_rate_tables(folder: Path) -> Mapping[str, RateTable]:
    """Every table of a folder by its name; an empty folder holds none.

    A CSV has the columns `published` (2024-07-22), one for each tenor that the description names (3.35%), and
    `standing` (a code that the description explains). Raises `InputError` with every problem of every file.
    """
    if not folder.is_dir():
        raise InputError([Diagnostic("unreadable", msg("{folder} is not a folder", folder=folder))])
    problems: list[Diagnostic] = []
    tables: dict[str, RateTable] = {}
    for path in sorted(folder.glob("*.csv")):
        try:
            tables[path.stem] = _read_table(path)
        except InputError as error:
            problems.extend(error.diagnostics)
    refuse_if_any(problems)
    return MappingProxyType(tables)


class _Cell(NamedTuple):
    """A text and where it stands; what is wrong with it is said there."""

    text: str
    place: Place

    def problem(self, code: str, message: Message, remedy: Message | None = None) -> Diagnostic:
        return Diagnostic(code, message, self.place, remedy=remedy)


class _Row(NamedTuple):
    """A line of quotes; None for what could not be read."""

    cell: _Cell
    published: date | None
    values: tuple[int | None, ...]
    standing: str


def _read_table(path: Path) -> RateTable:
    content = path.read_bytes()
    description = validate(Description, read_document(path.with_suffix(".yaml")))
    header, *body = _lines(path, content)
    columns = ("published", *description.tenors, "standing")
    if tuple(cell.text for cell in header) != columns:
        found, wanted = ",".join(cell.text for cell in header), ",".join(columns)
        problem = msg("the columns are {found}, and must be {wanted}", found=found, wanted=wanted)
        raise InputError([header[0].problem("columns", problem)])
    problems: list[Diagnostic] = []
    rows = [_row(cells, columns, description, problems) for cells in body]
    problems.extend(_order_problems(rows, description))
    if not body:
        problems.append(header[0].problem("no-quotes", msg("the table holds no quotes")))
    refuse_if_any(problems)
    quotes = {tenor: tuple(_quotes(rows, column)) for column, tenor in enumerate(description.tenors)}
    return RateTable(path.stem, description, quotes, sha256(content).hexdigest())


def _lines(path: Path, content: bytes) -> list[list[_Cell]]:
    """The cells of every line that is not blank; at least a header, if only an empty one."""
    start = _Cell("", Place(str(path), 1, 1))
    try:
        reader = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        lines = [list(_cells(path, reader.line_num, texts)) for texts in reader if texts]
    except (UnicodeDecodeError, csv.Error) as error:
        problem = msg("this is not CSV in UTF-8: {reason}", reason=str(error))
        raise InputError([start.problem("malformed", problem)]) from None
    return lines or [[start]]


def _cells(path: Path, line: int, texts: Sequence[str]) -> Iterator[_Cell]:
    column = 1
    for text in texts:
        yield _Cell(text, Place(str(path), line, column))
        column += len(text) + 1


def _row(cells: Sequence[_Cell], columns: Sequence[str], description: Description, problems: list[Diagnostic]) -> _Row:
    if len(cells) != len(columns):
        problem = msg("{found} cells stand here, and {wanted} are wanted", found=len(cells), wanted=len(columns))
        problems.append(cells[0].problem("columns", problem))
        return _Row(cells[0], None, (), "")
    published, *values, standing = cells
    if standing.text not in description.standings:
        problem = msg("the standing {found} is not explained", found=standing.text)
        problems.append(standing.problem("unknown-name", problem, did_you_mean(standing.text, description.standings)))
    return _Row(
        published,
        _parsed(published, day, problems),
        tuple(_parsed(value, _basis_points, problems) for value in values),
        standing.text,
    )


def _parsed(cell: _Cell, reader: Callable[[str], _Value], problems: list[Diagnostic]) -> _Value | None:
    try:
        return reader(cell.text)
    except QuantityError as error:
        problems.append(cell.problem("value", error.message, error.remedy))
        return None


def _basis_points(text: str) -> int:
    points = Fraction(rate(text)) / UNIT
    if points.denominator != 1:
        raise QuantityError(msg("{found} is finer than a basis point", found=text))
    if not LOWEST <= points <= HIGHEST:
        raise QuantityError(
            msg("{found} is not within {low} to {high}", found=text, low=_percent(LOWEST), high=_percent(HIGHEST))
        )
    return points.numerator


def _order_problems(rows: Sequence[_Row], description: Description) -> Iterator[Diagnostic]:
    lines: dict[date, int] = {}
    for row in rows:
        if row.published in lines:
            problem = msg("{day} is quoted in line {line} too", day=row.published, line=lines[row.published])
            yield row.cell.problem("duplicate-date", problem)
        elif row.published:
            lines[row.published] = row.cell.place.line
    for before, row in pairwise(rows):
        if before.published and row.published:
            yield from _step_problems(before, row, before.published, row.published, description)


def _step_problems(
    before: _Row, row: _Row, previous: date, published: date, description: Description
) -> Iterator[Diagnostic]:
    if published < previous:
        yield row.cell.problem("unsorted", msg("{day} stands after {previous}", day=published, previous=previous))
    elif published > description.due_after(previous):
        problem = msg("no quote stands between {previous} and {day}", previous=previous, day=published)
        yield row.cell.problem("gap", problem)
    for old, new in zip(before.values, row.values, strict=True):
        if old and new and abs(new - old) > LARGEST_CHANGE:
            problem = msg("from {previous} to {found} is an absurd leap", previous=_percent(old), found=_percent(new))
            yield row.cell.problem("leap", problem)


def _percent(points: int) -> Quantity:
    return Quantity(points * UNIT, PER_YEAR, "percent")


def _quotes(rows: Sequence[_Row], column: int) -> Iterator[Quote]:
    """Of rows in which nothing is wrong."""
    for row in rows:
        value = row.values[column]
        if row.published and value:
            yield Quote(row.published, value, row.standing, is_last=row is rows[-1])

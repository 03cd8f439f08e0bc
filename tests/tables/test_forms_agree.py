"""The same applications in every form of table, under any known headings in any order, are the same facts."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from subsidy.facts import VOCABULARY, FactType
from subsidy.tables import KnownHeadings, TableReader, facts_of
from subsidy.tables.harmless import harmless_text
from tests.facts.random_facts import records, values

KNOWN = KnownHeadings(VOCABULARY)
VALUES = {path: fact for path, fact in VOCABULARY.items() if fact.scalar}
LISTS = {path: fact for path, fact in VOCABULARY.items() if fact.fields is not None}
WITH_UNITS = [path for path, fact in VALUES.items() if fact.kind and fact.kind.name in ("rate", "share", "money")][:8]
WITH_UNITS += ["loan.rate_terms.spread", "claim.unsecured_share"]
ROOM = 3
TIMES = {"万元": Decimal("1E-4"), "元": Decimal(1), "%": Decimal(100), "bp": Decimal(10_000)}
UNITS = {"money": ("", "元", "万元"), "rate": ("", "%", "bp"), "share": ("", "%", "bp")}


class Column(NamedTuple):
    """A column as a test writes it: what stands above it, and a value of each row (exact, or None)."""

    heading: str
    fact: FactType
    unit: str
    values: list[Any]

    def text(self, value: Any) -> str:
        """A value as a person writes it under the heading."""
        if value is None:
            return ""
        if isinstance(value, bool):
            return "是" if value else "no"
        if isinstance(value, Decimal):
            if self.unit:
                return f"{value * TIMES[self.unit]:f}"
            assert self.fact.kind is not None
            return f"{value:f}" if self.fact.kind.name == "money" else f"{value * 100:f}%"
        return str(value)


def headings(path: str, fact: FactType, numbered: bool) -> st.SearchStrategy[tuple[str, str]]:
    """A heading for a fact, and its unit."""
    assert fact.kind is not None
    labels = [] if numbered or path == "lender_year.lender" else [fact.label.zh]
    units = UNITS.get(fact.kind.name, ("",))
    pairs = st.tuples(st.sampled_from([path, *labels]), st.sampled_from(units))
    return pairs.map(lambda pair: (f"{pair[0]}（{pair[1]}）" if pair[1] else pair[0], pair[1]))


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[Column]]:
    """Applications by path, and the columns of a flat table of them in some order."""
    paths = draw(st.lists(st.sampled_from([*VALUES, *LISTS]) | st.sampled_from(WITH_UNITS), max_size=6, unique=True))
    paths = paths or ["loan.principal"]
    count = draw(st.integers(1, 5))
    rows: list[dict[str, Any]] = [{} for _ in range(count)]
    columns: list[Column] = []
    for path in paths:
        if path in VALUES:
            given_ = draw(st.lists(st.none() | values(VALUES[path]), min_size=count, max_size=count))
            columns.append(Column(*_heading(draw, path, VALUES[path]), given_))
        else:
            some = records(LISTS[path].fields or {}).filter(bool)
            given_ = draw(st.lists(st.none() | st.lists(some, max_size=ROOM), min_size=count, max_size=count))
            columns += _numbered(draw, path, given_)
        for row, value in zip(rows, given_, strict=True):
            if value is not None:
                row[path] = value
    return rows, draw(st.permutations(columns))


def _heading(draw: st.DrawFn, path: str, fact: FactType) -> tuple[str, FactType, str]:
    heading, unit = draw(headings(path, fact, numbered=any(part.isdigit() for part in path.split("."))))
    return heading, fact, unit


def _numbered(draw: st.DrawFn, path: str, lists: list[Any]) -> list[Column]:
    """A list's own column, which says where there are none, and its records in numbered columns."""
    none = [None if found is None or found else "无" for found in lists]
    columns = [Column(draw(st.sampled_from([path, LISTS[path].label.zh])), VALUES["borrower.name"], "", none)]
    for number in range(1, ROOM + 1):
        for key, field in (LISTS[path].fields or {}).items():
            cells = [found[number - 1].get(key) if found and len(found) >= number else None for found in lists]
            columns.append(Column(*_heading(draw, f"{path}.{number}.{key}", field), cells))
    return columns


def write_csv(path: Path, columns: list[Column], encoding: str) -> Path:
    target = path / "loans.csv"
    with target.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow([harmless_text(column.heading) for column in columns])
        for row in zip(*(map(column.text, column.values) for column in columns), strict=True):
            writer.writerow(map(harmless_text, row))
    return target


def write_xlsx(path: Path, columns: list[Column]) -> Path:
    book = xlsxwriter.Workbook(path / "loans.xlsx")
    sheet = book.add_worksheet()
    percent, day = book.add_format({"num_format": "0.00%"}), book.add_format({"num_format": "yyyy-mm-dd"})
    for at, column in enumerate(columns):
        sheet.write_string(0, at, column.heading)
        for row, value in enumerate(column.values, 1):
            if isinstance(value, Decimal) and (column.unit or column.fact.kind is VALUES["loan.principal"].kind):
                sheet.write_number(row, at, value * TIMES.get(column.unit, Decimal(1)))
            elif isinstance(value, Decimal):
                sheet.write_number(row, at, value, percent)
            elif isinstance(value, bool):
                sheet.write_boolean(row, at, value)
            elif isinstance(value, date):
                sheet.write_datetime(row, at, value, day)
            elif isinstance(value, int):
                sheet.write_number(row, at, value)
            elif value is not None:
                sheet.write_string(row, at, value)
    book.close()
    return path / "loans.xlsx"


def write_ndjson(path: Path, columns: list[Column]) -> Path:
    target = path / "loans.ndjson"
    with target.open("w", encoding="utf-8") as file:
        for row in zip(*(map(column.text, column.values) for column in columns), strict=True):
            cells = {column.heading: text for column, text in zip(columns, row, strict=True) if text}
            file.write(json.dumps({**cells, "": None}, ensure_ascii=len(cells) % 2 == 0) + "\n")
    return target


def write_parquet(path: Path, columns: list[Column]) -> Path:
    series = []
    for column in columns:
        if column.fact.kind is not None and column.fact.kind.name in UNITS:
            times = TIMES.get(column.unit, Decimal(1))
            exact = [None if value is None else value * times for value in column.values]
            series.append(pl.Series(column.heading, exact, dtype=pl.Decimal(38, 12)))
        else:
            types = {bool: pl.Boolean, int: pl.Int64, date: pl.Date}
            known = next((type(value) for value in column.values if value is not None), str)
            series.append(pl.Series(column.heading, column.values, dtype=types.get(known, pl.String)))
    pl.DataFrame(series).write_parquet(path / "loans.parquet")
    return path / "loans.parquet"


FORMS: Mapping[str, Callable[[Path, list[Column]], Path]] = {
    "utf-8": lambda path, columns: write_csv(path, columns, "utf-8"),
    "utf-8-sig": lambda path, columns: write_csv(path, columns, "utf-8-sig"),
    "gb18030": lambda path, columns: write_csv(path, columns, "gb18030"),
    "utf-16": lambda path, columns: write_csv(path, columns, "utf-16"),
    "xlsx": write_xlsx,
    "ndjson": write_ndjson,
    "parquet": write_parquet,
}


def as_read(fact: FactType, value: Any) -> Any:
    if fact.fields is not None:
        fields = fact.fields
        return [
            {key: as_read(fields[key], cell) for key, cell in record.items() if cell is not None} for record in value
        ]
    assert fact.scalar is not None
    return fact.scalar.read(value)


@pytest.mark.parametrize("form", FORMS)
def test_what_is_written_is_what_is_read(form: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    @settings(max_examples=15, deadline=None)
    @given(tables())
    def read_back(table: tuple[list[dict[str, Any]], list[Column]]) -> None:
        rows, columns = table
        path = FORMS[form](tmp_path_factory.mktemp("form"), columns)
        try:
            reader = TableReader(path, KNOWN)
        except ValueError:
            assert form == "ndjson"
            assert not any(row for row in rows if row)
            return
        portions = [facts_of(portion, reader.headings) for portion in reader.portions(2)]
        assert not [fault for portion in portions for fault in portion.faults]
        first = 1 if form in ("ndjson", "parquet") else 2
        found = {row.pop("#row") - first: row for portion in portions for row in portion.facts.to_dicts()}
        said = {
            i: {path: as_read(VOCABULARY[path], value) for path, value in row.items() if value is not None}
            for i, row in found.items()
        }
        assert {i: row for i, row in said.items() if row} == {i: row for i, row in enumerate(rows) if row}

    read_back()

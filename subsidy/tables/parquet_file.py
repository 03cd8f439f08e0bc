"""Parquet files as tables: typed columns, records within records by dotted path.

Decimals, days, flags and texts stay; whole numbers become texts, since here they are what people write (200 under
万元), while a column of whole numbers means fen to the engine. Binary floats are refused: they do not hold an amount.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import polars as pl

from subsidy.diagnostics import Diagnostic, InputError, Place, refuse_if_any
from subsidy.messages import msg
from subsidy.tables.headings import unique
from subsidy.tables.known import Heading, KnownHeadings
from subsidy.tables.portions import ROW, Portion


class ParquetFile:
    """A table whose rows count from 1. Raises `InputError` for a column of a type that its fact cannot have."""

    notices: Final[Sequence[Diagnostic]] = ()

    def __init__(self, path: Path, known: KnownHeadings) -> None:
        self.path = path
        self._scanned = pl.scan_parquet(path)
        with _refusing_damage(path):
            schema = self._scanned.collect_schema()
        self.place = Place(str(path), 1, 1)
        self._leaves = dict(_leaves(schema, ""))
        self.headings: Sequence[str] = list(self._leaves)
        self.fields: Mapping[str, Sequence[str]] = {
            name: [field.name for field in type_.inner.fields]
            for name, (_, type_) in zip(unique(self.headings), self._leaves.values(), strict=True)
            if _is_list(type_)
        }
        refuse_if_any(_unfit(self._leaves, known, self.place))

    def portions(self, rows: int) -> Iterator[Portion]:
        names = unique(self.headings)
        cells = [_cells(*leaf).alias(name) for name, leaf in zip(names, self._leaves.values(), strict=True)]
        first = 0
        while (frame := self._rows(first, rows)).height:
            numbers = pl.int_range(first + 1, first + frame.height + 1, dtype=pl.Int64).alias(ROW)
            yield Portion(frame.select(numbers, *cells), ())
            first += frame.height

    def _rows(self, first: int, count: int) -> pl.DataFrame:
        with _refusing_damage(self.path):
            return self._scanned.slice(first, count).collect()


@contextmanager
def _refusing_damage(path: Path) -> Iterator[None]:
    try:
        yield
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
        problem = msg("{file} is no Parquet file, or is damaged", file=path)
        raise InputError([Diagnostic("not-a-table", problem)]) from None


def _leaves(
    schema: Mapping[str, Any], prefix: str, holder: pl.Expr | None = None
) -> Iterator[tuple[str, tuple[pl.Expr, Any]]]:
    """The columns, and the fields of records in columns, by dotted path, with their types."""
    for name, type_ in schema.items():
        column = pl.col(name) if holder is None else holder.struct.field(name)
        if isinstance(type_, pl.Struct):
            yield from _leaves({field.name: field.dtype for field in type_.fields}, f"{prefix}{name}.", column)
        else:
            yield f"{prefix}{name}", (column, type_)


def _is_list(type_: Any) -> bool:
    return isinstance(type_, pl.List) and isinstance(type_.inner, pl.Struct)


def _unfit(leaves: Mapping[str, tuple[pl.Expr, Any]], known: KnownHeadings, place: Place) -> Iterator[Diagnostic]:
    for column, (path, (_, type_)) in enumerate(leaves.items(), 1):
        heading = known.find(path)
        if not isinstance(heading, Heading):
            continue
        inner = {f"{path}.{field.name}": field.dtype for field in type_.inner.fields} if _is_list(type_) else {}
        for name, held in (inner or {path: type_}).items():
            if held.is_float():
                message = msg("a float does not hold an amount or a rate exactly")
                remedy = msg("write the column as decimals or as texts")
                yield Diagnostic("column", message, place._replace(column=column), name, remedy)
            elif not (_is_read(held) or (heading.fact.fields is not None and isinstance(held, pl.List))):
                message = msg("a column of the type {type} holds no facts", type=str(held))
                yield Diagnostic("column", message, place._replace(column=column), name, _READ)


def _is_read(type_: Any) -> bool:
    return bool(type_.is_integer() or type_.is_decimal() or type_ in _AS_THEY_ARE or type_ in _AS_TEXTS)


def _cells(column: pl.Expr, type_: Any) -> pl.Expr:
    """A column as facts are read from it; one of another type, which can only be carried along, as it is."""
    if _is_list(type_):
        return column.list.eval(
            pl.element().struct.with_fields(_cells(pl.field(f.name), f.dtype).alias(f.name) for f in type_.inner.fields)
        )
    if type_ == pl.String:
        text = column.str.strip_chars()
        return pl.when(text != "").then(text)
    if isinstance(type_, pl.Datetime):
        day = column.dt.time() == pl.time(0, 0, 0)
        return pl.when(day).then(column.dt.strftime("%Y-%m-%d")).otherwise(column.dt.strftime("%Y-%m-%d %H:%M:%S"))
    return column.cast(pl.String) if type_.is_integer() or type_ in _AS_TEXTS else column


_AS_THEY_ARE = (pl.Boolean, pl.Date)
_AS_TEXTS = (pl.String, pl.Datetime, pl.Categorical, pl.Enum, pl.Null)
_READ = msg("decimals, whole numbers, days, flags, texts and lists of records do")

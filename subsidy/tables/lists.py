"""Lists of a flat row: records in numbered columns, and the list's own column.

A record all of whose cells are empty is none, so numbers may have gaps. The own column says that there are none (`无`,
`[]`), or holds the records as JSON, as tables are written here; empty, it says nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final

import polars as pl

from subsidy.columns import Fault
from subsidy.diagnostics import did_you_mean
from subsidy.facts import FactType
from subsidy.messages import Message, msg
from subsidy.tables.cells import value_of
from subsidy.tables.known import Heading
from subsidy.tables.portions import ROW

NONE_WORDS: Final = ("[]", "无", "没有", "none", "None", "NONE", "—", "——", "-", "/")
"""What the column of a list may say where there are no records."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A list: its own column (`whole`, at most one), its numbered columns; `is_none` where a row gives no record."""

    fact: FactType
    is_none: bool
    whole: list[Heading] = field(default_factory=list)
    numbered: list[Heading] = field(default_factory=list)


def list_of(frame: pl.DataFrame, listed: Listed) -> tuple[pl.Series, list[Fault]]:
    """The list of each row: null where nothing is said of it."""
    faults: list[Fault] = []
    found = _whole(frame, listed, faults)
    if listed.numbered:
        numbered = _numbered(frame, listed)
        for row in frame.get_column(ROW).filter(found.is_not_null() & numbered.is_not_null()):
            message = msg("a cell says what there is, and so do the numbered columns")
            faults.append(Fault(row, listed.fact.path, "", message, msg("leave one of them empty")))
        found = numbered.to_frame("n").select(pl.coalesce("n", found.cast(numbered.dtype))).to_series()
    if listed.is_none:
        found = found.to_frame("f").select(pl.col("f").fill_null(pl.lit([], dtype=found.dtype))).to_series()
    return found, faults


def _type(fact: FactType) -> pl.List:
    return pl.List(pl.Struct(dict.fromkeys(fact.fields or {}, pl.String())))


def _whole(frame: pl.DataFrame, listed: Listed, faults: list[Fault]) -> pl.Series:
    """The list's own column."""
    if not listed.whole:
        return pl.Series([None], dtype=_type(listed.fact)).new_from_index(0, frame.height)
    heading = listed.whole[0]
    column = frame.get_column(heading.column)
    if column.dtype == pl.String:
        return _said(column, frame.get_column(ROW), listed.fact, faults)
    if isinstance(column.dtype, pl.List) and not isinstance(column.dtype.inner, pl.Struct):
        return _empty(column, frame.get_column(ROW), listed.fact, faults)
    return _renamed(column, heading.fields) if heading.fields else column


def _empty(lists: pl.Series, rows: pl.Series, fact: FactType, faults: list[Fault]) -> pl.Series:
    """Lists of something that is no record: an empty one is an empty list whatever it could hold."""
    wrong = lists.list.len() > 0
    for row, value in zip(rows.filter(wrong), lists.filter(wrong), strict=True):
        message = msg("{found} is no list of records", found=str(value.to_list()))
        faults.append(Fault(row, fact.path, str(value.to_list()), message, None))
    nothing = pl.lit([], dtype=_type(fact))
    return lists.to_frame("given").select(pl.when(pl.col("given").is_not_null()).then(nothing)).to_series()


def _said(cells: pl.Series, rows: pl.Series, fact: FactType, faults: list[Fault]) -> pl.Series:
    """What texts say: that there are none, or the records as JSON; each that is different is read once."""
    different = cells.drop_nulls().unique()
    read: list[Any] = []
    wrong: dict[str, tuple[Message, Message | None]] = {}
    for cell in different:
        try:
            read.append([] if cell in NONE_WORDS else _records(cell, fact))
        except _NotRecordsError as error:
            read.append(None)
            wrong[cell] = error.args
    is_wrong = cells.is_in(list(wrong))
    for row, cell in zip(rows.filter(is_wrong), cells.filter(is_wrong), strict=True):
        faults.append(Fault(row, fact.path, cell, *wrong[cell]))
    return pl.Series(read, dtype=_type(fact)).gather(cells.cast(pl.Enum(different)).to_physical())


class _NotRecordsError(Exception):
    """A text that says of no list what is in it; its arguments are a fault's message and remedy."""


def _records(cell: str, fact: FactType) -> list[dict[str, str | None]]:
    fields = fact.fields or {}
    try:
        found = json.loads(cell, parse_float=str, parse_int=str, parse_constant=str)
    except ValueError:
        found = None
    if not isinstance(found, list) or not all(isinstance(record, dict) for record in found):
        remedy = msg(
            "write {none} if there are none; records stand in numbered columns: {example}",
            none="无",
            example=_example(fact),
        )
        raise _NotRecordsError(
            msg("this cell says of {list} neither that there are none nor which", list=fact.label), remedy
        )
    for key, value in ((key, value) for record in found for key, value in record.items()):
        if key not in fields:
            raise _NotRecordsError(msg("{list} has no {key}", list=fact.path, key=key), did_you_mean(key, fields))
        if isinstance(value, list | dict):
            raise _NotRecordsError(msg("one value is wanted for {key}", key=f"{fact.path}.{key}"), None)
    return [{key: _text(value) for key, value in record.items()} for record in found]


def _text(value: str | bool | None) -> str | None:
    return str(value).lower() if isinstance(value, bool) else value


def _example(fact: FactType) -> str:
    return f"{fact.path}.1.{next(iter(fact.fields or {}))}"


def _renamed(column: pl.Series, fields: tuple[Heading, ...]) -> pl.Series:
    """The records with the facts' own keys and units."""
    frame = pl.DataFrame({"list": column}).with_row_index("at")
    flat = frame.filter(pl.col("list").list.len() > 0).explode("list")
    inside = flat.get_column("list").struct.unnest()
    values = pl.DataFrame([value_of(inside, field).alias(field.path) for field in fields])
    records = pl.DataFrame({"at": flat.get_column("at"), "records": values.to_struct()})
    lists = records.group_by("at", maintain_order=True).agg("records")
    joined = frame.join(lists, on="at", how="left", maintain_order="left")
    none = pl.lit([], dtype=lists.schema["records"])
    return joined.select(pl.when(pl.col("list").list.len() == 0).then(none).otherwise("records")).to_series()


def _numbered(frame: pl.DataFrame, listed: Listed) -> pl.Series:
    """The records of the numbered columns, in the order of their numbers; null where all cells are empty."""
    cells = pl.DataFrame([value_of(frame, heading).cast(pl.String).alias(heading.path) for heading in listed.numbered])
    records = []
    for _, group in groupby(sorted(listed.numbered, key=lambda h: h.number), lambda h: h.number):
        given = {heading.key: pl.col(heading.path) for heading in group}
        record = pl.struct(given.get(key, pl.lit(None, dtype=pl.String)).alias(key) for key in listed.fact.fields or {})
        records.append(pl.when(pl.any_horizontal(cell.is_not_null() for cell in given.values())).then(record))
    found = cells.select(pl.concat_list(records).list.drop_nulls().alias("list"))
    return found.select(pl.when(pl.col("list").list.len() > 0).then("list")).to_series()

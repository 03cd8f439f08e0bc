"""Rows that could not be decided, as they came, each with what is wrong with it: to be mended and handed in again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import polars as pl

from subsidy.batch.naming import Naming
from subsidy.batch.source import ROW, Rows
from subsidy.batch.spool import Spool
from subsidy.columns import Fault
from subsidy.messages import Language
from subsidy.tables.writing import TableFile, as_json

_PROBLEM: Final = ("field", "found", "problem", "allowed")
_JOINTS: Final[Mapping[Language, str]] = {"zh": "；", "en": "; "}
_NOTHING: Final = "—"
_POSITION: Final = re.compile(r"\[(\d+)\]")


class Rejects:
    """Rejected rows, kept in a folder until it is known which columns all of them have.

    `places` are the columns that say where a row stands: `row`, or `file` and `row`. They and what is wrong with it
    come behind its cells; several problems are joined, in the same order in each column.
    """

    def __init__(self, folder: Path, places: tuple[str, ...], naming: Naming, language: Language) -> None:
        self._spool = Spool(folder, "reject")
        self._places = places
        self._language = language
        own = {**dict.fromkeys(places, pl.String()), "row": pl.Int64(), **dict.fromkeys(_PROBLEM, pl.String())}
        self._own: dict[str, pl.DataType] = {naming.column(name): type_ for name, type_ in own.items()}

    def take(self, rows: Rows, faults: Iterable[Fault]) -> None:
        """The rows of a portion to which these faults belong."""
        problems = pl.DataFrame(
            list(self._problems(rows, faults)),
            schema={ROW: pl.Int64(), **self._own},
            orient="row",
        )
        if len(problems):
            cells = rows.frame.select(pl.exclude(list(self._own)))
            self._spool.add(cells.join(problems, on=ROW, how="inner", maintain_order="left").drop(ROW))

    def write(self, file: TableFile) -> None:
        """All of them, in the order in which they came."""
        types = _types(self._spool.schemas(), self._own)
        for portion in self._spool.portions():
            file.write(portion.select(*(_column(name, portion.schema, type_) for name, type_ in types.items())))

    def _problems(self, rows: Rows, faults: Iterable[Fault]) -> Iterator[tuple[int | str | None, ...]]:
        of_row: dict[int, list[Fault]] = {}
        for fault in faults:
            of_row.setdefault(fault.row, []).append(fault)
        headings = {heading.path: heading.column for heading in rows.table.headings.read}
        for row, found in of_row.items():
            place = rows.table.place(row)
            places: dict[str, int | str] = {"file": place.file, "row": place.row}
            yield (
                row,
                *(places[name] for name in self._places),
                *map(
                    self._joined,
                    (
                        [_heading(fault, headings) for fault in found],
                        [fault.found for fault in found],
                        [fault.told.say(self._language) for fault in found],
                        [fault.remedy.say(self._language) if fault.remedy else "" for fault in found],
                    ),
                ),
            )

    def _joined(self, texts: list[str]) -> str | None:
        joined = texts[0] if len(texts) == 1 else _JOINTS[self._language].join(text or _NOTHING for text in texts)
        return joined or None


def _heading(fault: Fault, headings: Mapping[str, str]) -> str:
    """The heading under which a fact stands in its table, or its place in the column of its list: `资质.1.kind`. What
    stands in another table has no number here.
    """
    path = fault.path
    if fault.place:
        return _POSITION.sub("", path)
    numbered = _POSITION.sub(lambda found: f".{int(found[1]) + 1}", path)
    own = _POSITION.split(path)[0]
    return headings.get(numbered) or headings.get(own, own) + numbered.removeprefix(own)


def _types(schemas: Iterable[pl.Schema], own: Mapping[str, pl.DataType]) -> dict[str, pl.DataType]:
    """The columns of all inputs, then our own; a column of several types becomes one of texts."""
    types: dict[str, pl.DataType] = {}
    for name, type_ in (column for schema in schemas for column in schema.items() if column[0] not in own):
        types[name] = type_ if types.setdefault(name, type_) == type_ else pl.String()
    return {**types, **own}


def _column(name: str, schema: Mapping[str, pl.DataType], type_: pl.DataType) -> pl.Expr:
    if name not in schema:
        return pl.lit(None, dtype=type_).alias(name)
    if schema[name] == type_:
        return pl.col(name)
    return as_json(pl.col(name)) if schema[name].is_nested() else pl.col(name).cast(type_)

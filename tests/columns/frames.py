"""Prepared facts of many applications as the frame that the columns are worked out from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from subsidy.columns.compile import Compiler
from subsidy.columns.evaluator import Columns
from subsidy.evaluation.layout import layout_of
from subsidy.scheme.program import Program


def frame_of(program: Program, rows: Sequence[tuple[Any, ...]]) -> pl.DataFrame:
    """One row for each tuple in the order of the program's inputs: whole numbers, ordinals, texts, flags."""
    columns = []
    for i, used in enumerate(program.inputs):
        values = [row[i] for row in rows]
        if used.fields is None:
            columns.append(pl.Series(used.path, values, dtype=_type_of(values)))
            continue
        records = [record for v in values for record in v or ()]
        struct = {f: _type_of([record[n] for record in records]) for n, f in enumerate(used.fields)}
        lists = [None if v is None else [dict(zip(used.fields, record, strict=True)) for record in v] for v in values]
        columns.append(pl.Series(used.path, lists, dtype=pl.List(pl.Struct(struct))))
    return pl.DataFrame(columns)


def _type_of(values: Sequence[Any]) -> type[pl.DataType]:
    known = next((value for value in values if value is not None), None)
    return {bool: pl.Boolean, str: pl.String, int: pl.Int64, type(None): pl.Null}[type(known)]


def columns_of(
    program: Program, rows: Sequence[tuple[Any, ...]]
) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """The named values and the rules of each row, as columns say them."""
    names = [*(f"v{i}" for i in range(len(program.values))), *(f"r{i}" for i in range(len(program.rules)))]

    def cells(compiler: Compiler) -> Mapping[str, Any]:
        made: Iterable[Any] = [compiler.value(i) for i in range(len(program.values))]
        made = [*made, *(compiler.of(rule.node) for rule in program.rules)]
        return dict(zip(names, made, strict=True))

    trees = [*(v.node for v in program.values), *(r.node for r in program.rules)]
    found = Columns(layout_of(program), names, trees, cells).over(frame_of(program, rows)).rows()
    split = len(program.values)
    return [row[:split] for row in found], [row[split:] for row in found]

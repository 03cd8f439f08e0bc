"""From columns as people have them (decimals, texts, dates) to whole numbers of units, never by way of floats.

A row with a value that its fact cannot be is set aside, with the reasons; the others go on.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import polars as pl

from subsidy.columns.units import Fault, Place, units
from subsidy.diagnostics import Diagnostic, refuse_if_any
from subsidy.facts import FactType
from subsidy.scheme.program import Program

ROW: Final = "#row"
LIST: Final = "#list"
FLOWS: Final = "loan.flows"
INTEREST: Final = "loan.interest_paid"


class PreparedFrame(NamedTuple):
    """The rows that can be worked out, their places in the frame that was given, and what is wrong with the others."""

    frame: pl.DataFrame
    rows: pl.Series
    faults: tuple[Fault, ...]


def prepared_frame(frame: pl.DataFrame, program: Program) -> PreparedFrame:
    """The facts that a program reads as `ColumnEvaluator.evaluate` wants them; other columns stay as they are.

    Money, rates and shares are decimals, exact texts (`200万元`, `2.6%`) or whole numbers of their unit; days are dates
    or texts; choices are codes or labels. Interest paid follows from the flows where it is not given, as it does for
    one application. Raises `InputError` for a column that is a float or of a type that its fact cannot have.
    """
    paths = [used.path for used in program.inputs]
    paths += [FLOWS] if INTEREST in paths and FLOWS not in paths else []
    facts = {path: program.vocabulary[path] for path in paths if path in frame.columns}
    faults: list[Fault] = []
    problems: list[Diagnostic] = []
    columns = [_column(frame.get_column(path), fact, faults, problems) for path, fact in facts.items()]
    refuse_if_any(problems)
    kept = _without(frame.with_columns(columns).with_row_index(ROW), faults)
    if INTEREST in paths and FLOWS in kept.columns:
        kept = kept.with_columns(_interest_paid(INTEREST in kept.columns))
    return PreparedFrame(kept.drop(ROW), kept.get_column(ROW), tuple(sorted(faults, key=lambda f: (f.row, f.path))))


def _without(frame: pl.DataFrame, faults: list[Fault]) -> pl.DataFrame:
    spoiled = pl.Series(sorted({fault.row for fault in faults}), dtype=pl.UInt32)
    return frame.filter(~pl.col(ROW).is_in(spoiled.implode())) if faults else frame


def _interest_paid(is_given: bool) -> pl.Expr:
    """As `facts.access` has it: the sum of the interest flows, unless there are flows but none of interest."""
    flows = pl.col(FLOWS)
    interest = flows.list.eval(pl.element().filter(pl.element().struct.field("kind") == "interest"))
    paid = interest.list.eval(pl.element().struct.field("amount")).list.sum()
    follows = pl.when((interest.list.len() > 0) | (flows.list.len() == 0)).then(paid)
    return (pl.coalesce(pl.col(INTEREST), follows) if is_given else follows).alias(INTEREST)


def _column(column: pl.Series, fact: FactType, faults: list[Fault], problems: list[Diagnostic]) -> pl.Series:
    """A fact's column in units. A type that it cannot have is noted as a problem, and the column left as it is."""
    path = column.name
    if fact.scalar is not None:
        rows = pl.Series(range(len(column)), dtype=pl.UInt32)
        return units(column, fact.scalar, Place(path, rows), faults, problems)
    if column.dtype in (pl.Null, pl.List(pl.Null)):
        return column
    assert fact.fields is not None
    listed = pl.DataFrame({LIST: column}).with_row_index(ROW)
    records = listed.filter(pl.col(LIST).list.len() > 0).explode(LIST)
    rows, structs = records.get_column(ROW), records.get_column(LIST).struct
    fields = [
        units(structs.field(key), inner.scalar, Place(f"{path}.{key}", rows), faults, problems).alias(key)
        for key, inner in fact.fields.items()
        if inner.scalar is not None and key in structs.fields
    ]
    nested = pl.DataFrame([rows, pl.DataFrame(fields).to_struct(LIST)]).group_by(ROW, maintain_order=True).all()
    lengths = listed.select(ROW, length=pl.col(LIST).list.len())
    joined = lengths.join(nested, on=ROW, how="left", maintain_order="left")
    empty = pl.lit([], dtype=nested.schema[LIST])
    return joined.select(pl.when(pl.col("length") == 0).then(empty).otherwise(pl.col(LIST)).alias(path)).to_series()

"""Claimed amounts in one table, the applications in another: which row belongs to which."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import polars as pl

from subsidy.audit.table import Table
from subsidy.batch.source import ROW
from subsidy.columns import Fault
from subsidy.diagnostics import Diagnostic, InputError
from subsidy.limits.grouping import plain_name
from subsidy.messages import msg
from subsidy.tables.spelling import key_of

ID: Final = "application.id"
CONTRACT: Final = "loan.contract"
LENDER: Final = "loan.lender"
_ROW: Final = ("row", "行号")
_FILE: Final = ("file", "文件")

Keys = dict[str, int]
"""From what tells a row apart to its number."""


def joined(claimed: Table, applications: Table, amounts: pl.DataFrame) -> tuple[pl.DataFrame, tuple[Fault, ...]]:
    """The amounts by the rows of the applications, and the rows of claimed amounts that have no application.

    These keep their numbers. An application of which nothing is claimed has lines too. Rows are told apart by the
    application's number, else by lender and contract, else by the row number that an output of `batch` holds. Raises
    `InputError` where nothing tells them apart.
    """
    left, right = _keys(claimed, applications)
    row_of = {row: right[key] for key, row in left.items() if key in right}
    lost = [row for row in claimed.places if row not in row_of]
    moved = amounts.with_columns(pl.col("row").replace(row_of))
    bare = [row for row in applications.places if row not in set(row_of.values())]
    benefits = amounts.get_column("benefit").unique(maintain_order=True).to_list()
    nothing = pl.DataFrame(
        {"row": [row for _ in benefits for row in bare], "benefit": [b for b in benefits for _ in bare]},
        schema={"row": pl.Int64, "benefit": pl.String},
    ).with_columns(claimed_fen=pl.lit(None, dtype=pl.Int64), is_read=pl.lit(value=True))
    missing = msg("there is no such application in {file}", file=applications.name)
    faults = tuple(Fault(row, "", "", missing, None) for row in lost)
    return pl.concat([moved, nothing]).sort("row", maintain_order=True), faults


def _keys(claimed: Table, applications: Table) -> tuple[Keys, Keys]:
    """The first way to tell rows apart that tells all rows of both tables apart."""
    for way in (_by_id, _by_contract, _by_row):
        left, right = way(claimed, claimed), way(applications, claimed)
        if left is not None and right is not None:
            return left, right
    one, other = claimed.name, applications.name
    problem = msg("nothing tells which row of {claimed} is which of {facts}", claimed=one, facts=other)
    remedy = msg("both need {id} or {contract} without repetition, as outputs of batch have", id=ID, contract=CONTRACT)
    raise InputError([Diagnostic("join", problem, remedy=remedy)])


def _by_id(table: Table, claimed: Table) -> Keys | None:
    return _unique(table, lambda row: row.get(ID), is_whole=table is claimed)


def _by_contract(table: Table, claimed: Table) -> Keys | None:
    """With the lender, where both tables have one."""
    has_lender = LENDER in claimed.facts.columns

    def key(row: dict[str, object]) -> object:
        contract = row.get(CONTRACT)
        return contract if contract is None or not has_lender else f"{row.get(LENDER) or ''}\n{contract}"

    return _unique(table, key, is_whole=table is claimed)


def _by_row(table: Table, claimed: Table) -> Keys | None:
    """By the place in the applications' table, which an output of `batch` holds in columns of its own."""
    columns = {key_of(column): column for column in claimed.columns}
    row = next((columns[name] for name in _ROW if name in columns), None)
    file = next((columns[name] for name in _FILE if name in columns), None)
    if row is None:
        return None
    if table is not claimed:
        return {_place(place.file if file else None, place.row): row for row, place in table.places.items()}
    cells = claimed.frame.select(ROW, row, *([file] if file else [])).iter_rows()
    return {_place(file, row): number for number, row, file in ((*cell, None)[:3] for cell in cells)}


def _place(file: str | None, row: object) -> str:
    """The same folder may be given by other ways."""
    return f"{Path(file).name if file else ''}\n{row}"


def _unique(table: Table, key: Callable[[dict[str, object]], object], *, is_whole: bool) -> Keys | None:
    """None where a key stands twice, or where one of a whole table is missing."""
    found: Keys = {}
    columns = [path for path in (ID, CONTRACT, LENDER) if path in table.facts.columns]
    for row in table.facts.select(ROW, *columns).iter_rows(named=True):
        value = key(row)
        plain = None if value is None else plain_name(str(value))
        if plain in found or (plain is None and is_whole):
            return None
        if plain is not None:
            found[plain] = row[ROW]
    return found or None

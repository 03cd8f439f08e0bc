"""Claimed amounts in one table, the applications in another: which row belongs to which."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import polars as pl

from subsidy.audit.ledger import mapped
from subsidy.audit.names import Names
from subsidy.audit.table import Table
from subsidy.batch.source import ROW
from subsidy.columns import Fault
from subsidy.diagnostics import Diagnostic, InputError
from subsidy.limits.grouping import plain_name
from subsidy.messages import Message, msg
from subsidy.tables.spelling import key_of

ID: Final = "application.id"
CONTRACT: Final = "loan.contract"
LENDER: Final = "loan.lender"
_ROW: Final = ("row", "行号")
_FILE: Final = ("file", "文件")
_MOST_SHOWN: Final = 10


def joined(
    claimed: Table, applications: Table, amounts: pl.DataFrame, unread: Sequence[Fault], names: Names
) -> tuple[pl.DataFrame, tuple[Fault, ...]]:
    """The amounts by the rows of the applications; and as faults those that cannot be read (`unread`), with the rows
    where they stand, and the rows of claimed amounts that have no application.

    These keep their numbers. An application of which nothing is claimed has lines too. Rows are told apart by the
    application's number, else by lender and contract, else by the row number that an output of `batch` holds. Raises
    `InputError` where nothing tells them apart.
    """
    left, right = _keys(claimed, applications, names)
    found = left.join(right.rename({"row": "own"}), on="key").select("row", "own")
    lost = _without(claimed.rows, found.get_column("row"))
    bare = _without(applications.rows, found.get_column("own"))
    moved = amounts.join(found, on="row", how="left", maintain_order="left")
    moved = moved.with_columns(pl.coalesce("own", "row").alias("row")).drop("own")
    benefits = amounts.select(pl.col("benefit").unique(maintain_order=True))
    nothing = benefits.join(bare.to_frame("row"), how="cross").select(
        "row", "benefit", pl.lit(None, pl.Int64).alias("claimed_fen"), pl.lit(value=True).alias("is_read")
    )
    missing = msg("there is no such application in {file}", file=applications.name)
    own = dict(found.iter_rows()) if unread else {}
    faults = [fault._replace(row=own.get(fault.row, fault.row), message=_where(fault, names)) for fault in unread]
    faults += [Fault(row, "", "", missing, None) for row in lost]
    return pl.concat([moved, nothing]).sort("row", maintain_order=True), tuple(faults)


def _where(fault: Fault, names: Names) -> Message:
    return msg("{row}: {reason}", row=names(fault.row), reason=fault.message)


def _without(rows: pl.Series, found: pl.Series) -> pl.Series:
    return rows.to_frame("row").join(found.to_frame("row"), on="row", how="anti", maintain_order="left")["row"]


def _keys(claimed: Table, applications: Table, names: Names) -> tuple[pl.DataFrame, pl.DataFrame]:
    """`row` and `key` of both tables, by the first way to tell rows apart that tells all of both apart."""
    for way in (_by_id, _by_contract, _by_row):
        left, right = way(claimed, claimed, names), way(applications, claimed, names)
        if left is not None and right is not None:
            return left, right
    one, other = claimed.name, applications.name
    problem = msg("nothing tells which row of {claimed} is which of {facts}", claimed=one, facts=other)
    remedy = msg("both need {id} or {contract} without repetition, as outputs of batch have", id=ID, contract=CONTRACT)
    repeated = [d for table in (claimed, applications) for d in _repeated(table)]
    raise InputError([Diagnostic("join", problem, remedy=remedy), *repeated])


def _repeated(table: Table) -> Iterator[Diagnostic]:
    """The numbers of applications that stand more than once, since without these the rows could be told apart."""
    if ID in table.facts.columns:
        numbers = table.facts.get_column(ID).cast(pl.String).drop_nulls()
        twice = numbers.filter(numbers.is_duplicated()).unique(maintain_order=True).to_list()
        shown = twice[:_MOST_SHOWN] + (["…"] if len(twice) > _MOST_SHOWN else [])
        if twice:
            yield Diagnostic(
                "join", msg("{file}: {id} more than once: {numbers}", file=table.name, id=ID, numbers=shown)
            )


def _by_id(table: Table, claimed: Table, _: Names) -> pl.DataFrame | None:
    return _by_facts(table, [ID], is_whole=table is claimed)


def _by_contract(table: Table, claimed: Table, _: Names) -> pl.DataFrame | None:
    """With the lender, where the claims name it."""
    lender = [LENDER] if LENDER in claimed.facts.columns else []
    return _by_facts(table, [*lender, CONTRACT], is_whole=table is claimed)


def _by_facts(table: Table, paths: list[str], *, is_whole: bool) -> pl.DataFrame | None:
    """The last fact is one that must be known, of a whole table in every row."""
    if paths[-1] not in table.facts.columns:
        return None
    facts = table.facts.with_columns(pl.lit(None, pl.String).alias(p) for p in paths if p not in table.facts.columns)
    plain = [mapped(facts.get_column(path).cast(pl.String), plain_name) for path in paths]
    keys = pl.DataFrame([facts.get_column(ROW).alias("row"), *plain]).drop_nulls(paths[-1])
    key = pl.concat_str([pl.col(path).fill_null("") for path in paths], separator="\n")
    return _unique(keys.select("row", key.alias("key")), len(facts) if is_whole else 1)


def _by_row(table: Table, claimed: Table, names: Names) -> pl.DataFrame | None:
    """By the place in the applications' table, which an output of `batch` holds in columns of its own."""
    columns = {key_of(column): column for column in claimed.columns}
    row = next((columns[name] for name in _ROW if name in columns), None)
    file = next((columns[name] for name in _FILE if name in columns), None)
    if row is None:
        return None
    if table is claimed:
        cells = table.cells.select(ROW, row, *([file] if file else [])).iter_rows()
        places = [(number, _place(of, at)) for number, at, of in ((*cell, None)[:3] for cell in cells)]
    else:
        stands = ((number, names.place(number)) for number in table.rows)
        places = [(number, _place(place.file if file else None, place.row)) for number, place in stands]
    return _unique(pl.DataFrame(places, {"row": pl.Int64, "key": pl.String}, orient="row"), 1)


def _place(file: str | None, row: object) -> str:
    """The same folder may be given by other ways."""
    return f"{Path(file).name if file else ''}\n{row}"


def _unique(keys: pl.DataFrame, least: int) -> pl.DataFrame | None:
    """None where a key stands twice, or where there are too few."""
    return keys if len(keys) >= least and keys.get_column("key").is_unique().all() else None

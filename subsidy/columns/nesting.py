"""A flat table of records, such as cash flows, put into the loans that they belong to."""

from __future__ import annotations

from typing import Final, NamedTuple

import polars as pl

from subsidy.diagnostics import Diagnostic, InputError, refuse_if_any
from subsidy.messages import msg

_KEY: Final = "#key"
_MANY: Final = 5


class Nested(NamedTuple):
    """The loans, each with the list of its records in their order; the records of no loan, as they were given."""

    frame: pl.DataFrame
    orphans: pl.DataFrame


def nested(loans: pl.DataFrame, records: pl.DataFrame, key: str, path: str) -> Nested:
    """The loans with a column `path` (`loan.flows`) of the records that have their value of `key`.

    Every other column of the records becomes a field. A loan without records, or without a key, has []; a record
    without a key belongs to no loan. Raises `InputError` for a key that several loans have, where a column `key` is
    missing, and where the loans have a column `path` already.
    """
    _refuse(loans, records, key, path)
    said = pl.col(key).cast(pl.String).alias(_KEY)
    fields = [name for name in records.columns if name != key]
    lists = records.group_by(said, maintain_order=True).agg(pl.struct(fields).alias(path))
    keyed = loans.with_columns(said)
    frame = keyed.join(lists, on=_KEY, how="left", maintain_order="left").drop(_KEY)
    stray = lists.select(_KEY).join(keyed, on=_KEY, how="anti")
    orphans = records.filter(records.select(said.is_in(stray[_KEY].implode()) | said.is_null()).to_series())
    return Nested(frame.with_columns(pl.col(path).fill_null([])), orphans)


def _refuse(loans: pl.DataFrame, records: pl.DataFrame, key: str, path: str) -> None:
    """Raises `InputError` where a record cannot tell its loan, or a loan its records."""
    problems = []
    if key not in loans.columns:
        problems.append(msg("the table of loans has no column {key}", key=key))
    if key not in records.columns:
        problems.append(msg("the table of records has no column {key}", key=key))
    refuse_if_any(Diagnostic("no-key", problem, field=key) for problem in problems)
    if path in loans.columns:
        problem = msg("the loans have a column {column} already", column=path)
        raise InputError([Diagnostic("given-twice", problem, field=path)])
    known = loans.get_column(key).drop_nulls()
    if known.n_unique() < len(known):
        twice = known.filter(known.is_duplicated()).unique(maintain_order=True)
        first = [str(value) for value in twice.head(_MANY)]
        problem = msg("{count} keys are of several loans each: {values}", count=len(twice), values=first)
        raise InputError([Diagnostic("duplicate-key", problem, field=key)])

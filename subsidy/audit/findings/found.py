"""A thing found within a batch, and what is looked through to find it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

import polars as pl

from subsidy.audit.cause import Stage
from subsidy.audit.trying import Trying
from subsidy.messages import Label, Sayable
from subsidy.quantities.fen import yuan_of


class Finding(NamedTuple):
    """`rows` are the rows concerned, `words` say what is found, with the figures."""

    rows: tuple[int, ...]
    words: Sayable


class Books(NamedTuple):
    """The rows of all schemes that are audited together; `paid_for` are those for which something is claimed.

    `rows` has the columns of `ledger`, and `scheme`, `edition`, `outcome`, `claimed_fen` besides. `trying` knows the
    programs of each scheme; `name` says a row as its reader knows it.
    """

    rows: pl.DataFrame
    paid_for: pl.DataFrame
    trying: Mapping[str, Trying]
    stage: Stage
    name: Callable[[int], Sayable]

    def names(self, rows: Iterable[int]) -> list[Sayable]:
        return [self.name(row) for row in rows]


class Check(NamedTuple):
    """What is looked for; `criterion` says when something is found."""

    code: str
    label: Label
    criterion: Sayable
    find: Callable[[Books], Iterator[Finding]]


def groups(rows: pl.DataFrame, keys: Sequence[str], differing: str | None = None) -> Iterator[pl.DataFrame]:
    """The rows that are alike in columns that are all known, where there are two or more of them, in their order;
    those alone that hold more than one value in the column `differing`, if it is given.
    """
    known = rows.drop_nulls(keys)
    counted = pl.len() if differing is None else pl.col(differing).drop_nulls().n_unique()
    several = known.filter(counted.over(keys) > 1)
    return (group for _, group in several.group_by(keys, maintain_order=True))


def claimed(rows: pl.DataFrame) -> Decimal:
    """What is claimed for some rows together, in yuan."""
    return yuan_of(int(rows.select(pl.col("claimed_fen").cast(pl.Int128).sum()).item()))


def row_numbers(rows: pl.DataFrame) -> tuple[int, ...]:
    return tuple(rows.get_column("row").to_list())


def first_known(rows: pl.DataFrame, column: str) -> str:
    """What stands in a column of some rows; a question mark where nothing does."""
    known = rows.get_column(column).drop_nulls()
    return str(known[0]) if len(known) else "?"

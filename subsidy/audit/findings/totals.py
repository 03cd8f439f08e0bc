"""Rows that contradict themselves: their benefits do not add up to what stands for all of them."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from subsidy.audit.findings.found import Books, Finding
from subsidy.messages import msg
from subsidy.quantities import format_money
from subsidy.quantities.fen import yuan_of


def unequal_sums(books: Books) -> Iterator[Finding]:
    """Of rows with both, one of them compared and the other not."""
    unequal = books.rows.filter(pl.col("other_fen") != pl.col("claimed_fen"))
    for row, compared, other in unequal.select("row", "claimed_fen", "other_fen").iter_rows():
        words = msg(
            "{row}: {compared} yuan in the columns that are compared, {other} yuan in the other columns of amounts",
            row=books.name(row),
            compared=format_money(yuan_of(compared)),
            other=format_money(yuan_of(other)),
        )
        yield Finding((row,), words)

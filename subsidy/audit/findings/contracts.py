"""The same loan more than once: its contract in several rows, or its time under several contracts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import polars as pl

from subsidy.audit.findings.found import Books, Finding, claimed, first_known, groups, loans, row_numbers
from subsidy.messages import Message, msg
from subsidy.quantities import format_money
from subsidy.quantities.fen import yuan_of

_UNTIL: Final = pl.coalesce("settled_on", "matures_on").alias("until")


def same_contract(books: Books) -> Iterator[Finding]:
    """A contract at its lender, within a scheme; also where the lender is left out or written otherwise."""
    for group in loans(books.paid_for, ["scheme"]):
        words = msg(
            "contract {contract}: {rows}; claimed together {amount} yuan",
            contract=first_known(group, "contract"),
            rows=books.names(row_numbers(group)),
            amount=format_money(claimed(group)),
        )
        yield Finding(row_numbers(group), words)


def overlapping_contracts(books: Books) -> Iterator[Finding]:
    """One borrower, lender and principal under several contracts whose times overlap."""
    for rows in _overlapping(books, ["scheme", "borrower", "plain_lender", "principal"], "plain_contract"):
        if rows.get_column("plain_contract").n_unique() > 1:
            words = msg(
                "{borrower} has {principal} yuan of {lender} under several contracts at once: {spans}",
                borrower=first_known(rows, "name"),
                principal=format_money(yuan_of(rows.get_column("principal")[0])),
                lender=first_known(rows, "lender"),
                spans=_spans(books, rows),
            )
            yield Finding(row_numbers(rows), words)


def overlapping_parts(books: Books) -> Iterator[Finding]:
    """One contract with several times that overlap; where they are the same, it is the same loan twice."""
    for rows in _overlapping(books, ["scheme", "plain_lender", "plain_contract"]):
        if rows.select("disbursed_on", "until").n_unique() > 1:
            contract = first_known(rows, "contract")
            words = msg(
                "contract {contract} in parts that overlap: {spans}", contract=contract, spans=_spans(books, rows)
            )
            yield Finding(row_numbers(rows), words)


def _overlapping(books: Books, keys: list[str], differing: str | None = None) -> Iterator[pl.DataFrame]:
    """The rows that are alike in some columns and hang together in time, where there are two or more."""
    dated = books.paid_for.with_columns(_UNTIL).drop_nulls(["disbursed_on", "until"])
    for group in groups(dated, keys, differing):
        ordered = group.sort("disbursed_on", "until", "row")
        reached = pl.col("until").cum_max().shift(1)
        begins = (pl.col("disbursed_on") >= reached).fill_null(value=True).cum_sum()
        for _, cluster in ordered.group_by(begins.alias("cluster"), maintain_order=True):
            if len(cluster) > 1:
                yield cluster


def _spans(books: Books, rows: pl.DataFrame) -> list[Message]:
    return [
        msg("{row} from {first} to {last}", row=books.name(row), first=_day(first), last=_day(last))
        for row, first, last in rows.select("row", "disbursed_on", "until").iter_rows()
    ]


def _day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()

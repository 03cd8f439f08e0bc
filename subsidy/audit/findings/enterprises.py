"""One enterprise that looks like several, or several that look like one."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from subsidy.audit.findings.found import Books, Finding, first_known, groups, row_numbers, stem
from subsidy.audit.ledger import mapped
from subsidy.messages import msg


def several_names(books: Books) -> Iterator[Finding]:
    """One credit code under names that differ in more than spaces and width."""
    for group in groups(books.rows, ["code"], differing="plain_name"):
        words = msg(
            "{code} is called {names}: {rows}",
            code=first_known(group, "code"),
            names=_different(group, "plain_name", "name"),
            rows=books.names(row_numbers(group)),
        )
        yield Finding(row_numbers(group), words)


def several_codes(books: Books) -> Iterator[Finding]:
    """One name with several credit codes."""
    for group in groups(books.rows, ["plain_name"], differing="code"):
        words = msg(
            "{name} has the codes {codes}: {rows}",
            name=first_known(group, "name"),
            codes=_different(group, "code", "code"),
            rows=books.names(row_numbers(group)),
        )
        yield Finding(row_numbers(group), words)


def alike_names(books: Books) -> Iterator[Finding]:
    """Names that differ only in punctuation or in the form of the company, not all told apart by credit codes."""
    stems = mapped(books.rows.get_column("plain_name"), stem)
    for group in groups(books.rows.with_columns(stems.alias("stem")), ["stem"], differing="plain_name"):
        if group.get_column("code").null_count() > 0:
            words = msg(
                "{names} may be one enterprise: {rows}",
                names=_different(group, "plain_name", "name"),
                rows=books.names(row_numbers(group)),
            )
            yield Finding(row_numbers(group), words)


def _different(group: pl.DataFrame, by: str, shown: str) -> list[str]:
    """What stands in a column, once for each that differs by another."""
    return group.drop_nulls(by).unique(by, maintain_order=True).get_column(shown).to_list()

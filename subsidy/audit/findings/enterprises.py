"""One enterprise that looks like several, or several that look like one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from subsidy.audit.findings.found import Books, Finding, first_known, groups, row_numbers
from subsidy.audit.ledger import mapped
from subsidy.messages import msg

_FORM: Final = re.compile(r"[()（）\[\]【】《》·.,、“”\"'’‘-]|有限责任公司|股份有限公司|集团有限公司|有限公司|公司|厂$")


def several_names(books: Books) -> Iterator[Finding]:
    """One credit code under names that differ in more than spaces and width."""
    for group in groups(books.rows, ["code"]):
        named = group.drop_nulls("plain_name").unique("plain_name", maintain_order=True)
        if len(named) > 1:
            words = msg(
                "{code} is called {names}: {rows}",
                code=first_known(group, "code"),
                names=named.get_column("name").to_list(),
                rows=books.names(row_numbers(group)),
            )
            yield Finding(row_numbers(group), words)


def several_codes(books: Books) -> Iterator[Finding]:
    """One name with several credit codes."""
    for group in groups(books.rows, ["plain_name"]):
        codes = group.get_column("code").drop_nulls().unique(maintain_order=True).to_list()
        if len(codes) > 1:
            words = msg(
                "{name} has the codes {codes}: {rows}",
                name=first_known(group, "name"),
                codes=codes,
                rows=books.names(row_numbers(group)),
            )
            yield Finding(row_numbers(group), words)


def alike_names(books: Books) -> Iterator[Finding]:
    """Names that differ only in punctuation or in the form of the company, not all told apart by credit codes."""
    stems = mapped(books.rows.get_column("plain_name"), lambda name: _FORM.sub("", name) or name)
    for group in groups(books.rows.with_columns(stems.alias("stem")), ["stem"]):
        names = group.unique("plain_name", maintain_order=True)
        has_no_code = group.get_column("code").null_count() > 0
        if len(names) > 1 and has_no_code:
            words = msg(
                "{names} may be one enterprise: {rows}",
                names=names.get_column("name").to_list(),
                rows=books.names(row_numbers(group)),
            )
            yield Finding(row_numbers(group), words)

"""Loans that stay under a figure of the scheme one by one and go beyond it together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

import polars as pl

from subsidy.audit.findings.found import Books, Finding, first_known, groups, row_numbers
from subsidy.audit.rewriting import every_part
from subsidy.language.nodes import Banded, Compare, Constant, Fact, Node, Rescaled, Sliced, Smallest
from subsidy.messages import Message, Sayable, msg
from subsidy.quantities import format_money
from subsidy.quantities.fen import yuan_of
from subsidy.scheme.program import Program

DAYS: Final = 30
_PRINCIPAL: Final = "loan.principal"


class Bound(NamedTuple):
    """A figure with which a scheme compares the principal, in fen, and where: the condition or step."""

    fen: int
    label: Sayable


def bounds(program: Program) -> tuple[Bound, ...]:
    """The figures with which conditions, tiers and caps of a program compare the principal."""
    found: dict[int, Bound] = {}
    trees = [(rule.label, rule.node) for rule in program.rules] + [
        (value.label, value.node) for value in program.values
    ]
    for label, tree in trees:
        for end in (end for node in every_part(tree) for end in _ends(node)):
            fen = end.low * end.unit * 100
            if fen.denominator == 1 and fen > 0:
                found.setdefault(int(fen), Bound(int(fen), label))
    return tuple(found[fen] for fen in sorted(found))


def split(books: Books) -> Iterator[Finding]:
    """Loans of one borrower within `DAYS` days, each at most a figure of the scheme, together above it."""
    dated = books.paid_for.with_columns(pl.coalesce("disbursed_on", "signed_on").alias("day"))
    for _, own in dated.drop_nulls(["day", "principal", "edition"]).group_by("scheme", "edition", maintain_order=True):
        scheme, row = own.select("scheme", "row").row(0)
        known = bounds(books.trying[scheme].ground(row).program)
        least = min((bound.fen for bound in known), default=None)
        if least is not None:
            enough = own.filter(pl.col("principal").sum().over("borrower") > least)
            for group in groups(enough, ["borrower"]):
                for rows in _within_days(group):
                    if crossed := _crossed(rows, known):
                        yield Finding(row_numbers(rows), _words(books, rows, crossed))


def _within_days(group: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Rows that follow the first of them within so many days; each row stands in one such cluster."""
    ordered = group.sort("day", "row")
    while len(ordered) > 1:
        near = ordered.filter(pl.col("day") <= ordered.get_column("day")[0] + DAYS)
        if len(near) > 1:
            yield near
        ordered = ordered.slice(len(near))


def _crossed(rows: pl.DataFrame, known: tuple[Bound, ...]) -> list[Bound]:
    principals = rows.get_column("principal").to_list()
    most, together = max(principals), sum(principals)
    return [bound for bound in known if most <= bound.fen < together]


def _words(books: Books, rows: pl.DataFrame, crossed: list[Bound]) -> Message:
    return msg(
        "{borrower}: {loans}; together {sum} yuan, and the scheme's figures are {bounds}",
        borrower=first_known(rows, "name"),
        loans=[
            msg(
                "{row} {amount} yuan on {day}",
                row=books.name(row),
                amount=format_money(yuan_of(principal)),
                day=date.fromordinal(day),
            )
            for row, principal, day in rows.select("row", "principal", "day").iter_rows()
        ],
        sum=format_money(yuan_of(sum(rows.get_column("principal").to_list()))),
        bounds=[msg("{amount} yuan ({label})", amount=format_money(yuan_of(b.fen)), label=b.label) for b in crossed],
    )


def _ends(node: Node) -> list[Constant]:
    """The constants with which a node compares the principal."""
    if isinstance(node, Banded | Sliced) and _is_principal(node.subject):
        return [band.end for band in node.bands if isinstance(band.end, Constant)]
    items: tuple[Node, ...] = node.items if isinstance(node, Smallest) else ()
    if isinstance(node, Compare):
        items = (node.left, node.right)
    return [item for item in items if isinstance(item, Constant)] if any(map(_is_principal, items)) else []


def _is_principal(node: Node) -> bool:
    plain = node.of if isinstance(node, Rescaled) else node
    return isinstance(plain, Fact) and plain.path == _PRINCIPAL

"""More claimed than a limit of the scheme allows, whatever becomes of the rows one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from math import floor
from typing import Final

import polars as pl

from subsidy.audit.findings.found import Books, Finding, claimed, first_known, row_numbers
from subsidy.audit.trying import Trying
from subsidy.columns.limits.carried import reads_facts
from subsidy.limits.settlement import Extent
from subsidy.messages import Message, msg
from subsidy.quantities import format_money
from subsidy.scheme.limits import BoundLimit, Key, KeyWord
from subsidy.scheme.program import Program

_YEAR_ONE: Final = 719_163  # the ordinal of 1970-01-01, from which Polars counts days


def beyond_limit(books: Books) -> Iterator[Finding]:
    """Of each limit that counts loans, or bounds amounts after the limits: the groups whose claims go beyond it."""
    for scheme, trying in books.trying.items():
        rows = books.paid_for.filter(pl.col("scheme") == scheme)
        for edition in rows.get_column("edition").drop_nulls().unique(maintain_order=True):
            own = rows.filter(pl.col("edition") == edition)
            program = trying.ground(own.get_column("row")[0]).program
            for limit in program.limits:
                if _is_judged(limit, program, books):
                    yield from _beyond(limit, own, trying, books)


def key_paths(program: Program) -> set[str]:
    """The facts by which the limits of a program group loans."""
    return {key.path for limit in program.limits for key in limit.per if key.path}


def _is_judged(limit: BoundLimit, program: Program, books: Books) -> bool:
    """Counts of loans, and sums of all that is claimed; nothing that other schemes or a measure have a part in."""
    whole = not limit.rule.of or {b.name for b in program.benefits} <= set(limit.rule.of)
    amounts = limit.unit == "yuan" and books.stage == "payable"
    plain = limit.on is None and limit.ratio is None and not limit.rule.across
    return plain and whole and (amounts or limit.unit == "loan")


def _beyond(limit: BoundLimit, rows: pl.DataFrame, trying: Trying, books: Books) -> Iterator[Finding]:
    keys = [expr.alias(f"key{i}") for i, expr in enumerate(e for key in limit.per for e in _KEYS[key.word](key))]
    names = [f"key{i}" for i in range(len(keys))]
    known = rows.with_columns(keys).drop_nulls(names)
    counted = pl.len() if limit.unit == "loan" else pl.col("claimed_fen").sum()
    groups = known.group_by(names, maintain_order=True).agg(counted.cast(pl.Int64).alias("found"), "row")
    ceilings = _Ceilings(limit, trying)
    for found, numbers in groups.select("found", "row").iter_rows():
        ceiling = ceilings.of(numbers[0]) if found > 1 else None
        if ceiling is not None and found > ceiling:
            group = known.filter(pl.col("row").is_in(numbers))
            yield Finding(tuple(numbers), _words(limit, group, found, ceiling, books))


class _Ceilings:
    """The ceiling of a limit, worked out once where it rests on no fact; None: not known."""

    def __init__(self, limit: BoundLimit, trying: Trying) -> None:
        self._limit = limit
        self._trying = trying
        self._same: list[int | None] = []

    def of(self, row: int) -> int | None:
        if self._same:
            return self._same[0]
        decision, node = self._trying.decision(row), self._limit.at_most
        value = None if node is None else decision.run.value_of(node)
        exact = value * node.unit if node is not None and isinstance(value, int) else None
        ceiling = None if exact is None else floor(exact * (100 if self._limit.unit == "yuan" else 1))
        if node is not None and not reads_facts(self._trying.evaluator(row), node):
            self._same.append(ceiling)
        return ceiling


def _words(limit: BoundLimit, group: pl.DataFrame, found: int, ceiling: int, books: Books) -> Message:
    return msg(
        "{limit} ({who}): {found} claimed, at most {ceiling}: {rows}; claimed together {amount} yuan",
        limit=limit.rule.label,
        who=first_known(group, "name"),
        found=Extent.of(found, limit.unit),
        ceiling=Extent.of(ceiling, limit.unit),
        rows=books.names(row_numbers(group)),
        amount=format_money(claimed(group)),
    )


def _year(key: Key) -> list[pl.Expr]:
    if not key.path.endswith(".year"):
        return [(pl.col(key.path) - _YEAR_ONE).cast(pl.Date).dt.year()]
    return [pl.col(key.path)]


_KEYS: Final[Mapping[KeyWord, Callable[[Key], list[pl.Expr]]]] = {
    "borrower": lambda _: [pl.col("borrower")],
    "lender": lambda _: [pl.col("plain_lender")],
    "loan": lambda _: [pl.col("plain_lender"), pl.col("plain_contract")],
    "application": lambda _: [pl.col("id")],
    "edition": lambda _: [pl.col("edition")],
    "scheme": lambda _: [pl.col("scheme")],
    "fact": lambda key: [pl.col(key.path)],
    "year": _year,
}

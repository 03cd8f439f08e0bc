"""Days whose reference rate is not in its table: the rows are decided with the last quote, and that is told once.

A row's decision says it of the very day that was looked up (`warnings_of`); in a table the facts that lead to such a
day are looked at, so a row may be counted whose formula takes an earlier one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from subsidy.columns import BatchEvaluator
from subsidy.diagnostics import Diagnostic
from subsidy.facts import Vocabulary
from subsidy.language.look_ups import look_ups
from subsidy.language.nodes import Fact, Named, Node
from subsidy.language.walk import walk
from subsidy.messages import Sayable, msg
from subsidy.quantities import QuantityError, day
from subsidy.rates import RateTable
from subsidy.scheme.program import Program
from subsidy.tables import RowPlace

if TYPE_CHECKING:
    from subsidy.batch.source import Rows


class LookedUp(NamedTuple):
    """A table, and the dates of an application on which the day depends that is looked up in it."""

    table: RateTable
    paths: frozenset[str]


def looked_up(evaluator: BatchEvaluator) -> tuple[LookedUp, ...]:
    """Of the editions under which the rows are decided; each table once."""
    found: dict[str, set[str]] = {}
    tables: dict[str, RateTable] = {}
    for program in (e.program for e in evaluator.evaluators.values()):
        tables |= program.tables
        for table, days in look_ups(program.trees):
            found.setdefault(table, set()).update(_dates(days, program))
    return tuple(LookedUp(tables[name], frozenset(paths)) for name, paths in found.items())


class StaleQuotes:
    def __init__(self, looked_up: Iterable[LookedUp], vocabulary: Vocabulary) -> None:
        self._counts = dict.fromkeys(looked_up, 0)
        self._vocabulary = vocabulary

    def see(self, rows: Rows) -> None:
        for one in self._counts:
            given = [rows.facts.get_column(path) for path in one.paths if path in rows.facts.columns]
            if given:
                beyond = [column.is_in(_later(column, one.table.known_until)) for column in given]
                self._counts[one] += int(pl.select(pl.any_horizontal(beyond)).to_series().sum())

    def notices(self, place: Callable[[int], RowPlace]) -> Iterator[Sayable]:
        for (table, paths), count in self._counts.items():
            if count:
                yield Diagnostic(
                    "stale-quote",
                    msg(
                        "{table}: no quote from {due} on is in the table; rows with a later {facts}: {count}; "
                        "that of {last} is taken",
                        table=table.description.title,
                        due=table.known_until + timedelta(1),
                        facts=[fact.label for path in sorted(paths) if (fact := self._vocabulary.find(path))],
                        count=f"{count:,}",
                        last=table.last_day,
                    ),
                    severity="warning",
                )


def _later(column: pl.Series, until: date) -> list[Any]:
    """The days after `until` in a column, as they are written there."""
    return [written for written in column.unique().drop_nulls() if (found := _day(written)) and found > until]


def _day(written: Any) -> date | None:
    """None for a text that is no day: its row is rejected."""
    with suppress(QuantityError):
        return day(written) if isinstance(written, str) else written
    return None


def _dates(days: Iterable[Node], program: Program) -> Iterator[str]:
    values: Mapping[str, Node] = {value.name: value.node for value in program.values}
    for node in (node for tree in days for node in walk(tree)):
        if isinstance(node, Fact) and node.type.base == "date":
            yield node.path
        elif isinstance(node, Named) and node.type.base == "date":
            yield from _dates((values[node.name],), program)

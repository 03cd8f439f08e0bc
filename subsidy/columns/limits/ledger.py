"""All rows of a table, in an order that no permutation of it changes, and what is left to each of them.

Columns are read when they are asked for, so a table that waits on disk is never in memory as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, Final

import polars as pl

from subsidy.columns.limits.carried import CONTENT, ID, figure_column
from subsidy.columns.results import parts_of
from subsidy.evaluation import Evaluator
from subsidy.evaluation.prepare import Prepared
from subsidy.evaluation.run import Run
from subsidy.limits.sequence import CommonLimit
from subsidy.scheme.library import Scheme
from subsidy.scheme.limits import BoundLimit, Part
from subsidy.scheme.program import Program

PLACE: Final = "place"
EDITION: Final = "edition"


class Ledger:
    """The decisions in their order; everywhere a row is its place in it. `edition` is the number of each row's.

    `due` is what is left of each benefit in fen, `open` whether its payable cannot be told, `counted` what is left of
    a measure by its formula, `took` which rows each limit took something from.
    """

    def __init__(self, decisions: pl.LazyFrame, scheme: Scheme, evaluators: Mapping[str, Evaluator]) -> None:
        self.scheme = scheme.name
        self.vocabulary = scheme.vocabulary
        self.decisions = decisions
        self.columns = decisions.collect_schema().names()
        self.order = _order(decisions)
        editions = self.column("edition").cast(pl.String)
        present = set(editions.unique())
        self.evaluators = {name: e for name, e in evaluators.items() if name in present}
        self.editions = list(self.evaluators)
        self.benefits = list(dict.fromkeys(b.name for e in self.evaluators.values() for b in e.program.benefits))
        self.edition = editions.cast(pl.Enum(self.editions)).to_physical().cast(pl.UInt8).alias(EDITION)
        self.incomplete = self.column("outcome").cast(pl.String) == "incomplete"
        self.height = len(editions)
        self.due = {b: self.column(f"entitlement_fen.{b}").fill_null(0) for b in self.benefits}
        self.open: dict[str, pl.Series] = {}
        self.counted: dict[str, pl.Series] = {}
        self.took: dict[CommonLimit, pl.Series] = {}

    def given(self, name: str) -> pl.Series:
        """A column of the decisions as they stand."""
        return self.decisions.select(name).collect().get_column(name)

    def column(self, name: str) -> pl.Series:
        """The same in the order of the ledger."""
        return self.given(name) if self.order is None else self.given(name).gather(self.order)

    def at(self, name: str, places: pl.Series) -> pl.Series:
        """The same of these rows alone."""
        return self.given(name).gather(places if self.order is None else self.order.gather(places))

    def back(self, ordered: pl.Series) -> pl.Series:
        """A column of the ledger as the decisions stand."""
        return ordered if self.order is None else ordered.gather(self._places)

    @cached_property
    def _places(self) -> pl.Series:
        assert self.order is not None
        return self.order.arg_sort()

    def all(self, value: Any, type_: Any) -> pl.Series:
        """The same in every row."""
        return pl.Series([value], dtype=type_).new_from_index(0, self.height)

    def names(self, places: pl.Series) -> pl.Series:
        """What these rows are called: the application's id, else the row's number."""
        rows = pl.DataFrame([self.at(ID, places), self.at("row", places)])
        return rows.select(pl.when(is_nameless()).then(pl.format("#{}", "row")).otherwise(ID)).to_series()

    @cached_property
    def identity(self) -> pl.Series:
        """Equal where rows decide one application: its id, else all of its facts, is the same."""
        told = pl.DataFrame([self.column(ID), self.column(CONTENT)])
        return told.select(pl.struct(ID, pl.when(is_nameless()).then(CONTENT)).rle_id()).to_series()

    @cached_property
    def begins(self) -> pl.Series:
        """The first day that each edition governs."""
        return pl.Series([e.program.edition.governs.from_.toordinal() for e in self.evaluators.values()])

    def positions(self, benefit: int) -> pl.Series:
        """Where each edition has a benefit among its own."""
        own = [[b.name for b in e.program.benefits] for e in self.evaluators.values()]
        name = self.benefits[benefit]
        return pl.Series([names.index(name) if name in names else None for names in own], dtype=pl.UInt8)

    def program(self, edition: int) -> Program:
        return self.evaluators[self.editions[edition]].program

    def owners(self, common: CommonLimit) -> list[int]:
        """The editions that have a limit with these keys."""
        return [
            edition
            for edition in range(len(self.editions))
            if any(limit.name == common.name and limit.per == common.keys for limit in self.program(edition).limits)
        ]

    def limit(self, edition: int, name: str) -> BoundLimit:
        return next(limit for limit in self.program(edition).limits if limit.name == name)

    def figure(self, editions: Iterable[int], name: str, part: Part) -> int | pl.Series | None:
        """What a formula of a limit comes to in the rows of these editions: in each, or, where that is the same, once.
        None and null where it is unknown.
        """
        column = figure_column(name, part)
        constants = {edition: self.constant(edition, name, part) for edition in editions}
        if column not in self.columns and len(set(constants.values())) == 1:
            return next(iter(constants.values()))
        known = pl.Series([constants.get(i) for i in range(len(self.editions))], dtype=pl.Int64).gather(self.edition)
        if column not in self.columns:
            return known
        varying = self.column(column)
        return varying.zip_with(varying.is_not_null(), known)

    def constant(self, edition: int, name: str, part: Part) -> int | None:
        """What it comes to where no fact is known."""
        for known, node, unit in parts_of(self.limit(edition, name)):
            if known == part:
                value = self.bare(edition).value_of(node)
                return value * node.unit // unit if isinstance(value, int) else None
        return None

    def bare(self, edition: int) -> Run:
        """The run of an application of which nothing is known."""
        evaluator = self.evaluators[self.editions[edition]]
        return evaluator.run(Prepared((None,) * len(evaluator.program.inputs), complete=False))

    def take(self, limit: CommonLimit, benefit: str, places: pl.Series, left: pl.Series) -> None:
        """Leaves so much of a benefit to these rows, from each of which the limit takes something."""
        self.due[benefit] = self.due[benefit].scatter(places, left)
        self.took[limit] = self._flagged(self.took.get(limit), places)

    def leave_open(self, benefit: str, places: pl.Series) -> None:
        self.open[benefit] = self._flagged(self.open.get(benefit), places)

    def is_open(self, benefit: str, places: pl.Series) -> pl.Series:
        flags = self.open.get(benefit)
        return pl.repeat(False, len(places), eager=True) if flags is None else flags.gather(places)

    def count(self, formula: str, places: pl.Series, left: pl.Series) -> None:
        """Leaves so much of a measure to these rows, in fen."""
        known = self.counted.get(formula)
        unset = self.all(None, pl.Int64) if known is None else known
        self.counted[formula] = unset.scatter(places, left.cast(pl.Int64))

    def _flagged(self, flags: pl.Series | None, places: pl.Series) -> pl.Series:
        return (self.all(False, pl.Boolean) if flags is None else flags).scatter(places, True)


def is_nameless() -> pl.Expr:
    """Whether a row has no application's id, and so is told by its lender, contract and borrower."""
    return pl.col(ID).str.starts_with("\n")


def _order(decisions: pl.LazyFrame) -> pl.Series | None:
    """Which row comes first, second, ..., as `subsidy.limits.entries` has it; None where they stand so. What is alike
    even in its amounts is told apart by a hash of the facts, which is another than there.
    """
    ids = decisions.select(ID).collect().get_column(ID)
    if _is_strictly_sorted(ids):
        return None
    order = ids.arg_sort()
    if _is_strictly_sorted(ids.gather(order)):
        return order
    amounts = sorted(name for name in decisions.collect_schema().names() if name.startswith("entitlement_fen."))
    keys = decisions.select(ID, pl.col("edition").cast(pl.String), *amounts, CONTENT).collect()
    return keys.select(pl.arg_sort_by(keys.columns, maintain_order=True)).to_series()


def _is_strictly_sorted(ids: pl.Series) -> bool:
    return ids.is_sorted() and not (ids == ids.shift()).any()

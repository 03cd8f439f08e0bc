"""All rows of a table, in an order that no permutation of it changes, and what is left to each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final

import polars as pl

from subsidy.columns.content import HIGH, LOW
from subsidy.columns.limits.carried import ID, figure_column
from subsidy.columns.results import parts_of
from subsidy.evaluation import Evaluator
from subsidy.evaluation.prepare import Prepared
from subsidy.evaluation.run import Run
from subsidy.limits.sequence import Place
from subsidy.scheme.library import Scheme
from subsidy.scheme.limits import BoundLimit
from subsidy.scheme.program import Program

PLACE: Final = "place"
EDITION: Final = "edition"
IDENTITY: Final = "identity"
INCOMPLETE: Final = "incomplete"
_NAME: Final = "edition.name"


class Ledger:
    """`rows` are the decisions in their order; everywhere else a row is its place in it.

    `due` is what is left of each benefit in fen, `open` whether its payable cannot be told, `counted` what is left of
    a measure by its formula, `took` which rows each limit took something from.
    """

    def __init__(self, decisions: pl.DataFrame, scheme: Scheme, evaluators: Mapping[str, Evaluator]) -> None:
        self.scheme = scheme.name
        self.vocabulary = scheme.vocabulary
        present = set(decisions.get_column("edition").unique())
        self.evaluators = {name: e for name, e in evaluators.items() if name in present}
        self.editions = list(self.evaluators)
        self.benefits = list(dict.fromkeys(b.name for e in self.evaluators.values() for b in e.program.benefits))
        identity = _identity(decisions)
        self.order = _order(decisions, identity)
        kept = [n for n in decisions.columns if n.startswith(("#", "entitlement_fen."))]
        self.rows = (
            decisions.select("row", "outcome", *kept, pl.col("edition").alias(_NAME))
            .with_columns(
                pl.col(_NAME).cast(pl.Enum(self.editions)).to_physical().cast(pl.UInt32).alias(EDITION),
                (pl.col("outcome") == "incomplete").alias(INCOMPLETE),
                identity.alias(IDENTITY),
            )[self.order]
            .with_columns(pl.col(IDENTITY).rle_id())
        )
        incomplete = pl.col(INCOMPLETE)
        self.due = {
            b: self.rows.select(pl.when(~incomplete).then(f"entitlement_fen.{b}").fill_null(0)).to_series()
            for b in self.benefits
        }
        self.open: dict[str, pl.Series] = {b: self._none() for b in self.benefits}
        self.counted: dict[str, pl.Series] = {}
        self.took: dict[Place, pl.Series] = {}

    def _none(self) -> pl.Series:
        return pl.Series([False]).new_from_index(0, self.rows.height)

    @cached_property
    def names(self) -> pl.Series:
        """What the rows are called: the application's id, else the row's number."""
        return self.rows.select(pl.coalesce(ID, pl.format("#{}", "row"))).to_series()

    @cached_property
    def begins(self) -> pl.Series:
        """The first day that each edition governs."""
        return pl.Series([e.program.edition.governs.from_.toordinal() for e in self.evaluators.values()])

    def positions(self, benefit: int) -> pl.Series:
        """Where each edition has a benefit among its own."""
        own = [[b.name for b in e.program.benefits] for e in self.evaluators.values()]
        name = self.benefits[benefit]
        return pl.Series([names.index(name) if name in names else None for names in own], dtype=pl.UInt32)

    def program(self, edition: int) -> Program:
        return self.evaluators[self.editions[edition]].program

    def owners(self, place: Place) -> list[int]:
        """The editions that have a limit with these keys."""
        return [
            edition
            for edition in range(len(self.editions))
            if any(limit.name == place.name and limit.per == place.keys for limit in self.program(edition).limits)
        ]

    def limit(self, edition: int, name: str) -> BoundLimit:
        return next(limit for limit in self.program(edition).limits if limit.name == name)

    def figure(self, editions: Iterable[int], name: str, part: str) -> pl.Series:
        """What a formula of a limit comes to in every row of these editions; null where it is unknown."""
        column = figure_column(name, part)
        varying = pl.col(column) if column in self.rows.columns else pl.lit(None, dtype=pl.Int64)
        constants = {edition: self.constant(edition, name, part) for edition in editions}
        known = [
            pl.when(pl.col(EDITION) == edition).then(pl.lit(value, dtype=pl.Int64))
            for edition, value in constants.items()
            if value is not None
        ]
        return self.rows.with_columns(pl.coalesce(varying, *known).alias(part)).get_column(part)

    def constant(self, edition: int, name: str, part: str) -> int | None:
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

    def take(self, limit: Place, benefit: str, places: pl.Series, left: pl.Series) -> None:
        """Leaves so much of a benefit to these rows, from each of which the limit takes something."""
        self.due[benefit] = self.due[benefit].scatter(places, left)
        self.took[limit] = self.took.get(limit, self._none()).scatter(places, True)

    def count(self, formula: str, places: pl.Series, left: pl.Series) -> None:
        """Leaves so much of a measure to these rows, in fen; of a place that is there twice the last counts."""
        unset = pl.Series([None], dtype=pl.Int64).new_from_index(0, self.rows.height)
        self.counted[formula] = self.counted.get(formula, unset).scatter(places, left.cast(pl.Int64))

    def leave_open(self, benefit: str, places: pl.Series) -> None:
        self.open[benefit] = self.open[benefit].scatter(places, True)


def _identity(decisions: pl.DataFrame) -> pl.Series:
    """The application that a row decides: its id, else the hash of its facts."""
    ids = decisions.get_column(ID)
    nameless = ids.is_null()
    if not nameless.any():
        return ids
    halves = decisions.filter(nameless).select(HIGH, LOW)
    hashes = pl.Series([f"{high:016x}{low:016x}" for high, low in halves.iter_rows()], dtype=pl.String)
    return ids.clone().scatter(nameless.arg_true(), hashes)


def _order(decisions: pl.DataFrame, identity: pl.Series) -> pl.Series:
    """Which row comes first, second, ...: by identity, equal ones by edition and content."""
    if identity.is_sorted() and not (identity == identity.shift()).any():
        return pl.Series(range(len(identity)), dtype=pl.UInt32)
    keys = decisions.select(identity.alias(IDENTITY), "edition", HIGH, LOW)
    return keys.select(pl.arg_sort_by(keys.columns, maintain_order=True)).to_series()

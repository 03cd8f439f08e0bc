"""What the limits of a scheme need to know of a row, carried beside its decision in columns whose names begin with `#`.

Without limits nothing is. Days are ordinals and amounts fen, as everywhere in columns.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import reduce
from typing import Final, NamedTuple

import polars as pl

from subsidy.columns.missing import MissingFacts
from subsidy.columns.results import limit_column, parts_of
from subsidy.columns.units import type_in_units
from subsidy.evaluation import Evaluator
from subsidy.evaluation.conclusion import Plan
from subsidy.evaluation.layout import layout_of
from subsidy.facts import Vocabulary
from subsidy.language.nodes import Node
from subsidy.limits.granted import counts_grants
from subsidy.scheme.inputs import inputs_of
from subsidy.scheme.limits import BoundLimit, KeyWord, Part

ID: Final = "#id"
CODE: Final = "#code"
NAME: Final = "#name"
LENDER: Final = "#lender"
CONTRACT: Final = "#contract"
GRANTED: Final = "#granted"
WAITS: Final = "#waits"
CONTENT: Final = "#content"

# Of several facts the first that is known; which limits ask for it.
_LENDER: Final = ("loan.lender", "lender_year.lender")
_FACTS: Final[dict[str, tuple[tuple[str, ...], Callable[[BoundLimit], bool]]]] = {
    CODE: (("borrower.uscc",), lambda limit: _has_key(limit, "borrower")),
    NAME: (("borrower.name",), lambda limit: _has_key(limit, "borrower")),
    LENDER: (_LENDER, lambda limit: _has_key(limit, "lender", "loan")),
    CONTRACT: (("loan.contract",), lambda limit: _has_key(limit, "loan")),
    GRANTED: (("granted",), counts_grants),
}


def fact_column(path: str) -> str:
    return f"#fact.{path}"


def figure_column(limit: str, part: Part) -> str:
    """What a formula of a limit comes to, where that is not the same in every row."""
    return f"#{limit_column(limit, part)}"


def computed_column(benefit: str) -> str:
    """What the steps of a benefit give an incomplete row, in fen, whatever its rules say."""
    return f"#computed_fen.{benefit}"


class Carried:
    """The columns that the limits of some editions need, and how they are made."""

    def __init__(self, evaluators: Collection[Evaluator], vocabulary: Vocabulary) -> None:
        limits = [limit for evaluator in evaluators for limit in evaluator.program.limits]
        ordering = [vocabulary[limit.rule.by].path for limit in limits if limit.rule.by]
        keys = [key.path for limit in limits for key in limit.per if key.path]
        self.vocabulary = vocabulary
        self.facts = {name: paths for name, (paths, asks) in _FACTS.items() if any(map(asks, limits))}
        self.facts |= {fact_column(path): (path,) for path in dict.fromkeys([*keys, *ordering])}
        self.figures = dict.fromkeys(figure.column for e in evaluators for figure in varying_figures(e))
        self.computed = dict.fromkeys(computed_column(b.name) for e in evaluators for b in e.program.benefits)
        if all(limit.unit != "yuan" or limit.on is not None for limit in limits):
            self.computed = {}  # no limit asks for amounts
        self.has_limits = bool(limits)

    def of_rows(self, frame: pl.DataFrame) -> list[pl.Series]:
        """What does not depend on the edition, from a checked frame."""
        if not self.has_limits:
            return []
        facts = [self._fact(paths, frame).alias(name) for name, paths in self.facts.items()]
        known = frame.select(sorted(path for path in frame.columns if path in self.vocabulary))
        content = known.hash_rows() if known.columns else pl.repeat(0, frame.height, dtype=pl.UInt64, eager=True)
        return [self._told_by(frame).alias(ID), content.alias(CONTENT), *facts]

    def _fact(self, paths: Sequence[str], frame: pl.DataFrame) -> pl.Series:
        given = [frame.get_column(path) for path in paths if path in frame.columns]
        if not given:
            return pl.Series([None], dtype=type_in_units(self.vocabulary[paths[0]])).new_from_index(0, frame.height)
        return reduce(lambda first, other: first.zip_with(first.is_not_null(), other), given)

    def _told_by(self, frame: pl.DataFrame) -> pl.Series:
        """As `subsidy.limits.entries.told_by`."""
        ids = self._fact(("application.id",), frame)
        if not ids.has_nulls():
            return ids
        parts = [("application.id",), _LENDER, ("loan.contract",), ("borrower.uscc",), ("borrower.name",)]
        texts = [self._fact(paths, frame).fill_null("").alias(paths[0]) for paths in parts]
        told = pl.DataFrame(texts).select(pl.concat_str(pl.all(), separator="\n")).to_series()
        return ids.zip_with(ids.is_not_null(), told)

    def asked(self, evaluator: Evaluator) -> list[str]:
        """The results of `ColumnEvaluator` that are needed of an edition."""
        if not self.has_limits:
            return []
        amounts = [f"value.{benefit.amount}" for benefit in evaluator.program.benefits]
        return [*(amounts if self.computed else []), *(figure.result for figure in varying_figures(evaluator))]

    def of_edition(self, found: pl.DataFrame, rows: pl.DataFrame, missing: MissingFacts) -> list[pl.Expr | pl.Series]:
        """What does, from these results of its rows; the same columns for every edition."""
        if not self.has_limits:
            return []
        figures = {figure.column: pl.col(figure.result) for figure in varying_figures(missing.evaluator)}
        amounts = {computed_column(plan.benefit.name): _computed(plan) for plan in missing.evaluator.plans}
        nothing = pl.lit(None, dtype=pl.Int64)
        own = [(figures | amounts).get(name, nothing).alias(name) for name in (*self.figures, *self.computed)]
        return [*own, _waits(found, rows, missing)] if self.figures else [*own]


class Figure(NamedTuple):
    """A formula of a limit that is not the same for every application, and the columns that hold what it comes to."""

    limit: str
    part: Part
    node: Node

    @property
    def result(self) -> str:
        return limit_column(self.limit, self.part)

    @property
    def column(self) -> str:
        return figure_column(self.limit, self.part)


def varying_figures(evaluator: Evaluator) -> list[Figure]:
    return [
        Figure(limit.name, part, node)
        for limit in evaluator.program.limits
        for part, node, _ in parts_of(limit)
        if reads_facts(evaluator, node)
    ]


def reads_facts(evaluator: Evaluator, node: Node) -> bool:
    """Whether a formula is not the same for every application."""
    program = evaluator.program
    named = [program.values[i].node for i in layout_of(program).needed(node)]
    return bool(inputs_of([node, *named]))


def _computed(plan: Plan) -> pl.Expr:
    fen = pl.col(f"value.{plan.benefit.amount}").cast(pl.Int128) * pl.lit(plan.fen, dtype=pl.Int128)
    return pl.when(pl.col("outcome") == "incomplete").then(fen.cast(pl.Int64, strict=False))


def _waits(found: pl.DataFrame, rows: pl.DataFrame, missing: MissingFacts) -> pl.Series:
    """`limit.pot.at_most=pool.size;...`: what the formulas of limits wait for in rows that take something of them."""
    waits = pl.Series(WAITS, [None], dtype=pl.String).new_from_index(0, found.height)
    eligible = found.get_column("outcome") == "eligible"
    for figure in varying_figures(missing.evaluator):
        unknown = eligible & found.get_column(figure.result).is_null()
        if unknown.any():
            places = unknown.arg_true()
            texts = f"{figure.result}=" + missing.to_compute(figure.node, rows.filter(unknown))
            before = waits.gather(places)
            waits = waits.scatter(places, (before + ";").fill_null("") + texts)
    return waits


def _has_key(limit: BoundLimit, *words: KeyWord) -> bool:
    return any(key.word in words for key in limit.per)

"""Tables of applications under a whole scheme: each row under the edition that governs it, as `evaluate` has it.

An edition decides all of its rows at once; the rows come back in their order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final, NamedTuple

import polars as pl

from subsidy.columns.cells import INT64
from subsidy.columns.checked import Fault, checked_frame
from subsidy.columns.evaluator import ColumnEvaluator
from subsidy.columns.governing import Turn, governed
from subsidy.columns.limits.carried import Carried
from subsidy.columns.missing import MissingFacts
from subsidy.evaluation.evaluator import evaluator_of, own_readings
from subsidy.messages import Label, msg
from subsidy.scheme.library import LoadedEdition, Scheme
from subsidy.scheme.unknown import refuse_unknown_readings

_PLACE: Final = "#place"
_EXCESS: Final = "#excess"


class DecidedFrame(NamedTuple):
    """`decisions` are the rows that could be decided, in order; a row with a fault is not among them.

    Its columns: `row` (Int64, the row's number), `edition`, `outcome` (eligible, ineligible, incomplete, suspended),
    `total_fen` (Int64; null while open), `reasons` (the names of the rules that fail, with commas between), `missing`
    (the paths of the facts to ask for, likewise); of every benefit `status.BENEFIT` and `entitlement_fen.BENEFIT` (0 if
    refused; null while open, and where the row's edition has no such benefit); what begins with `#` is for `settle`.
    """

    decisions: pl.DataFrame
    faults: tuple[Fault, ...]


class BatchEvaluator:
    """One scheme, ready to decide tables of applications, each row under the edition that governs it.

    `edition` decides all rows under that one. `readings` may be of any edition; `products` are the names that a loan's
    product may have (None: any). `benefits` are those of all editions.

    It holds nothing of the rows it saw, so the portions of a larger table can be given to it one after the other.
    Raises `UnknownNameError` for an edition, reading or choice that does not exist.
    """

    def __init__(
        self,
        scheme: Scheme,
        *,
        edition: str | None = None,
        readings: Mapping[str, str] | None = None,
        products: Collection[str] | None = None,
    ) -> None:
        chosen = readings or {}
        refuse_unknown_readings(chosen, scheme.definitions.values())
        editions = scheme.editions if edition is None else {edition: scheme.edition(edition)}
        self.scheme = Scheme(scheme.name, editions, scheme.vocabulary)
        self.products = products
        self.is_edition_named = edition is not None
        self.evaluators = {name: evaluator_of(e, own_readings(e, chosen)) for name, e in editions.items()}
        self.columns = {name: ColumnEvaluator(e.edition, e.program.readings) for name, e in self.evaluators.items()}
        self._missing = {name: MissingFacts(e) for name, e in self.evaluators.items()}
        self._carried = Carried(self.evaluators.values(), scheme.vocabulary)
        self.benefits: Mapping[str, Label] = {
            benefit.name: benefit.label for e in self.evaluators.values() for benefit in e.program.benefits
        }

    def decide(self, facts: pl.DataFrame) -> DecidedFrame:
        """The decisions on the rows of a frame as `checked_frame` takes it: columns called by fact path.

        `#row`, if there, holds the rows' numbers; else they are counted from 0. Raises `InputError` for every column
        that is a float or of another type that its fact cannot have, `NoFrameError` (a `TypeError`) for another
        thing than a frame.
        """
        checked = checked_frame(facts, self.scheme.vocabulary, self.products)
        turns, faults = self._turns(checked.frame, checked.rows)
        parts = [part for turn in turns for part in self._in_turn(turn, checked.frame)]
        every = _in_order(pl.concat(parts)) if parts else self._none()
        excessive = _excessive(every, checked.rows)
        decisions = every.filter(pl.col(_EXCESS).is_null()).drop(_EXCESS)
        places = decisions.get_column(_PLACE)
        numbers = checked.rows.gather(places).cast(pl.Int64).alias("row")
        carried = [column.gather(places) for column in self._carried.of_rows(checked.frame)]
        found = decisions.drop(_PLACE).insert_column(0, numbers).hstack(carried)
        return DecidedFrame(found, tuple(sorted((*checked.faults, *faults, *excessive), key=lambda f: f.row)))

    def _turns(self, frame: pl.DataFrame, numbers: pl.Series) -> tuple[tuple[Turn, ...], tuple[Fault, ...]]:
        if self.is_edition_named:
            rows = pl.Series(range(frame.height), dtype=pl.UInt32)
            return (Turn(tuple(self.scheme.editions.values()), rows),), ()
        return governed(frame, numbers, self.scheme)

    def _in_turn(self, turn: Turn, frame: pl.DataFrame) -> Iterator[pl.DataFrame]:
        """The rows under the first edition that does not refuse them; those that all refuse, under the first."""
        first, *others = turn.editions
        decided = self._under(first, frame, turn.rows)
        for edition in others:
            refused = decided.get_column("outcome") == "ineligible"
            yield decided.filter(~refused)
            decided = decided.filter(refused)
            again = self._under(edition, frame, decided.get_column(_PLACE))
            accepted = again.get_column("outcome") != "ineligible"
            yield again.filter(accepted)
            decided = decided.filter(~accepted)
        yield decided

    def _under(self, edition: LoadedEdition, frame: pl.DataFrame, places: pl.Series) -> pl.DataFrame:
        """The decisions on the rows at these places under one edition, in the columns of all."""
        rows = frame if len(places) == frame.height else frame[places]
        columns, missing = self.columns[edition.name], self._missing[edition.name]
        own = {b.name for b in columns.program.benefits}
        amounts = {b: f"entitlement_fen.{b}" for b in self.benefits}
        statuses = {b: f"status.{b}" for b in self.benefits}
        asked = ["outcome", "total_fen", "reasons", *(n for b in own for n in (statuses[b], amounts[b]))]
        found = columns.evaluate(rows, [*asked, *self._carried.asked(missing.evaluator)])
        return found.select(
            places.cast(pl.UInt32).alias(_PLACE),
            pl.lit(edition.name).alias("edition"),
            pl.col("outcome").cast(pl.String),
            pl.col("total_fen").cast(pl.Int64, strict=False),
            "reasons",
            _missing(found.get_column("outcome") == "incomplete", rows, missing),
            *(_column(name, found, pl.String) for name in statuses.values()),
            *(_column(name, found, pl.Int64) for name in amounts.values()),
            _excess(found).alias(_EXCESS),
            *self._carried.of_edition(found, rows, missing),
        )

    def _none(self) -> pl.DataFrame:
        edition = next(iter(self.scheme.editions.values()))
        return self._under(edition, pl.DataFrame(), pl.Series(dtype=pl.UInt32))


def _column(name: str, found: pl.DataFrame, type_: type[pl.DataType]) -> pl.Expr:
    column = pl.col(name) if name in found.columns else pl.lit(None)
    return column.cast(type_, strict=False).alias(name)


def _excess(found: pl.DataFrame) -> pl.Expr:
    """The total, where it or a part of it is more than a column of whole fen holds."""
    amounts = [pl.col(name).abs() for name, type_ in found.schema.items() if "_fen" in name and type_ == pl.Int128]
    too_large = pl.max_horizontal(*amounts, pl.lit(0)) > INT64
    return pl.when(too_large).then(pl.col("total_fen").cast(pl.String).fill_null(""))


def _excessive(decided: pl.DataFrame, numbers: pl.Series) -> list[Fault]:
    rows = decided.filter(pl.col(_EXCESS).is_not_null())
    found = zip(numbers.gather(rows.get_column(_PLACE)), rows.get_column(_EXCESS), strict=True)
    return [
        Fault(number, "", fen, msg("an amount of {found} fen is too large", found=fen), None) for number, fen in found
    ]


def _missing(incomplete: pl.Series, rows: pl.DataFrame, missing: MissingFacts) -> pl.Series:
    """Nothing is missing where a row is decided."""
    nothing = pl.Series("missing", [""]).new_from_index(0, len(incomplete))
    if not incomplete.any():
        return nothing
    return nothing.scatter(incomplete.arg_true(), missing.to_decide(rows.filter(incomplete)))


def _in_order(decided: pl.DataFrame) -> pl.DataFrame:
    places = decided.get_column(_PLACE)
    return decided if places.is_sorted() else decided.sort(_PLACE)

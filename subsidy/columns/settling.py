"""The limits of a scheme over all rows of a table at once: entitlements in, payables out, as `apply_limits` has it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import polars as pl

from subsidy.columns.checked import NoFrameError, repeated
from subsidy.columns.deciding import BatchEvaluator
from subsidy.columns.limits.binding import TAKEN, bind
from subsidy.columns.limits.bundles import CLAIMED, ROWS
from subsidy.columns.limits.carried import ID
from subsidy.columns.limits.granted import USED
from subsidy.columns.limits.grouping import GROUP, Keys
from subsidy.columns.limits.ledger import Ledger
from subsidy.columns.limits.lines import Lines, lines_of
from subsidy.columns.limits.remarks import Remarks
from subsidy.columns.limits.rooms import CEILING
from subsidy.columns.limits.waiting import PAID
from subsidy.diagnostics import Diagnostic, InputError
from subsidy.limits.sequence import in_order
from subsidy.messages import Message, msg


class SettledFrame(NamedTuple):
    """What is payable of each row, what each limit did, and what the reader must know.

    - `payables`, in the order of the decisions: `row`, of every benefit `payable_fen.BENEFIT` and
      `provisional_fen.BENEFIT` (null while unknown, and where the row's edition has no such benefit), `payable_fen`
      (their sum; null while one is unknown), `limits` (the names of those that took something, commas between)
    - `limits`, in the order applied, one row for each group in which something was claimed: `limit`, `group` (what its
      rows have in common), `unit`, `ceiling` (null where it cannot be told, and of a ratio), `used` (before),
      `claimed`, `paid`, all in fen or in what is counted; `taken_fen`; `rows` (that claimed)
    - `notes`: each thing once, with a count
    """

    payables: pl.DataFrame
    limits: pl.DataFrame
    notes: tuple[Message, ...]


def settle(decisions: pl.DataFrame | pl.LazyFrame, evaluator: BatchEvaluator) -> SettledFrame:
    """What is payable of decisions of `evaluator.decide`: of one frame, or of many put together.

    The order of the rows changes nothing. A limit that reaches `across` schemes meets the rows of its own alone. Of a
    lazy frame (of a file) each column is read when it is needed, and not kept: that bounds the memory of many rows.
    Where rows have the same number, as those of a portion that is put in twice, a note says so.

    Raises `NoFrameError` for what is no frame, `InputError` for one that is not of decisions of this scheme.
    """
    table = _decided(decisions, evaluator)
    notes = tuple(_twice(table))
    if ID not in table.collect_schema().names():  # without limits nothing is carried, and everything is payable
        return SettledFrame(_payables(table, evaluator, {}, {}, ()), pl.DataFrame(schema=_LIMITS), notes)
    ledger, remarks = Ledger(table, evaluator.scheme, evaluator.evaluators), Remarks()
    keys = Keys(ledger)
    applied = [
        pl.concat([_shown(lines, bind(lines)) for lines in lines_of(common, ledger, keys, remarks)] or [_NONE])
        for common in in_order(e.program for e in ledger.evaluators.values())
    ]
    limits = pl.concat([_NONE, *(found.sort(_FIRST) for found in applied)], how="vertical_relaxed").drop(_FIRST)
    due = {b: ledger.back(left) for b, left in ledger.due.items()}
    open_ = {b: ledger.back(flags) for b, flags in ledger.open.items()}
    took = [(common.name, ledger.back(rows)) for common, rows in ledger.took.items()]
    return SettledFrame(_payables(table, evaluator, due, open_, took), limits, (*notes, *remarks.messages()))


def _decided(decisions: object, evaluator: BatchEvaluator) -> pl.LazyFrame:
    """The frame, if it has the columns of decisions of this scheme."""
    if not isinstance(decisions, pl.DataFrame | pl.LazyFrame):
        raise NoFrameError(decisions)
    wanted = ("row", "edition", "outcome", *(f"entitlement_fen.{benefit}" for benefit in evaluator.benefits))
    table = decisions.lazy()
    if missing := [name for name in wanted if name not in table.collect_schema().names()]:
        message = msg(
            "no decisions of {scheme}: columns are missing: {columns}", scheme=evaluator.scheme.name, columns=missing
        )
        remedy = msg("settle takes the decisions that a BatchEvaluator of the same scheme made")
        raise InputError([Diagnostic("no-decisions", message, remedy=remedy)])
    return table


def _twice(decisions: pl.LazyFrame) -> Iterator[Message]:
    if again := repeated(decisions, "row"):
        yield msg("rows with a number that another row has: {count}; were some put in twice?", count=again)


_LIMITS: Final = {
    "limit": pl.String,
    "group": pl.String,
    "unit": pl.String,
    **dict.fromkeys((CEILING, USED, CLAIMED, PAID, TAKEN, ROWS), pl.Int64),
}
_FIRST: Final = "first"
_NONE: Final = pl.DataFrame(schema={_FIRST: pl.UInt32, **_LIMITS})


def _shown(lines: Lines, found: pl.DataFrame) -> pl.DataFrame:
    """What a limit did in each group, by its first member and by what its rows have in common."""
    firsts = lines.groups.first.gather(found.get_column(GROUP))
    values = pl.DataFrame([lines.keys.shown(key, firsts).alias(str(i)) for i, key in enumerate(lines.limit.per)])
    return found.select(
        firsts.alias(_FIRST),
        pl.lit(lines.name).alias("limit"),
        values.select(pl.concat_str(pl.all(), separator=" · ")).to_series().alias("group"),
        pl.lit(str(lines.limit.unit)).alias("unit"),
        *(CEILING, USED, CLAIMED, PAID, TAKEN, ROWS),
    )


def _payables(
    decisions: pl.LazyFrame,
    evaluator: BatchEvaluator,
    due: Mapping[str, pl.Series],
    open_: Mapping[str, pl.Series],
    took: Sequence[tuple[str, pl.Series]],
) -> pl.DataFrame:
    """What is left of every row; of an incomplete one only what is refused is known."""
    payable, provisional, wanting = {}, {}, [pl.lit(False)]
    for benefit in evaluator.benefits:
        entitlement = pl.col(f"entitlement_fen.{benefit}")
        own = [name for name, e in evaluator.evaluators.items() if any(b.name == benefit for b in e.program.benefits)]
        known = entitlement.is_not_null() & ((pl.col("outcome") != "incomplete") | (entitlement == 0))
        left = pl.when(known).then(due.get(benefit, entitlement))
        paid = pl.when(~open_[benefit]).then(left) if benefit in open_ else left
        provisional[f"provisional_fen.{benefit}"] = left
        payable[f"payable_fen.{benefit}"] = paid
        wanting.append(pl.col("edition").is_in(own) & paid.is_null())
    total = pl.when(~pl.any_horizontal(wanting)).then(pl.sum_horizontal(payable.values()))
    names = [pl.when(rows).then(pl.lit(name)) for name, rows in took]
    limits = pl.concat_str(names, separator=",", ignore_nulls=True) if names else pl.lit("")
    return decisions.select("row", **payable, **provisional, payable_fen=total, limits=limits).collect()

"""Where decisions go: straight to the output, or by way of the limits, which are settled over all rows first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple, Protocol

import polars as pl

from subsidy.batch.result import LimitSum
from subsidy.batch.spool import Spool
from subsidy.batch.tally import Tally, limit_sums
from subsidy.columns import BatchEvaluator, settle
from subsidy.messages import Sayable

_NOT_SETTLED_BY: Final = ("reasons", "missing")


class Limits(NamedTuple):
    """What the limits took, what each did in each group (as `settle` has it), and what to mind."""

    sums: tuple[LimitSum, ...] = ()
    notes: tuple[Sayable, ...] = ()
    groups: pl.DataFrame | None = None


class Writer(Protocol):
    """Whoever wants the rows once it is known what is payable of them."""

    def write(self, named: pl.DataFrame, decisions: pl.DataFrame, payables: pl.DataFrame) -> None:
        """The same rows in all three: which loans they are, what was decided, what is payable."""


class Sink(Protocol):
    rounds: int
    """How often it goes over the rows."""

    def take(self, named: pl.DataFrame, decisions: pl.DataFrame) -> None:
        """Decisions on some rows; `named` says which these are."""

    def settle(self, progress: Callable[[int], None]) -> Limits:
        """To be called when all rows were taken; `progress` is told how many rows of them are written."""


class Straight:
    """What is due is payable, so rows are written as they come."""

    rounds = 1

    def __init__(self, evaluator: BatchEvaluator, writers: Sequence[Writer], tally: Tally) -> None:
        self._evaluator = evaluator
        self._writers = writers
        self._tally = tally

    def take(self, named: pl.DataFrame, decisions: pl.DataFrame) -> None:
        payables = settle(decisions, self._evaluator).payables
        self._tally.count_paid(payables, decisions)
        for writer in self._writers:
            writer.write(named, decisions, payables)

    def settle(self, progress: Callable[[int], None]) -> Limits:
        return Limits()


class Limited:
    """Rows wait in a folder; of what is large only what the limits need is in memory at once."""

    rounds = 2

    def __init__(self, evaluator: BatchEvaluator, writers: Sequence[Writer], tally: Tally, folder: Path) -> None:
        self._evaluator = evaluator
        self._writers = writers
        self._tally = tally
        self._named = Spool(folder, "named")
        self._decisions = Spool(folder, "decided")

    def take(self, named: pl.DataFrame, decisions: pl.DataFrame) -> None:
        self._named.add(named)
        self._decisions.add(decisions)

    def settle(self, progress: Callable[[int], None]) -> Limits:
        settled = settle(self._decisions.whole(but=_NOT_SETTLED_BY), self._evaluator)
        written = 0
        for named, decisions in zip(self._named.portions(), self._decisions.portions(), strict=True):
            payables = settled.payables.slice(written, decisions.height)
            self._tally.count_paid(payables, decisions)
            for writer in self._writers:
                writer.write(named, decisions, payables)
            written += decisions.height
            progress(written)
        programs = [e.program for e in self._evaluator.evaluators.values()]
        labels = {limit.name: limit.rule.label for program in programs for limit in program.limits}
        return Limits(limit_sums(settled.limits, labels), settled.notes, settled.limits)


def sink(evaluator: BatchEvaluator, writers: Sequence[Writer], tally: Tally, folder: Path) -> Sink:
    """The one that a scheme needs: with limits or without."""
    if any(e.program.limits for e in evaluator.evaluators.values()):
        return Limited(evaluator, writers, tally, folder)
    return Straight(evaluator, writers, tally)

"""What is odd about the rows of tables, noticed while they pass: it is told, and changes no decision and no amount."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from subsidy.batch.watches.examples import Examples
from subsidy.batch.watches.noloans import NoLoans
from subsidy.batch.watches.stale import StaleQuotes, looked_up
from subsidy.batch.watches.texts import UnknownTexts, texts_known
from subsidy.batch.watches.twice import NUMBERS, Twice
from subsidy.batch.watches.units import OddUnits
from subsidy.batch.watches.watch import Watch
from subsidy.columns import BatchEvaluator
from subsidy.facts import Vocabulary

__all__ = ["Watch", "Watches", "of_a_batch", "of_any_table"]

Watches: TypeAlias = Callable[[Vocabulary], Sequence[Watch]]
"""New ones for every time that the rows pass."""


def of_any_table(_: Vocabulary) -> Sequence[Watch]:
    return (Examples(),)


def of_a_batch(evaluator: BatchEvaluator) -> Watches:
    """What is watched where the rows are decided and nobody looks at each of them."""
    known, quoted = texts_known(evaluator), looked_up(evaluator)

    def watches(vocabulary: Vocabulary) -> Sequence[Watch]:
        twice = (Twice(path, vocabulary) for path in NUMBERS)
        stale = StaleQuotes(quoted, vocabulary)
        return (Examples(), NoLoans(), *twice, UnknownTexts(known, vocabulary), OddUnits(vocabulary), stale)

    return watches

"""Loans under a limit for each enterprise and year, and a pot for all: deciding and settling."""

from __future__ import annotations

from typing import Final

from bench.entries import Entry, hold
from bench.loans import loans
from bench.settling import payables

ENTRIES: Final = (
    Entry("Decimal loop with limits (yardstick)", "bench.settling:decimal_loop_with_limits"),
    Entry("subsidy, decided and settled", "bench.ours.settled:decided_and_settled", "polars"),
)


def run(count: int, rounds: int) -> list[str]:
    sample = loans(count)
    return hold("Limits", ENTRIES, sample, payables(sample), rounds)

"""Loans with six cash flows each: the interest paid is what the flows within the loan's term add up to."""

from __future__ import annotations

from typing import Final

from bench.entries import Entry, hold
from bench.loans import loans
from bench.yardstick import oracle

ENTRIES: Final = (
    Entry("Decimal loop without flows (yardstick)", "bench.yardstick:decimal_loop"),
    Entry("Decimal loop over flows", "bench.yardstick:decimal_loop_over_flows"),
    Entry("subsidy, columns", "bench.ours.columns:over_flows", "polars"),
)


def run(count: int, rounds: int) -> list[str]:
    sample = loans(count)
    return hold("Six cash flows each", ENTRIES, sample, [*map(oracle, sample)], rounds)

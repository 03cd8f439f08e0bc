"""From a CSV file with eight columns to a CSV file with the amounts.

Everybody reads the same file: contract, borrower, product, principal, rate as a percentage, two days, interest paid.
Those by hand are given the reference rates, count the days, trust the cells, and write four columns: contract,
borrower, verdict and amount. `subsidy batch` checks every cell and writes thirteen, with a receipt that holds the
hashes of both files.
"""

from __future__ import annotations

from typing import Final

from bench.entries import Entry, hold
from bench.loans import loans
from bench.yardstick import oracle

ENTRIES: Final = (
    Entry("Decimal loop in memory (yardstick)", "bench.yardstick:decimal_loop"),
    Entry("Decimal loop, CSV to CSV", "bench.yardstick:decimal_loop_on_csv"),
    Entry("subsidy batch, CSV to CSV", "bench.ours.files:batch", "polars"),
    Entry("subsidy columns between Polars' reader and writer", "bench.ours.files:columns_alone", "polars"),
    Entry("Polars by hand, CSV to CSV", "bench.peers.by_hand:polars_on_csv", "polars"),
    Entry("DuckDB, CSV to CSV", "bench.peers.duck:csv", "duckdb"),
)


def run(count: int, rounds: int) -> list[str]:
    sample = loans(count)
    return hold("CSV to CSV", ENTRIES, sample, [*map(oracle, sample)], rounds)

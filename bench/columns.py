"""Loans as columns in memory: numbers in, amounts out."""

from __future__ import annotations

from typing import Final

from bench.entries import Entry, hold
from bench.loans import loans
from bench.yardstick import oracle

ENTRIES: Final = (
    Entry("Decimal loop (yardstick)", "bench.yardstick:decimal_loop"),
    Entry("subsidy, amounts in fen", "bench.ours.columns:in_fen", "polars"),
    Entry("subsidy, amounts in yuan", "bench.ours.columns:in_yuan", "polars"),
    Entry("subsidy, verdicts and reasons too", "bench.ours.columns:explained", "polars"),
    Entry("Polars by hand, Int64", "bench.peers.by_hand:with_polars", "polars"),
    Entry("numpy by hand, int64", "bench.peers.numpy_by_hand:with_numpy", "numpy"),
    Entry("OpenFisca-Core, float32", "bench.peers.openfisca:columns", "openfisca-core", is_exact=False),
    Entry("DuckDB, HUGEINT", "bench.peers.duck:whole_numbers", "duckdb"),
    Entry("DuckDB, DECIMAL / DOUBLE", "bench.peers.duck:decimals", "duckdb", is_exact=False),
)


def run(count: int, rounds: int) -> list[str]:
    sample = loans(count)
    return hold("Columns in memory", ENTRIES, sample, [*map(oracle, sample)], rounds)

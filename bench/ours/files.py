"""From file to file: `subsidy batch`, with its checks, rejects, receipt and hashes; and the columns alone between a
reader and a writer that trust the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import polars as pl

from bench.contest import Run
from bench.files import HEADINGS, Amounts, Paths
from bench.loans import Loan
from bench.ours.schemes import PEERS, edition, schemes
from subsidy.batch import BatchQuestion, BatchResult, Reading, run_batch
from subsidy.columns import ColumnEvaluator

_PORTION: Final = 200_000


def batch(loans: Sequence[Loan]) -> Run:
    paths, known = Paths(loans), schemes()

    def run() -> Amounts:
        out = paths.new()
        run_batch(BatchQuestion(Reading((paths.given,)), known, PEERS, out=out))
        return Amounts(out, "payable")

    return run


def columns_alone(loans: Sequence[Loan]) -> Run:
    """What a program does that has its own reader and writer: one portion is written while the next is read."""
    paths, engine = Paths(loans), ColumnEvaluator(edition(PEERS))
    contract, borrower, _, principal, rate, *days, interest = HEADINGS
    money = (principal, interest)
    types = {**dict.fromkeys(money, pl.Decimal(15, 2)), **dict.fromkeys(days, pl.Date())}
    share = pl.col(rate).str.strip_suffix("%").str.to_decimal(scale=2).cast(pl.Decimal(38, 6))

    def run() -> Amounts:
        out = paths.new()
        rows = pl.scan_csv(paths.given, schema_overrides=types).with_columns(
            pl.col(money).cast(pl.Decimal(38, 2)).reinterpret(dtype=pl.Int128).cast(pl.Int64),
            share.reinterpret(dtype=pl.Int128).cast(pl.Int64),
        )
        with out.open("wb") as file, ThreadPoolExecutor(1) as writer:
            written = None
            for given in rows.collect_batches(chunk_size=_PORTION, maintain_order=True):
                found = given.select(contract, borrower).hstack(engine.evaluate(given, ["outcome", "total"]))
                if written:
                    written.result()
                written = writer.submit(found.write_csv, file, include_header=written is None)
            if written:
                written.result()
        return Amounts(out, "total")

    return run


def decide(scheme: str, given: Path, out: Path) -> BatchResult:
    """One file under one of the benchmark's schemes."""
    return run_batch(BatchQuestion(Reading((given,)), schemes(), scheme, out=out))

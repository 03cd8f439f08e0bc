"""From file to file: `subsidy batch`, with its checks, rejects, receipt and hashes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bench.contest import Run
from bench.files import Amounts, Paths
from bench.loans import Loan
from bench.ours.schemes import PEERS, schemes
from subsidy.batch import BatchQuestion, BatchResult, Reading, run_batch


def batch(loans: Sequence[Loan]) -> Run:
    paths, known = Paths(loans), schemes()

    def run() -> Amounts:
        out = paths.new()
        run_batch(BatchQuestion(Reading((paths.given,)), known, PEERS, out=out))
        return Amounts(out, "payable")

    return run


def decide(given: Path, out: Path) -> BatchResult:
    """One file under the peers' scheme."""
    return run_batch(BatchQuestion(Reading((given,)), schemes(), PEERS, out=out))

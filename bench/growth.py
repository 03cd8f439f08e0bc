"""How time and memory grow with the number of loans: files of 10^4 loans and up, each in a process of its own."""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, Final, NamedTuple

from bench.entries import Entry, versions

OURS: Final = Entry("subsidy", "bench.ours.files:batch", "polars")
SMALLEST: Final = 10_000
MOST_DIFFERENT: Final = 1_000_000
"""Beyond so many loans, a file has the same ones again under other contracts and names."""


class Measured(NamedTuple):
    seconds: float
    peak: int
    """Bytes that the process had in memory at once, the interpreter and its libraries with them."""


def run(count: int, rounds: int) -> list[str]:
    """From 10^4 loans to `count`, ten times as many each time."""
    print(f"\nGrowth, CSV to CSV; medians of {rounds} rounds, the highest peak")
    if not OURS.is_ready:
        print(versions([OURS]))
        return []
    print(f"{'loans':>12}  {'seconds':>9}  {'loans/s':>11}  {'x time':>7}  {'peak MB':>8}")
    wrong, before = [], None
    for size in _sizes(count):
        with TemporaryDirectory(prefix="subsidy-bench-") as folder:
            given = Path(folder, "loans.csv")
            _apart(_write, given, size)
            out = Path(folder, "amounts.csv")
            found = [_apart(_measure, given, out) for _ in range(rounds)]
            if not _apart(_is_exact, out, size):
                wrong.append(f"{size:,} loans")
        seconds, peak = median(m.seconds for m in found), max(m.peak for m in found)
        factor = f"{seconds / before:7.1f}" if before else ""
        print(f"{size:12,}  {seconds:9.2f}  {size / seconds:11,.0f}  {factor:7}  {peak / 1e6:8,.0f}", flush=True)
        before = seconds
    return wrong


def _sizes(count: int) -> Iterator[int]:
    size = SMALLEST
    while size < count:
        yield size
        size *= 10
    yield count


def _apart(task: Callable[..., Any], *arguments: object) -> Any:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(task, *arguments).result()


def _write(path: Path, count: int) -> None:
    from bench.files import write
    from bench.loans import loans

    different = min(count, MOST_DIFFERENT)
    write(path, loans(different), repeated=count // different)


def _measure(given: Path, out: Path) -> Measured:
    from bench.ours.files import decide

    out.unlink(missing_ok=True)
    start = perf_counter()
    decide(given, out)
    seconds = perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return Measured(seconds, peak if sys.platform == "darwin" else peak * 1024)


def _is_exact(out: Path, count: int) -> bool:
    from bench.files import Amounts
    from bench.loans import loans
    from bench.yardstick import oracle

    exact = [oracle(loan) for loan in loans(min(count, MOST_DIFFERENT))]
    found = 0
    for amount in Amounts(out, "payable"):
        if amount != exact[found % len(exact)]:
            return False
        found += 1
    return found == count

"""How time and memory grow with the number of loans: files of 10^4 loans and up, each in a process of its own; under
the peers' scheme, and under the one with limits, for which all rows are held until the last was read.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from fractions import Fraction
from itertools import zip_longest
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, Final, NamedTuple

from bench.entries import Entry, versions
from bench.ours.schemes import LIMITS, PEERS

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
    if not OURS.is_ready:
        print(versions([OURS]))
        return []
    return [wrong for scheme in (PEERS, LIMITS) for wrong in _grown(scheme, count, rounds)]


def _grown(scheme: str, count: int, rounds: int) -> list[str]:
    """The table of one scheme; where amounts are wrong."""
    print(f"\nGrowth, CSV to CSV, {scheme}; medians of {rounds} rounds, the highest peak")
    print(f"{'loans':>12}  {'seconds':>9}  {'loans/s':>11}  {'x time':>7}  {'peak MB':>8}")
    wrong, before = [], None
    for size in _sizes(count):
        with TemporaryDirectory(prefix="subsidy-bench-") as folder:
            given = Path(folder, "loans.csv")
            _apart(_write, given, size)
            out = Path(folder, "amounts.csv")
            found = [_apart(_measure, scheme, given, out) for _ in range(rounds)]
            if not _apart(_is_exact, scheme, out, size):
                wrong.append(f"{size:,} loans under {scheme}")
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


def _measure(scheme: str, given: Path, out: Path) -> Measured:
    from bench.ours.files import decide

    out.unlink(missing_ok=True)
    start = perf_counter()
    decide(scheme, given, out)
    seconds = perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return Measured(seconds, peak if sys.platform == "darwin" else peak * 1024)


def _is_exact(scheme: str, out: Path, count: int) -> bool:
    from bench.files import Amounts
    from bench.loans import loans
    from bench.settling import left
    from bench.yardstick import oracle

    different = loans(min(count, MOST_DIFFERENT))
    times = count // len(different)
    exact = [int(oracle(loan) * 100) for loan in different] * times
    if scheme == LIMITS:
        exact = left(different * times, exact)
    pairs = zip_longest(Amounts(out, "payable"), (Fraction(fen, 100) for fen in exact))
    return all(found == right for found, right in pairs)

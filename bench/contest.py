"""The contest: every contender answers for the same loans, is checked against an exact oracle, then timed in turns.

A contender is one function: it takes the loans, prepares them outside the clock as its users would, and returns what is
timed.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from statistics import median
from time import perf_counter
from typing import NamedTuple

from bench.loans import Loan

Run = Callable[[], Iterable[object]]
Contender = Callable[[Sequence[Loan]], Run]
Oracle = Callable[[Loan], Fraction]


class Standing(NamedTuple):
    """What a contender reached: loans a second, that as a multiple of the yardstick's, amounts that are not exact."""

    name: str
    speed: float
    ratio: float
    wrong: int


def contest(
    contenders: Mapping[str, Contender], oracle: Oracle, loans: Sequence[Loan], rounds: int
) -> Sequence[Standing]:
    """The standings, in the order given. The first contender is the yardstick.

    Rounds are interleaved and ratios taken within a round, so a busy machine slows all alike; medians are reported.
    """
    runs = {name: prepare(loans) for name, prepare in contenders.items()}
    exact = [oracle(loan) for loan in loans]
    wrong = {name: _count_wrong(run(), exact) for name, run in runs.items()}
    seconds = [{name: _clock(run) for name, run in runs.items()} for _ in range(rounds)]
    yardstick = next(iter(runs))
    return [
        Standing(
            name,
            speed=len(loans) / median(taken[name] for taken in seconds),
            ratio=median(taken[yardstick] / taken[name] for taken in seconds),
            wrong=wrong[name],
        )
        for name in runs
    ]


def table(standings: Sequence[Standing], eligible: int) -> str:
    width = max(len(standing.name) for standing in standings)
    head = f"{'':{width}}  {'loans/s':>12}  {'x yardstick':>11}  {'wrong':>7}"
    rows = [
        f"{name:{width}}  {speed:12,.0f}  {ratio:11.4f}  {wrong / eligible:7.2%}"
        for name, speed, ratio, wrong in standings
    ]
    return "\n".join([head, *rows])


def _count_wrong(amounts: Iterable[object], exact: Sequence[Fraction]) -> int:
    """How many amounts, as printed in yuan, are not the exact ones."""
    return sum(Fraction(str(amount)) != right for amount, right in zip(amounts, exact, strict=True))


def _clock(run: Run) -> float:
    gc.collect()
    start = perf_counter()
    run()
    return perf_counter() - start

"""The contest: every contender answers for the same loans, is checked against exact amounts, then timed in turns.

A contender is one function: it takes the loans, prepares them outside the clock as its users would, and returns what is
timed.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from statistics import median
from time import perf_counter
from typing import NamedTuple

from bench.loans import Loan

Run = Callable[[], Iterable[object]]
Contender = Callable[[Sequence[Loan]], Run]


class Standing(NamedTuple):
    """What a contender reached: loans a second, that as a multiple of the yardstick's, amounts that are not exact."""

    name: str
    speed: float
    ratio: float
    wrong: int


class Fen(Iterable[object]):
    """A column of fen as amounts in yuan: what is checked, without what checking costs in the clock."""

    def __init__(self, fen: Iterable[object]) -> None:
        self.fen = fen

    def __iter__(self) -> Iterator[object]:
        return (Fraction(int(str(fen)), 100) for fen in self.fen)


def contest(
    contenders: Mapping[str, Contender], loans: Sequence[Loan], exact: Sequence[Fraction], rounds: int
) -> Sequence[Standing]:
    """The standings, in the order given. The first contender is the yardstick; `exact` are the amounts in yuan.

    Rounds are interleaved and ratios taken within a round, so a busy machine slows all alike; medians are reported.
    """
    runs = {name: prepare(loans) for name, prepare in contenders.items()}
    wrong = {name: _count_wrong(run(), exact) for name, run in runs.items()}
    gc.freeze()  # what was prepared is not looked through again and again
    try:
        seconds = [{name: _clock(run) for name, run in runs.items()} for _ in range(rounds)]
    finally:
        gc.unfreeze()
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


def table(standings: Sequence[Standing], granted: int) -> str:
    """A line for each; wrong amounts as a share of the loans that are granted something."""
    width = max(len(standing.name) for standing in standings)
    head = f"{'':{width}}  {'loans/s':>12}  {'x yardstick':>11}  {'wrong':>7}"
    rows = [
        f"{name:{width}}  {speed:12,.0f}  {ratio:11.4f}  {wrong / max(granted, 1):7.2%}"
        for name, speed, ratio, wrong in standings
    ]
    return "\n".join([head, *rows])


def _count_wrong(amounts: Iterable[object], exact: Sequence[Fraction]) -> int:
    """How many amounts, as printed in yuan, are not the exact ones."""
    return sum(Fraction(str(amount)) != right for amount, right in zip(amounts, exact, strict=True))


def _clock(run: Run) -> float:
    gc.collect()
    start = perf_counter()
    answer = run()
    seconds = perf_counter() - start
    del answer  # which may take time of its own
    return seconds

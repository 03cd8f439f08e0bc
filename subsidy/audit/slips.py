"""Causes that lie in the figures alone: the unit, a point, two digits, a benefit left out or counted twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Final

from subsidy.audit.alternatives import Otherwise
from subsidy.audit.cause import Explanation
from subsidy.messages import Label, Message, msg
from subsidy.rounding import DIVIDE

_MYRIAD: Final = 10_000
_FACTORS: Final = (10, 100, 1_000, 100_000)
_MOST_BENEFITS: Final = 4


def slips(claimed: int, right: int) -> Iterator[Explanation]:
    """What turns the right amount into the claimed one, both in fen."""
    if claimed == 0 or right == 0:
        return
    for words in (*_units(claimed, right), *_points(claimed, right), *_digits(claimed, right)):
        yield Explanation("figure", Otherwise(words))


def parts_of_the_whole(claimed: int, due: Mapping[str, int], labels: Mapping[str, Label]) -> Iterator[Explanation]:
    """Of the benefits that are due, in fen, some were left out, or some or all counted twice."""
    due = {name: fen for name, fen in due.items() if fen}
    if len(due) > _MOST_BENEFITS:
        return
    whole = sum(due.values())
    for names in (names for count in range(1, len(due) + 1) for names in combinations(due, count)):
        said, amount = [labels[name] for name in names], sum(due[name] for name in names)
        if claimed == whole - amount > 0:
            yield Explanation("benefit", Otherwise(msg("without {benefits}", benefits=said)))
        if claimed == whole + amount:
            yield Explanation("benefit", Otherwise(msg("{benefits} counted twice", benefits=said)))


def _units(claimed: int, right: int) -> Iterator[Message]:
    """Yuan taken for ten thousands of yuan, or the reverse, with two decimals or with all."""
    if claimed == right * _MYRIAD:
        yield msg("yuan taken for 10,000 yuan")
    if claimed * _MYRIAD == right:
        yield msg("10,000 yuan taken for yuan")
    elif any(claimed == DIVIDE[direction](right, _MYRIAD) for direction in ("half-up", "down")):
        yield msg("10,000 yuan, to two decimals, taken for yuan")


def _points(claimed: int, right: int) -> Iterator[Message]:
    """The decimal point one or more places off; four of them are a unit."""
    for factor in _FACTORS:
        if claimed == right * factor:
            yield msg("{factor} times the amount: the decimal point is misplaced", factor=factor)
        if claimed * factor == right:
            yield msg("the amount divided by {factor}: the decimal point is misplaced", factor=factor)


def _digits(claimed: int, right: int) -> Iterator[Message]:
    """Two neighbouring digits in each other's place."""
    found, wanted = str(claimed), str(right)
    different = [i for i, (a, b) in enumerate(zip(found, wanted, strict=False)) if a != b]
    if len(found) == len(wanted) and len(different) == 2:
        first, second = different
        if second == first + 1 and found[first] == wanted[second] and found[second] == wanted[first]:
            yield msg("two neighbouring digits exchanged")

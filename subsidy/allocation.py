"""Sharing a whole number so that the parts sum to the whole: pots among claims, losses among bearers."""

from __future__ import annotations

from collections.abc import Iterable


def allocate(whole: int, weights: Iterable[int]) -> list[int]:
    """A whole shared by weights with the largest-remainder method: every part rounded down, then one more to those
    with the largest remainders, equal ones in the order given.

    Weights are not negative and not all 0. A negative whole (a recovery) is shared like the positive one.
    """
    shares = list(weights)
    total, sign = sum(shares), -1 if whole < 0 else 1
    parts = [abs(whole) * share // total for share in shares]
    rests = [abs(whole) * share % total for share in shares]
    for i in sorted(range(len(shares)), key=lambda i: -rests[i])[: abs(whole) - sum(parts)]:
        parts[i] += 1
    return [sign * part for part in parts]

"""How a ceiling is shared: what has a size comes in an order, or all get the same share."""

from __future__ import annotations

from collections.abc import Sequence

from subsidy.allocation import allocate


def in_turn(available: int, sizes: Sequence[int], *, partial: bool) -> list[int]:
    """Each in its turn gets its size while enough is left; the one that reaches beyond gets the rest, if `partial`,
    else nothing, and smaller ones behind it still have their turn.
    """
    parts = []
    for size in sizes:
        part = min(size, available) if partial else size if size <= available else 0
        parts.append(part)
        available -= part
    return parts


def proportionally(available: int, sizes: Sequence[int]) -> list[int]:
    """All get their sizes, or, where these sum to more, shares that sum to what is available, none above its size."""
    return list(sizes) if sum(sizes) <= available else allocate(available, sizes)

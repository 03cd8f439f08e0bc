"""Three-valued logic (Kleene's strong one): None is unknown, and stays unknown only where both answers are possible."""

from __future__ import annotations

from collections.abc import Iterable


def all_of(flags: Iterable[bool | None]) -> bool | None:
    """And: False if one is False, else unknown if one is unknown."""
    result: bool | None = True
    for flag in flags:
        if flag is False:
            return False
        if flag is None:
            result = None
    return result


def any_of(flags: Iterable[bool | None]) -> bool | None:
    """Or: True if one is True, else unknown if one is unknown."""
    return opposite(all_of(opposite(flag) for flag in flags))


def opposite(flag: bool | None) -> bool | None:
    return None if flag is None else not flag

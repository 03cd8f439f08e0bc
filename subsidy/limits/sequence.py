"""In which order the limits of several schemes are applied: as each writes them, those that reach across together."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import NamedTuple

from subsidy.limits.entries import Entry
from subsidy.scheme.limits import Key


class Joint(NamedTuple):
    """A limit of a scheme, over the editions that have it with the same keys, and the decisions that it concerns.

    `owners` are the scheme's own that have it, `members` these and what it reaches of other schemes.
    """

    scheme: str
    name: str
    keys: tuple[Key, ...]
    owners: tuple[Entry, ...]
    members: tuple[Entry, ...]


def joints(entries: Iterable[Entry]) -> list[Joint]:
    """By stage, then scheme, then place in its file. A stage ends where a limit reaches across and where the next does
    not, so such a limit meets what the other schemes leave before their own first one.
    """
    entries = list(entries)
    places: dict[tuple[str, str, tuple[Key, ...]], tuple[int, int]] = {}
    for entry in {(e.scheme, e.decision.edition): e for e in entries}.values():
        passed = 0
        for position, limit in enumerate(entry.decision.program.limits):
            reaches = bool(limit.rule.across)
            place = (2 * passed + reaches, position)
            passed += reaches
            key = (entry.scheme, limit.name, limit.per)
            places[key] = max(place, places.get(key, place))
    in_order = sorted(
        (stage, scheme, position, name, keys) for (scheme, name, keys), (stage, position) in places.items()
    )
    return [_joint(scheme, name, keys, entries) for _, scheme, _, name, keys in in_order]


def _joint(scheme: str, name: str, keys: tuple[Key, ...], entries: list[Entry]) -> Joint:
    owners = [e for e in entries if e.scheme == scheme and name in e.limits and e.limits[name].per == keys]
    patterns = {pattern for owner in owners for pattern in owner.limits[name].rule.across}
    others = [e for e in entries if e.scheme != scheme and any(fnmatchcase(e.scheme, p) for p in patterns)]
    return Joint(scheme, name, keys, tuple(owners), (*owners, *others))

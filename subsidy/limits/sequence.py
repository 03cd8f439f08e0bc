"""In which order the limits of several schemes are applied: as each writes them, those that reach across together."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import NamedTuple

from subsidy.limits.entries import Entry
from subsidy.scheme.limits import Key
from subsidy.scheme.program import Program


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
    """The limits of the decisions' schemes, in the order in which they are applied."""
    entries = list(entries)
    programs = {(e.scheme, e.decision.edition): e.decision.program for e in entries}
    return [_joint(common, entries) for common in in_order(programs.values())]


class CommonLimit(NamedTuple):
    """A limit, over the editions that have it with the same keys."""

    scheme: str
    name: str
    keys: tuple[Key, ...]


def in_order(programs: Iterable[Program]) -> list[CommonLimit]:
    """By stage, then scheme, then place in its file. A stage ends where a limit reaches across and where the next does
    not, so such a limit meets what the other schemes leave before their own first one.
    """
    places: dict[CommonLimit, tuple[int, int]] = {}
    for program in programs:
        passed = 0
        for position, limit in enumerate(program.limits):
            reaches = bool(limit.rule.across)
            place = (2 * passed + reaches, position)
            passed += reaches
            common = CommonLimit(program.edition.scheme, limit.name, limit.per)
            places[common] = max(place, places.get(common, place))
    return sorted(places, key=lambda c: (places[c][0], c.scheme, places[c][1], c.name, c.keys))


def _joint(common: CommonLimit, entries: list[Entry]) -> Joint:
    scheme, name, keys = common
    owners = [e for e in entries if e.scheme == scheme and name in e.limits and e.limits[name].per == keys]
    patterns = {pattern for owner in owners for pattern in owner.limits[name].rule.across}
    others = [e for e in entries if e.scheme != scheme and any(fnmatchcase(e.scheme, p) for p in patterns)]
    return Joint(scheme, name, keys, tuple(owners), (*owners, *others))

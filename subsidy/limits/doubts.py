"""Where a limit's outcome rests on something that the facts or the text do not say: noted, for the reader to settle."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import pairwise
from math import floor

from subsidy.limits.claims import Bundle, is_unranked, listed_at, rank_of
from subsidy.limits.entries import Entry
from subsidy.limits.grouping import Borrowers, Group, KeyValue, may_belong, value_of
from subsidy.limits.line import Line, Room
from subsidy.limits.sequence import Joint
from subsidy.messages import Label
from subsidy.quantities.fen import fen_of


class Waiting:
    """The incomplete decisions that a limit may concern, by what is known of their keys."""

    def __init__(self, joint: Joint, borrowers: Borrowers) -> None:
        self.known: dict[tuple[Hashable, ...], list[Entry]] = {}
        self.vague: list[tuple[tuple[KeyValue, ...], Entry]] = []
        for entry in sorted((e for e in joint.members if e.is_incomplete), key=lambda e: e.order):
            values = tuple(value_of(entry, key, borrowers) for key in joint.keys)
            plain = tuple(v.value for v in values)
            if None in plain:
                self.vague.append((values, entry))
            else:
                self.known.setdefault(plain, []).append(entry)

    def on(self, group: Group) -> list[Entry]:
        """Those that belong to a group, or may."""
        own = self.known.get(tuple(v.value for v in group.values), [])
        return [*own, *(entry for values, entry in self.vague if may_belong(values, group))]


def doubt_groups(lines: Sequence[Line]) -> None:
    """Keys that are not known, and borrowers that are told by their names."""
    for line in lines:
        for key, value in zip(line.limit.per, line.group.values, strict=True):
            if value.value is None and len(lines) > 1:
                line.notes.add("alone", line.label, line.entries[0].name, key.told_by)
        named = [e for e in line.entries if Borrowers.by_name(e)]
        if named and len(line.entries) > 1 and _is_of_one_borrower(line):
            line.notes.add("named", line.label, line.borrower)


def doubt_order(line: Line, bundles: Sequence[Bundle], parts: Sequence[int]) -> None:
    """Who is first decided something, and it is not said who is."""
    rule = line.limit.rule
    everyone = all(part == bundle.size for part, bundle in zip(parts, bundles, strict=True))
    if everyone or rule.keep not in ("largest", "first", "listed"):
        return
    for entry in line.entries:
        if rule.by is not None and is_unranked(line.limit, entry):
            fact = entry.decision.program.vocabulary.get(rule.by)
            line.notes.add("late", line.label, entry.name, fact.label if fact else Label(rule.by, rule.by))
    pairs = pairwise(zip(bundles, parts, strict=True))
    unequal = {a.standing for (a, x), (b, y) in pairs if a.standing == b.standing and x * b.size != y * a.size}
    for bundle in bundles:
        if bundle.standing in unequal and not _is_of_one_borrower(line):
            line.notes.add("tied", line.label, bundle.claims[0].entry.name)


def doubt_outcome(line: Line, room: Room, parts: Sequence[int], waiting: Waiting) -> None:
    """Incomplete decisions that may take of the limit what others have now."""
    rivals = [e for e in waiting.on(line.group) if _most(line, e) != 0 and _may_come_before(line, e)]
    wanted = [_most(line, e) for e in rivals]
    if None in wanted or sum(parts) + sum(filter(None, wanted)) > room.available:
        for entry in rivals:
            line.notes.add("incomplete", line.label, entry.name)


def _is_of_one_borrower(line: Line) -> bool:
    return any(key.word == "borrower" for key in line.limit.per)


def _most(line: Line, entry: Entry) -> int | None:
    """The most that an incomplete decision can take of the limit; None where that cannot be told."""
    own = entry.scheme == line.joint.scheme
    open_ones = [
        b
        for b in entry.decision.benefits
        if b.entitlement != 0 and (not own or not line.limit.rule.of or b.name in line.limit.rule.of)
    ]
    if not open_ones:
        return 0
    if line.limit.unit != "yuan":
        return len(open_ones) if line.limit.unit == "benefit" else 1
    if line.limit.on is not None:
        node = entry.limits[line.joint.name].on
        value = None if node is None else entry.exact(node)
        return None if value is None else max(0, floor(value * 100))
    computed = [b.computed for b in open_ones]
    return None if None in computed else sum(fen_of(c) for c in computed if c is not None)


def _may_come_before(line: Line, entry: Entry) -> bool:
    """Whether an incomplete decision can come before one of those in line."""
    limit, scheme = line.limit, line.joint.scheme
    if limit.rule.keep == "listed":
        last = max(listed_at(limit, scheme, e) for e in line.entries)
        return listed_at(limit, scheme, entry) <= last
    last_rank = max(rank_of(limit, e) for e in line.entries)
    return limit.rule.keep != "first" or is_unranked(limit, entry) or rank_of(limit, entry) <= last_rank

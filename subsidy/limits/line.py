"""Who stands in line for one limit in one group, and what the limit has for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import floor
from typing import NamedTuple

from subsidy.evaluation.missing import label_of, missing
from subsidy.explain.values import verbatim
from subsidy.language.nodes import Node
from subsidy.limits.claims import Claim, claims_of
from subsidy.limits.entries import Entry
from subsidy.limits.granted import granted_before, used_before
from subsidy.limits.grouping import Group
from subsidy.limits.notes import Notes
from subsidy.limits.sequence import Joint
from subsidy.messages import Label, Sayable
from subsidy.scheme.limits import BoundLimit, Part
from subsidy.scheme.program import Program


def manner_of(limit: BoundLimit) -> tuple[object, ...]:
    """How a limit is kept: editions that differ in it disagree."""
    rule = limit.rule
    return (
        limit.unit,
        limit.ratio is None,
        rule.keep,
        rule.by,
        rule.partial,
        rule.of,
        rule.on,
        rule.across,
        rule.round_,
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A limit in a group. `payers` are the decisions of the limit's own scheme that have something due under it, the
    latest edition first: its words hold. `label` is what the limit is called.
    """

    joint: Joint
    group: Group
    limit: BoundLimit
    payers: tuple[Entry, ...]
    claims: tuple[Claim, ...]
    notes: Notes

    @property
    def label(self) -> Label:
        return self.limit.rule.label

    @property
    def borrower(self) -> Sayable:
        """Whose loans they are; where they are not one borrower's, what else the group has in common first.

        A loan whose borrower is not known stands alone, and is named.
        """
        keys = {key.word: value for key, value in zip(self.limit.per, self.group.values, strict=True)}
        key = keys.get("borrower", self.group.values[0])
        return self.entries[0].name if key.value is None else key.shown

    @property
    def entries(self) -> list[Entry]:
        return list({claim.entry.number: claim.entry for claim in self.claims}.values())


class Room(NamedTuple):
    """A ceiling, what was used of it before, and the years that were granted before; in fen or in what is counted."""

    ceiling: int
    used: int
    years: frozenset[int]

    @property
    def available(self) -> int:
        return max(0, self.ceiling - self.used)


def line_of(joint: Joint, group: Group, notes: Notes) -> Line | None:
    """None where nothing is due under the limit."""
    own = [e for e in group.members if e.scheme == joint.scheme]
    payers = [e for e in own if claims_of(e.limits[joint.name], joint.scheme, [e])]
    if not payers:
        return None
    payers.sort(key=lambda e: e.decision.program.edition.governs.from_, reverse=True)
    limit = payers[0].limits[joint.name]
    if len({manner_of(e.limits[joint.name]) for e in payers}) > 1:
        notes.add("disagree", limit.rule.label, verbatim(joint.scheme))
    claims = claims_of(limit, joint.scheme, group.members)
    return Line(joint, group, limit, tuple(payers), tuple(claims), notes)


def room_of(line: Line) -> Room | None:
    """What the limit has; None while it cannot be told."""
    ceiling = _figure(line, "at_most", min)
    if ceiling is None:
        return None
    if line.limit.used is not None:
        used = _figure(line, "used", max)
        return None if used is None else Room(ceiling, used, frozenset())
    before = granted_before(line.limit, line.joint.scheme, line.group)
    if before is None:
        return Room(ceiling, 0, frozenset())
    if not before.is_known:
        line.notes.add("granted", line.label, line.borrower)
    if before.vague:
        line.notes.add("vague", line.label, line.borrower)
    return Room(ceiling, used_before(line.limit, before.grants), frozenset(g.year for g in before.grants))


def measure(line: Line) -> bool:
    """Measures what `on` names, once for every entry in line; False while one cannot be told: a fact is not known, or
    its edition measures something else.
    """
    formula = line.limit.rule.on
    if formula is None:
        return True
    for entry in line.entries:
        node = entry.limits[line.joint.name].on
        if formula not in entry.counted:
            value = None if node is None else entry.exact(node)
            if value is None:
                if node is not None:
                    wait_for(line, entry, node)
                return False
            entry.counted[formula] = max(0, floor(value * 100))
    return True


def _figure(line: Line, part: Part, pick: Callable[[Iterable[int]], int]) -> int | None:
    """`at_most` or `used` as whole fen or a number; where the payers differ, the one that `pick` takes."""
    limits = [(e, limit) for e in line.payers if (limit := e.limits[line.joint.name]).unit == line.limit.unit]
    nodes = [(e, node) for e, limit in limits if (node := limit.formula(part)) is not None]
    scale = 100 if line.limit.unit == "yuan" else 1
    known = {floor(value * scale) for e, node in nodes if (value := e.exact(node)) is not None}
    if not known:
        for entry, node in nodes:
            wait_for(line, entry, node)
        return None
    if len(known) > 1:
        line.notes.add("differ", line.label, line.borrower)
    return max(0, pick(known))


def wait_for(line: Line, entry: Entry, node: Node) -> None:
    """Says what a formula waits for."""
    facts = waited_for(missing(node, entry.decision.run), entry.decision.program)
    line.notes.add("unknown", line.label, entry.name, facts)


def waited_for(paths: Iterable[str], program: Program) -> Label:
    """What stands at these paths (see `evaluation.missing`), in words."""
    names = [label_of(path, program) for path in paths]
    return Label("、".join(n.zh for n in names), ", ".join(n.en for n in names))

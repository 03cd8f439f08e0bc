"""One limit, group by group: what it leaves to whom, and what it took."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from subsidy.allocation import allocate
from subsidy.explain import in_words
from subsidy.kinds import NUMBER
from subsidy.limits.claims import Bundle, Claim, bundled
from subsidy.limits.doubts import Waiting, doubt_groups, doubt_order, doubt_outcome
from subsidy.limits.entries import Entry
from subsidy.limits.grouping import Borrowers, grouped
from subsidy.limits.line import Line, Room, line_of, measure, room_of, wait_for
from subsidy.limits.notes import Notes
from subsidy.limits.sequence import Joint
from subsidy.limits.settlement import Cut, Extent, LimitResult, group_in_words
from subsidy.limits.sharing import in_turn, proportionally
from subsidy.messages import Message, Sayable, msg
from subsidy.quantities import Quantity
from subsidy.quantities.fen import yuan_of
from subsidy.rounding import round_to


def bind(joint: Joint, borrowers: Borrowers, notes: Notes) -> Iterator[LimitResult]:
    """Applies a limit to what is due of its members, and yields what it did in each group."""
    groups = grouped([e for e in joint.members if not e.is_incomplete], joint.keys, borrowers)
    lines = [line for group in groups if (line := line_of(joint, group, notes)) is not None]
    doubt_groups(lines)
    waiting = Waiting(joint, borrowers)
    for line in lines:
        yield _by_ceiling(line, waiting) if line.limit.ratio is None else _by_ratio(line)


def _by_ceiling(line: Line, waiting: Waiting) -> LimitResult:
    room = room_of(line) if measure(line) else None
    if room is None:
        _leave_open(line)
        claimed = _claimed(line)
        return _result(line, None, claimed, claimed, ())
    rule = line.limit.rule
    bundles = bundled(line.limit, line.joint.scheme, line.claims, room.years if line.limit.unit == "year" else ())
    sizes = [b.size for b in bundles]
    in_order = rule.keep in ("largest", "first", "listed")
    parts = in_turn(room.available, sizes, partial=rule.partial) if in_order else proportionally(room.available, sizes)
    doubt_order(line, bundles, parts)
    doubt_outcome(line, room, parts, waiting)
    is_shaken = any(c.benefit in c.entry.open for c in line.claims)
    cuts = [cut for b, part in zip(bundles, parts, strict=True) for cut in _cut(line, room, b, part)]
    if cuts and is_shaken:
        line.notes.add("shaken", line.label, line.borrower)
        _leave_open(line)
    return _result(line, room, sum(sizes), sum(parts), tuple(cuts))


def _claimed(line: Line) -> int:
    """What is claimed where nothing can be judged: what is counted, or the amounts, whatever would be measured."""
    if line.limit.unit != "yuan":
        return len(bundled(line.limit, line.joint.scheme, line.claims))
    return sum(c.amount for c in line.claims)


def _by_ratio(line: Line) -> LimitResult:
    """Every amount at the published ratio of its own edition, rounded as it says, never above what it was. Without one
    it cannot be told.
    """
    cuts: list[Cut] = []
    for entry, benefit, amount in line.claims:
        node = entry.limits[line.joint.name].ratio
        ratio = None if node is None else entry.exact(node)
        if ratio is None:
            if node is not None:
                wait_for(line, entry, node)
            entry.open.add(benefit)
            continue
        words = msg("at {ratio} of what is due", ratio=Quantity(ratio, NUMBER, "percent"))
        after = _scaled(line, amount, ratio)
        cuts += _taken(line, Claim(entry, benefit, amount), after, words)
    claimed, paid = sum(c.amount for c in line.claims), sum(c.entry.due[c.benefit] for c in line.claims)
    return _result(line, None, claimed, paid, tuple(cuts))


def _cut(line: Line, room: Room, bundle: Bundle, part: int) -> Iterator[Cut]:
    """What a bundle loses that gets a part of its size."""
    formula = line.limit.rule.on
    if formula is not None:
        bundle.claims[0].entry.counted[formula] = part
    if part < bundle.size:
        words = _ceiling_in_words(line, room)
        for claim, after in zip(bundle.claims, _left(line, bundle, part), strict=True):
            yield from _taken(line, claim, after, words)


def _left(line: Line, bundle: Bundle, part: int) -> list[int]:
    """What is left to each claim of a bundle that is not kept whole."""
    amounts = [claim.amount for claim in bundle.claims]
    if line.limit.unit != "yuan":
        return [left for entry in _entries(bundle) for left in _instead(line, entry, bundle)]
    if line.limit.on is None:
        return allocate(part, amounts)
    return [_scaled(line, amount, Fraction(part, bundle.size)) if part else 0 for amount in amounts]


def _entries(bundle: Bundle) -> list[Entry]:
    return list({c.entry.number: c.entry for c in bundle.claims}.values())


def _instead(line: Line, entry: Entry, bundle: Bundle) -> list[int]:
    """What a decision that is not kept gets in place of nothing, over its claims; other schemes' get nothing."""
    amounts = [c.amount for c in bundle.claims if c.entry is entry]
    node = entry.limits[line.joint.name].instead if entry in line.payers else None
    if node is None:
        return [0] * len(amounts)
    value = entry.exact(node)
    if value is None:
        wait_for(line, entry, node)
        entry.open.update(c.benefit for c in bundle.claims if c.entry is entry)
        return [0] * len(amounts)
    return allocate(min(sum(amounts), max(0, int(value * 100))), amounts)


def _scaled(line: Line, amount: int, by: Fraction) -> int:
    rounding = line.limit.rounding
    assert rounding is not None
    return min(amount, max(0, int(round_to(amount * by, rounding.step * 100, rounding.direction))))


def _taken(line: Line, claim: Claim, after: int, why: Sayable) -> Iterator[Cut]:
    """Takes it, and says so."""
    entry, benefit, before = claim
    entry.due[benefit] = after
    if after < before:
        amount = Extent.of(before - after, "yuan")
        words = msg("{why}: {amount} less for this loan", why=why, amount=amount)
        yield Cut(
            entry.number,
            line.joint.scheme,
            line.limit.name,
            benefit,
            yuan_of(before),
            yuan_of(after),
            words,
            line.limit.rule.cite,
        )


def _leave_open(line: Line) -> None:
    for claim in line.claims:
        claim.entry.open.add(claim.benefit)


def _ceiling_in_words(line: Line, room: Room) -> Message:
    ceiling: Sayable = _extent(line, room.ceiling)
    if room.used:
        ceiling = msg("{ceiling} (of which {used} was used before)", ceiling=ceiling, used=_extent(line, room.used))
    group, node = group_in_words(line.limit.per), line.limit.on
    if node is None:
        return msg("at most {ceiling} per {group}", ceiling=ceiling, group=group)
    measured = in_words(node, line.payers[0].decision.program)
    return msg("at most {ceiling} of {measured} per {group}", ceiling=ceiling, measured=measured, group=group)


def _extent(line: Line, amount: int) -> Extent:
    return Extent.of(amount, line.limit.unit)


def _result(line: Line, room: Room | None, claimed: int, paid: int, cuts: tuple[Cut, ...]) -> LimitResult:
    limit, first = line.limit, line.payers[0]
    return LimitResult(
        line.joint.scheme,
        limit.name,
        limit.rule.label,
        limit.rule.cite,
        limit.per,
        line.group.values,
        None if room is None else _extent(line, room.ceiling),
        None if limit.ratio is None else first.exact(limit.ratio),
        _extent(line, 0 if room is None else room.used),
        _extent(line, claimed),
        _extent(line, paid),
        None if room is None else _extent(line, room.available - paid),
        cuts,
    )

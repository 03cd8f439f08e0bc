"""Why a qualification is held on a day or not: what was given, and by how many days it misses the day."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from subsidy.explain.likeness import with_hint
from subsidy.explain.numbers import formula
from subsidy.explain.records import conditions
from subsidy.explain.sight import Sight
from subsidy.explain.values import Joined, difference_in_words, value_in_words
from subsidy.language.nodes import Held, Item
from subsidy.language.types import DATE_TYPE
from subsidy.language.walk import walk
from subsidy.messages import Sayable, msg


def held_fails(sight: Sight, node: Held) -> Sayable:
    """``no “X” is valid on 2023-08-01: qualification 1 was valid only until 2022-11-08, 266 days earlier``."""
    given = sight.within(node.gather)
    if not given:
        return msg("there is no record of {records}", records=formula(sight).name(node.gather.path))
    items = _items(node)
    of_kind = [record for record in given if record.value(items.kind) == node.kind]
    if not of_kind:
        kinds = dict.fromkeys(record.value(items.kind) for record in given)
        found = tuple(msg("“{text}”", text=value_in_words(kind, items.kind)) for kind in kinds)
        reason = msg("“{kind}” is not among the qualifications given: {found}", kind=node.kind, found=found)
        return with_hint(sight, reason, kinds, (node.kind,), items.kind)
    day = value_in_words(sight.value(node.on), node.on)
    reasons = Joined(tuple(_miss(record, node, items) for record in of_kind), msg("; "))
    return msg("no “{kind}” is valid on {day}: {reasons}", kind=node.kind, day=day, reasons=reasons)


def held_holds(sight: Sight, node: Held) -> Sayable:
    """``qualification 1, “X”, is valid from 2022-11-09 to 2025-11-08``."""
    items, asked = _items(node), conditions(node.gather)
    valid = [record for record in sight.within(node.gather) if all(map(record.value, asked))]
    said = tuple(
        msg(
            "qualification {number}, “{kind}”, is valid from {start} to {end}",
            number=record.number,
            kind=node.kind,
            start=value_in_words(record.value(items.start), items.start),
            end=value_in_words(record.value(items.end), items.end),
        )
        for record in valid
    )
    return Joined(said, msg("; "))


class _Items(NamedTuple):
    """The fields of a qualification: its kind, its first and its last valid day."""

    kind: Item
    start: Item
    end: Item


def _items(node: Held) -> _Items:
    items = (item for item in walk(node.gather) if isinstance(item, Item))
    found = {item.field: item for item in items if item.level == node.gather.level}  # the day may be of another record
    return _Items(found["kind"], found["from_"], found["to"])


def _miss(record: Sight, node: Held, items: _Items) -> Sayable:
    """By how much one that is not valid misses the day."""
    day, start, end = record.exact(node.on), record.exact(items.start), record.exact(items.end)
    if day is not None and start is not None and day < start:
        return msg(
            "qualification {number} is valid only from {start}, {days} later",
            number=record.number,
            start=value_in_words(record.value(items.start), items.start),
            days=_days(start - day),
        )
    if day is None or end is None:
        raise ValueError("a qualification that is not valid misses the day on one side")
    return msg(
        "qualification {number} was valid only until {end}, {days} earlier",
        number=record.number,
        end=value_in_words(record.value(items.end), items.end),
        days=_days(day - end),
    )


def _days(by: Fraction) -> Sayable:
    return difference_in_words(by, DATE_TYPE)

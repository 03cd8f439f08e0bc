"""A likely cause of a difference: one thing otherwise that gives the claimed amount exactly."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

from subsidy.audit.alternatives import KINDS, Kind, Otherwise
from subsidy.explain.values import Joined
from subsidy.messages import Sayable, msg

Stage = Literal["entitlement", "payable"]
"""Which amounts are compared: those before the limits, or those after them."""

_ORDER: Final = list(KINDS)


class Cause(NamedTuple):
    """`words` say what is otherwise: ``by which day count: actual days over 365``."""

    kind: Kind
    words: Sayable


class Explanation(NamedTuple):
    """What explains a difference, before those that differ only in the way are put together."""

    kind: Kind
    otherwise: Otherwise


def causes_of(explanations: Iterable[Explanation]) -> tuple[Cause, ...]:
    """The causes, the likeliest first; what is otherwise in one way or another is one cause."""
    ways: dict[tuple[Kind, str], tuple[Sayable, dict[str, Sayable]]] = {}
    for kind, (what, way) in explanations:
        _, found = ways.setdefault((kind, what.say("en")), (what, {}))
        if way is not None:
            found.setdefault(way.say("en"), way)
    causes = [Cause(kind, _words(what, list(found.values()))) for (kind, _), (what, found) in ways.items()]
    return tuple(sorted(causes, key=lambda cause: _ORDER.index(cause.kind)))


def _words(what: Sayable, ways: list[Sayable]) -> Sayable:
    return msg("{what}: {way}", what=what, way=Joined(tuple(ways), msg(" or "))) if ways else what

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


class Explanation(NamedTuple):
    """What explains a difference, before those that differ only in the way are put together; `fits_all`: and all
    others that limits bind together with it.
    """

    kind: Kind
    otherwise: Otherwise
    fits_all: bool = False


class Cause(NamedTuple):
    """`words` say what is otherwise: ``by which day count: actual days over 365``, in one of several `ways`, if any."""

    kind: Kind
    what: Sayable
    ways: tuple[Sayable, ...] = ()

    @property
    def words(self) -> Sayable:
        return msg("{what}: {way}", what=self.what, way=Joined(self.ways, msg(" or "))) if self.ways else self.what

    @property
    def singles(self) -> tuple[Cause, ...]:
        """The causes in one way each."""
        return tuple(self._replace(ways=(way,)) for way in self.ways) or (self,)

    @property
    def key(self) -> tuple[Kind, str]:
        """The same for whatever is said the same."""
        return (self.kind, self.words.say("en"))


def causes_of(explanations: Iterable[Explanation]) -> tuple[Cause, ...]:
    """The causes, the likeliest first; what is otherwise in one way or another is one cause."""
    ways: dict[tuple[bool, Kind, str], tuple[Sayable, dict[str, Sayable]]] = {}
    for kind, (what, way), fits_all in explanations:
        _, found = ways.setdefault((not fits_all, kind, what.say("en")), (what, {}))
        if way is not None:
            found.setdefault(way.say("en"), way)
    ranked = sorted(ways.items(), key=lambda item: (item[0][0], _ORDER.index(item[0][1])))
    return tuple(Cause(kind, what, tuple(found.values())) for (_, kind, _), (what, found) in ranked)

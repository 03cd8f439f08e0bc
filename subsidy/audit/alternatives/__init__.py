"""Other ways to work out an amount, each a program of its own: what an auditor would try by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias

from subsidy.audit.alternatives.conditions import all_ignored, bounds, one_ignored
from subsidy.audit.alternatives.ground import KINDS, Alternative, Ground, Kind, Otherwise
from subsidy.audit.alternatives.mistaken import days, interest, rates
from subsidy.audit.alternatives.roundings import all_roundings, coarser_roundings, round_figures, roundings
from subsidy.audit.alternatives.shapes import branches, caps, parts_left_out
from subsidy.audit.alternatives.spans import spans
from subsidy.audit.alternatives.wording import editions, editions_with_a_reading, pairs_of_readings, readings

__all__ = ["KINDS", "TIERS", "Alternative", "Ground", "Kind", "Otherwise", "alternatives"]

Family: TypeAlias = Callable[[Ground], Iterator[Alternative]]

TIERS: Final[tuple[tuple[Family, ...], ...]] = (
    (readings, editions, roundings, spans, caps, parts_left_out, interest, days, rates, branches, bounds, one_ignored),
    (coarser_roundings, all_roundings, all_ignored),
    (pairs_of_readings, editions_with_a_reading),
    (round_figures,),
)
"""What is one step away; what is coarse, or everywhere at once; what is two steps
away; what fits almost any round figure.

A tier is for what nothing in the tiers before it explains.
"""


def alternatives(ground: Ground, families: Iterable[Family]) -> tuple[Alternative, ...]:
    """The alternatives of these families, the likeliest first; what comes to the same program is there once."""
    seen = [(ground.program.values, ground.program.rules)]
    different = []
    for alternative in (a for family in families for a in family(ground)):
        shape = (alternative.program.values, alternative.program.rules)
        if shape not in seen:
            seen.append(shape)
            different.append(alternative)
    return tuple(different)

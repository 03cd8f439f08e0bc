"""Which few causes explain the most differences: what is wrong with a whole batch is one cause, not one for each row.

A greedy cover: the cause that explains most, then the one that explains most of what is left, and so on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from heapq import heapify, heappop, heappush
from typing import Final

from subsidy.audit.alternatives import KINDS
from subsidy.audit.cause import Cause

_ORDER: Final = {kind: place for place, kind in enumerate(KINDS)}
_FEWEST: Final = 2


def common_causes(causes: Sequence[Sequence[Cause]]) -> list[Cause | None]:
    """For each difference, with its possible causes, the one in one way that stands for it in such a cover.

    None where no cause of it explains another one too. Of those that explain as many the one is taken that stands
    highest among the possible ones, then the likeliest kind.
    """
    known: dict[object, Cause] = {}
    explains: defaultdict[object, list[int]] = defaultdict(list)
    lowest: defaultdict[object, int] = defaultdict(int)
    for number, possible in enumerate(causes):
        for place, single in ((place, single) for place, cause in enumerate(possible) for single in cause.singles):
            known.setdefault(single.key, single)
            explains[single.key].append(number)
            lowest[single.key] = max(place, lowest[single.key])
    chosen: list[Cause | None] = [None] * len(causes)
    ranks = {key: (lowest[key], _ORDER[known[key].kind], i) for i, key in enumerate(explains)}
    heap = [(-len(found), ranks[key], key) for key, found in explains.items()]
    heapify(heap)
    while heap and -heap[0][0] >= _FEWEST:
        before, rank, key = heappop(heap)
        left = [number for number in explains[key] if chosen[number] is None]
        if len(left) == -before:
            for number in left:
                chosen[number] = known[key]
        elif left:
            heappush(heap, (-len(left), rank, key))
    return chosen

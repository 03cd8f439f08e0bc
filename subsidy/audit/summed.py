"""What the lines of an audit come to: together, and the differences by the kind of their likely cause."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from subsidy.audit.alternatives import KINDS
from subsidy.audit.auditing import Explained
from subsidy.audit.lines import Sum, Verdict
from subsidy.messages import Label

OPEN: Final[Verdict] = "not-recomputed"
SEVERAL: Final = Label("不止一种可能", "several are possible")
NOTHING: Final = Label("未申报", "nothing was claimed")
NONE: Final = Label("单一原因均不能解释", "no single alternative explains it")
UNSEARCHED: Final = Label("未查找", "not looked for")


class ByCause(NamedTuple):
    """Differences of one kind: how many, and by how much they are above and below what is right, in fen."""

    kind: Label
    lines: int
    over: int
    under: int


def together(sums: Mapping[Verdict, Sum]) -> Sum:
    """Of all lines that can be recomputed."""
    known = (found for verdict, found in sums.items() if verdict != OPEN)
    return Sum(*map(sum, zip(*known, (0, 0, 0), strict=True)))


def by_cause(different: Iterable[Explained]) -> list[ByCause]:
    """The kinds that move the most first."""
    groups: dict[Label, list[int]] = {}
    for explained in different:
        groups.setdefault(kind_of(explained), []).append((explained.claimed or 0) - (explained.right or 0))
    return [
        ByCause(kind, len(fen), sum(f for f in fen if f > 0), -sum(f for f in fen if f < 0))
        for kind, fen in sorted(groups.items(), key=lambda group: -sum(map(abs, group[1])))
    ]


def kind_of(explained: Explained) -> Label:
    """What kind of cause a difference has, in words."""
    if explained.is_unclaimed:
        return NOTHING
    kinds = list(dict.fromkeys(cause.kind for cause in explained.causes))
    if not kinds:
        return NONE if explained.is_searched else UNSEARCHED
    return KINDS[kinds[0]] if len(kinds) == 1 else SEVERAL

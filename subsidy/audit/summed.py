"""What the lines of an audit come to: together, and the differences by the kind of their likely cause."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from subsidy.audit.alternatives import KINDS
from subsidy.audit.auditing import Explained
from subsidy.audit.cause import Cause
from subsidy.audit.lines import Sum, Verdict
from subsidy.messages import Label, Message, Sayable, msg

OPEN: Final[Verdict] = "not-recomputed"
SEVERAL: Final = Label("不止一种可能", "several are possible")
NOTHING: Final = Label("未申报", "nothing was claimed")
NONE: Final = Label("单一原因均不能解释", "no single alternative explains it")
UNSEARCHED: Final = Label("未查找", "not looked for")


class ByCause(NamedTuple):
    """Differences of one cause, or of one kind of cause: how many, and by how much they are above and below what is
    right, in fen. `cause` is None where each of them has its own.
    """

    label: Sayable
    cause: Cause | None
    lines: int
    over: int
    under: int


def together(sums: Mapping[Verdict, Sum]) -> Sum:
    """Of all lines that can be recomputed."""
    known = (found for verdict, found in sums.items() if verdict != OPEN)
    return Sum(*map(sum, zip(*known, (0, 0, 0), strict=True)))


def by_cause(different: Iterable[Explained]) -> list[ByCause]:
    """The causes that explain the most first; then, of all others, the kinds that move the most."""
    groups: dict[object, tuple[Sayable, Cause | None, list[int]]] = {}
    for explained in different:
        cause, kind = explained.common, kind_of(explained)
        label = msg("{kind}: {cause}", kind=kind, cause=cause.words) if cause else kind
        found = groups.setdefault(cause.key if cause else kind, (label, cause, []))
        found[2].append((explained.claimed or 0) - (explained.right or 0))
    return [
        ByCause(label, cause, len(fen), sum(f for f in fen if f > 0), -sum(f for f in fen if f < 0))
        for label, cause, fen in sorted(
            groups.values(), key=lambda g: (-len(g[2]) if g[1] else 0, -sum(map(abs, g[2])))
        )
    ]


def leading_cause(different: Sequence[Explained]) -> Message | None:
    """What alone explains most of the differences, if anything does."""
    count = sum(not explained.is_unclaimed for explained in different)
    first = next(iter(by_cause(different)), None)
    if first is None or first.cause is None or 2 * first.lines <= count:
        return None
    if first.lines == count:
        return msg("one cause explains all {count} differences exactly: {cause}", count=count, cause=first.label)
    lines = first.lines
    return msg(
        "one cause explains {lines} of {count} differences exactly: {cause}",
        lines=lines,
        count=count,
        cause=first.label,
    )


def kind_of(explained: Explained) -> Label:
    """What kind of cause a difference has, in words."""
    if explained.is_unclaimed:
        return NOTHING
    if explained.common:
        return KINDS[explained.common.kind]
    kinds = list(dict.fromkeys(cause.kind for cause in explained.causes))
    if not kinds:
        return NONE if explained.is_searched else UNSEARCHED
    return KINDS[kinds[0]] if len(kinds) == 1 else SEVERAL

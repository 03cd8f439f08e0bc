"""The likely causes of a difference, found by trying: what would have given the claimed amount, to the fen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from subsidy.audit.alternatives import KINDS, TIERS, Alternative
from subsidy.audit.cause import Cause, Stage
from subsidy.audit.relimited import limit_changes
from subsidy.audit.slips import parts_of_the_whole, slips
from subsidy.audit.trying import Amounts, Trying, entitlements, total
from subsidy.evaluation import Decision
from subsidy.messages import Sayable, msg

MOST_TOGETHER: Final = 40
"""Rows that limits bind together: more are not settled anew for each alternative of each of them."""
MOST_SETTLED: Final = 4_000
"""Rows that limits bind together: more are not settled anew at all."""


class Difference(NamedTuple):
    """A claimed amount that differs: of a row, of one of its benefits or (`""`) of all; fen."""

    row: int
    benefit: str
    claimed: int
    right: int


_Finder: TypeAlias = Callable[[Difference], Iterable[Cause]]


class Causes:
    """Looks for the causes of differences. `of_rows` names the rows, but its own, that come to what is claimed."""

    def __init__(self, trying: Trying, stage: Stage, of_rows: Callable[[Difference], Sequence[Sayable]]) -> None:
        self._trying = trying
        self._stage = stage
        self._of_rows = of_rows
        self._relimited: dict[tuple[int, ...], list[tuple[Sayable, Mapping[int, Amounts]]]] = {}

    def of(self, difference: Difference) -> tuple[Cause, ...]:
        """Everything nearest that explains a difference, the likeliest first; nothing where nothing does."""
        order = list(KINDS)
        for finders in self._tiers():
            found = {cause.words.say("en"): cause for find in finders for cause in find(difference)}
            if found:
                return tuple(sorted(found.values(), key=lambda cause: order.index(cause.kind)))
        return ()

    def _tiers(self) -> Iterator[Sequence[_Finder]]:
        yield (self._alternatives(0), self._limits, self._figures)
        for number in range(1, len(TIERS)):
            yield (self._alternatives(number),)
        yield (self._other_rows,)

    def _alternatives(self, tier: int) -> _Finder:
        def find(difference: Difference) -> Iterator[Cause]:
            for alternative in self._trying.tier(difference.row, tier):
                yield from self._tried(difference, alternative)

        return find

    def _tried(self, difference: Difference, alternative: Alternative) -> Iterator[Cause]:
        """The alternative, if it gives what is claimed: after the limits, or without those that take something."""
        row, benefit, claimed, _ = difference
        decision = self._trying.under(row, alternative.program)
        due = total(entitlements(decision), benefit)
        if claimed == 0 and _is_granted(
            decision, benefit
        ):  # nothing is claimed of what is refused, not of what is small
            return
        if due is None or due < claimed:  # limits only take
            return
        if self._stage == "entitlement" or not decision.program.limits:
            if due == claimed:
                yield Cause(alternative.kind, alternative.words)
            return
        is_settled = len(self._trying.together(row)) <= MOST_TOGETHER
        if (total(self._trying.payable(row, decision), benefit) if is_settled else due) == claimed:
            yield Cause(alternative.kind, alternative.words)
        elif due == claimed != total(entitlements(self._trying.decision(row)), benefit):
            words = msg("{alternative}; and the limits not applied", alternative=alternative.words)
            yield Cause(alternative.kind, words)

    def _limits(self, difference: Difference) -> Iterator[Cause]:
        row, benefit, claimed, _ = difference
        rows = self._trying.together(row)
        if not self._trying.ground(row).program.limits or len(rows) > MOST_SETTLED:
            return
        if self._stage == "entitlement":
            if total(self._trying.payable(row, self._trying.decision(row)), benefit) == claimed:
                yield Cause("limit", msg("the limits are applied to it already"))
            return
        if rows not in self._relimited:
            changes = limit_changes(self._trying.ground(row).program)
            self._relimited[rows] = [(c.words, dict(self._trying.settled(row, c.change))) for c in changes]
        for words, amounts in self._relimited[rows]:
            if total(amounts[row], benefit) == claimed:
                yield Cause("limit", words)

    def _figures(self, difference: Difference) -> Iterator[Cause]:
        yield from slips(difference.claimed, difference.right)
        if not difference.benefit:
            decision = self._trying.decision(difference.row)
            labels = {benefit.name: benefit.label for benefit in decision.benefits}
            due = {name: fen for name, fen in entitlements(decision).items() if fen is not None}
            if sum(due.values()) == difference.right:
                yield from parts_of_the_whole(difference.claimed, due, labels)

    def _other_rows(self, difference: Difference) -> Iterator[Cause]:
        for name in self._of_rows(difference):
            yield Cause("row", msg("the amount of {row}", row=name))


def _is_granted(decision: Decision, benefit: str) -> bool:
    return any(b.status == "granted" for b in decision.benefits if benefit in ("", b.name))

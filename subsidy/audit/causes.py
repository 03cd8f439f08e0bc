"""The likely causes of a difference, found by trying: what would have given the claimed amount, to the fen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from subsidy.audit.alternatives import TIERS, Alternative, Otherwise
from subsidy.audit.cause import Cause, Explanation, Stage, causes_of
from subsidy.audit.relimited import limit_changes
from subsidy.audit.slips import parts_of_the_whole, slips
from subsidy.audit.trying import Amounts, Trying, entitlements, total
from subsidy.evaluation import Decision
from subsidy.messages import Sayable, msg

MOST_TOGETHER: Final = 40
"""Rows that limits bind together: more are not settled anew for each alternative of each of them."""


class Difference(NamedTuple):
    """A claimed amount that differs: of a row, of one of its benefits or (`""`) of all; fen."""

    row: int
    benefit: str
    claimed: int
    right: int


_Finder: TypeAlias = Callable[[Difference], Iterable[Explanation]]


class Causes:
    """Looks for the causes of differences. `claimed` is what is claimed by row and benefit, in fen; `of_rows` names the
    rows, but its own, that come to what is claimed.
    """

    def __init__(
        self,
        trying: Trying,
        stage: Stage,
        claimed: Mapping[tuple[int, str], int],
        of_rows: Callable[[Difference], Sequence[Sayable]],
    ) -> None:
        self._trying = trying
        self._claimed = claimed
        self._stage = stage
        self._of_rows = of_rows
        self._settled: dict[tuple[int, ...], Mapping[int, Amounts]] = {}
        self._relimited: dict[tuple[int, ...], list[tuple[Otherwise, Mapping[int, Amounts]]]] = {}

    def of(self, difference: Difference) -> tuple[Cause, ...]:
        """Everything nearest that explains a difference, the likeliest first; nothing where nothing does."""
        for finders in self._tiers():
            found = causes_of(explanation for find in finders for explanation in find(difference))
            if found:
                return found
        return ()

    def _tiers(self) -> Iterator[Sequence[_Finder]]:
        yield (self._alternatives(0), self._limits, self._figures)
        for number in range(1, len(TIERS)):
            yield (self._alternatives(number),)
        yield (self._other_rows,)

    def _alternatives(self, tier: int) -> _Finder:
        def find(difference: Difference) -> Iterator[Explanation]:
            for alternative in self._trying.tier(difference.row, tier):
                yield from self._tried(difference, alternative)

        return find

    def _tried(self, difference: Difference, alternative: Alternative) -> Iterator[Explanation]:
        """The alternative, if it gives what is claimed: after the limits, or without those that take something."""
        row, benefit, claimed, _ = difference
        decision = self._trying.under(row, alternative.program)
        due = total(entitlements(decision), benefit)
        if due is None or due < claimed:  # limits only take
            return
        if claimed == 0 and _is_granted(decision, benefit):  # what is not claimed was refused, not worth nothing
            return
        found = Explanation(alternative.kind, alternative.otherwise)
        is_changed = due != self._due(difference)
        if self._stage == "entitlement" or not decision.program.limits:
            settled: int | None = due if is_changed else None
        elif len(self._trying.together(row)) <= MOST_TOGETHER and self._is_settled(difference):
            settled = total(self._trying.payable(row, decision), benefit)
        else:
            settled = due if is_changed else None
        if settled == claimed:
            yield found
        elif is_changed and due == claimed:
            what = msg("{what}; and the limits not applied", what=found.otherwise.what)
            yield Explanation(found.kind, Otherwise(what, found.otherwise.way))

    def _limits(self, difference: Difference) -> Iterator[Explanation]:
        row, benefit, claimed, _ = difference
        rows = self._trying.together(row)
        if not self._trying.ground(row).program.limits:
            return
        if self._stage == "entitlement":
            if total(self._as_it_stands(row), benefit) == claimed:
                yield Explanation("limit", Otherwise(msg("the limits are applied to it already")))
            return
        if not self._is_settled(difference):
            if self._due(difference) == claimed:
                yield Explanation("limit", Otherwise(msg("no limit applied")))
            return
        if rows not in self._relimited:
            changes = limit_changes([self._trying.decision(r) for r in rows])
            self._relimited[rows] = [(c.otherwise, dict(self._trying.settled(row, c.change))) for c in changes]
        giving = [(o, amounts) for o, amounts in self._relimited[rows] if total(amounts[row], benefit) == claimed]
        giving = [one for one in giving if self._is_claimed(one[1], benefit)] or giving
        yield from (Explanation("limit", otherwise) for otherwise, _ in giving)
        if not giving and self._due(difference) == claimed:
            yield Explanation("limit", Otherwise(msg("no limit applied")))

    def _due(self, difference: Difference) -> int | None:
        return total(entitlements(self._trying.decision(difference.row)), difference.benefit)

    def _is_settled(self, difference: Difference) -> bool:
        """Whether the rows bound together come to what is right when they are settled alone: a wider limit may bind."""
        return total(self._as_it_stands(difference.row), difference.benefit) == difference.right

    def _as_it_stands(self, row: int) -> Amounts:
        rows = self._trying.together(row)
        if rows not in self._settled:
            self._settled[rows] = dict(self._trying.settled(row, lambda decision: decision))
        return self._settled[rows][row]

    def _is_claimed(self, amounts: Mapping[int, Amounts], benefit: str) -> bool:
        """Whether of every row that is bound together what is claimed is what it would come to."""
        return all(self._claimed.get((row, benefit), 0) == total(found, benefit) for row, found in amounts.items())

    def _figures(self, difference: Difference) -> Iterator[Explanation]:
        yield from slips(difference.claimed, difference.right)
        if not difference.benefit:
            decision = self._trying.decision(difference.row)
            labels = {benefit.name: benefit.label for benefit in decision.benefits}
            due = {name: fen for name, fen in entitlements(decision).items() if fen is not None}
            if sum(due.values()) == difference.right:
                yield from parts_of_the_whole(difference.claimed, due, labels)

    def _other_rows(self, difference: Difference) -> Iterator[Explanation]:
        for name in self._of_rows(difference):
            yield Explanation("row", Otherwise(msg("the amount of {row}", row=name)))


def _is_granted(decision: Decision, benefit: str) -> bool:
    return any(b.status == "granted" for b in decision.benefits if benefit in ("", b.name))

"""The likely causes of a difference, found by trying: what would have given the claimed amount, to the fen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Final, NamedTuple, TypeAlias

from subsidy.audit.alternatives import TIERS, Alternative, Otherwise
from subsidy.audit.cause import Cause, Explanation, Stage, causes_of
from subsidy.audit.relimited import LimitsChange, in_order, orderable, other_limits, stricter_limits
from subsidy.audit.slips import parts_of_the_whole, slips
from subsidy.audit.trying import Amounts, Trying, entitlements, left, total
from subsidy.audit.ways import Due, Way
from subsidy.evaluation import Decision
from subsidy.messages import Sayable, msg

MOST_TOGETHER: Final = 40
"""Rows that limits bind together: more are not settled anew for each alternative of each of them."""
_MOST_KEPT: Final = 1_000


class Difference(NamedTuple):
    """A claimed amount that differs: of a row, of one of its benefits or (`""`) of all; fen."""

    row: int
    benefit: str
    claimed: int
    right: int


class _Promising(NamedTuple):
    """An alternative at its place among those of its tier, and what is due by it: of each benefit, and in all."""

    place: int
    alternative: Alternative
    way: Way
    due: Due
    total: int


_Finder: TypeAlias = Callable[[Difference], Iterable[Explanation]]


class Causes:
    """Looks for the causes of differences. `claimed` says what is claimed of a row and benefit, in fen; `of_rows` are
    the rows, but its own, that come to what is claimed; `name` says a row as its reader knows it.
    """

    def __init__(
        self,
        trying: Trying,
        stage: Stage,
        claimed: Callable[[int, str], int],
        of_rows: Callable[[Difference], Sequence[int]],
        name: Callable[[int], Sayable],
    ) -> None:
        self._trying = trying
        self._claimed = claimed
        self._stage = stage
        self._of_rows = of_rows
        self._name = name
        self._relimited = lru_cache(_MOST_KEPT)(self._changed_limits)
        self._ordered = lru_cache(_MOST_KEPT)(self._order_of_claims)
        self._due = lru_cache(1)(self._due_as_it_stands)
        self._is_settled = lru_cache(1)(self._is_settled_alone)

    def of(self, difference: Difference) -> tuple[Cause, ...]:
        """Everything nearest that explains a difference, the likeliest first; nothing where nothing does."""
        for finders in self._tiers():
            found = causes_of(explanation for find in finders for explanation in find(difference))
            if found:
                return found
        return ()

    def _tiers(self) -> Iterator[Sequence[_Finder]]:
        yield (self._alternatives(0), self._limits, self._figures)
        for number in range(1, len(TIERS) - 1):
            yield (self._alternatives(number),)
        yield (self._other_rows,)
        yield (self._alternatives(len(TIERS) - 1),)  # which is no evidence

    def _alternatives(self, tier: int) -> _Finder:
        def find(difference: Difference) -> Iterator[Explanation]:
            promising = list(self._promising(difference, tier))
            promising.sort(key=lambda one: -one.total)  # what is left whole of much is left whole of less
            found = [(one.place, e) for one in promising for e in self._tried(difference, one)]
            yield from (explanation for _, explanation in sorted(found, key=itemgetter(0)))

        return find

    def _promising(self, difference: Difference, tier: int) -> Iterator[_Promising]:
        """The alternatives by which enough is due: limits only take."""
        row, benefit, claimed, _ = difference
        for place, alternative in enumerate(self._trying.tier(row, tier)):
            way = self._trying.way(row, alternative.program)
            due = self._trying.due(row, way)
            whole = way.total(due, benefit)
            if whole is None or whole < claimed:
                continue
            if claimed or self._refuses(alternative, way, due, benefit):
                yield _Promising(place, alternative, way, due, whole)

    @staticmethod
    def _refuses(alternative: Alternative, way: Way, due: Due, benefit: str) -> bool:
        """Whether a nought may come of it: what is not claimed was refused, not worth nothing. What another edition
        refuses says nothing, since all that is refused comes to the same.
        """
        return alternative.kind != "edition" and not way.is_granted(due, benefit)

    def _tried(self, difference: Difference, one: _Promising) -> Iterator[Explanation]:
        """The alternative, if it gives what is claimed: after the limits, or without those that take something."""
        row, benefit, claimed, _ = difference
        found = Explanation(one.alternative.kind, one.alternative.otherwise)
        is_changed = one.total != self._due(difference)
        settled = one.total if is_changed else None
        if self._stage == "payable" and one.way.program.limits and self._can_be_settled(difference):
            settled = total(self._trying.payable(row, one.way, one.due), benefit)
        if settled == claimed:
            yield found
        elif is_changed and one.total == claimed:
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
        giving = [(o, amounts) for o, amounts in self._relimited(rows) if total(amounts[row], benefit) == claimed]
        fitting = [otherwise for otherwise, amounts in giving if self._is_claimed(amounts, benefit)]
        for otherwise in fitting or self._ordered(rows, benefit):
            yield Explanation("limit", otherwise, fits_all=len(rows) > 1)
        if not fitting and not self._ordered(rows, benefit):
            yield from (Explanation("limit", otherwise) for otherwise, _ in giving)
            if not giving and self._due(difference) == claimed:
                yield Explanation("limit", Otherwise(msg("no limit applied")))

    def _changed_limits(self, rows: tuple[int, ...]) -> list[tuple[Otherwise, Mapping[int, Amounts]]]:
        """What the limits leave of rows that are bound together, with each of the changes that can matter."""
        decisions = [self._trying.decision(row) for row in rows]
        changes = (stricter_limits if self._trying.as_it_stands(rows).is_whole else other_limits)(decisions)
        return [(change.otherwise, _left(rows, decisions, change)) for change in changes]

    def _order_of_claims(self, rows: tuple[int, ...], benefit: str) -> list[Otherwise]:
        """The limits kept in the order that the claims themselves show, where that gives all of them: whoever lost
        least came first.
        """
        if len(rows) > MOST_TOGETHER or self._trying.as_it_stands(rows).is_whole:
            return []
        decisions = [self._trying.decision(row) for row in rows]
        due = [total(entitlements(decision), benefit) or 0 for decision in decisions]
        lost = [fen - self._claimed(row, benefit) for row, fen in zip(rows, due, strict=True)]
        in_turn = msg("in the order {rows}", rows=[self._name(row) for _, row in sorted(zip(lost, rows, strict=True))])
        changes = [in_order(limit, decisions, lost, in_turn) for limit in orderable(decisions)]
        return [c.otherwise for c in changes if self._is_claimed(_left(rows, decisions, c), benefit)]

    def _due_as_it_stands(self, difference: Difference) -> int | None:
        way = self._trying.way(difference.row, self._trying.ground(difference.row).program)
        return way.total(self._trying.due(difference.row, way), difference.benefit)

    def _can_be_settled(self, difference: Difference) -> bool:
        return len(self._trying.together(difference.row)) <= MOST_TOGETHER and self._is_settled(difference)

    def _is_settled_alone(self, difference: Difference) -> bool:
        """Whether the rows bound together come to what is right when they are settled alone: a wider limit may bind."""
        return total(self._as_it_stands(difference.row), difference.benefit) == difference.right

    def _as_it_stands(self, row: int) -> Amounts:
        return self._trying.as_it_stands(self._trying.together(row)).payable[row]

    def _is_claimed(self, amounts: Mapping[int, Amounts], benefit: str) -> bool:
        """Whether of every row that is bound together what is claimed is what it would come to."""
        return all(self._claimed(row, benefit) == total(found, benefit) for row, found in amounts.items())

    def _figures(self, difference: Difference) -> Iterator[Explanation]:
        yield from slips(difference.claimed, difference.right)
        if not difference.benefit:
            decision = self._trying.decision(difference.row)
            labels = {benefit.name: benefit.label for benefit in decision.benefits}
            due = {name: fen for name, fen in entitlements(decision).items() if fen is not None}
            if sum(due.values()) == difference.right:
                yield from parts_of_the_whole(difference.claimed, due, labels)

    def _other_rows(self, difference: Difference) -> Iterator[Explanation]:
        for row in self._of_rows(difference):
            yield Explanation("row", Otherwise(msg("the amount of {row}", row=self._name(row))))


def _left(rows: tuple[int, ...], decisions: Sequence[Decision], change: LimitsChange) -> Mapping[int, Amounts]:
    return left(rows, [change.change(decision) for decision in decisions]).payable

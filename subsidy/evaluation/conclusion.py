"""From a run to the conclusion for each benefit: granted, refused, suspended or open, and how much.

Which rules concern which benefit is worked out once for a program, so concluding is a few look-ups.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from subsidy.quantities.fen import yuan_of
from subsidy.scheme.definition import Effect
from subsidy.scheme.program import Entitlement, Program

Outcome = Literal["eligible", "ineligible", "incomplete", "suspended"]
Status = Literal["granted", "refused", "suspended", "open"]
NOTHING: Final = Decimal("0.00")

# The first of these that a benefit has decides: what is open keeps the whole open, one that is granted is a gain.
_OUTCOME_OF: Final[Mapping[Status, Outcome]] = {
    "open": "incomplete",
    "granted": "eligible",
    "suspended": "suspended",
    "refused": "ineligible",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """Where a benefit's rules and amount stand in a run. An unknown rule in `presumed` counts as one that holds."""

    benefit: Entitlement
    refusing: tuple[int, ...]
    suspending: tuple[int, ...]
    presumed: frozenset[int]
    amount: int
    fen: int

    def status(self, rules: Sequence[bool | None], amount: object) -> Status:
        granted = self._all(self.refusing, rules)
        if granted is False:
            return "refused"
        running = self._all(self.suspending, rules) if self.suspending else True
        if granted and running is False:  # whatever the amount may be
            return "suspended"
        return "open" if granted is None or running is None or amount is None else "granted"

    def result(self, rules: Sequence[bool | None], amount: object) -> tuple[Status, int]:
        """The status, and the entitlement in fen (0 while it is open)."""
        status = self.status(rules, amount)
        return status, amount * self.fen if status == "granted" and isinstance(amount, int) else 0

    def yuan(self, amount: object) -> Decimal | None:
        """An amount in whole numbers of its unit, as yuan."""
        return yuan_of(amount * self.fen) if isinstance(amount, int) else None

    def _all(self, positions: tuple[int, ...], rules: Sequence[bool | None]) -> bool | None:
        known: bool | None = True
        for i in positions:
            holds = rules[i]
            if holds is False:
                return False
            if holds is None and i not in self.presumed:
                known = None
        return known


def plans(program: Program) -> tuple[Plan, ...]:
    """One plan for each benefit of the program."""
    presumed = frozenset(i for i, rule in enumerate(program.rules) if rule.presumed)
    amounts = {value.name: i for i, value in enumerate(program.values)}

    def positions(benefit: str, effect: Effect) -> tuple[int, ...]:
        concerned = (i for i, rule in enumerate(program.rules) if rule.benefit in ("", benefit))
        return tuple(i for i in concerned if program.rules[i].otherwise == effect)

    return tuple(
        Plan(
            benefit,
            positions(benefit.name, "refuse"),
            positions(benefit.name, "suspend"),
            presumed,
            amounts[benefit.amount],
            int(program.values[amounts[benefit.amount]].node.unit * 100),
        )
        for benefit in program.benefits
    )


def outcome_of(statuses: Sequence[Status]) -> Outcome:
    if len(statuses) == 1:
        return _OUTCOME_OF[statuses[0]]
    return next(outcome for status, outcome in _OUTCOME_OF.items() if status in statuses)


def entitled(status: Status, computed: Decimal | None) -> Decimal | None:
    """What a benefit of this status entitles to: nothing where it is refused or suspended, None while it is open."""
    if status == "granted":
        return computed
    return None if status == "open" else NOTHING

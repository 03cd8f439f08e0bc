"""The limits of a set of decisions, applied one after the other: entitlements in, payables out.

The order of the set changes nothing. Whoever is not eligible takes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from subsidy.diagnostics import SubsidyError
from subsidy.evaluation.decision import BenefitResult, Decision
from subsidy.limits.binding import bind
from subsidy.limits.entries import Entry, entries_of
from subsidy.limits.grouping import Borrowers
from subsidy.limits.notes import Notes
from subsidy.limits.sequence import joints
from subsidy.limits.settlement import Cut, Payable, Settled, Settlement
from subsidy.messages import msg
from subsidy.quantities.fen import yuan_of


class NoDecisionError(SubsidyError, TypeError):
    """Something else was given in the place of decisions."""

    def __init__(self, found: object) -> None:
        super().__init__(
            msg("decisions as evaluate gives them are wanted here, found {found}", found=type(found).__name__)
        )


def apply_limits(decisions: Iterable[Decision]) -> Settlement:
    """What is payable of each decision of a set, and what each limit of their schemes did.

    The decisions may be of several schemes and borrowers; what comes out is in their order.
    Each limit takes what the ones before it left, in the order of `subsidy.limits`. Payables are never above
    entitlements. What cannot be told is None, with a warning that says why; so is all of an incomplete decision.

    Raises `NoDecisionError` for what is no decision, or no set of them.
    """
    entries, notes = entries_of(_all(decisions)), Notes()
    borrowers = Borrowers(entries)
    results = tuple(result for joint in joints(entries) for result in bind(joint, borrowers, notes))
    cuts: dict[int, list[Cut]] = {}
    for cut in (cut for result in results for cut in result.cuts):
        cuts.setdefault(cut.number, []).append(cut)
    settled = (
        Settled(e.decision, e.name, tuple(_payable(e, b) for b in e.decision.benefits), tuple(cuts.get(e.number, ())))
        for e in entries
    )
    return Settlement(tuple(settled), results, notes.messages())


def _all(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    if not isinstance(decisions, Iterable):
        raise NoDecisionError(decisions)
    found = tuple(decisions)
    for decision in found:
        if not isinstance(decision, Decision):
            raise NoDecisionError(decision)
    return found


def _payable(entry: Entry, benefit: BenefitResult) -> Payable:
    provisional = _provisional(entry, benefit)
    amount = None if benefit.name in entry.open else provisional
    return Payable(benefit.name, benefit.label, benefit.payee, benefit.entitlement, amount, provisional)


def _provisional(entry: Entry, benefit: BenefitResult) -> Decimal | None:
    """What is left of it; of an incomplete decision only what is refused is known."""
    if entry.is_incomplete:
        return benefit.entitlement if benefit.entitlement == 0 else None
    return yuan_of(entry.due.get(benefit.name, 0))

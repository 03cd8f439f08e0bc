"""What is owed on each day: the principal as a step function of drawdowns and repayments.

The sum of such a balance over a span (`Steps.sum`) is the 积数 of 积数计息: yuan times days.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple, TypeAlias

from subsidy.calendar import ENDS
from subsidy.diagnostics import Diagnostic, entry, refuse_if_any
from subsidy.kinds import YUAN
from subsidy.messages import msg
from subsidy.quantities import Quantity
from subsidy.steps import Steps, steps

Exact: TypeAlias = int | Decimal | Fraction
"""A number that is what it says. A binary float is not, and is refused."""

FIRST_DAY: Final = date.min.toordinal()


class Flow(NamedTuple):
    """Money that moves on a day: yuan, at least 0; whether it comes or goes is for the list that it stands in."""

    on: date
    amount: Exact


def exact(value: Exact) -> Fraction:
    """Raises TypeError for a float."""
    if isinstance(value, float):
        raise TypeError(f"an exact number is needed, not the float {value!r}")
    return Fraction(value)


def yuan(value: Fraction) -> Quantity:
    """An amount as messages say it."""
    return Quantity(value, YUAN, "plain")


def principal_balance(
    drawdowns: Iterable[Flow], repayments: Iterable[Flow] = (), ends: str = "first"
) -> Steps[Fraction]:
    """The principal, in yuan, on which each day earns interest; 0 before the first drawdown.

    `ends` (a name in `subsidy.calendar.ENDS`) says whether the day of a drawdown and the day of a repayment count.
    Raises `InputError` when an amount is negative, or when more is repaid by some day than was drawn.
    """
    drawn, repaid = list(drawdowns), list(repayments)
    refuse_if_any([*_negative(drawn), *_negative(repaid), *_overpaid(drawn, repaid)])
    _, first_moves, last_moves = entry(ENDS, ends, msg("way to count end days"))
    return outstanding(
        [(flow.on.toordinal() + first_moves, exact(flow.amount)) for flow in drawn],
        [(flow.on.toordinal() + last_moves, exact(flow.amount)) for flow in repaid],
    )


def outstanding(added: Iterable[tuple[int, Fraction]], taken: Iterable[tuple[int, Fraction]]) -> Steps[Fraction]:
    """What is added less what is taken, by ordinal; never below 0: what is taken too much is a credit for later."""
    changes = defaultdict[int, Fraction](Fraction, {FIRST_DAY: Fraction(0)})
    for day, amount in added:
        changes[day] += amount
    for day, amount in taken:
        changes[day] -= amount
    return steps((day, max(total, Fraction(0))) for day, total in _running(changes))


def _running(changes: dict[int, Fraction]) -> Iterator[tuple[int, Fraction]]:
    total = Fraction(0)
    for day, change in sorted(changes.items()):
        total += change
        yield day, total


def _negative(flows: Iterable[Flow]) -> Iterator[Diagnostic]:
    for flow in flows:
        if flow.amount < 0:
            problem = msg("the flow of {day} is negative: {amount}", day=flow.on, amount=yuan(exact(flow.amount)))
            yield Diagnostic("negative-flow", problem)


def _overpaid(drawn: Iterable[Flow], repaid: Iterable[Flow]) -> Iterator[Diagnostic]:
    changes = defaultdict[int, Fraction](Fraction)
    for sign, flows in ((1, drawn), (-1, repaid)):
        for flow in flows:
            changes[flow.on.toordinal()] += sign * exact(flow.amount)
    for day, total in _running(changes):
        if total < 0:
            on = date.fromordinal(day)
            yield Diagnostic(
                "overpaid", msg("by {day}, {excess} more is repaid than was drawn", day=on, excess=yuan(-total))
            )
            return

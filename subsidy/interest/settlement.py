"""What the lender charges, and when: interest cut at its settlement days, rounded, and compounded while unpaid."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Final, NamedTuple

from subsidy.calendar import add_months, counted_span, day_count
from subsidy.diagnostics import entry
from subsidy.interest.accrual import Interest, Window, as_balance, as_rate, first_owed, segments
from subsidy.interest.balance import Exact, Flow, exact, outstanding
from subsidy.interest.spans import Span
from subsidy.interest.terms import Rate
from subsidy.messages import Label, msg
from subsidy.rounding import ROUNDINGS, round_to
from subsidy.steps import Steps

FEN: Final = Fraction(1, 100)


class Settlement(NamedTuple):
    """When interest is settled: a new interest period begins on day `begins` (1 to 28) of each of the `months`."""

    label: Label
    months: tuple[int, ...]
    begins: int

    def boundaries(self, first: int, until: int) -> Iterator[int]:
        """The ordinals strictly inside (first, until) on which a new period begins."""
        day = date.fromordinal(first).replace(day=self.begins)
        while day.toordinal() < until:
            if day.month in self.months and day.toordinal() > first:
                yield day.toordinal()
            day = add_months(day, 1)


_QUARTERS: Final = (3, 6, 9, 12)
_MONTHS: Final = tuple(range(1, 13))
SETTLEMENTS: Final[Mapping[str, Settlement]] = {
    "quarterly": Settlement(
        Label("按季结息，末月20日计入本期", "quarterly, the 20th counts in the period it closes"), _QUARTERS, 21
    ),
    "quarterly-to-20": Settlement(
        Label("按季结息，末月20日计入下期", "quarterly, the 20th counts in the next period"), _QUARTERS, 20
    ),
    "monthly": Settlement(
        Label("按月结息，20日计入本期", "monthly, the 20th counts in the period it closes"), _MONTHS, 21
    ),
    "monthly-to-20": Settlement(
        Label("按月结息，20日计入下期", "monthly, the 20th counts in the next period"), _MONTHS, 20
    ),
    "at-maturity": Settlement(Label("利随本清", "with the principal"), (), 1),
}
"""Settlement days of loans: the 20th of the quarter's last month, or of each month (人民币利率管理规定 第二十条)."""


class Charge(NamedTuple):
    """What one settlement asks for on `due_on`: its exact interest, and that rounded, in yuan."""

    due_on: date
    interest: Interest
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Statement:
    """The charges of a window in order; `step` (yuan) and `direction` say how they are rounded."""

    charges: tuple[Charge, ...]
    step: Fraction
    direction: str

    @property
    def interest(self) -> Interest:
        """All of it, exact."""
        return Interest(tuple(segment for charge in self.charges for segment in charge.interest.segments))

    @property
    def rounded_each(self) -> Fraction:
        """Rounded at each settlement, then added."""
        return sum((charge.amount for charge in self.charges), Fraction(0))

    @property
    def rounded_once(self) -> Fraction:
        """Added exactly, then rounded."""
        return round_to(self.interest.amount, self.step, self.direction)

    def without(self, *marks: str) -> Statement:
        """The same charges less the segments with these marks, rounded anew."""
        left = ((charge.due_on, charge.interest.without(*marks)) for charge in self.charges)
        return Statement(
            tuple(
                Charge(due, interest, round_to(interest.amount, self.step, self.direction)) for due, interest in left
            ),
            self.step,
            self.direction,
        )


def interest_settled(
    principal: Exact | Steps[Fraction],
    rate: Exact | Rate,
    window: Window,
    *,
    settlement: str = "quarterly",
    basis: str = "actual/360",
    ends: str = "first",
    spans: Collection[Span] = (),
    paid: Iterable[Flow] | None = None,
    step: Fraction = FEN,
    direction: str = "half-up",
) -> Statement:
    """Interest as `interest_accrued` reckons it, cut by `settlement` (a name in `SETTLEMENTS`) and rounded.

    Each charge is due on the day its successor's period begins, the last at the window's end. Where `paid` says which
    interest was paid when, what is due and unpaid bears compound interest at the rate of the day, surcharge included
    (人民币利率管理规定 第二十条); without `paid`, nothing is taken to be unpaid. Raises as `interest_accrued` does.
    """
    rule = entry(SETTLEMENTS, settlement, msg("settlement rule"))
    entry(ROUNDINGS, direction, msg("rounding"))
    convention, terms = day_count(basis), as_rate(rate)
    first, until = counted_span(*window, ends)
    owed = as_balance(principal, first)
    origin = first_owed(owed, first)
    payments = None if paid is None else [(flow.on.toordinal(), exact(flow.amount)) for flow in paid]
    charges: list[Charge] = []
    for days in pairwise((first, *rule.boundaries(first, until), until)):
        found = [*segments(owed, terms, days, convention, origin, spans)]
        if payments is not None:
            unpaid = outstanding(((charge.due_on.toordinal(), charge.amount) for charge in charges), payments)
            found += segments(unpaid, terms, days, convention, origin, spans, frozenset({"compound"}))
        interest = Interest(tuple(found))
        charges.append(Charge(date.fromordinal(days[1]), interest, round_to(interest.amount, step, direction)))
    return Statement(tuple(charges), step, direction)

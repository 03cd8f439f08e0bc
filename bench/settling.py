"""The peers' scheme with limits, written out: 30万 for an enterprise and year, first settled first served; a pot.

What is left after the enterprises' limit is shared out proportionally where the pot does not suffice, to the fen: the
parts are cut, and the fen that are left go to the largest remainders; the contract decides between equal ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from bench.contest import Fen, Run
from bench.loans import Loan, borrower
from bench.yardstick import decimal_loop, oracle

ENTERPRISE: Final = 30_000_000
POT: Final = 10_000_000_000
"""In fen."""


def payables(loans: Sequence[Loan]) -> list[Fraction]:
    """The exact amounts in yuan."""
    return [Fraction(fen, 100) for fen in left(loans, [int(oracle(loan) * 100) for loan in loans])]


def left(loans: Sequence[Loan], entitlements: Sequence[int]) -> list[int]:
    """What the limits leave of these entitlements, in fen, one enterprise after the other."""
    due = list(entitlements)
    groups = defaultdict(list)
    for i, loan in enumerate(loans):
        groups[borrower(i), loan.settled_on.year].append(i)
    for group in groups.values():
        room = ENTERPRISE
        for i in sorted(group, key=lambda i: (loans[i].settled_on, i)):
            due[i] = min(due[i], room)
            room -= due[i]
    total = sum(due)
    if total <= POT:
        return due
    paid = [fen * POT // total for fen in due]
    for i in sorted(range(len(due)), key=lambda i: (paid[i] * total - due[i] * POT, i))[: POT - sum(paid)]:
        paid[i] += 1
    return paid


def decimal_loop_with_limits(loans: Sequence[Loan]) -> Run:
    """The yardstick with limits: as a careful programmer writes it, in one pass for each limit."""
    entitled = decimal_loop(loans)
    borrowers = [borrower(i) for i in range(len(loans))]

    def run() -> Fen:
        due = [int(amount * 100) for amount in entitled()]
        used: dict[tuple[str, int], int] = {}
        for i in sorted(range(len(due)), key=lambda i: loans[i].settled_on):
            if due[i]:
                key = borrowers[i], loans[i].settled_on.year
                before = used.get(key, 0)
                due[i] = min(due[i], ENTERPRISE - before)
                used[key] = before + due[i]
        total = sum(due)
        if total <= POT:
            return Fen(due)
        shared = [divmod(fen * POT, total) for fen in due]
        paid = [part for part, _ in shared]
        for i in sorted(range(len(due)), key=lambda i: -shared[i][1])[: POT - sum(paid)]:
            paid[i] += 1
        return Fen(paid)

    return run

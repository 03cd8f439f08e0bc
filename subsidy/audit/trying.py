"""What a row would come to if it were worked out otherwise: by another program, or under other limits.

Only rows that differ are tried, so an application is read when it is first looked at, and a program is run when it is
first tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TypeAlias

from subsidy.audit.alternatives import TIERS, Alternative, Ground, alternatives
from subsidy.batch.applications import Applications
from subsidy.evaluation import Decision, Evaluator
from subsidy.evaluation.conclusion import plans
from subsidy.evaluation.decision import decided
from subsidy.evaluation.evaluator import evaluator_of, own_readings
from subsidy.evaluation.prepare import preparer
from subsidy.evaluation.runner import runner
from subsidy.facts import Application
from subsidy.limits import Settled, apply_limits
from subsidy.quantities.fen import fen_of
from subsidy.scheme.library import Scheme
from subsidy.scheme.program import Program

Amounts: TypeAlias = Mapping[str, int | None]
"""Fen by benefit; None while it is not known."""


class Trying:
    """One scheme over the rows of a table, each under the edition that decided it (`editions`).

    `together` says which rows the limits may bind together with a row, itself among them.
    """

    def __init__(
        self,
        scheme: Scheme,
        readings: Mapping[str, str],
        applications: Applications,
        editions: Mapping[int, str],
        together: Callable[[int], tuple[int, ...]],
    ) -> None:
        self.scheme = scheme
        self.applications = applications
        self.together = together
        self._readings = readings
        self._editions = editions
        self._grounds: dict[str, Ground] = {}
        self._tiers: dict[tuple[str, int], tuple[Alternative, ...]] = {}
        self._decide: dict[int, Callable[[Application], Decision]] = {}
        self._decisions: dict[int, Decision] = {}

    def is_decided(self, row: int) -> bool:
        return row in self._editions

    def ground(self, row: int) -> Ground:
        """The edition that decided a row, with its readings."""
        name = self._editions[row]
        if name not in self._grounds:
            edition = self.scheme.edition(name)
            readings = own_readings(edition, self._readings)
            self._grounds[name] = Ground(self.scheme, edition, readings, edition.program(readings))
        return self._grounds[name]

    def evaluator(self, row: int) -> Evaluator:
        """That of the edition that decided a row."""
        ground = self.ground(row)
        return evaluator_of(ground.edition, ground.readings)

    def tier(self, row: int, number: int) -> tuple[Alternative, ...]:
        """The alternatives of a row's edition, as near as the number of the tier says."""
        key = (self._editions[row], number)
        if key not in self._tiers:
            self._tiers[key] = alternatives(self.ground(row), TIERS[number])
        return self._tiers[key]

    def decision(self, row: int) -> Decision:
        """The decision on a row as it stands."""
        if row not in self._decisions:
            self._decisions[row] = self.under(row, self.ground(row).program)
        return self._decisions[row]

    def under(self, row: int, program: Program) -> Decision:
        """The decision on a row under another program; programs are told apart by identity."""
        if id(program) not in self._decide:
            self._decide[id(program)] = _decider(program, self.evaluator(row).again)
        return self._decide[id(program)](self.applications[row])

    def payable(self, row: int, decision: Decision) -> Amounts:
        """What is payable of a row if it is decided so, and the rows that limits bind with it as they stand."""
        rows = self.together(row)
        settlement = apply_limits([decision if r == row else self.decision(r) for r in rows])
        return payables(settlement.settled[rows.index(row)])

    def settled(self, row: int, change: Callable[[Decision], Decision]) -> Iterable[tuple[int, Amounts]]:
        """What is payable of a row and of those bound with it, each decision changed."""
        rows = self.together(row)
        settlement = apply_limits([change(self.decision(r)) for r in rows])
        return zip(rows, map(payables, settlement.settled), strict=True)


def entitlements(decision: Decision) -> Amounts:
    return {b.name: None if b.entitlement is None else fen_of(b.entitlement) for b in decision.benefits}


def payables(settled: Settled) -> Amounts:
    return {p.name: None if p.amount is None else fen_of(p.amount) for p in settled.payables}


def total(amounts: Amounts, benefit: str = "") -> int | None:
    """The sum of all benefits, or one of them (0 where there is no such benefit); None while it is not known."""
    known = list(amounts.values()) if not benefit else [amounts.get(benefit, 0)]
    return None if None in known else sum(amount for amount in known if amount is not None)


def _decider(
    program: Program, again: Callable[[Application, Mapping[str, str]], Decision]
) -> Callable[[Application], Decision]:
    prepare, run, concluding = preparer(program), runner(program), plans(program)
    return lambda application: decided(application, run(prepare(application)), concluding, again)


def with_program(decision: Decision, program: Program) -> Decision:
    """The same decision under a program that has the same values and rules."""
    run = decision.run
    return replace(decision, run=replace(run, layout=replace(run.layout, program=program)))

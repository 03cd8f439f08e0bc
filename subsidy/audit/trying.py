"""What a row would come to if it were worked out otherwise: by another program, or under other limits.

Only rows that differ are tried, so an application is read when it is first looked at, and a program is made ready when
it is first tried.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

from subsidy.audit.alternatives import TIERS, Alternative, Ground, alternatives
from subsidy.audit.ways import Due, Way, Ways
from subsidy.batch.applications import Applications
from subsidy.evaluation import Decision, Evaluator
from subsidy.evaluation.decision import decided
from subsidy.evaluation.evaluator import evaluator_of, own_readings
from subsidy.evaluation.prepare import Prepared
from subsidy.limits import Settled, apply_limits
from subsidy.quantities.fen import fen_of
from subsidy.scheme.library import Scheme
from subsidy.scheme.program import Program

Amounts: TypeAlias = Mapping[str, int | None]
"""Fen by benefit; None while it is not known."""
_MOST_KEPT: Final = 10_000


class Left(NamedTuple):
    """What the limits leave of rows: `payable` by row; `is_whole`: they took nothing, and all of it can be told."""

    payable: Mapping[int, Amounts]
    is_whole: bool


@dataclass(slots=True)
class _Tried:
    """What is known of the row that is tried now."""

    row: int
    prepared: dict[int, Prepared] = field(default_factory=dict)
    payable: dict[tuple[int, Due], Amounts] = field(default_factory=dict)
    whole: list[tuple[int, Due]] = field(default_factory=list)

    def is_whole(self, way: Way, due: Due) -> bool:
        """Whether the limits leave all of it, since they left all of amounts that are nowhere smaller.

        That holds for ceilings alone: a share rounds each amount by itself.
        """
        return way.are_ceilings and any(
            limits == way.limits
            and all(status != "open" and fen <= most for (status, fen), (_, most) in zip(due, of, strict=True))
            for limits, of in self.whole
        )


class Trying:
    """One scheme over the rows of a table, each under the edition that decided it (`edition`).

    `together` says which rows the limits may bind together with a row, itself among them.
    """

    def __init__(
        self,
        scheme: Scheme,
        readings: Mapping[str, str],
        applications: Applications,
        edition: Callable[[int], str | None],
        together: Callable[[int], tuple[int, ...]],
    ) -> None:
        self.scheme = scheme
        self.applications = applications
        self.together = together
        self._readings = readings
        self._edition = edition
        self._ways = Ways()
        self._grounds: dict[str, Ground] = {}
        self._tiers: dict[tuple[str, int], tuple[Alternative, ...]] = {}
        self._tried = _Tried(-1)
        self.decision = lru_cache(_MOST_KEPT)(self._decision)
        self.as_it_stands = lru_cache(_MOST_KEPT)(self._as_it_stands)

    def is_decided(self, row: int) -> bool:
        return self._edition(row) is not None

    def _decided_by(self, row: int) -> str:
        name = self._edition(row)
        assert name is not None
        return name

    def ground(self, row: int) -> Ground:
        """The edition that decided a row, with its readings."""
        name = self._decided_by(row)
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
        key = (self._decided_by(row), number)
        if key not in self._tiers:
            self._tiers[key] = alternatives(self.ground(row), TIERS[number])
        return self._tiers[key]

    def way(self, row: int, program: Program) -> Way:
        """A program of `ground` or `tier` of a row, ready to run."""
        return self._ways.of(program, self.ground(row).program)

    def due(self, row: int, way: Way) -> Due:
        known = self._now(row).prepared
        if way.inputs not in known:
            known[way.inputs] = way.prepare(self.applications[row])
        return way.due(known[way.inputs], lambda: self.decision(row).run)

    def _decision(self, row: int) -> Decision:
        """The decision on a row as it stands."""
        return self._under(row, self.way(row, self.ground(row).program))

    def _under(self, row: int, way: Way) -> Decision:
        application = self.applications[row]
        return decided(application, way.run(way.prepare(application)), way.plans, self.evaluator(row).again)

    def _now(self, row: int) -> _Tried:
        if self._tried.row != row:
            self._tried = _Tried(row)
        return self._tried

    def payable(self, row: int, way: Way, due: Due) -> Amounts:
        """What is payable of a row of which so much is due by another way, and the rows that limits bind with it as
        they stand.
        """
        tried = self._now(row)
        if (way.limits, due) not in tried.payable:
            if tried.is_whole(way, due):
                payable: Amounts = {name: fen for name, (_, fen) in zip(way.benefits, due, strict=True)}
            else:
                rows, decision = self.together(row), self._under(row, way)
                found = left(rows, [decision if r == row else self.decision(r) for r in rows])
                payable = found.payable[row]
                tried.whole += [(way.limits, due)] if found.is_whole else []
            tried.payable[way.limits, due] = payable
        return tried.payable[way.limits, due]

    def _as_it_stands(self, rows: tuple[int, ...]) -> Left:
        """What is payable of rows that are bound together."""
        return left(rows, [self.decision(row) for row in rows])


def left(rows: tuple[int, ...], decisions: list[Decision]) -> Left:
    """What the limits leave of decisions on rows that they bind together."""
    settled = apply_limits(decisions).settled
    payable = dict(zip(rows, map(payables, settled), strict=True))
    is_open = any(None in amounts.values() for amounts in payable.values())
    return Left(payable, not is_open and not any(one.cuts for one in settled))


def entitlements(decision: Decision) -> Amounts:
    return {b.name: None if b.entitlement is None else fen_of(b.entitlement) for b in decision.benefits}


def payables(settled: Settled) -> Amounts:
    return {p.name: None if p.amount is None else fen_of(p.amount) for p in settled.payables}


def total(amounts: Amounts, benefit: str = "") -> int | None:
    """The sum of all benefits, or one of them (0 where there is no such benefit); None while it is not known."""
    known = list(amounts.values()) if not benefit else [amounts.get(benefit, 0)]
    return None if None in known else sum(amount for amount in known if amount is not None)


def with_program(decision: Decision, program: Program) -> Decision:
    """The same decision under a program that has the same values and rules."""
    run = decision.run
    return replace(decision, run=replace(run, layout=replace(run.layout, program=program)))

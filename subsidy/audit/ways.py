"""Programs that are tried on many rows: each is made ready once, and told apart by what its limits rest on."""

from __future__ import annotations

from functools import cached_property
from typing import TypeAlias

from subsidy.evaluation.conclusion import Status, plans
from subsidy.evaluation.layout import layout_of
from subsidy.evaluation.prepare import Prepared, preparer
from subsidy.evaluation.runner import runner
from subsidy.evaluation.shortcut import Shortcut, shortcut
from subsidy.scheme.program import Program

Due: TypeAlias = tuple[tuple[Status, int], ...]
"""What is due before the limits: of each benefit of a program its status and fen, 0 while it is open."""


class Way:
    """A program ready to run. `inputs` is the same number for programs that read the same facts, `limits` for those
    whose limits leave the same of the same amounts; `are_ceilings`: none of them takes a share.
    """

    def __init__(self, program: Program, inputs: int, limits: int) -> None:
        self.program = program
        self.inputs = inputs
        self.limits = limits
        self.are_ceilings = all(limit.ratio is None for limit in program.limits)
        self.benefits = tuple(benefit.name for benefit in program.benefits)
        self.plans = plans(program)
        self.prepare = preparer(program)
        self.run = runner(program)

    @cached_property
    def _shortcut(self) -> Shortcut:
        return shortcut(self.program, self.plans)

    def due(self, prepared: Prepared) -> Due:
        """As the run of the whole program has it."""
        facts, complete = prepared
        if complete:
            try:
                return self._shortcut(facts)
            except ZeroDivisionError:
                pass
        run = self.run(prepared)
        return tuple(plan.result(run.rules, run.values[plan.amount]) for plan in self.plans)

    def total(self, due: Due, benefit: str) -> int | None:
        """Of all benefits, or of one (0 where there is no such); None while it is open."""
        known = [one for name, one in zip(self.benefits, due, strict=True) if benefit in ("", name)]
        return None if any(status == "open" for status, _ in known) else sum(fen for _, fen in known)

    def is_granted(self, due: Due, benefit: str) -> bool:
        return any(
            status == "granted" for name, (status, _) in zip(self.benefits, due, strict=True) if benefit in ("", name)
        )


class Ways:
    """Programs are told apart by identity, and kept."""

    def __init__(self) -> None:
        self._known: dict[int, Way] = {}
        self._inputs: list[object] = []
        self._limits: list[object] = []

    def of(self, program: Program) -> Way:
        if id(program) not in self._known:
            inputs = _number(program.inputs, self._inputs)
            self._known[id(program)] = Way(program, inputs, _number(_limits_rest_on(program), self._limits))
        return self._known[id(program)]


def _number(one: object, known: list[object]) -> int:
    if one not in known:
        known.append(one)
    return known.index(one)


def _limits_rest_on(program: Program) -> tuple[object, ...]:
    """The limits, the values that their formulas read, and what they are applied to."""
    layout = layout_of(program)
    needed = {i for limit in program.limits for node in limit.nodes for i in layout.needed(node)}
    values = [(program.values[i].name, program.values[i].node) for i in sorted(needed)]
    benefits = [benefit.name for benefit in program.benefits]
    return (program.edition.edition, program.limits, values, benefits)

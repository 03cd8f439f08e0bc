"""Programs that are tried on many rows: each is made ready once, and told apart by what its limits rest on."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeAlias

from subsidy.evaluation.conclusion import Status, plans
from subsidy.evaluation.layout import Layout, layout_of
from subsidy.evaluation.meaning import Setting, value
from subsidy.evaluation.prepare import Prepared, preparer
from subsidy.evaluation.run import Run
from subsidy.evaluation.runner import runner
from subsidy.evaluation.shortcut import Shortcut, shortcut
from subsidy.language.nodes import Node
from subsidy.scheme.program import Program

Due: TypeAlias = tuple[tuple[Status, int], ...]
"""What is due before the limits: of each benefit of a program its status and fen, 0 while it is open."""


class Way:
    """A program ready to run. `inputs` is the same number for programs that read the same facts, `limits` for those
    whose limits leave the same of the same amounts; `are_ceilings`: none of them takes a share. `like` is the program
    of the rows as they stand: what is not otherwise than there need not be worked out again.
    """

    def __init__(self, program: Program, inputs: int, limits: int, like: Program) -> None:
        self.program = program
        self.inputs = inputs
        self.limits = limits
        self.are_ceilings = all(limit.ratio is None for limit in program.limits)
        self.benefits = tuple(benefit.name for benefit in program.benefits)
        self.plans = plans(program)
        self.prepare = preparer(program)
        self.run = runner(program)
        self._layout = layout_of(program)
        self._values, self._rules = _alike(self._layout, layout_of(like))

    @cached_property
    def _shortcut(self) -> Shortcut:
        return shortcut(self.program, self.plans)

    def due(self, prepared: Prepared, stands: Callable[[], Run]) -> Due:
        """As the run of the whole program has it; `stands` is the run of the facts as they stand."""
        facts, complete = prepared
        if complete:
            try:
                return self._shortcut(facts)
            except ZeroDivisionError:
                pass
        values, rules = self._along(facts, stands())
        return tuple(plan.result(rules, values[plan.amount]) for plan in self.plans)

    def _along(self, facts: tuple[Any, ...], run: Run) -> tuple[list[Any], list[bool | None]]:
        """Values and rules, three-valued; those that are alike as they are in the run."""
        values: list[Any] = []
        setting = Setting(self._layout, facts, values)
        for named, like in zip(self.program.values, self._values, strict=True):
            values.append(value(named.node, setting) if like is None else run.values[like])
        known = zip(self.program.rules, self._rules, strict=True)
        return values, [value(rule.node, setting) if like is None else run.rules[like] for rule, like in known]

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

    def of(self, program: Program, like: Program) -> Way:
        if id(program) not in self._known:
            inputs, limits = _number(program.inputs, self._inputs), _number(_limits_rest_on(program), self._limits)
            self._known[id(program)] = Way(program, inputs, limits, like)
        return self._known[id(program)]


def _number(one: object, known: list[object]) -> int:
    if one not in known:
        known.append(one)
    return known.index(one)


def _alike(own: Layout, other: Layout) -> tuple[list[int | None], list[int | None]]:
    """Of each value and each rule where it stands in another program, if it is the same there, with all it needs.

    Programs of different editions have nothing in common, since they may look up other tables.
    """
    is_of_one = own.program.edition is other.program.edition
    values: list[int | None] = []

    def same(node: Node, there: Node | None) -> bool:
        return is_of_one and node == there and all(values[i] is not None for i in own.needed(node))

    for named in own.program.values:
        place = other.values.get(named.name)
        is_same = place is not None and same(named.node, other.program.values[place].node)
        values.append(place if is_same else None)
    places = {rule.name: place for place, rule in enumerate(other.program.rules)}
    rules = [(rule, places.get(rule.name)) for rule in own.program.rules]
    return values, [
        place if place is not None and same(rule.node, other.program.rules[place].node) else None
        for rule, place in rules
    ]


def _limits_rest_on(program: Program) -> tuple[object, ...]:
    """The limits, the values that their formulas read, and what they are applied to."""
    layout = layout_of(program)
    needed = {i for limit in program.limits for node in limit.nodes for i in layout.needed(node)}
    values = [(program.values[i].name, program.values[i].node) for i in sorted(needed)]
    benefits = [benefit.name for benefit in program.benefits]
    return (program.edition.edition, program.limits, values, benefits)

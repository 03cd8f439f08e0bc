"""The shortest way from complete facts to what each benefit comes to, for whoever wants no trace.

It leaves at the first rule that refuses everything, and computes a value only when a rule or an amount needs it. What
it says is what the run of the whole program says; where something is unknown it has no answer.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

from subsidy.evaluation.conclusion import Plan, Status
from subsidy.evaluation.generate import Writer
from subsidy.evaluation.layout import layout_of
from subsidy.evaluation.syntax import LOAD, assigned, stored, times
from subsidy.language.nodes import Node
from subsidy.scheme.program import Program

Shortcut: TypeAlias = Callable[[tuple[Any, ...]], tuple[tuple[Status, int], ...]]
"""From prepared, complete facts to each benefit's status and fen; `ZeroDivisionError` where one is unknown."""


def shortcut(program: Program, plans: Sequence[Plan]) -> Shortcut:
    writer = _Shortcut(program, plans)
    return writer.function(writer.statements())


class _Shortcut(Writer):
    def __init__(self, program: Program, plans: Sequence[Plan]) -> None:
        super().__init__(layout_of(program))
        self.program = program
        self.plans = plans
        self.done: set[str] = set()

    def statements(self) -> Iterator[ast.stmt]:
        rules = self.program.rules
        common = [rule for rule in rules if not rule.benefit and rule.otherwise == "refuse"]
        nothing = ast.Tuple([_result("refused") for _ in self.plans], LOAD)
        for rule in sorted(common, key=lambda rule: len(self.layout.needed(rule.node))):
            yield from self._computed(rule.node)
            yield ast.If(ast.UnaryOp(ast.Not(), self.of(rule.node, {})), [ast.Return(nothing)], [])
        for plan in self.plans:
            for i in (*plan.refusing, *plan.suspending):
                yield from self._computed(rules[i].node)
            yield from self._computed(self.program.values[plan.amount].node)
            yield from self._assigned(plan.amount)
        yield ast.Return(ast.Tuple([self._benefit(plan) for plan in self.plans], LOAD))

    def _benefit(self, plan: Plan) -> ast.expr:
        own = [i for i in plan.refusing if self.program.rules[i].benefit]
        amount = times(ast.Name(f"v{plan.amount}", LOAD), plan.fen)
        granted = ast.Tuple([ast.Constant("granted"), amount], LOAD)
        running = self._if_all(plan.suspending, granted, _result("suspended"))
        return self._if_all(own, running, _result("refused"))

    def _if_all(self, rules: Sequence[int], then: ast.expr, otherwise: ast.expr) -> ast.expr:
        for i in reversed(rules):
            then = ast.IfExp(self.of(self.program.rules[i].node, {}), then, otherwise)
        return then

    def _computed(self, node: Node) -> Iterator[ast.stmt]:
        """The values that a node needs and that are not there yet, in their order."""
        for i in self.layout.needed(node):
            yield from self._assigned(i)

    def _assigned(self, value: int) -> Iterator[ast.stmt]:
        named = self.program.values[value]
        if named.name not in self.done:
            self.done.add(named.name)
            yield assigned(stored(f"v{value}"), self.of(named.node, {}))


def _result(status: Status) -> ast.expr:
    return ast.Tuple([ast.Constant(status), ast.Constant(0)], LOAD)

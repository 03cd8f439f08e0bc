"""The reference evaluator: slow, plain, and at home with facts that are not known."""

from __future__ import annotations

from typing import Any

from subsidy.evaluation.layout import Layout, layout_of
from subsidy.evaluation.meaning import Answer, Setting, value
from subsidy.evaluation.run import Run
from subsidy.scheme.program import Program


def interpret(program: Program, facts: tuple[Any, ...]) -> Run:
    """The run of prepared facts, in the order of `program.inputs`; None is unknown."""
    return interpreted(layout_of(program), facts)


def interpreted(layout: Layout, facts: tuple[Any, ...]) -> Run:
    """The same, where the positions are known already."""
    values: list[Answer] = []
    setting = Setting(layout, facts, values)
    for named in layout.program.values:
        values.append(value(named.node, setting))  # noqa: PERF401  # each may need those before it
    rules = tuple(value(rule.node, setting) for rule in layout.program.rules)
    return Run(layout, facts, tuple(values), rules)

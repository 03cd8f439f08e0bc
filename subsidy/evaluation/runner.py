"""From prepared facts to a run, by the generated evaluator where it can answer, else by the reference one."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from subsidy.evaluation.generate import Generated, generate
from subsidy.evaluation.interpret import interpreted
from subsidy.evaluation.layout import layout_of
from subsidy.evaluation.prepare import Prepared
from subsidy.evaluation.run import Run
from subsidy.scheme.program import Program


def runner(program: Program) -> Callable[[Prepared], Run]:
    """The fastest way from prepared facts to a run of this program.

    The first application is interpreted: generating a function pays from the second on.
    """
    layout = layout_of(program)
    earlier = count()
    generated: list[Generated] = []

    def run(prepared: Prepared) -> Run:
        facts, complete = prepared
        if complete and (generated or next(earlier)):
            if not generated:
                generated.append(generate(layout))
            try:
                values, rules = generated[0](facts)
            except ZeroDivisionError:
                pass
            else:
                return Run(layout, facts, values, rules)
        return interpreted(layout, facts)

    return run

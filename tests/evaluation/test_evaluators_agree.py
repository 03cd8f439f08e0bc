"""On random programs and random facts, the interpreter, the generated function and an oracle in fractions agree."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from hypothesis import event, given, reject, settings
from hypothesis import strategies as st

from subsidy.evaluation.generate import generate
from subsidy.evaluation.interpret import interpret
from subsidy.evaluation.layout import layout_of
from subsidy.evaluation.prepare import Prepared
from subsidy.evaluation.run import Run
from subsidy.evaluation.runner import runner
from subsidy.language.nodes import Gather, Node, Ratio, Texts
from subsidy.language.walk import children
from subsidy.scheme.program import Program
from tests.evaluation import oracle
from tests.evaluation.formulas import prepared, programs
from tests.evaluation.small import Formula, RefusedError, SmallScope, program

PROVABLE_REFUSALS = {"overflow", "argument"}  # what a random formula may run into: too wide, a record's field in held


def compiled(values: dict[str, tuple[str, Formula]], rules: list[str]) -> Program:
    try:
        return program({name: formula for name, (_, formula) in values.items()}, rules)
    except RefusedError as refused:
        if not PROVABLE_REFUSALS.issuperset(refused.codes):
            raise
        reject()


def expected(values: dict[str, tuple[str, Formula]], rules: list[str], facts: tuple[Any, ...]) -> tuple[Any, Any]:
    """The values in yuan, days, dates, ..., and the rules, by the oracle."""
    env = oracle.environment(facts)
    for name, (_, formula) in values.items():
        env[name] = oracle.meant(formula.text, env)
        if formula.direction:
            env[name] = oracle.rounded(env[name], formula.direction)
    return [env[name] for name in values], [oracle.meant(rule, env) for rule in rules]


def in_the_open(node: Node, value: Any) -> Any:
    """A node's value as the oracle has it."""
    if value is None or node.type.base in ("text", "flag"):
        return value
    return date.fromordinal(value) if node.type.base == "date" else value * node.unit


@settings(max_examples=60)
@given(programs(), st.lists(st.one_of(prepared(unknown=True), prepared(unknown=False)), min_size=3, max_size=6))
def test_the_interpreter_agrees_with_the_oracle(parts: Any, cases: list[tuple[Any, ...]]) -> None:
    made = compiled(*parts)
    for facts in cases:
        run = interpret(made, facts)
        found = [in_the_open(v.node, known) for v, known in zip(made.values, run.values, strict=True)]
        assert (found, list(run.rules)) == expected(*parts, facts)


@settings(max_examples=60)
@given(programs(), st.lists(prepared(unknown=False), min_size=3, max_size=6))
def test_the_generated_function_agrees_with_the_interpreter(parts: Any, cases: list[tuple[Any, ...]]) -> None:
    made = compiled(*parts)
    run, function = runner(made), generate(layout_of(made))
    for facts in cases:
        slow, fast = interpret(made, facts), run(Prepared(facts, complete=True))
        assert (fast.values, fast.rules) == (slow.values, slow.rules)
        try:
            values, rules = function(facts)
        except ZeroDivisionError:
            event("handed to the interpreter")
        else:
            assert (values, rules) == (slow.values, slow.rules)
            assert list(map(type, values + rules)) == list(map(type, slow.values + slow.rules))


def seen(node: Node, run: Run, records: dict[int, tuple[Any, ...]]) -> Iterator[tuple[Node, Any]]:
    """Every node under a node and its value, in each record that a gather looks at."""
    if not isinstance(node, Texts | Ratio):
        yield node, run.value_of(node, records)
    if not isinstance(node, Gather):
        for child in children(node):
            yield from seen(child, run, records)
        return
    for record in run.facts[run.layout.facts[node.path]] or ():
        for child in children(node):
            yield from seen(child, run, {**records, node.level: record})


@settings(max_examples=80)
@given(programs(), prepared(unknown=False))
def test_every_node_lies_within_its_static_bounds(parts: Any, facts: tuple[Any, ...]) -> None:
    made = compiled(*parts)
    run = interpret(made, facts)
    for tree in (*(v.node for v in made.values), *(r.node for r in made.rules)):
        for node, value in seen(tree, run, {}):
            if value is not None and node.type.base != "text":
                assert type(value) is (bool if node.type.base == "flag" else int)
                assert node.low <= value <= node.high


def test_programs_are_small_enough_to_be_compiled_mostly() -> None:
    """The property tests above would be empty if most random programs were refused."""
    outcomes: list[bool] = []

    @settings(max_examples=60)
    @given(programs())
    def count(parts: Any) -> None:
        values, rules = parts
        try:
            program({name: formula for name, (_, formula) in values.items()}, rules, SmallScope())
        except RefusedError:
            outcomes.append(False)
        else:
            outcomes.append(True)

    count()
    assert sum(outcomes) > len(outcomes) * 3 // 4

"""What keeps a decision open, and which fact would settle the most of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from subsidy.evaluation import Decision
from subsidy.evaluation.conclusion import Plan, plans
from subsidy.evaluation.missing import missing
from subsidy.language import nodes
from subsidy.language.nodes import Node
from subsidy.language.walk import walk
from subsidy.scheme.program import Condition, Value


class Need(NamedTuple):
    """A condition or an amount that is open, and all that it waits for (see `evaluation.missing`)."""

    part: Condition | Value
    waits_for: tuple[str, ...]


Stage = tuple[Need, ...]


def stages(decision: Decision) -> tuple[Stage, ...]:
    """What to settle first: conditions that can refuse or suspend, then amounts, then what is presumed to hold.

    Of benefits that are refused already nothing is needed, of suspended ones no amount.
    """
    program, run = decision.program, decision.run
    conditions: dict[int, None] = {}
    presumed: dict[int, None] = {}
    amounts: dict[int, None] = {}
    for plan in plans(program):
        status = plan.status(run.rules, run.values[plan.amount])
        if status == "refused":
            continue
        suspends = _suspends(plan, run.rules)
        effective = plan.refusing if suspends else (*plan.refusing, *plan.suspending)
        for i in effective:
            if run.rules[i] is None:
                (presumed if i in plan.presumed else conditions)[i] = None
        if not suspends and run.values[plan.amount] is None:
            amounts[plan.amount] = None
    return (
        tuple(_need(program.rules[i], decision) for i in conditions),
        tuple(_need(program.values[i], decision) for i in amounts),
        tuple(_need(program.rules[i], decision) for i in presumed),
    )


def _suspends(plan: Plan, rules: Sequence[bool | None]) -> bool:
    return any(rules[i] is False for i in plan.suspending)


def _need(part: Condition | Value, decision: Decision) -> Need:
    return Need(part, missing(part.node, decision.run))


def most_decisive(needs: Iterable[Need], askable: Collection[str], lists: Collection[str]) -> str | None:
    """Of the facts that may be asked for, the one that settles most; None if none of them is needed.

    A record that was told is told to its end first. Then a fact counts a whole for a need that waits for it alone, half
    for one that waits for another fact too, and so on. Of equals, what takes one answer comes before a list, and else
    the first: schemes state their conditions in the order in which people judge them.
    """
    weights: dict[str, Fraction] = {}
    for need in needs:
        for path in filter(askable.__contains__, need.waits_for):
            weights[path] = weights.get(path, Fraction()) + Fraction(1, len(need.waits_for))
    return max(weights, key=lambda path: ("[" in path, weights[path], path not in lists), default=None)


def needed_by(decision: Decision, path: str) -> list[Condition | Value]:
    """The open conditions and steps whose own formulas read a fact (`loan.flows[0].on`: a field of such a list)."""
    needs = [need for stage in stages(decision) for need in stage]
    run = decision.run
    steps = {i for need in needs for i in run.layout.needed(need.part.node) if run.values[i] is None}
    amounts = {need.part.name for need in needs if isinstance(need.part, Value)}
    conditions = [need.part for need in needs if isinstance(need.part, Condition)]
    values = [v for i, v in enumerate(decision.program.values) if i in steps or v.name in amounts]
    read = _as_read(path)
    parts: list[Condition | Value] = [*conditions, *values]
    return [part for part in parts if read in _facts_of(part.node)]


def _as_read(path: str) -> str:
    """`loan.flows[0].on` as formulas name it: `loan.flows.on`."""
    head, _, rest = path.partition("[")
    return head + rest.partition("]")[2]


def _facts_of(node: Node) -> set[str]:
    return {path for part in walk(node) for path in _paths(part)}


def _paths(node: Node) -> Iterator[str]:
    if isinstance(node, nodes.Fact | nodes.Gather):
        yield node.path
    elif isinstance(node, nodes.Item):
        yield f"{node.path.rpartition('.')[0]}.{node.field.removesuffix('_')}"
    elif isinstance(node, nodes.Records):
        yield node.path
        yield from (f"{node.path}.{field.removesuffix('_')}" for field in node.fields)

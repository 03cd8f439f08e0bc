"""What the reader of a decision should know besides: what is put off, that nothing is due, a condition that only warns,
a rate beyond the last quote, what was presumed, facts to look at again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from subsidy.evaluation.missing import label_of, missing
from subsidy.evaluation.run import Run
from subsidy.explain import why_fails
from subsidy.facts.doubts import doubts
from subsidy.language.kernels import RATE_KERNELS
from subsidy.language.nodes import Apply, Node, Quote
from subsidy.language.walk import walk
from subsidy.messages import Message, msg
from subsidy.quantities import format_money

if TYPE_CHECKING:
    from subsidy.evaluation.decision import Decision


def warnings_of(decision: Decision) -> Iterator[Message]:
    """The warnings of a decision, in the order in which they are told."""
    yield from doubts(decision.application)
    yield from _put_off(decision)
    yield from _nothing(decision)
    yield from _not_so(decision.run)
    yield from _stale_quotes(decision.run)
    yield from _presumptions(decision.run)


def _put_off(decision: Decision) -> Iterator[Message]:
    for b in decision.benefits:
        if b.status == "suspended" and b.computed is not None:
            amount = format_money(b.computed)
            yield msg("{benefit} is suspended; {amount} yuan would be due", benefit=b.label, amount=amount)


def _nothing(decision: Decision) -> Iterator[Message]:
    """More often a figure that was left at 0, or a wrong day, than a loan that cost nothing."""
    if decision.outcome == "eligible" and not decision.total:
        yield msg("eligible, but what is due comes to 0: look at the amounts and the days")


def _not_so(run: Run) -> Iterator[Message]:
    for rule, known in zip(run.program.rules, run.rules, strict=True):
        if known is False and rule.otherwise == "warn":
            yield msg("not so: {rule} ({reason})", rule=rule.label, reason=why_fails(rule.node, run))


def _stale_quotes(run: Run) -> Iterator[Message]:
    program = run.program
    trees = [value.node for value in program.values] + [rule.node for rule in program.rules]
    found = {quoted for tree in trees for node in walk(tree) if (quoted := _last_quoted(node, run))}
    for table, on in sorted(found):
        warning = program.tables[table].warning(date.fromordinal(on))
        if warning is not None:
            yield warning


def _last_quoted(node: Node, run: Run) -> tuple[str, int] | None:
    """The table that a node looks up, and the last day (an ordinal) on which it does."""
    if isinstance(node, Quote):
        on = run.value_of(node.on)
        return (node.table, on) if isinstance(on, int) else None
    if isinstance(node, Apply) and node.kernel in RATE_KERNELS:
        first, until = map(run.value_of, node.arguments[-2:])
        if isinstance(first, int) and isinstance(until, int) and first < until:
            return node.static[0], until - 1
    return None


def _presumptions(run: Run) -> Iterator[Message]:
    for rule, known in zip(run.program.rules, run.rules, strict=True):
        if known is None and rule.presumed:
            facts = [label_of(path, run.program) for path in missing(rule.node, run)]
            yield msg("{rule}: presumed, since {facts} is not given", rule=rule.label, facts=facts)

"""What the reader of a decision should know besides: what is put off, that nothing is due, a condition that only warns,
a rate beyond the last quote, what was presumed, facts to look at again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from subsidy.evaluation.missing import label_of, missing
from subsidy.evaluation.run import Run
from subsidy.explain import why_fails
from subsidy.facts.doubts import doubts
from subsidy.language.look_ups import look_ups
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
    last = {(table, _last_day([run.value_of(day) for day in days])) for table, days in look_ups(program.trees)}
    for table, on in sorted((table, on) for table, on in last if on is not None):
        warning = program.tables[table].warning(date.fromordinal(on))
        if warning is not None:
            yield warning


def _last_day(days: Sequence[object]) -> int | None:
    """The last day (an ordinal) of a look-up: its only one, or that before the end of its span; None if unknown."""
    *first, end = days
    if not isinstance(end, int):
        return None
    if not first:
        return end
    return end - 1 if isinstance(first[0], int) and first[0] < end else None


def _presumptions(run: Run) -> Iterator[Message]:
    for rule, known in zip(run.program.rules, run.rules, strict=True):
        if known is None and rule.presumed:
            facts = [label_of(path, run.program) for path in missing(rule.node, run)]
            yield msg("{rule}: presumed, since {facts} is not given", rule=rule.label, facts=facts)

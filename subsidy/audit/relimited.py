"""The limits applied otherwise: one left out, another order, wider groups, nothing deducted for earlier grants."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final, NamedTuple, TypeAlias

from subsidy.audit.trying import with_program
from subsidy.evaluation import Decision
from subsidy.kinds import DATE
from subsidy.limits.settlement import group_in_words
from subsidy.messages import Label, Sayable, msg
from subsidy.scheme.limits import BoundLimit, Key
from subsidy.scheme.program import Program

Limits: TypeAlias = tuple[BoundLimit, ...]

_ORDERS: Final[dict[str, Label]] = {
    "largest": Label("金额大者优先", "the largest first"),
    "proportional": Label("按比例分摊", "all by the same share"),
}


class LimitsChange(NamedTuple):
    """What is otherwise, in words, and the decisions under such limits."""

    words: Sayable
    change: Callable[[Decision], Decision]


def limit_changes(program: Program) -> Iterator[LimitsChange]:
    """Every way to change the limits of a program, one at a time, the likeliest first."""
    for limit in program.limits:
        label = limit.rule.label
        yield LimitsChange(msg("this limit not applied: {limit}", limit=label), _changed(limit.name, lambda _: ()))
        for words, how in _orders(limit, program):
            yield LimitsChange(msg("{limit}: {order}", limit=label, order=words), _changed(limit.name, _kept(how)))
        for key in limit.per if len(limit.per) > 1 else ():
            keys = tuple(k for k in limit.per if k is not key)
            words = msg("{limit}: counted per {group}", limit=label, group=group_in_words(keys))
            yield LimitsChange(words, _changed(limit.name, _grouped(keys)))
    if program.limits:
        yield LimitsChange(msg("what was granted before not deducted"), _without_grants)
    if len(program.limits) > 1:
        yield LimitsChange(msg("no limit applied"), lambda d: with_program(d, replace(d.program, limits=())))


_Change: TypeAlias = Callable[[BoundLimit], Limits]


def _changed(name: str, change: _Change) -> Callable[[Decision], Decision]:
    """Changes the limit of this name, whichever edition's it is."""

    def of(decision: Decision) -> Decision:
        limits = tuple(
            new for limit in decision.program.limits for new in (change(limit) if limit.name == name else (limit,))
        )
        return with_program(decision, replace(decision.program, limits=limits))

    return of


def _orders(limit: BoundLimit, program: Program) -> Iterator[tuple[Sayable, dict[str, Any]]]:
    """The other orders in which a limit may be kept. What is counted, or kept whole, cannot be shared."""
    rule = limit.rule
    if limit.ratio is not None or rule.across:
        return
    stated = rule.keep or "proportional"
    shared = limit.unit == "yuan" and rule.partial
    for keep, words in _ORDERS.items():
        if keep != stated and (shared or keep != "proportional"):
            yield words, {"keep": keep}
    for path, fact in program.vocabulary.items():
        if fact.kind is DATE and path.startswith(("loan.", "application.")) and (rule.keep, rule.by) != ("first", path):
            yield msg("in the order of {fact}", fact=fact.label), {"keep": "first", "by": path}


def _kept(how: dict[str, Any]) -> _Change:
    return lambda of: (replace(of, rule=of.rule.model_copy(update=how)),)


def _grouped(keys: tuple[Key, ...]) -> _Change:
    return lambda of: (replace(of, per=keys),)


def _without_grants(decision: Decision) -> Decision:
    return replace(decision, application=decision.application.model_copy(update={"granted": ()}))

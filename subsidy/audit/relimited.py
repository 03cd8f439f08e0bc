"""The limits applied otherwise: one left out, another order, wider groups, nothing deducted for earlier grants."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple, TypeAlias

from subsidy.audit.alternatives import Otherwise
from subsidy.audit.trying import with_program
from subsidy.evaluation import Decision
from subsidy.facts import accessor
from subsidy.kinds import DATE
from subsidy.limits.settlement import group_in_words
from subsidy.messages import Label, Sayable, msg
from subsidy.scheme.limits import BoundLimit, Key

Limits: TypeAlias = tuple[BoundLimit, ...]

_ORDERS: Final[dict[str, Label]] = {
    "largest": Label("金额大者优先", "the largest first"),
    "proportional": Label("按比例分摊", "all by the same share"),
}


class LimitsChange(NamedTuple):
    """What is otherwise, and the decisions under such limits."""

    otherwise: Otherwise
    change: Callable[[Decision], Decision]


def other_limits(decisions: Sequence[Decision]) -> Iterator[LimitsChange]:
    """Every way to change the limits that bind these decisions, one at a time, the likeliest first.

    The limits are those of the latest edition among them.
    """
    for limit in _limits(decisions):
        label, name = limit.rule.label, limit.name
        yield LimitsChange(Otherwise(msg("a limit not applied"), label), _changed(name, lambda _: ()))
        for way, how in _orders(limit, decisions):
            what = msg("{limit}: in another order", limit=label)
            yield LimitsChange(Otherwise(what, way), _changed(name, _kept(how)))
        yield from _wider(limit)
    if any(d.application.granted for d in decisions):
        yield LimitsChange(Otherwise(msg("what was granted before not deducted")), _without_grants)


def stricter_limits(decisions: Sequence[Decision]) -> Iterator[LimitsChange]:
    """Of these ways those that can take something where the limits take nothing."""
    if len(decisions) > 1 or any(d.application.granted for d in decisions):
        for limit in _limits(decisions):
            yield from _wider(limit)


def _limits(decisions: Sequence[Decision]) -> Limits:
    return max((d.program for d in decisions), key=lambda program: program.edition.governs.from_).limits


def _wider(limit: BoundLimit) -> Iterator[LimitsChange]:
    for key in limit.per if len(limit.per) > 1 else ():
        keys = tuple(k for k in limit.per if k is not key)
        what = msg("{limit}: counted in wider groups", limit=limit.rule.label)
        yield LimitsChange(Otherwise(what, group_in_words(keys)), _changed(limit.name, _grouped(keys)))


_Change: TypeAlias = Callable[[BoundLimit], Limits]


def _changed(name: str, change: _Change) -> Callable[[Decision], Decision]:
    """Changes the limit of this name, whichever edition's it is."""

    def of(decision: Decision) -> Decision:
        limits = tuple(
            new for limit in decision.program.limits for new in (change(limit) if limit.name == name else (limit,))
        )
        return with_program(decision, replace(decision.program, limits=limits))

    return of


def _orders(limit: BoundLimit, decisions: Sequence[Decision]) -> Iterator[tuple[Sayable, dict[str, Any]]]:
    """The other orders in which a limit may be kept; by days that tell all of these decisions apart.

    What is counted, or kept whole, cannot be shared.
    """
    rule = limit.rule
    if limit.ratio is not None or rule.across:
        return
    stated = rule.keep or "proportional"
    shared = limit.unit == "yuan" and rule.partial
    for keep, words in _ORDERS.items():
        if keep != stated and (shared or keep != "proportional"):
            yield words, {"keep": keep}
    for path, fact in decisions[0].program.vocabulary.items():
        is_day = fact.kind is DATE and path.startswith(("loan.", "application."))
        if is_day and (rule.keep, rule.by) != ("first", path) and _tells_apart(path, decisions):
            yield msg("by {fact}", fact=fact.label), {"keep": "first", "by": path}


def _tells_apart(path: str, decisions: Sequence[Decision]) -> bool:
    days = {accessor(path)(decision.application) for decision in decisions}
    return None not in days and len(days) == len(decisions)


def _kept(how: dict[str, Any]) -> _Change:
    return lambda of: (replace(of, rule=of.rule.model_copy(update=how)),)


def _grouped(keys: tuple[Key, ...]) -> _Change:
    return lambda of: (replace(of, per=keys),)


def _without_grants(decision: Decision) -> Decision:
    return replace(decision, application=decision.application.model_copy(update={"granted": ()}))

"""The limits applied otherwise: one left out, another order, wider groups, nothing deducted for earlier grants."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple, TypeAlias

from subsidy.audit.alternatives import Otherwise
from subsidy.audit.trying import with_program
from subsidy.evaluation import Decision
from subsidy.facts import accessor
from subsidy.facts.application import Filing
from subsidy.kinds import DATE
from subsidy.limits.settlement import group_in_words
from subsidy.messages import Label, Sayable, msg
from subsidy.quantities.fen import fen_of
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
            yield LimitsChange(_in_another_order(limit, way), _changed(name, _kept(how)))
        if limit in orderable(decisions):
            yield in_order(limit, decisions, [_due(d) for d in decisions], msg("the smallest first"))
        yield from _wider(limit)
    if any(d.application.granted for d in decisions):
        yield LimitsChange(Otherwise(msg("what was granted before not deducted")), _without_grants)


def stricter_limits(decisions: Sequence[Decision]) -> Iterator[LimitsChange]:
    """Of these ways those that can take something where the limits take nothing."""
    if len(decisions) > 1 or any(d.application.granted for d in decisions):
        for limit in _limits(decisions):
            yield from _wider(limit)


def in_order(limit: BoundLimit, decisions: Sequence[Decision], ranks: Sequence[int], way: Sayable) -> LimitsChange:
    """The limit kept in an order of one's own: the lowest rank first, of equal ranks as they stand.

    Where no fact says who is first, the limits go by the application's number: so the places become the numbers.
    """
    places = sorted(range(len(decisions)), key=lambda i: ranks[i])
    numbers = {id(decisions[i]): f"{place:09}" for place, i in enumerate(places)}
    kept = _changed(limit.name, _kept({"keep": "first", "by": None}))
    return LimitsChange(_in_another_order(limit, way), lambda d: kept(_numbered(d, numbers[id(d)])))


def orderable(decisions: Sequence[Decision]) -> Iterator[BoundLimit]:
    """The limits that can keep these decisions in any order: not by a ratio, over several schemes, or by years."""
    for limit in _limits(decisions) if len(decisions) > 1 else ():
        if limit.ratio is None and not limit.rule.across and limit.unit != "year":
            yield limit


def _in_another_order(limit: BoundLimit, way: Sayable) -> Otherwise:
    return Otherwise(msg("{limit}: in another order", limit=limit.rule.label), way)


def _due(decision: Decision) -> int:
    return sum(fen_of(benefit.entitlement) for benefit in decision.benefits if benefit.entitlement)


def _numbered(decision: Decision, number: str) -> Decision:
    filing = decision.application.application or Filing()
    numbered = filing.model_copy(update={"id": number})
    return replace(decision, application=decision.application.model_copy(update={"application": numbered}))


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
    """The other orders that a limit may state; by days that tell all of these decisions apart.

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

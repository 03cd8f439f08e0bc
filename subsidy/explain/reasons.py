"""Why a condition fails, by how much, or why it holds, down to the facts that decide it.

Only what decides is said: of `and` the parts that fail, of `or` why each alternative fails, of records the offenders.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from subsidy.explain.comparisons import comparison, membership
from subsidy.explain.numbers import formula
from subsidy.explain.qualifications import held_fails, held_holds
from subsidy.explain.records import conditions
from subsidy.explain.sight import Sight
from subsidy.explain.values import FLAGS, Joined
from subsidy.explain.writer import Level
from subsidy.language import nodes
from subsidy.language.nodes import Node
from subsidy.messages import Sayable, msg

if TYPE_CHECKING:  # see `sight`
    from subsidy.evaluation.run import Run

MOST_RECORDS_SAID: Final = 3
_Reason: TypeAlias = Callable[[Sight, Any], Sayable]


def why_fails(node: Node, run: Run) -> Sayable:
    """Why a condition of the run's program, which is False, fails: the values, and how far apart they are."""
    return _fails(Sight(run), node)


def why_holds(node: Node, run: Run) -> Sayable:
    """The values by which a condition of the run's program, which is True, holds."""
    return _holds(Sight(run), node)


def _fails(sight: Sight, node: Node) -> Sayable:
    return _FAILS.get(type(node), _answer)(sight, node)


def _holds(sight: Sight, node: Node) -> Sayable:
    return _HOLDS.get(type(node), _answer)(sight, node)


def _answer(sight: Sight, node: Node) -> Sayable:
    """A flag that stands for itself: ``under the epidemic's relief: no``."""
    name = formula(sight).at(node, Level.COMPARISON)
    return msg("{name}: {value}", name=name, value=FLAGS[bool(sight.value(node))])


def _constant(sight: Sight, node: nodes.Constant) -> Sayable:
    if node.name:
        return _answer(sight, node)
    return msg("this always holds") if node.value else msg("this never holds")


def _named_fails(sight: Sight, node: nodes.Named) -> Sayable:
    name, reason = sight.program.labels[node.name], _fails(sight, _definition(sight, node))
    return msg("“{name}” does not hold: {reason}", name=name, reason=reason)


def _named_holds(sight: Sight, node: nodes.Named) -> Sayable:
    name, reason = sight.program.labels[node.name], _holds(sight, _definition(sight, node))
    return msg("“{name}” holds: {reason}", name=name, reason=reason)


def _definition(sight: Sight, node: nodes.Named) -> Node:
    return next(value.node for value in sight.program.values if value.name == node.name)


def _and_fails(sight: Sight, node: nodes.And) -> Sayable:
    return _listed(_fails(sight, item) for item in node.items if sight.value(item) is False)


def _and_holds(sight: Sight, node: nodes.And) -> Sayable:
    return _listed(_holds(sight, item) for item in node.items)


def _or_fails(sight: Sight, node: nodes.Or) -> Sayable:
    found = {reason.say("en"): reason for reason in (_fails(sight, item) for item in node.items)}
    if len(found) == 1:
        return next(iter(found.values()))
    reasons = [msg("({number}) {reason}", number=n, reason=reason) for n, reason in enumerate(found.values(), 1)]
    return msg("none of these holds: {reasons}", reasons=_listed(reasons))


def _or_holds(sight: Sight, node: nodes.Or) -> Sayable:
    return _listed(_holds(sight, item) for item in node.items if sight.value(item))


def _not_fails(sight: Sight, node: nodes.Not) -> Sayable:
    return _holds(sight, node.of)


def _not_holds(sight: Sight, node: nodes.Not) -> Sayable:
    return _fails(sight, node.of)


def _choice(reason: _Reason) -> _Reason:
    """Of the branch that was taken; of both where it is not known which."""

    def of_branch(sight: Sight, node: nodes.If) -> Sayable:
        condition = sight.value(node.condition)
        if not isinstance(condition, bool):
            return _listed((reason(sight, node.then), reason(sight, node.otherwise)))
        taken = reason(sight, node.then if condition else node.otherwise)
        asked = formula(sight).at(node.condition, Level.OR)
        return msg("{value} ({condition}: {answer})", value=taken, condition=asked, answer=FLAGS[condition])

    return of_branch


def _gather_fails(sight: Sight, node: nodes.Gather) -> Sayable:
    """Of `all` the records that break it; of `any` why each record is none that it asks for."""
    records = sight.within(node)
    if not records:
        return msg("there is no record of {records}", records=formula(sight).name(node.path))
    if node.how == "all":
        breaking = [r for r in records if r.value(node.value) is False and all(map(r.value, conditions(node)))]
        return _records(breaking, node, lambda record: _fails(record, node.value))
    return _records(records, node, lambda r: _listed(_fails(r, c) for c in conditions(node) if r.value(c) is False))


def _gather_holds(sight: Sight, node: nodes.Gather) -> Sayable:
    """Of `any` the records that it asks for; of `all`, and of `any` record at all, the words say enough."""
    asked = conditions(node)
    if node.how == "all" or not asked:
        return formula(sight).phrase(node).words
    found = [record for record in sight.within(node) if all(map(record.value, asked))]
    return _records(found, node, lambda record: _listed(_holds(record, c) for c in asked))


def _records(records: Sequence[Sight], node: nodes.Gather, reason: Callable[[Sight], Sayable]) -> Sayable:
    """The first few records with a reason each, and how many more there are."""
    said: list[Sayable] = [
        msg("record {number} of {list}: {reason}", number=r.number, list=formula(r).name(node.path), reason=reason(r))
        for r in records[:MOST_RECORDS_SAID]
    ]
    more = len(records) - len(said)
    return _listed([*said, msg("and {count} more", count=more)] if more else said)


def _listed(reasons: Iterable[Sayable]) -> Sayable:
    found = tuple(reasons)
    return found[0] if len(found) == 1 else Joined(found, msg("; "))


_FAILS: Final[Mapping[type[Node], _Reason]] = {
    nodes.Constant: _constant,
    nodes.Named: _named_fails,
    nodes.Compare: comparison,
    nodes.CompareRatio: comparison,
    nodes.OneOf: membership,
    nodes.And: _and_fails,
    nodes.Or: _or_fails,
    nodes.Not: _not_fails,
    nodes.If: _choice(_fails),
    nodes.Gather: _gather_fails,
    nodes.Held: held_fails,
}
_HOLDS: Final[Mapping[type[Node], _Reason]] = {
    nodes.Constant: _constant,
    nodes.Named: _named_holds,
    nodes.Compare: comparison,
    nodes.CompareRatio: comparison,
    nodes.OneOf: membership,
    nodes.And: _and_holds,
    nodes.Or: _or_holds,
    nodes.Not: _not_holds,
    nodes.If: _choice(_holds),
    nodes.Gather: _gather_holds,
    nodes.Held: held_holds,
}

"""Several decisions on one loan: in full what gives something, in a line each what does not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from subsidy.evaluation import Decision, Outcome
from subsidy.evaluation.decision import Verdict
from subsidy.explain.values import Joined
from subsidy.facts import VOCABULARY
from subsidy.facts.records import Record, attribute_of
from subsidy.language.nodes import Fact
from subsidy.language.walk import walk
from subsidy.messages import Label, Sayable, msg
from subsidy.report.note import does_not_govern, failing, in_brief
from subsidy.report.page import Heading, Item, Items, Page, Title
from subsidy.report.verdict import about

_CLAIM: Final = "claim"
_CITY: Final = "borrower.city"
_AIMS: Final = frozenset({"loan.product", _CITY, "borrower.district"})
"""What a scheme is made for: a condition on one of these alone tells the schemes of others from one's own."""
_FEW: Final = 3
_NAMED: Final = 2
_NEAREST: Final = 6
_OF_OUTCOME: Final[Mapping[Outcome, Callable[[Sayable], Item]]] = {
    "eligible": lambda schemes: Item(msg("eligible: {schemes}", schemes=schemes), "✓", "good"),
    "suspended": lambda schemes: Item(msg("suspended: {schemes}", schemes=schemes), "!", "open"),
    "incomplete": lambda schemes: Item(msg("waiting for facts: {schemes}", schemes=schemes), "?", "open"),
    "ineligible": lambda schemes: Item(msg("refused: {schemes}", schemes=schemes), "✗", "bad"),
}
BEST_FIRST: Final[tuple[Outcome, ...]] = ("eligible", "suspended", "incomplete", "ineligible")


def survey(
    decisions: Sequence[Decision], full: Callable[[Decision], Page], among_others: Callable[[Decision], Page]
) -> Page:
    """What one loan gets: the only decision as `full` says it; of several, those that matter as `among_others` says
    them, and before the last words the others in brief, so that all of it fits on a screen.
    """
    shown = that_matter(decisions)
    others = [d for d in decisions if d not in shown]
    if not others:
        return tuple(block for decision in shown for block in full(decision))
    if shown:
        page = tuple(block for decision in shown for block in among_others(decision))
        return (*page[:-1], Heading(msg("Other schemes")), Items(tuple(_in_short(others))), *page[-1:])
    return (Title(_nothing_so_far(others), "open"), *about(others[0]), Items(tuple(_one_by_one(others))))


def _nothing_so_far(decisions: Sequence[Decision]) -> Sayable:
    waiting = sum(d.outcome == "incomplete" for d in decisions if concerns(d) and not does_not_govern(d))
    if waiting:
        return msg("No scheme gives anything so far; waiting for facts: {count}", count=waiting)
    return msg("No scheme gives anything so far")


def _one_by_one(decisions: Iterable[Decision]) -> Iterator[Item]:
    """A point for each of the nearest to giving something; the others by name, what does not concern the loan last."""
    found = list(decisions)
    governing, elsewhen = _by_time(found)
    nearest = governing[:_NEAREST] if len(governing) > _NEAREST + 1 else governing
    yield from (in_brief(d) for d in nearest)
    yield from _by_outcome(governing[len(nearest) :])
    if len(elsewhen) <= _FEW:
        yield from (in_brief(d) for d in elsewhen)
    else:
        yield from _elsewhen(elsewhen)
    yield from _not_concerned(found)
    yield from _of_no_city(found)


def _in_short(decisions: Iterable[Decision]) -> Iterator[Item]:
    """A line or two of each kind: what waits for facts, what refuses, what is of another time or matter."""
    found = list(decisions)
    governing, elsewhen = _by_time(found)
    yield from _by_outcome(governing)
    yield from _elsewhen(elsewhen)
    yield from _not_concerned(found)


def _by_outcome(decisions: Sequence[Decision]) -> Iterator[Item]:
    for outcome, item in _OF_OUTCOME.items():
        if of_it := [_title(d) for d in decisions if d.outcome == outcome]:
            yield item(_a_few(of_it))


def _elsewhen(decisions: Sequence[Decision]) -> Iterator[Item]:
    if decisions:
        titles = [_title(d) for d in decisions]
        yield Item(msg("no edition governs: {schemes}", schemes=_a_few(titles)), tone="faint")


def _not_concerned(decisions: Iterable[Decision]) -> Iterator[Item]:
    titles = [_title(d) for d in decisions if not concerns(d)]
    if titles:
        schemes = msg("{count} schemes", count=len(titles)) if len(titles) > _FEW else Joined(tuple(titles), msg("; "))
        message = msg("of matters that this application does not speak of: {schemes}", schemes=schemes)
        yield Item(message, tone="faint")


def _of_no_city(decisions: Sequence[Decision]) -> Iterator[Item]:
    """Where no condition on the city alone holds, nothing at hand is the city's own."""
    borrower = decisions[0].application.borrower
    if borrower and borrower.city and not any(_CITY in _aims(d, "holds") for d in decisions):
        yield Item(msg("no scheme at hand is made for {city}", city=borrower.city), tone="faint")


def _a_few(titles: Sequence[Label]) -> Sayable:
    """The first titles, and how many more there are: what does not concern a loan must not fill its page."""
    shown = len(titles) if len(titles) == _NAMED + 1 else _NAMED
    first = Joined(tuple(titles[:shown]), msg("; "))
    more = len(titles) - shown
    return msg("{titles} and {count} more", titles=first, count=more) if more > 0 else first


def _title(decision: Decision) -> Label:
    return decision.program.edition.title.label


def nearest_first(decisions: Iterable[Decision]) -> list[Decision]:
    """Those that concern the loan: first what is made for its product and place and reads most of what is told of it,
    then what gives something or might; what does not govern the loan last.
    """
    return sorted(filter(concerns, decisions), key=_distance)


def aimed_at(decisions: Sequence[Decision]) -> Decision | None:
    """The one to look into: that which matters, or else the nearest if it is made for the loan's product or place."""
    shown = that_matter(decisions)
    if shown:
        return shown[0] if len(shown) == 1 else None
    return next((d for d in nearest_first(decisions)[:1] if _aims(d, "holds")), None)


def _by_time(decisions: Iterable[Decision]) -> tuple[list[Decision], list[Decision]]:
    """Those that govern the loan and those that do not, of what concerns it, the nearest first."""
    ordered = nearest_first(decisions)
    elsewhen = [d for d in ordered if does_not_govern(d)]
    return [d for d in ordered if d not in elsewhen], elsewhen


def _distance(decision: Decision) -> tuple[bool, int, int, int, int, int]:
    """By time, aims that are not the loan's, likeness to it, outcome, conditions that fail and that hold."""
    met = _aims(decision, "holds")
    missed = _aims(decision, "fails") - met  # of several benefits one may be for it, another not
    fails = len(list(failing(decision, "refuse")))
    holds = sum(rule.verdict == "holds" for rule in decision.rules)
    like = len(met) + sum(_is_told(_given(record, decision)) for record in _records(decision))
    return (does_not_govern(decision), len(missed), -like, BEST_FIRST.index(decision.outcome), fails, -holds)


def _aims(decision: Decision, verdict: Verdict) -> set[str]:
    """The facts of `_AIMS` that a condition of this verdict is about, and about nothing else."""
    of_verdict = (c for r, c in zip(decision.rules, decision.program.rules, strict=True) if r.verdict == verdict)
    read = ({part.path for part in walk(condition.node) if isinstance(part, Fact)} for condition in of_verdict)
    return {path for paths in read if paths <= _AIMS for path in paths}


def best_outcome(decisions: Sequence[Decision]) -> Outcome:
    """What the decisions on one loan come to: the best of those that concern it."""
    concerned = [d for d in decisions if concerns(d)] or decisions
    return min((d.outcome for d in concerned), key=BEST_FIRST.index)


def concerns(decision: Decision) -> bool:
    """A scheme about a claim, or about a record that it declares itself, concerns only who speaks of it."""
    subjects = (record for record in _records(decision) if record == _CLAIM or record not in VOCABULARY)
    return all(_given(subject, decision) is not None for subject in subjects)


def _records(decision: Decision) -> set[str]:
    """The records of an application that a scheme reads."""
    return {used.path.partition(".")[0] for used in decision.program.inputs}


def _given(record: str, decision: Decision) -> object:
    return getattr(decision.application, attribute_of(record), None)


def _is_told(given: object) -> bool:
    """Whether anything of a record is known; of a list, whether it has any or none."""
    return any(value is not None for _, value in given) if isinstance(given, Record) else given is not None


def that_matter(decisions: Sequence[Decision]) -> list[Decision]:
    """Those that give something; where none does, the only one of the best outcome whose edition governs."""
    if len(decisions) == 1:
        return list(decisions)
    best = best_outcome(decisions)
    found = [d for d in decisions if d.outcome == best and concerns(d) and not does_not_govern(d)]
    return found if best == "eligible" or len(found) == 1 else []

"""Several decisions on one loan: in full what gives something, in a line each what does not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from subsidy.evaluation import Decision, Outcome
from subsidy.explain.values import Joined
from subsidy.facts import VOCABULARY
from subsidy.facts.records import attribute_of
from subsidy.messages import Label, Sayable, msg
from subsidy.report.note import does_not_govern, failing, in_brief
from subsidy.report.page import Heading, Item, Items, Page, Title
from subsidy.report.verdict import about

_CLAIM: Final = "claim"
_FEW: Final = 3
BEST_FIRST: Final[tuple[Outcome, ...]] = ("eligible", "suspended", "incomplete", "ineligible")


def survey(decisions: Sequence[Decision], full: Callable[[Decision], Page]) -> Page:
    """The decisions that matter, each as `full` says it, and before its last words the others in brief."""
    shown = that_matter(decisions)
    others = [d for d in decisions if d not in shown]
    page = tuple(block for decision in shown for block in full(decision))
    if not others:
        return page
    if shown:
        return (*page[:-1], Heading(msg("Other schemes")), Items(tuple(_in_short(others))), *page[-1:])
    title = Title(msg("No scheme gives anything so far"), "open")
    return (title, *about(others[0]), Items(tuple(_one_by_one(others))))


def _one_by_one(decisions: Iterable[Decision]) -> Iterator[Item]:
    """A point for each, the nearest to giving something first; those that do not concern the application in one."""
    found = list(decisions)
    concerned = sorted(filter(concerns, found), key=_distance)
    elsewhen = [d for d in concerned if does_not_govern(d)]
    yield from (in_brief(d) for d in concerned if d not in elsewhen or len(elsewhen) <= _FEW)
    yield from _elsewhen(elsewhen if len(elsewhen) > _FEW else [])
    yield from _not_concerned(found)


def _in_short(decisions: Iterable[Decision]) -> Iterator[Item]:
    """A point for each that waits for facts; the others by name, with the first condition that fails."""
    found = list(decisions)
    concerned = [d for d in found if concerns(d)]
    yield from (in_brief(d) for d in concerned if d.outcome != "ineligible")
    refused = [_with_condition(d) for d in concerned if d.outcome == "ineligible" and not does_not_govern(d)]
    if refused:
        schemes = Joined(tuple(refused), msg("; "))
        yield Item(msg("refused: {schemes}", schemes=schemes), "✗", "bad")
    yield from _elsewhen([d for d in concerned if d.outcome == "ineligible" and does_not_govern(d)])
    yield from _not_concerned(found)


def _elsewhen(decisions: Sequence[Decision]) -> Iterator[Item]:
    if decisions:
        titles = [_title(d) for d in decisions]
        yield Item(msg("no edition governs: {schemes}", schemes=_a_few(titles)), tone="faint")


def _not_concerned(decisions: Iterable[Decision]) -> Iterator[Item]:
    titles = [_title(d) for d in decisions if not concerns(d)]
    if titles:
        message = msg("of matters that this application does not speak of: {schemes}", schemes=_a_few(titles))
        yield Item(message, tone="faint")


def _a_few(titles: Sequence[Label]) -> Sayable:
    """The first titles, and how many more there are: what does not concern a loan must not fill its page."""
    first = Joined(tuple(titles[:_FEW]), msg("; "))
    more = len(titles) - _FEW
    return msg("{titles} and {count} more", titles=first, count=more) if more > 0 else first


def _title(decision: Decision) -> Label:
    return decision.program.edition.title.label


def _with_condition(decision: Decision) -> Sayable:
    first = next(failing(decision, "refuse"))
    return msg("{scheme} ({condition})", scheme=_title(decision), condition=first.label)


def _distance(decision: Decision) -> tuple[int, bool, int]:
    fails = len(list(failing(decision, "refuse")))
    return (BEST_FIRST.index(decision.outcome), does_not_govern(decision), fails)


def best_outcome(decisions: Sequence[Decision]) -> Outcome:
    """What the decisions on one loan come to: the best of those that concern it."""
    concerned = [d for d in decisions if concerns(d)] or decisions
    return min((d.outcome for d in concerned), key=BEST_FIRST.index)


def concerns(decision: Decision) -> bool:
    """A scheme about a claim, or about a record that it declares itself, concerns only who speaks of it."""
    records = {used.path.partition(".")[0] for used in decision.program.inputs}
    subjects = {record for record in records if record == _CLAIM or record not in VOCABULARY}
    return all(getattr(decision.application, attribute_of(subject), None) is not None for subject in subjects)


def that_matter(decisions: Sequence[Decision]) -> list[Decision]:
    """Those that give something; where none does, the only one of the best outcome whose edition governs."""
    if len(decisions) == 1:
        return list(decisions)
    best = best_outcome(decisions)
    found = [d for d in decisions if d.outcome == best and concerns(d) and not does_not_govern(d)]
    return found if best == "eligible" or len(found) == 1 else []

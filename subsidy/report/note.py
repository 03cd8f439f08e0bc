"""A decision as a good colleague would put it on one page: the verdict, why, how much, what to mind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias

from subsidy.evaluation.decision import OUTCOMES, VERDICTS, Alternative, Decision, ReadingResult, RuleResult
from subsidy.explain.values import Joined
from subsidy.limits import Settled
from subsidy.messages import Label, Sayable, msg
from subsidy.report.caution import limits, to_mind, warnings
from subsidy.report.citations import Citation
from subsidy.report.missing import to_supply
from subsidy.report.page import Block, Field, Fields, Heading, Item, Items, Page, Tone
from subsidy.report.phrases import edition_name, labelled, source_line
from subsidy.report.steps import Calculation, steps_to_the_amounts
from subsidy.report.verdict import MARKS, TONES, amounts, answer, head
from subsidy.scheme.definition import Effect
from subsidy.scheme.governs import GOVERNS

_MOST_NAMED: Final = 3
_MORE_NAMED: Final = 8
_Part: TypeAlias = Callable[[Decision], Iterator[Block]]


def note(decision: Decision, settled: Settled | None = None) -> Page:
    """The verdict first, then its reasons, the calculation, what the answer hangs on, and the amount in capitals.

    Where a settlement follows, `settled` is what it made of the decision.
    """
    reasons = _page(decision, to_supply, _conditions, _calculation)
    cautions = to_mind(_cautions(decision, settled))
    return (*head(decision, settled), *reasons, *cautions, *amounts(decision))


def summary(decision: Decision, settled: Settled | None = None) -> Page:
    """The verdict, its reasons and the amount, where other schemes share the page."""
    reasons = _page(decision, _missing_in_short, _conditions_in_short, _amount_steps, amounts)
    return (*head(decision, settled), *reasons)


def _page(decision: Decision, *parts: _Part) -> Page:
    return tuple(block for part in parts for block in part(decision))


def in_brief(decision: Decision) -> Item:
    """A decision in one point: what it gives, or the first reason why not; its scheme as `--scheme` names it."""
    edition = decision.program.edition
    if does_not_govern(decision) and decision.notices:
        return Item(edition.title.label, "·", "faint", edition.scheme, decision.notices[:1])
    outcome = decision.outcome
    below = (_short(decision),)
    return Item(edition_name(edition), MARKS[outcome], TONES[outcome], edition.scheme, below, OUTCOMES[outcome])


def does_not_govern(decision: Decision) -> bool:
    """Whether the edition does not govern the application, so that its other rules say little."""
    return any(rule.name == GOVERNS and rule.verdict == "fails" for rule in decision.rules)


def _short(decision: Decision) -> Sayable:
    if decision.outcome == "incomplete":
        return _still_to_be_known([m.label for m in decision.missing], _MOST_NAMED)
    if decision.outcome != "ineligible":
        return answer(decision.outcome, decision.total)
    first, *others = map(_with_reason, failing(decision, "refuse"))
    return msg("{reason}; {count} more fail", reason=first, count=len(others)) if others else first


def _still_to_be_known(facts: list[Label], most: int) -> Sayable:
    first, more = facts[:most], len(facts) - most
    if more <= 0:
        return msg("still to be known: {facts}", facts=first)
    return msg("still to be known: {facts} and {count} more", facts=first, count=more)


def _with_reason(rule: RuleResult) -> Sayable:
    return rule.label if rule.reason is None else msg("{rule}: {reason}", rule=rule.label, reason=rule.reason)


def failing(decision: Decision, effect: Effect) -> Iterator[RuleResult]:
    """The rules with this effect that fail."""
    for rule, condition in zip(decision.rules, decision.program.rules, strict=True):
        if rule.verdict == "fails" and condition.otherwise == effect:
            yield rule


def _conditions(decision: Decision) -> Iterator[Block]:
    """What fails, with its reason; in one breath what is open, and what holds. What only warns is said later."""
    items = _failing(decision)
    refused = {b.name for b in decision.benefits if b.status == "refused"}
    rules = [rule for rule in decision.rules if rule.benefit not in refused]
    unknown = tuple(labelled(rule, decision.benefits) for rule in rules if rule.verdict == "unknown")
    holding = tuple(dict.fromkeys(rule.label for rule in rules if rule.verdict == "holds"))
    if unknown:
        items.append(Item(msg("not decided yet: {rules}", rules=Joined(unknown, msg("; "))), "?", "open"))
    if holding:
        said, count = Joined(holding, msg("; ")), len(holding)
        others = msg("{count} others hold: {rules}", count=count, rules=said)
        every = msg("all {count} conditions hold: {rules}", count=count, rules=said)
        items.append(Item(others if items else every, "✓", "good"))
    yield Items(tuple(items))


def _missing_in_short(decision: Decision) -> Iterator[Block]:
    if decision.missing:
        yield Items((Item(_still_to_be_known([m.label for m in decision.missing], _MORE_NAMED), "?", "open"),))


def _conditions_in_short(decision: Decision) -> Iterator[Block]:
    """What fails; else how many hold, what the decision warns of, and what another reading would give."""
    items = _failing(decision)
    if not items:
        holding = sum(rule.verdict == "holds" for rule in decision.rules)
        items.append(Item(msg("{count} conditions hold", count=holding), "✓", "good"))
    readings = (_in_one_line(reading) for reading in decision.readings)
    yield Items((*items, *warnings(decision), *readings))


def _amount_steps(decision: Decision) -> Iterator[Block]:
    """The last step of each benefit."""
    amounts_of = {f"{benefit.name}.amount" for benefit in decision.benefits}
    fields = [Field(s.label, Calculation(s), s.cite) for s in steps_to_the_amounts(decision) if s.name in amounts_of]
    if fields:
        yield Fields(tuple(fields))


def _in_one_line(reading: ReadingResult) -> Item:
    others = Joined(tuple(map(_instead, reading.alternatives)), msg("; "))
    return Item(msg("{reading}: {others}", reading=reading.label, others=others), cite=reading.cite)


def _failing(decision: Decision) -> list[Item]:
    return [
        *(_failed(rule, decision, "✗", "bad", VERDICTS["fails"]) for rule in failing(decision, "refuse")),
        *(_failed(rule, decision, "!", "open", OUTCOMES["suspended"]) for rule in failing(decision, "suspend")),
    ]


def _failed(rule: RuleResult, decision: Decision, mark: str, tone: Tone, word: Sayable) -> Item:
    below = () if rule.reason is None else (rule.reason,)
    return Item(labelled(rule, decision.benefits), mark, tone, rule.cite, below, word)


def _calculation(decision: Decision) -> Iterator[Block]:
    steps = steps_to_the_amounts(decision)
    if steps:
        yield Heading(msg("Calculation"))
        yield Fields(tuple(Field(step.label, Calculation(step), step.cite) for step in steps))


def _cautions(decision: Decision, settled: Settled | None) -> Iterator[Item]:
    """What to beware of, what the answer hangs on, and how good the sources are."""
    yield from warnings(decision)
    yield from map(_reading, decision.readings)
    yield from limits(decision, settled)
    yield from (_source(name, decision) for name in _sources_cited(decision))


def _reading(reading: ReadingResult) -> Item:
    taken = msg("{reading}: read as “{choice}”", reading=reading.label, choice=reading.choice_label)
    return Item(taken, cite=reading.cite, below=tuple(map(_instead, reading.alternatives)))


def _instead(other: Alternative) -> Sayable:
    return msg("if read as “{choice}”: {answer}", choice=other.label, answer=answer(other.outcome, other.total))


def _source(name: str, decision: Decision) -> Item:
    return Item(msg("{name}: {source}", name=Citation(name), source=source_line(decision.program.sources[name])))


def _sources_cited(decision: Decision) -> Iterable[str]:
    """The keys of the sources of conditions, steps and figures."""
    program = decision.program
    cites = [rule.cite for rule in decision.rules] + [value.cite for value in program.values]
    cites += [parameter.cite for parameter in program.parameters.values() if not parameter.unpublished]
    return dict.fromkeys(cite.partition(" ")[0] for cite in cites)

"""Two editions of a scheme beside each other: what changed, in words, and what that does to the worked cases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from subsidy.evaluation.decision import OUTCOMES
from subsidy.evaluation.effect import Answer, CaseEffect, effects
from subsidy.explain.values import verbatim
from subsidy.messages import Language, Sayable, msg
from subsidy.report.differences import Difference, Part, Section, differences, same_words
from subsidy.report.page import Block, Heading, Item, Items, Page, Paragraph, Table, Title
from subsidy.report.phrases import days_governed
from subsidy.report.verdict import answer
from subsidy.report.width import width
from subsidy.scheme.library import LoadedEdition, Scheme, Schemes

_SHORT: Final = 28
_CHANGED: Final = msg("changed")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two editions of a scheme, what changed from `before` to `after`, and every worked case under both."""

    scheme: Scheme
    before: LoadedEdition
    after: LoadedEdition
    sections: tuple[Section, ...]
    effects: tuple[CaseEffect, ...]

    @property
    def changed(self) -> list[CaseEffect]:
        return [effect for effect in self.effects if effect.is_changed]


def compare(schemes: Schemes, scheme: str, before: str, after: str) -> Comparison:
    """With default readings. Raises `UnknownNameError`, and `InputError` for cases that cannot be read."""
    known = schemes[scheme]
    old, new = known.edition(before), known.edition(after)
    sections = differences(old.program(), new.program())
    return Comparison(known, old, new, sections, tuple(effects(schemes, known, before, after)))


def comparison_page(found: Comparison) -> Page:
    """What changed, then the cases that come out otherwise."""
    return tuple(block for part in (_head, _changes, _effects) for block in part(found))


def _head(found: Comparison) -> Iterator[Block]:
    before, after = found.before.name, found.after.name
    title = msg("{scheme}: from edition {before} to {after}", scheme=found.scheme.title, before=before, after=after)
    yield Title(title)
    days = [days_governed(edition.definition.governs) for edition in (found.before, found.after)]
    yield Paragraph(msg("{name} · {before} → {after}", name=found.scheme.name, before=days[0], after=days[1]), "faint")
    if not found.sections:
        yield Paragraph(msg("The two editions say the same."), "good")


def _changes(found: Comparison) -> Iterator[Block]:
    for section in found.sections:
        yield Heading(section.heading)
        yield Items(tuple(map(_item, section.differences)))


def _item(difference: Difference) -> Item:
    before, after = difference
    if before is None or after is None:
        part = after or before
        assert part is not None
        if after is None:
            return Item(part.label, "−", "bad", part.cite, _words(part), msg("removed"))
        return Item(part.label, "+", "good", part.cite, _words(part), msg("added"))
    if _is_short(before.words) and _is_short(after.words):
        text = msg("{label}: {before} → {after}", label=after.label, before=before.words, after=after.words)
        return Item(text, "±", "open", after.cite, word=_CHANGED)
    below = (msg("before: {text}", text=before.words), msg("now: {text}", text=after.words))
    return Item(after.label, "±", "open", after.cite, below, _CHANGED)


def _words(part: Part) -> tuple[Sayable, ...]:
    return () if same_words(part.label, part.words) else (part.words,)


def _is_short(words: Sayable) -> bool:
    return max(width(words.say("zh")), width(words.say("en"))) <= _SHORT


def _effects(found: Comparison) -> Iterator[Block]:
    """How many cases go from which outcome to which, and why; then each that both can decide."""
    if not found.effects:
        return
    yield Heading(msg("The worked cases of both, decided under each as if it governed them"))
    waiting = sum(not effect.is_changed and effect.after.outcome == "incomplete" for effect in found.effects)
    same = len(found.effects) - len(found.changed) - waiting
    counted = [Item(msg("{count} of {all} cases come out the same", count=same, all=len(found.effects)), "=", "good")]
    if waiting:
        counted.append(Item(msg("still to be known in both: {count}", count=waiting), "?", "open"))
    groups: dict[tuple[str, ...], list[CaseEffect]] = {}
    for effect in found.changed:
        key = (effect.before.outcome, effect.after.outcome, *_first_reasons(effect))
        groups.setdefault(key, []).append(effect)
    by_size = sorted(groups.values(), key=len, reverse=True)
    yield Items((*counted, *map(_group, by_size)))
    if found.changed:
        before, after = (msg("edition {edition}", edition=e.name) for e in (found.before, found.after))
        columns = (before, after, msg("case of"), msg("worked case"))
        if shown := [effect for effect in found.changed if _both_decide(effect)]:
            yield Table(columns, tuple(map(_row, shown)))
        if left_out := len(found.changed) - len(shown):
            yield Paragraph(
                msg("cases that one of them cannot decide, not in the table: {count}", count=left_out), "faint"
            )


def _both_decide(effect: CaseEffect) -> bool:
    """Whether neither edition lacks a fact: only then can what they give be compared."""
    return "incomplete" not in (effect.before.outcome, effect.after.outcome)


def _first_reasons(effect: CaseEffect) -> tuple[str, ...]:
    return tuple(given.reasons[0].zh if given.reasons else "" for given in (effect.before, effect.after))


def _group(effects_alike: list[CaseEffect]) -> Item:
    """Cases that go from one outcome to another for the same reason."""
    effect = effects_alike[0]
    if effect.before.outcome == effect.after.outcome == "eligible":
        said: Sayable = msg("another amount")
    else:
        said = msg("{before} → {after}", before=_outcome(effect.before), after=_outcome(effect.after))
    return Item(msg("{change}: {count}", change=said, count=len(effects_alike)), "±", "open")


def _outcome(given: Answer) -> Sayable:
    if not given.reasons:
        return OUTCOMES[given.outcome]
    return msg("{outcome} ({reason})", outcome=OUTCOMES[given.outcome], reason=given.reasons[0])


def _row(effect: CaseEffect) -> tuple[Sayable, ...]:
    answers = (answer(given.outcome, given.total) for given in (effect.before, effect.after))
    return (*answers, verbatim(effect.edition), effect.name)


def comparison_record(found: Comparison, language: Language) -> dict[str, Any]:
    """The same as plain data; amounts are yuan as decimal strings, null where there is none."""
    return {
        "scheme": found.scheme.name,
        "before": found.before.name,
        "after": found.after.name,
        "same": not found.sections,
        "sections": {
            section.name: [_difference_record(difference, language) for difference in section.differences]
            for section in found.sections
        },
        "cases": [_effect_record(effect, language) for effect in found.effects],
    }


def _difference_record(difference: Difference, language: Language) -> dict[str, Any]:
    return {
        "label": difference.label.say(language),
        "before": _part_record(difference.before, language),
        "after": _part_record(difference.after, language),
    }


def _part_record(part: Part | None, language: Language) -> dict[str, str] | None:
    return part and {"key": part.key, "words": part.words.say(language), "cite": part.cite}


def _effect_record(effect: CaseEffect, language: Language) -> dict[str, Any]:
    return {
        "name": effect.name.say(language),
        "edition": effect.edition,
        "source": effect.source,
        "changed": effect.is_changed,
        "before": _answer_record(effect.before, language),
        "after": _answer_record(effect.after, language),
    }


def _answer_record(given: Answer, language: Language) -> dict[str, Any]:
    return {
        "outcome": given.outcome,
        "total": None if given.total is None else str(given.total),
        "reasons": [reason.say(language) for reason in given.reasons],
    }

"""What changed between two editions: dates, sources, figures, readings, conditions, amounts, limits, papers.

Two parts of editions are the same where they have the same key or, failing that, the same label. What they say is
compared in words, those of the later edition with the names that the earlier one gives: so a figure changes where it
stands alone, and nothing changes where only a label does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final, NamedTuple, TypeAlias

from subsidy.explain import in_words
from subsidy.explain.values import Joined, verbatim
from subsidy.messages import LANGUAGES, Label, Message, Sayable, msg
from subsidy.report.figures import figure, labels_of_texts, limit_in_words
from subsidy.report.phrases import days_governed, labelled
from subsidy.scheme.definition import PAYEES, STANDINGS, Cited, Effect, Reading
from subsidy.scheme.program import Condition, Program


class Part(NamedTuple):
    """One thing that an edition says: what it is about, the words, the clause."""

    key: str
    label: Sayable
    words: Sayable
    cite: str = ""


Parts: TypeAlias = Callable[[Program], Iterator[Part]]


class Difference(NamedTuple):
    """One thing before and after; None where an edition does not have it."""

    before: Part | None
    after: Part | None

    @property
    def label(self) -> Sayable:
        part = self.after or self.before
        assert part is not None
        return part.label


class Section(NamedTuple):
    """The differences of one kind; `name` is stable."""

    name: str
    heading: Message
    differences: tuple[Difference, ...]


_OTHERWISE: Final[Mapping[Effect, Label | None]] = {
    "refuse": None,
    "suspend": Label("不符合则暂停支付", "otherwise payment is suspended"),
    "warn": Label("不符合只作提示", "otherwise only a warning"),
}
_PRESUMED: Final = Label("无相反事实则推定符合", "presumed unless a fact shows otherwise")


def differences(before: Program, after: Program) -> tuple[Section, ...]:
    """Every kind of which something changed, in the order of a notice."""
    sections = (Section(name, heading, tuple(_changes(before, after, parts))) for name, heading, parts in _KINDS)
    return tuple(section for section in sections if section.differences)


def _changes(before: Program, after: Program, parts: Parts) -> Iterator[Difference]:
    old, new = ({part.key: part for part in parts(program)} for program in (before, after))
    in_old_names = replace(after, labels={**after.labels, **before.labels})
    renamed = {part.key: part.words for part in parts(in_old_names)}
    pairs = _pairs(old, new)
    for key, part in new.items():
        was = old.get(pairs.get(key, ""))
        if was is None or not (same_words(was.words, part.words) or same_words(was.words, renamed[key])):
            yield Difference(was, part)
    yield from (Difference(part, None) for key, part in old.items() if key not in pairs.values())


def _pairs(old: Mapping[str, Part], new: Mapping[str, Part]) -> dict[str, str]:
    """The old key of each new one that is there already."""
    pairs = {key: key for key in new if key in old}
    left = {old[key].label.say("zh"): key for key in old if key not in pairs}
    for key, part in new.items():
        if key not in pairs and (was := left.pop(part.label.say("zh"), None)) is not None:
            pairs[key] = was
    return pairs


def same_words(one: Sayable, other: Sayable) -> bool:
    """Whether two texts are the same in every language."""
    return all(one.say(language) == other.say(language) for language in LANGUAGES)


def _dates(program: Program) -> Iterator[Part]:
    edition, governs = program.edition, program.edition.governs
    fact = program.vocabulary[governs.by].label
    days = msg("{fact}: {days}", fact=fact, days=days_governed(governs))
    yield Part("title", msg("title"), edition.title.label)
    yield Part("authority", msg("issued by"), edition.authority.label)
    yield Part("governs", msg("governs"), days, governs.cite)


def _sources(program: Program) -> Iterator[Part]:
    for source in program.sources.values():
        known = [verbatim(part) for part in (source.issuer, source.number, source.issued) if part]
        yield Part(source.title, verbatim(source.title), Joined((*known, STANDINGS[source.standing]), msg(", ")))


def _parameters(program: Program) -> Iterator[Part]:
    labels = labels_of_texts(program)
    for name, parameter in program.edition.parameters.items():
        yield Part(name, parameter.label, figure(name, parameter, labels), parameter.cite)


def _readings(program: Program) -> Iterator[Part]:
    for name, reading in program.edition.readings.items():
        yield Part(name, reading.label, _choices(reading), reading.cite)


def _choices(reading: Reading) -> Sayable:
    labels = reading.choice_labels
    default = msg("{choice} (default)", choice=labels[reading.default])
    others = (label for code, label in labels.items() if code != reading.default)
    return Joined((default, *others), msg("; "))


def _conditions(program: Program) -> Iterator[Part]:
    for rule in program.rules[1:]:
        words = Joined((in_words(rule.node, program), *_effects(rule)), msg("; "))
        key = f"{rule.benefit}.{rule.name}" if rule.benefit else rule.name
        yield Part(key, labelled(rule, program.benefits), words, rule.cite)


def _effects(rule: Condition) -> Iterator[Sayable]:
    if (effect := _OTHERWISE[rule.otherwise]) is not None:
        yield effect
    if rule.presumed:
        yield _PRESUMED


def _benefits(program: Program) -> Iterator[Part]:
    for benefit in program.benefits:
        yield Part(benefit.name, benefit.label, msg("to the {payee}", payee=PAYEES[benefit.payee]))


def _formulas(program: Program) -> Iterator[Part]:
    for value in program.values:
        yield Part(value.name, value.label, in_words(value.node, program), value.cite)


def _limits(program: Program) -> Iterator[Part]:
    for limit in program.limits:
        yield Part(limit.name, limit.rule.label, limit_in_words(limit, program), limit.rule.cite)


def _facts(program: Program) -> Iterator[Part]:
    for used in program.inputs:
        label = program.vocabulary[used.path].label
        yield Part(used.path, label, label, used.path)


def _points(cited: Iterable[Cited]) -> Iterator[Part]:
    return (Part(point.zh, point.label, point.label, point.cite) for point in cited)


_KINDS: Final[tuple[tuple[str, Message, Parts], ...]] = (
    ("dates", msg("What it is and whom it governs"), _dates),
    ("conditions", msg("Who and what is eligible"), _conditions),
    ("benefits", msg("What is given"), _benefits),
    ("formulas", msg("How it is computed"), _formulas),
    ("limits", msg("Limits that bind several loans"), _limits),
    ("parameters", msg("Figures"), _parameters),
    ("readings", msg("What the text leaves open, and the default"), _readings),
    ("facts", msg("What an application says"), _facts),
    ("materials", msg("Papers to hand in"), lambda program: _points(program.edition.materials)),
    ("notes", msg("Notes"), lambda program: _points(program.edition.notes)),
    ("sources", msg("Sources"), _sources),
)

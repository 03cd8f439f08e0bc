"""A scheme's edition as a reader's card: whom it is for, what it gives, until when, what is open, on what it rests."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from subsidy.explain import in_words
from subsidy.explain.values import Joined, verbatim
from subsidy.messages import Sayable, msg
from subsidy.report.page import Block, Field, Fields, Heading, Item, Items, Page, Paragraph, Title
from subsidy.report.phrases import days_governed, edition_name, labelled, source_line
from subsidy.scheme.definition import PAYEES, Cited, Parameter, Reading
from subsidy.scheme.program import Program


def card(program: Program) -> Page:
    """The edition with its default readings."""
    parts: tuple[Callable[[Program], Iterator[Block]], ...] = (
        _head,
        _conditions,
        _benefits,
        _limits,
        _figures,
        _readings,
        _papers,
        _sources,
    )
    return tuple(block for part in parts for block in part(program))


def _head(program: Program) -> Iterator[Block]:
    edition, governs = program.edition, program.edition.governs
    yield Title(edition_name(edition))
    yield Paragraph(Joined((edition.authority.label, verbatim(program.name)), msg(" · ")), "faint")
    fact = program.vocabulary[governs.by].label
    yield Fields((Field(msg("governs"), msg("{fact} {days}", fact=fact, days=days_governed(governs)), governs.cite),))


def _conditions(program: Program) -> Iterator[Block]:
    yield Heading(msg("Who and what is eligible"))
    items = []
    for rule in program.rules[1:]:
        label = labelled(rule, program.benefits)
        if rule.presumed:
            label = msg("{rule} (presumed unless a fact shows otherwise)", rule=label)
        items.append(Item(label, cite=rule.cite))
    yield Items(tuple(items))


def _benefits(program: Program) -> Iterator[Block]:
    """What is paid to whom, the formulas of its steps, and then those of what several steps use."""
    yield Heading(msg("What is given"))
    items = []
    for benefit in program.benefits:
        said = msg("{benefit}, to the {payee}", benefit=benefit.label, payee=PAYEES[benefit.payee])
        items.append(Item(said, below=_formulas(program, benefit.name)))
    if common := _formulas(program, ""):
        items.append(Item(msg("where"), below=common))
    yield Items(tuple(items))


def _formulas(program: Program, benefit: str) -> tuple[Sayable, ...]:
    """The formulas in words of a benefit's steps; of tiers, definitions and splits where `benefit` is empty."""
    return tuple(
        msg("{name} = {formula}", name=value.label, formula=in_words(value.node, program))
        for value in program.values
        if value.benefit == benefit
    )


def _limits(program: Program) -> Iterator[Block]:
    if program.edition.limits:
        yield Heading(msg("Limits that bind several loans"))
        yield Items(tuple(map(_point, program.edition.limits.values())))


def _figures(program: Program) -> Iterator[Block]:
    figures = program.edition.parameters
    published = [Field(p.label, _figure(p), p.cite) for p in figures.values() if not p.unpublished]
    unpublished = [Field(p.label, verbatim(name), p.cite) for name, p in figures.items() if p.unpublished]
    if published:
        yield Heading(msg("Figures"))
        yield Fields(tuple(published))
    if unpublished:
        yield Heading(msg("Figures that nobody published; supply them with --overlay"))
        yield Fields(tuple(unpublished))


def _readings(program: Program) -> Iterator[Block]:
    if program.edition.readings:
        yield Heading(msg("What the text leaves open, and the default"))
        yield Items(tuple(_reading(name, reading) for name, reading in program.edition.readings.items()))


def _reading(name: str, reading: Reading) -> Item:
    labels = reading.choice_labels
    default = msg("{code}: {choice} (default)", code=reading.default, choice=labels[reading.default])
    others = (
        msg("{code}: {choice}", code=code, choice=label) for code, label in labels.items() if code != reading.default
    )
    said = msg("{reading} ({name})", reading=reading.label, name=name)
    return Item(said, "?", "open", reading.cite, (default, *others))


def _papers(program: Program) -> Iterator[Block]:
    for heading, points in (
        (msg("Papers to hand in"), program.edition.materials),
        (msg("Notes"), program.edition.notes),
    ):
        if points:
            yield Heading(heading)
            yield Items(tuple(map(_point, points)))


def _sources(program: Program) -> Iterator[Block]:
    yield Heading(msg("Sources"))
    items = []
    for name, source in program.sources.items():
        note = () if source.note is None else (source.note.label,)
        url = () if source.url is None else (verbatim(source.url),)
        items.append(Item(msg("{name}: {source}", name=name, source=source_line(source)), below=(*note, *url)))
    yield Items(tuple(items))


def _point(cited: Cited) -> Item:
    return Item(cited.label, cite=cited.cite)


def _figure(parameter: Parameter) -> Sayable:
    written = parameter.is_ if isinstance(parameter.is_, tuple) else (parameter.is_ or "",)
    return Joined(tuple(map(verbatim, written)), msg(", "))

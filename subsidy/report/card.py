"""A scheme's edition as a reader's card: whom it is for, what it gives, until when, what is open, on what it rests."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from subsidy.explain import conventions, in_words
from subsidy.explain.values import Joined, verbatim
from subsidy.facts import Vocabulary
from subsidy.messages import LANGUAGES, Sayable, msg
from subsidy.report.citations import Citation
from subsidy.report.figures import figure, labels_of_texts, limit_in_words
from subsidy.report.page import Block, Field, Fields, Heading, Item, Items, Page, Paragraph, Title
from subsidy.report.phrases import days_governed, edition_name, labelled, source_line
from subsidy.scheme.definition import PAYEES, STANDINGS, Cited, Parameter, Reading
from subsidy.scheme.program import Program


def card(program: Program) -> Page:
    """The edition with its default readings."""
    parts: tuple[Callable[[Program], Iterator[Block]], ...] = (
        _head,
        _conditions,
        _benefits,
        _limits,
        _facts,
        _figures,
        _readings,
        _papers,
        _sources,
    )
    return tuple(block for part in parts for block in part(program))


def _head(program: Program) -> Iterator[Block]:
    """Who gives what to whom, for what time, and what is open: the card in a few lines."""
    edition, governs = program.edition, program.edition.governs
    yield Title(edition_name(edition))
    yield Paragraph(Joined((edition.authority.label, verbatim(program.name)), msg(" · ")), "faint")
    fact = program.vocabulary[governs.by].label
    payees = list(dict.fromkeys(PAYEES[benefit.payee] for benefit in program.benefits))
    yield Fields(
        (
            Field(msg("governs"), msg("{fact}: {days}", fact=fact, days=days_governed(governs)), governs.cite),
            Field(
                msg("gives"),
                msg("{benefits}, to the {payees}", benefits=[b.label for b in program.benefits], payees=payees),
            ),
            Field(msg("left open"), _open(program)),
            Field(msg("rests on"), Joined(tuple(_standings(program)), msg(", "))),
        )
    )


def _open(program: Program) -> Sayable:
    readings, figures = len(program.edition.readings), len(_unpublished(program))
    counts = [msg("readings: {count}", count=readings)] if readings else []
    counts += [msg("unpublished figures: {count}", count=figures)] if figures else []
    return Joined(tuple(counts), msg(", ")) if counts else msg("nothing")


def _standings(program: Program) -> Iterator[Sayable]:
    """How many sources there are of each standing, the strongest first."""
    found = [source.standing for source in program.sources.values()]
    for standing, label in STANDINGS.items():
        if standing in found:
            yield msg("{standing}: {count}", standing=label, count=found.count(standing))


def _unpublished(program: Program) -> dict[str, Parameter]:
    return {name: p for name, p in program.edition.parameters.items() if p.unpublished}


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
    """The formulas in words of a benefit's steps; of tiers, definitions and splits where `benefit` is empty.

    What they take for granted follows, once.
    """
    values = [value for value in program.values if value.benefit == benefit]
    named = ((value.label, in_words(value.node, program)) for value in values)
    formulas = (msg("{name} = {formula}", name=name, formula=words) for name, words in named if not _same(name, words))
    return (*formulas, *conventions(*(value.node for value in values)))


def _same(one: Sayable, other: Sayable) -> bool:
    """Whether two texts are the same in both languages."""
    return all(one.say(language) == other.say(language) for language in LANGUAGES)


def _limits(program: Program) -> Iterator[Block]:
    if program.limits:
        yield Heading(msg("Limits that bind several loans"))
        points = ((limit.rule, limit_in_words(limit, program)) for limit in program.limits)
        yield Items(tuple(Item(rule.label, cite=rule.cite, below=(words,)) for rule, words in points))


def _facts(program: Program) -> Iterator[Block]:
    """What an application has to say, record by record."""
    vocabulary = program.vocabulary
    asked: dict[str, list[Sayable]] = {}
    for used in program.inputs:
        record, fact = _record_of(used.path, vocabulary), vocabulary[used.path]
        fields = [fact.fields[field.removesuffix("_")].label for field in used.fields or () if fact.fields]
        said = msg("{list} ({fields})", list=fact.label, fields=fields) if fields else fact.label
        asked.setdefault(record, []).append(said)
    yield Heading(msg("What an application says"))
    yield Fields(
        tuple(Field(_record_name(record, program), Joined(tuple(a), msg(", "))) for record, a in asked.items())
    )


def _record_of(path: str, vocabulary: Vocabulary) -> str:
    """The record that holds a fact; empty where it has none that has a name, as those that a scheme declares."""
    record = path.rpartition(".")[0]
    key = record.rpartition(".")[2]
    return "" if record and vocabulary[record].label == (key, key) else record


def _record_name(record: str, program: Program) -> Sayable:
    return program.vocabulary[record].label if record else msg("further facts")


def _figures(program: Program) -> Iterator[Block]:
    unpublished, labels = _unpublished(program), labels_of_texts(program)
    figures = program.edition.parameters.items()
    published = [Field(p.label, figure(name, p, labels), p.cite) for name, p in figures if name not in unpublished]
    if published:
        yield Heading(msg("Figures"))
        yield Fields(tuple(published))
    if unpublished:
        yield Heading(msg("Figures that nobody published; supply them with --overlay"))
        yield Fields(tuple(Field(p.label, verbatim(name), p.cite) for name, p in unpublished.items()))


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
        items.append(
            Item(msg("{name}: {source}", name=Citation(name), source=source_line(source)), below=(*note, *url))
        )
    yield Items(tuple(items))


def _point(cited: Cited) -> Item:
    return Item(cited.label, cite=cited.cite)

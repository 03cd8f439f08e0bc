"""Whether an edition holds together before its formulas are read: citations, names, defaults, dates."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import chain

from subsidy.diagnostics import Diagnostic, did_you_mean
from subsidy.documents import Document, Keys, dotted
from subsidy.facts import VOCABULARY
from subsidy.language.functions import FUNCTIONS
from subsidy.language.parse import GATHERS
from subsidy.messages import Message, msg
from subsidy.scheme.definition import Edition
from subsidy.scheme.governs import GOVERNS

_NAMED_SECTIONS = ("parameters", "readings", "tiers", "definitions", "splits", "benefits")


def check_edition(edition: Edition, document: Document) -> list[Diagnostic]:
    """A citation without a source, a name given twice, a default that is no choice, a span of days that is empty."""
    checks = (_names, _rules, _readings, _days)
    found = [d for keys, cite in cited(edition) for d in check_citation(cite, edition.sources, document, keys)]
    return [*found, *chain.from_iterable(check(edition, document) for check in checks)]


def check_citation(cite: str, sources: Collection[str], document: Document, keys: Keys) -> Iterator[Diagnostic]:
    """Whether a citation, which stands at these keys, is the key of a source and a clause."""
    source, _, clause = cite.partition(" ")
    if source not in sources:
        message = msg("no source is named {name}", name=source)
        yield document.diagnostic("citation", keys, message, did_you_mean(source, sources))
    elif not clause:
        remedy = msg("write the source's key and the clause")
        yield document.diagnostic("citation", keys, msg("the citation names no clause"), remedy)


def cited(edition: Edition) -> Iterator[tuple[Keys, str]]:
    """Every citation of an edition, with its keys."""
    yield ("governs", "cite"), edition.governs.cite
    for section in ("parameters", "readings", "tiers", "definitions", "splits", "eligibility", "limits"):
        for name, item in getattr(edition, section).items():
            yield (section, name, "cite"), item.cite
    for name, benefit in edition.benefits.items():
        for part in ("eligibility", "steps"):
            for key, item in getattr(benefit, part).items():
                yield ("benefits", name, part, key, "cite"), item.cite
    for section in ("materials", "notes"):
        for i, item in enumerate(getattr(edition, section)):
            yield (section, i, "cite"), item.cite


def _names(edition: Edition, document: Document) -> Iterator[Diagnostic]:
    """A name means one thing: a function, a fact, or something of one section."""
    first = dict.fromkeys((*FUNCTIONS, *GATHERS), "functions")
    first |= {path.partition(".")[0]: "facts" for path in (*VOCABULARY, *edition.facts)}
    for section in _NAMED_SECTIONS:
        for name in getattr(edition, section):
            if name in first:
                message = msg("{name} is a name in {section} too", name=name, section=first[name])
                yield _named_twice(document, (section, name), message)
            first[name] = section


def _named_twice(document: Document, keys: Keys, message: Message) -> Diagnostic:
    return Diagnostic("duplicate-name", message, document.key_place(keys), dotted(keys), msg("choose another name"))


def _rules(edition: Edition, document: Document) -> Iterator[Diagnostic]:
    if GOVERNS in edition.eligibility:
        message = msg("{name} is the rule that the days under governs make", name=GOVERNS)
        yield _named_twice(document, ("eligibility", GOVERNS), message)


def _readings(edition: Edition, document: Document) -> Iterator[Diagnostic]:
    for name, reading in edition.readings.items():
        if reading.default not in reading.choices:
            message = msg("{found} is not a choice of this reading", found=reading.default)
            remedy = did_you_mean(reading.default, reading.choices)
            yield document.diagnostic("reading", ("readings", name, "default"), message, remedy)


def _days(edition: Edition, document: Document) -> Iterator[Diagnostic]:
    governs = edition.governs
    if governs.to is not None and governs.to < governs.from_:
        message = msg("the last day {to} is before the first {from_}", to=governs.to, from_=governs.from_)
        yield document.diagnostic("governs", ("governs", "to"), message, msg("exchange them, or mend one"))

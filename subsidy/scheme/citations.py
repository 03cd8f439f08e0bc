"""Whether an edition holds together before its formulas are read: citations, names, defaults, dates."""

from __future__ import annotations

from collections.abc import Iterator

from subsidy.diagnostics import Diagnostic, did_you_mean
from subsidy.documents import Document, Keys, dotted
from subsidy.language.functions import FUNCTIONS
from subsidy.language.parse import GATHERS
from subsidy.messages import Message, msg
from subsidy.scheme.definition import Cited, Edition

_NAMED_SECTIONS = ("parameters", "readings", "tiers", "definitions", "splits", "benefits")


def check_edition(edition: Edition, document: Document) -> list[Diagnostic]:
    """A citation without a source, a name given twice, a default that is no choice, a span of days that is empty."""

    def at(keys: Keys, code: str, message: Message, remedy: Message | None = None) -> Diagnostic:
        return Diagnostic(code, message, document.place(keys), dotted(keys), remedy)

    found = [
        at(
            (*keys, "cite"),
            "citation",
            msg("no source is named {name}", name=c.source),
            did_you_mean(c.source, edition.sources),
        )
        for keys, c in cited(edition)
        if c.source not in edition.sources
    ]
    found += [
        at(
            (*keys, "cite"),
            "citation",
            msg("the citation names no clause"),
            msg("write the source's key and the clause"),
        )
        for keys, c in cited(edition)
        if not c.clause
    ]
    first: dict[str, str] = dict.fromkeys((*FUNCTIONS, *GATHERS), "function")
    for section in _NAMED_SECTIONS:
        for name in getattr(edition, section):
            if name in first:
                found.append(
                    at(
                        (section, name),
                        "duplicate-name",
                        msg("{name} is a name in {section} too", name=name, section=first[name]),
                    )
                )
            first[name] = section
    for name, reading in edition.readings.items():
        if reading.default not in reading.choices:
            message = msg("{found} is not a choice of this reading", found=reading.default)
            found.append(
                at(("readings", name, "default"), "reading", message, did_you_mean(reading.default, reading.choices))
            )
    governs = edition.governs
    if governs.to is not None and governs.to < governs.from_:
        found.append(
            at(
                ("governs", "to"),
                "governs",
                msg("the last day {to} is before the first {from_}", to=governs.to, from_=governs.from_),
            )
        )
    return found


def cited(edition: Edition) -> Iterator[tuple[Keys, Cited]]:
    """Everything of an edition that carries a citation, with its keys."""
    for section in ("parameters", "readings", "tiers", "definitions", "splits", "eligibility", "limits"):
        for name, item in getattr(edition, section).items():
            yield (section, name), item
    for name, benefit in edition.benefits.items():
        for part in ("eligibility", "steps"):
            for key, item in getattr(benefit, part).items():
                yield ("benefits", name, part, key), item
    for section in ("materials", "notes"):
        for i, item in enumerate(getattr(edition, section)):
            yield (section, i), item

"""The words of what is looked up: parameters, facts, reference rates, qualifications, tiers."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from subsidy.explain.values import Joined, is_decimal, value_in_words
from subsidy.explain.writer import Level, Phrase, Table, Writer
from subsidy.language import nodes
from subsidy.language.nodes import Band
from subsidy.messages import Label, Message, Sayable, msg
from subsidy.scheme.program import Program

_ABBREVIATION: Final = re.compile(r"[（(]([A-Z]+)[)）]$")


def rate_in_words(program: Program, table: str, tenor: str) -> Message:
    """A reference rate: its tenor, and its table by the abbreviation at the end of the title, if there is one."""
    description = program.tables[table].description
    short = Label(_short(description.title.zh), _short(description.title.en))
    return msg("{tenor} {table}", tenor=description.tenors[tenor], table=short)


def _short(title: str) -> str:
    found = _ABBREVIATION.search(title)
    return found[1] if found else title


def range_in_words(writer: Writer, before: Band | None, band: Band) -> Sayable:
    """Where a band lies: from the end of the band before to its own."""
    bounds: list[Sayable] = []
    if before is not None and before.end is not None:
        end = writer.at(before.end, Level.NEGATIVE)
        bounds.append(msg("above {end}", end=end) if before.inclusive else msg("at least {end}", end=end))
    if band.end is not None:
        end = writer.at(band.end, Level.NEGATIVE)
        bounds.append(msg("at most {end}", end=end) if band.inclusive else msg("below {end}", end=end))
    return Joined(tuple(bounds), msg(" and ")) if bounds else msg("any value")


def _constant(writer: Writer, node: nodes.Constant) -> Phrase:
    words = writer.title(node) or value_in_words(node.value, node)
    if writer.title(node) or node.type.base != "number" or not isinstance(node.value, int):
        return Phrase(words)
    return value_phrase(words, node.value * node.unit)


def value_phrase(words: Sayable, value: Fraction) -> Phrase:
    """A written number. A minus sign or a fraction's stroke needs parentheses in places."""
    if value < 0:
        return Phrase(words, Level.NEGATIVE)
    return Phrase(words, Level.ATOM if is_decimal(value) else Level.PRODUCT)


def _named(writer: Writer, node: nodes.Named | nodes.Unpublished) -> Phrase:
    return Phrase(writer.name(node.name))


def _fact(writer: Writer, node: nodes.Fact | nodes.Item) -> Phrase:
    return Phrase(writer.name(node.path))


def _quote(writer: Writer, node: nodes.Quote) -> Phrase:
    rate = rate_in_words(writer.program, node.table, node.tenor)
    return Phrase(msg("{rate} ({day})", rate=rate, day=writer.at(node.on, Level.CLAUSE)))


def _held(writer: Writer, node: nodes.Held) -> Phrase:
    day = writer.at(node.on, Level.CLAUSE)
    return Phrase(msg("a valid “{kind}” is held (day: {day})", kind=node.kind, day=day), Level.COMPARISON)


def _banded(writer: Writer, node: nodes.Banded) -> Phrase:
    subject, bands = writer.at(node.subject, Level.SUM), _bands(writer, node.bands)
    return Phrase(msg("by {subject}: {bands}", subject=subject, bands=bands), Level.CLAUSE)


def _sliced(writer: Writer, node: nodes.Sliced) -> Phrase:
    subject, bands = writer.at(node.subject, Level.SUM), _bands(writer, node.bands)
    return Phrase(msg("by slices of {subject}: {bands}", subject=subject, bands=bands), Level.CLAUSE)


def _bands(writer: Writer, bands: tuple[Band, ...]) -> Joined:
    rows = [
        msg("{range}: {value}", range=range_in_words(writer, before, band), value=writer.at(band.value, Level.OR))
        for before, band in zip((None, *bands), bands, strict=False)
    ]
    return Joined(tuple(rows), msg("; "))


LOOKUPS: Final[Table] = {
    nodes.Constant: _constant,
    nodes.Unpublished: _named,
    nodes.Fact: _fact,
    nodes.Item: _fact,
    nodes.Named: _named,
    nodes.Quote: _quote,
    nodes.Held: _held,
    nodes.Banded: _banded,
    nodes.Sliced: _sliced,
}

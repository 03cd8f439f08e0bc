"""An overlay: what a text leaves unpublished, supplied by the user with a source of its own, and readings agreed on.

It never changes what was published: to try other figures is a simulation, not an overlay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TypeAlias

from pydantic import Field

from subsidy.diagnostics import Diagnostic, InputError, did_you_mean, refuse_if_any
from subsidy.documents import Document, Keys, validate
from subsidy.facts import VOCABULARY
from subsidy.language.errors import FormulaError
from subsidy.messages import msg
from subsidy.quantities import QuantityError
from subsidy.scheme.citations import check_citation
from subsidy.scheme.definition import Edition, Name, Parameter, Section, Source, Titled, Words
from subsidy.scheme.parameters import parameter_node, supplied_node
from subsidy.scheme.unknown import unknown_readings


class Supplied(Section):
    """The value of an unpublished parameter and where the user has it from."""

    is_: Words | tuple[Words, ...] = Field(alias="is")
    cite: Words


class Overlay(Section):
    """For one scheme, and of it for one edition or (`edition` left out) for every edition that has the parameters."""

    overlay: Words
    edition: Words | None = None
    title: Titled | None = None
    sources: dict[Name, Source] = Field(default_factory=dict)
    parameters: dict[Name, Supplied] = Field(default_factory=dict)
    readings: dict[Name, Words] = Field(default_factory=dict)

    def concerns(self, edition: Edition) -> bool:
        return self.overlay == edition.scheme and self.edition in (None, edition.edition)


Laid: TypeAlias = tuple[Overlay, Document]


def read_overlay(document: Document) -> Overlay:
    """Raises `InputError`; of a document that is something else with one diagnostic that says what it is."""
    if isinstance(document.data, dict) and "overlay" not in document.data:
        first = next((key for key in document.data if key in VOCABULARY), None)
        if first is None:
            what, remedy = msg("not an overlay"), msg("an overlay says which scheme it is for: overlay: city/scheme")
        else:
            what, remedy = msg("an application, not an overlay"), msg("give it without --overlay")
        raise InputError([Diagnostic("overlay", what, document.place(() if first is None else (first,)), "", remedy)])
    return validate(Overlay, document)


def overlaid(edition: Edition, overlay: Overlay, document: Document, before: Iterable[Laid] = ()) -> Edition:
    """The edition with an overlay's parameters, sources and readings, after those `before` it.

    Raises `InputError` with its lines, for what those gave already too.
    """
    refuse_if_any(_given_before(overlay, document, before))
    checks = (_sources, _parameters, _readings)
    refuse_if_any(chain.from_iterable(check(edition, overlay, document) for check in checks))
    parameters = {name: _supplied(edition.parameters[name], given) for name, given in overlay.parameters.items()}
    readings = {
        name: edition.readings[name].model_copy(update={"default": choice}) for name, choice in overlay.readings.items()
    }
    return edition.model_copy(
        update={
            "sources": {**edition.sources, **overlay.sources},
            "parameters": {**edition.parameters, **parameters},
            "readings": {**edition.readings, **readings},
        }
    )


def _given_before(overlay: Overlay, document: Document, before: Iterable[Laid]) -> Iterator[Diagnostic]:
    for earlier, source in before:
        for section in ("sources", "parameters", "readings"):
            for name in getattr(overlay, section).keys() & getattr(earlier, section).keys():
                problem = msg("{file} gives {name} already", file=source.name, name=name)
                yield document.diagnostic("given-twice", (section, name), problem)


def _sources(edition: Edition, overlay: Overlay, document: Document) -> Iterator[Diagnostic]:
    for name in overlay.sources.keys() & edition.sources.keys():
        problem = msg("the scheme has a source {name} already", name=name)
        yield document.diagnostic("duplicate-name", ("sources", name), problem)


def _parameters(edition: Edition, overlay: Overlay, document: Document) -> Iterator[Diagnostic]:
    sources = {*edition.sources, *overlay.sources}
    for name, supplied in overlay.parameters.items():
        keys: Keys = ("parameters", name)
        known = edition.parameters.get(name)
        if known is None:
            remedy = did_you_mean(name, (n for n, p in edition.parameters.items() if p.unpublished))
            problem = msg("the scheme has no parameter {name}", name=name)
            yield document.diagnostic("unknown-name", keys, problem, remedy)
        elif not known.unpublished:
            problem = msg("{name} is published and cannot be overlaid", name=name)
            yield document.diagnostic("published", keys, problem)
        else:
            yield from check_citation(supplied.cite, sources, document, (*keys, "cite"))
            yield from _figure(name, known, supplied, document)


def _figure(name: str, known: Parameter, supplied: Supplied, document: Document) -> Iterator[Diagnostic]:
    try:
        declared = parameter_node(name, known)
    except (FormulaError, QuantityError):  # the scheme's own mistake, said where it is compiled
        return
    try:
        supplied_node(name, _supplied(known, supplied), declared)
    except (FormulaError, QuantityError) as error:
        code = error.code if isinstance(error, FormulaError) else "quantity"
        yield document.diagnostic(code, ("parameters", name, "is"), error.message, error.remedy)


def _readings(edition: Edition, overlay: Overlay, document: Document) -> Iterator[Diagnostic]:
    for unknown in unknown_readings(overlay.readings, [edition]):
        yield document.diagnostic("reading", ("readings", unknown.name), unknown.problem, unknown.remedy)


def _supplied(known: Parameter, supplied: Supplied) -> Parameter:
    return known.model_copy(update={"is_": supplied.is_, "unpublished": False, "cite": supplied.cite})

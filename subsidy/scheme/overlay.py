"""An overlay: what a text leaves unpublished, supplied by the user with a source of its own, and readings agreed on.

It never changes what was published: to try other figures is a simulation, not an overlay.
"""

from __future__ import annotations

from pydantic import Field

from subsidy.diagnostics import Diagnostic, InputError, did_you_mean, refuse_if_any
from subsidy.documents import Document, Keys, dotted, validate
from subsidy.facts import VOCABULARY
from subsidy.messages import Message, msg
from subsidy.scheme.citations import check_citation
from subsidy.scheme.definition import Edition, Name, Parameter, Section, Source, Titled, Words


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


def overlaid(edition: Edition, overlay: Overlay, document: Document) -> Edition:
    """The edition with an overlay's parameters, sources and readings. Raises `InputError` with its lines."""
    problems: list[Diagnostic] = []

    def refuse(keys: Keys, code: str, message: Message, remedy: Message | None = None) -> None:
        problems.append(Diagnostic(code, message, document.place(keys), dotted(keys), remedy))

    sources = {**edition.sources, **overlay.sources}
    for key in overlay.sources.keys() & edition.sources.keys():
        refuse(("sources", key), "duplicate-name", msg("the scheme has a source {name} already", name=key))
    parameters = dict(edition.parameters)
    for name, supplied in overlay.parameters.items():
        keys: Keys = ("parameters", name)
        known = edition.parameters.get(name)
        if known is None:
            open_ones = [n for n, p in edition.parameters.items() if p.unpublished]
            refuse(
                keys,
                "unknown-name",
                msg("the scheme has no parameter {name}", name=name),
                did_you_mean(name, open_ones),
            )
        elif not known.unpublished:
            refuse(keys, "published", msg("{name} is published and cannot be overlaid", name=name))
        else:
            problems += check_citation(supplied.cite, sources, document, (*keys, "cite"))
            parameters[name] = _supplied(known, supplied)
    readings = dict(edition.readings)
    for name, choice in overlay.readings.items():
        reading = edition.readings.get(name)
        if reading is None:
            refuse(
                ("readings", name),
                "reading",
                msg("the scheme has no reading {name}", name=name),
                did_you_mean(name, readings),
            )
        elif choice not in reading.choices:
            refuse(
                ("readings", name),
                "reading",
                msg("{found} is not a choice of this reading", found=choice),
                did_you_mean(choice, reading.choices),
            )
        else:
            readings[name] = reading.model_copy(update={"default": choice})
    refuse_if_any(problems)
    return edition.model_copy(update={"sources": sources, "parameters": parameters, "readings": readings})


def _supplied(known: Parameter, supplied: Supplied) -> Parameter:
    return known.model_copy(update={"is_": supplied.is_, "unpublished": False, "cite": supplied.cite})

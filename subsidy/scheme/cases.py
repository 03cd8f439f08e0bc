"""Worked examples beside a scheme: `CITY/SCHEME/cases/*.yaml`.

A case says where in the scheme's sources its rule stands, how its amount was worked out by hand, and what must come
out. It changes a base application, so that it shows only what it is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, ConfigDict, Field

from subsidy.diagnostics import Diagnostic, Place, did_you_mean, refuse_if_any
from subsidy.documents import Document, Keys, Named, dotted, keys_of, read_document, validate
from subsidy.messages import Message, msg
from subsidy.quantities import QuantityError
from subsidy.scheme.citations import check_citation
from subsidy.scheme.definition import Edition, NotEmpty, Section, Words
from subsidy.scheme.governs import GOVERNS
from subsidy.scheme.overlay import Overlay, read_overlay

_KEY, _POSITION = r"[^.\[\]]+", r"\[\d+\]"


def _fact_place(path: str) -> str:
    if not re.fullmatch(rf"{_KEY}(\.{_KEY}|{_POSITION})*", path):
        raise QuantityError(
            msg("{found} is no place of a fact", found=path),
            msg("write it like loan.principal or loan.flows[0].amount"),
        )
    return path


FactPlace = Annotated[str, AfterValidator(_fact_place)]


class Expectation(Section):
    """What must come out, exactly. Whatever is left out may be anything.

    Further keys are benefits (their entitlement) and tiers, definitions and steps (their value), written as in a
    scheme; `unknown` is a value too. Lists are compared as sets: rules that fail, are unknown or presumed, facts
    missing. `readings` has each reading that matters, and what its other choices give: an amount or an outcome.
    """

    model_config = ConfigDict(frozen=True, extra="allow", populate_by_name=True)
    __pydantic_extra__: dict[str, Words] = Field(init=False)

    outcome: Literal["eligible", "ineligible", "incomplete", "suspended"]
    total: Words | None = None
    fails: tuple[Words, ...] | None = None
    unknown: tuple[Words, ...] | None = None
    presumed: tuple[Words, ...] | None = None
    missing: tuple[Words, ...] | None = None
    readings: dict[Words, dict[Words, Words]] | None = None

    @property
    def values(self) -> Mapping[str, str]:
        return self.__pydantic_extra__


class Case(Section):
    """One example; `name` says what it is about.

    `drop` and `set` change the base by dotted paths; `working` is the arithmetic, done by hand.
    """

    name: Named
    source: Words | None = None
    set_: dict[FactPlace, Any] = Field(default={}, alias="set")
    drop: tuple[FactPlace, ...] = ()
    readings: dict[Words, Words] = Field(default={})
    working: Words
    expect: Expectation


class CaseFile(Section):
    """The cases of one edition about one clause: `source` is a source's key and the clause, as in a citation.

    `overlay` supplies what the edition leaves unpublished; it is written as an overlay file without its first key.
    """

    edition: Words
    source: Words
    overlay: dict[str, Any] | None = None
    base: dict[str, Any]
    cases: NotEmpty[Case]


@dataclass(frozen=True, slots=True)
class Example:
    """A case and where it stands. `application` is the base as the case changes it, with its places in the file.

    `overlays` are those under which it is decided.
    """

    case: Case
    edition: str
    source: str
    document: Document
    keys: Keys
    application: Document
    overlays: tuple[tuple[Overlay, Document], ...] = ()

    def place(self, *keys: str) -> Place:
        """Where the case begins, or something under it."""
        return self.document.place((*self.keys, *keys)) or Place(self.document.name, 1, 1)


def case_paths(schemes: Iterable[Document]) -> list[Path]:
    """The case files beside these scheme files."""
    folders = {Path(document.name).parent / "cases" for document in schemes}
    return sorted(path for folder in folders for path in folder.glob("**/*.yaml"))


def read_examples(path: Path, editions: Mapping[str, Edition]) -> list[Example]:
    """The cases of a file, for the editions (by name) of the scheme that it stands beside.

    Raises `InputError` with everything that is wrong with it and can be told without an evaluation.
    """
    document = read_document(path)
    file = validate(CaseFile, document)
    problems = list(_unknown(file.edition, editions, document, ("edition",)))
    refuse_if_any(problems)
    edition = editions[file.edition]
    overlays = _overlays(edition, document)
    sources = {*edition.sources, *(key for overlay, _ in overlays for key in overlay.sources)}
    problems += check_citation(file.source, sources, document, ("source",))
    examples = []
    for i, case in enumerate(file.cases):
        keys: Keys = ("cases", i)
        if case.source is not None:
            problems += check_citation(case.source, sources, document, (*keys, "source"))
        problems += _unknown_names(case, edition, document, keys)
        application = _changed(case, document, keys, problems)
        source = case.source or file.source
        examples.append(Example(case, file.edition, source, document, keys, application, overlays))
    refuse_if_any(problems)
    return examples


def _overlays(edition: Edition, document: Document) -> tuple[tuple[Overlay, Document], ...]:
    """The file's overlay as a document of its own. Raises `InputError`."""
    assert isinstance(document.data, dict)
    written = document.data.get("overlay")
    if not isinstance(written, dict):
        return ()
    data: Any = {"overlay": edition.scheme, **written}
    places, key_places = (_moved(p, ("overlay",), ()) for p in (document.places, document.key_places))
    alone = Document(data, places, key_places, frozenset(), document.name, document.sha256)
    return ((read_overlay(alone), alone),)


def rule_names(edition: Edition) -> list[str]:
    """The rules as cases name them: those of a benefit with its name before."""
    own = [f"{name}.{rule}" for name, benefit in edition.benefits.items() for rule in benefit.eligibility]
    return [GOVERNS, *edition.eligibility, *own]


def value_names(edition: Edition) -> dict[str, str]:
    """The qualified names of tiers, definitions, parts of splits and steps, by how cases name them.

    A step may go without its benefit where only one is so called.
    """
    qualified = [f"{name}.{step}" for name, benefit in edition.benefits.items() for step in benefit.steps]
    steps = [name.partition(".")[2] for name in qualified]
    alone = {step: name for step, name in zip(steps, qualified, strict=True) if steps.count(step) == 1}
    parts = [f"{name}.{bearer}" for name, split in edition.splits.items() for bearer in split.among]
    return {**alone, **{name: name for name in (*edition.tiers, *edition.definitions, *parts, *qualified)}}


def _unknown_names(case: Case, edition: Edition, document: Document, keys: Keys) -> Iterator[Diagnostic]:
    """Readings, choices, rules and values that the edition does not have."""
    for under, named in ((("readings",), case.readings), (("expect", "readings"), case.expect.readings or {})):
        for name, chosen in named.items():
            at: Keys = (*keys, *under, name)
            yield from _unknown(name, edition.readings, document, at)
            if name in edition.readings:
                choices = edition.readings[name].choices
                for choice in (chosen,) if isinstance(chosen, str) else chosen:
                    yield from _unknown(choice, choices, document, at if isinstance(chosen, str) else (*at, choice))
    for aspect in ("fails", "unknown", "presumed"):
        for i, rule in enumerate(getattr(case.expect, aspect) or ()):
            yield from _unknown(rule, rule_names(edition), document, (*keys, "expect", aspect, i))
    values = (*edition.benefits, *value_names(edition))
    for name in case.expect.values:
        yield from _unknown(name, (*values, *Expectation.model_fields), document, (*keys, "expect", name))


def _unknown(name: str, known: Iterable[str], document: Document, keys: Keys) -> Iterator[Diagnostic]:
    if name not in known:
        place = document.key_place(keys) if keys[-1] == name else document.place(keys)
        yield Diagnostic(
            "unknown-name", msg("there is no {name}", name=name), place, dotted(keys), did_you_mean(name, known)
        )


def _changed(case: Case, document: Document, keys: Keys, problems: list[Diagnostic]) -> Document:
    """The base application as the case changes it."""
    assert isinstance(document.data, dict)
    data: Any = deepcopy(document.data["base"])
    places = _moved(document.places, ("base",), ())
    key_places = _moved(document.key_places, ("base",), ())

    def refuse(under: Keys, path: str) -> None:
        message: Message = msg("the base has no {path}", path=path)
        problems.append(document.diagnostic("unknown-name", (*keys, *under), message))

    for i, path in enumerate(case.drop):
        *way, last = keys_of(path)
        try:
            del _holder(data, way)[last]
        except (LookupError, TypeError):
            refuse(("drop", i), path)
    for path, value in case.set_.items():
        *way, last = keys_of(path)
        try:
            _holder(data, way)[last] = deepcopy(value)
        except (LookupError, TypeError):
            refuse(("set", path), path)
        places |= _moved(document.places, (*keys, "set", path), (*way, last))
        key_places |= _moved(document.key_places, (*keys, "set", path), (*way, last))
    return Document(data, places, key_places, frozenset(), document.name, document.sha256)


def _holder(data: Any, way: Iterable[str | int]) -> Any:
    """What lies at the end of the way; records that are not there are made."""
    for key in way:
        data = data.setdefault(key, {}) if isinstance(data, dict) and isinstance(key, str) else data[key]
    return data


def _moved(places: Mapping[Keys, Place], under: Keys, to: Keys) -> dict[Keys, Place]:
    return {(*to, *keys[len(under) :]): place for keys, place in places.items() if keys[: len(under)] == under}

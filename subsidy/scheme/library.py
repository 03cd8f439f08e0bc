"""The schemes that are at hand: the shipped folder and the user's own, with their rate tables, products and facts.

A library holds everything that evaluating needs and nothing global does, so two libraries live side by side. An
edition's formulas are compiled when it is first used and kept for each choice of readings.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias, TypeVar

from subsidy.diagnostics import Diagnostic, InputError, did_you_mean, kept_in, refuse_if_any
from subsidy.documents import Document, read_document, validate
from subsidy.facts import VOCABULARY, Vocabulary
from subsidy.facts.grants import Granting, Grantings
from subsidy.kinds import DATE
from subsidy.messages import Label, msg
from subsidy.rates import RateTable, load_rate_tables
from subsidy.scheme.citations import check_edition
from subsidy.scheme.compile import compile_edition
from subsidy.scheme.definition import Edition
from subsidy.scheme.folders import PRODUCTS, RATES, edition_files, shipped_schemes
from subsidy.scheme.overlay import Laid, overlaid, read_overlay
from subsidy.scheme.products import load_products
from subsidy.scheme.program import Program
from subsidy.scheme.unknown import UnknownNameError, refuse_no_text, refuse_unknown_readings

Made = TypeVar("Made")
Written: TypeAlias = tuple[Edition, Document]


@dataclass(frozen=True, slots=True)
class LoadedEdition:
    """An edition and its file."""

    definition: Edition
    document: Document
    tables: Mapping[str, RateTable]
    overlays: tuple[str, ...] = ()
    _kept: dict[tuple[type, Hashable], Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def name(self) -> str:
        return self.definition.edition

    @property
    def vocabulary(self) -> Vocabulary:
        """What its formulas may name: the common facts and its own."""
        return self.kept(Vocabulary, (), lambda: _extended(VOCABULARY, self.definition, self.document))

    def program(self, readings: Mapping[str, str] | None = None) -> Program:
        """The edition compiled with these readings chosen, the others at their default.

        Raises `UnknownNameError` for a reading or choice that it does not have, `InputError` for its formulas.
        """
        chosen = dict(readings or {})
        refuse_unknown_readings(chosen, [self.definition])
        return self.kept(
            Program,
            frozenset(chosen.items()),
            lambda: compile_edition(
                self.definition, self.document, self.vocabulary, self.tables, chosen, self.overlays
            ),
        )

    def kept(self, kind: type[Made], key: Hashable, make: Callable[[], Made]) -> Made:
        """The one of its kind (a program, an evaluator) that is derived from the edition for this key, made once."""
        made: Made | None = self._kept.get((kind, key))
        if made is None:
            made = self._kept[kind, key] = make()
        return made


@dataclass(frozen=True, slots=True)
class Scheme:
    """A policy: its editions by name, in the order of the days from which they govern.

    `vocabulary` knows the facts of every scheme of its library, so that one application can be tried on all of them.
    """

    name: str
    editions: Mapping[str, LoadedEdition]
    vocabulary: Vocabulary

    def edition(self, name: str) -> LoadedEdition:
        """The edition of this name, as an `Evaluator` takes it. Raises `UnknownNameError`, `NoTextError`."""
        refuse_no_text(msg("an edition"), name)
        if name not in self.editions:
            remedy = did_you_mean(name, self.editions)
            message = msg("{scheme} has no edition {name}; {remedy}", scheme=self.name, name=name, remedy=remedy)
            raise UnknownNameError(message, self.name)
        return self.editions[name]

    @property
    def definitions(self) -> Mapping[str, Edition]:
        """What each edition's file says, by the edition's name."""
        return {name: edition.definition for name, edition in self.editions.items()}

    @property
    def title(self) -> Label:
        """What the latest edition calls itself."""
        return list(self.editions.values())[-1].definition.title.label


class Schemes(Mapping[str, Scheme]):
    """The schemes by name (`city/scheme`), in the order of the names.

    `vocabulary` knows every fact that any of them asks for; `products` are the names of the loan products, `tables`
    the reference rates by the names of their tables.
    """

    def __init__(
        self,
        schemes: Mapping[str, Scheme],
        vocabulary: Vocabulary,
        tables: Mapping[str, RateTable],
        products: Mapping[str, Label],
    ) -> None:
        self._schemes = MappingProxyType(dict(schemes))
        self.vocabulary = vocabulary
        self.tables = tables
        self.products = products

    def __getitem__(self, name: str) -> Scheme:
        """Raises `UnknownNameError`, which is a `LookupError` but not a `KeyError`, and `NoTextError`."""
        refuse_no_text(msg("a scheme"), name)
        if name not in self._schemes:
            whole, _, edition = name.partition("@")  # as answers name an edition
            if whole in self._schemes:
                message = msg(
                    "{name} names an edition: give {scheme} and --edition {edition}",
                    name=name,
                    scheme=whole,
                    edition=edition,
                )
                raise UnknownNameError(message, whole)
            alike = [n for n, known in self._schemes.items() if name in n.split("/") or name in known.title.zh]
            remedy = did_you_mean(name, alike or self._schemes)
            raise UnknownNameError(msg("there is no scheme {name}; {remedy}", name=name, remedy=remedy))
        return self._schemes[name]

    def __contains__(self, name: object) -> bool:
        return name in self._schemes

    def __iter__(self) -> Iterator[str]:
        return iter(self._schemes)

    def __len__(self) -> int:
        return len(self._schemes)


def load_schemes(*folders: Path | str, overlays: Iterable[Path | str] = ()) -> Schemes:
    """The shipped schemes and those of further folders, with overlays laid over them.

    A folder is laid out like the shipped one: `CITY/SCHEME/EDITION.yaml`, `rates/*.csv`, `products.yaml`. Raises
    `InputError` with every problem of every file; formulas are looked at when an edition is compiled.
    """
    read = _Read()
    for path in overlays:
        read.overlay(Path(path))
    for folder in (shipped_schemes(), *map(Path, folders)):
        read.folder(folder)
    return read.schemes()


def read_edition(path: Path) -> Written:
    """One scheme file, checked for what can be told without its formulas. Raises `InputError`."""
    document = read_document(path)
    edition = validate(Edition, document)
    refuse_if_any(check_edition(edition, document))
    return edition, document


class _Read:
    """What was read of overlays and folders; a file with a problem is left out, and the next one is read."""

    def __init__(self) -> None:
        self._problems: list[Diagnostic] = []
        self._overlays: list[Laid] = []
        self._written: list[Written] = []
        self._tables: dict[str, RateTable] = {}
        self._products: dict[str, Label] = {}

    def overlay(self, path: Path) -> None:
        with kept_in(self._problems):
            document = read_document(path)
            self._overlays.append((read_overlay(document), document))

    def folder(self, folder: Path) -> None:
        """Tables and products of the same names take the place of those that were read before."""
        if not folder.is_dir():
            self._problems.append(Diagnostic("unreadable", msg("{folder} is not a folder", folder=folder)))
        elif not any(folder.glob("*/**/*.yaml")) and not (folder / PRODUCTS).exists():
            laid_out = msg("its files are laid out as {path}", path="CITY/SCHEME/EDITION.yaml")
            self._problems.append(Diagnostic("empty", msg("{folder} holds no scheme", folder=folder), remedy=laid_out))
        for path in edition_files(folder):
            with kept_in(self._problems):
                self._written.append(read_edition(path))
        with kept_in(self._problems):
            self._tables |= load_rate_tables(folder / RATES) if (folder / RATES).is_dir() else {}
            self._products |= load_products(folder)

    def schemes(self) -> Schemes:
        """All of it together. Raises `InputError`: first with what is wrong with files, then with what does not fit."""
        self._problems += _same_twice(self._written)
        vocabulary = _common_vocabulary(self._written, self._problems)
        refuse_if_any(self._problems)
        editions = self._editions()
        self._problems += _no_such_scheme(self._overlays, self._written)
        refuse_if_any(self._problems)
        vocabulary = vocabulary.granting(_grantings(editions))
        return Schemes(_by_scheme(editions, vocabulary), vocabulary, self._tables, self._products)

    def _editions(self) -> list[LoadedEdition]:
        found, problems = [], list[Diagnostic]()
        for edition, document in self._written:
            with kept_in(problems):
                found.append(load_edition(edition, document, self._tables, self._overlays))
        self._problems += [p for i, p in enumerate(problems) if p not in problems[:i]]  # an overlay's: of all editions
        return found


def _by_scheme(editions: Iterable[LoadedEdition], vocabulary: Vocabulary) -> dict[str, Scheme]:
    ordered = sorted(editions, key=lambda e: (e.definition.scheme, e.definition.governs.from_))
    groups = groupby(ordered, key=lambda e: e.definition.scheme)
    return {name: Scheme(name, {e.name: e for e in group}, vocabulary) for name, group in groups}


def _grantings(editions: Iterable[LoadedEdition]) -> Grantings:
    """By the schemes' names; a scheme is called as its latest edition is."""
    found: dict[str, Granting] = {}
    for edition in sorted((e.definition for e in editions), key=lambda e: e.governs.from_):
        benefits = {name: benefit.label for name, benefit in edition.benefits.items()}
        before = found[edition.scheme].benefits if edition.scheme in found else {}
        found[edition.scheme] = Granting(edition.title.label, {**before, **benefits})
    return found


def _same_twice(written: Iterable[Written]) -> Iterator[Diagnostic]:
    first: dict[tuple[str, str], str] = {}
    for edition, document in written:
        key = (edition.scheme, edition.edition)
        if key in first:
            message = msg("{file} holds this edition already", file=first[key])
            yield document.diagnostic("duplicate-edition", ("edition",), message)
        first[key] = document.name


def _common_vocabulary(written: Collection[Written], problems: list[Diagnostic]) -> Vocabulary:
    """Every scheme's facts together: the same path must mean the same in all of them."""
    alike = {path: fact for edition, _ in written for path, fact in edition.facts.items()}
    if all(alike[path] == fact for edition, _ in written for path, fact in edition.facts.items()):
        with suppress(InputError):  # whose fact it is, is said below
            return VOCABULARY.extended(alike)
    vocabulary = VOCABULARY
    for edition, document in written:
        with kept_in(problems):
            vocabulary = _extended(vocabulary, edition, document)
    return vocabulary


def _extended(vocabulary: Vocabulary, edition: Edition, document: Document) -> Vocabulary:
    return vocabulary.extended(edition.facts, lambda path: document.place(("facts", path)))


def load_edition(
    edition: Edition,
    document: Document,
    tables: Mapping[str, RateTable],
    overlays: Iterable[Laid] = (),
) -> LoadedEdition:
    """An edition with the overlays that concern it, ready to be compiled.

    Raises `InputError` for an overlay that does not fit, and a governing fact that is no date.
    """
    laid = [(overlay, source) for overlay, source in overlays if overlay.concerns(edition)]
    for position, (overlay, source) in enumerate(laid):
        edition = overlaid(edition, overlay, source, laid[:position])
    by = edition.governs.by
    dates = [path for path, fact in VOCABULARY.items() if fact.kind is DATE]
    dates += [path for path, fact in edition.facts.items() if fact.type == DATE.name]
    if by not in dates:
        message = msg("{found} is not a date fact", found=by)
        refuse_if_any([document.diagnostic("governs", ("governs", "by"), message, did_you_mean(by, dates))])
    return LoadedEdition(edition, document, tables, tuple(source.sha256 for _, source in laid))


def _no_such_scheme(overlays: Iterable[Laid], written: Collection[Written]) -> Iterator[Diagnostic]:
    for overlay, document in overlays:
        if not any(overlay.concerns(edition) for edition, _ in written):
            message = msg("no scheme or edition is concerned by this overlay: {found}", found=overlay.overlay)
            yield document.diagnostic("unknown-name", ("overlay",), message)

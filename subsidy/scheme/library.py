"""The schemes that are at hand: the shipped folder and the user's own, with their rate tables, products and facts.

A library holds everything that evaluating needs and nothing global does, so two libraries live side by side. An
edition's formulas are compiled when it is first used and kept for each choice of readings.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from subsidy.diagnostics import Diagnostic, InputError, did_you_mean, refuse_if_any
from subsidy.documents import Document, Keys, dotted, read_document, validate
from subsidy.facts import VOCABULARY, Vocabulary
from subsidy.kinds import DATE
from subsidy.messages import Label, msg
from subsidy.rates import RateTable, load_rate_tables
from subsidy.scheme.citations import check_edition
from subsidy.scheme.compile import compile_edition
from subsidy.scheme.definition import Edition
from subsidy.scheme.folders import PRODUCTS, RATES, edition_files, shipped_schemes
from subsidy.scheme.overlay import Overlay, overlaid, read_overlay
from subsidy.scheme.products import load_products
from subsidy.scheme.program import Program
from subsidy.scheme.unknown import UnknownNameError, refuse_unknown_readings

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class LoadedEdition:
    """An edition and its file."""

    definition: Edition
    document: Document
    tables: Mapping[str, RateTable]
    overlays: tuple[str, ...] = ()
    _memo: dict[tuple[object, ...], Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def name(self) -> str:
        return self.definition.edition

    @property
    def vocabulary(self) -> Vocabulary:
        """What its formulas may name: the common facts and its own."""
        return self.memo(("vocabulary",), lambda: _extended(VOCABULARY, self.definition, self.document))

    def program(self, readings: Mapping[str, str] | None = None) -> Program:
        """The edition compiled with these readings chosen, the others at their default.

        Raises `UnknownNameError` for a reading or choice that it does not have, `InputError` for its formulas.
        """
        chosen = dict(readings or {})
        refuse_unknown_readings(chosen, [self.definition])
        return self.memo(
            ("program", *sorted(chosen.items())),
            lambda: compile_edition(
                self.definition, self.document, self.vocabulary, self.tables, chosen, self.overlays
            ),
        )

    def memo(self, key: tuple[object, ...], make: Callable[[], Made]) -> Made:
        """What is derived from the edition, made once: programs, evaluators."""
        if key not in self._memo:
            self._memo[key] = make()
        made: Made = self._memo[key]
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
        """The edition of this name, as an `Evaluator` takes it. Raises `UnknownNameError`."""
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
        """Raises `UnknownNameError`, which is a `LookupError` but not a `KeyError`."""
        if name not in self._schemes:
            alike = [known for known in self._schemes if name in known.split("/")]
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
    problems: list[Diagnostic] = []
    every = [shipped_schemes(), *map(Path, folders)]
    read: list[tuple[Edition, Document]] = []
    tables: dict[str, RateTable] = {}
    products: dict[str, Label] = {}
    laid = [_read_overlay(Path(o), problems) for o in overlays]
    for folder in every:
        read += _read_editions(folder, problems)
        try:
            tables |= load_rate_tables(folder / RATES) if (folder / RATES).is_dir() else {}
            products |= load_products(folder)
        except InputError as error:
            problems += error.diagnostics
    problems += _same_twice(read)
    vocabulary = _common_vocabulary(read, problems)
    refuse_if_any(problems)
    editions = [_loaded(e, d, tables, [o for o in laid if o is not None], problems) for e, d in read]
    problems += [_no_such_scheme(o, d) for o, d in (o for o in laid if o) if not any(o.concerns(e) for e, _ in read)]
    refuse_if_any(problems)
    grouped: dict[str, list[LoadedEdition]] = {}
    for loaded in sorted((e for e in editions if e), key=lambda e: (e.definition.scheme, e.definition.governs.from_)):
        grouped.setdefault(loaded.definition.scheme, []).append(loaded)
    schemes = {name: Scheme(name, {e.name: e for e in group}, vocabulary) for name, group in grouped.items()}
    return Schemes(schemes, vocabulary, tables, products)


def read_edition(path: Path) -> tuple[Edition, Document]:
    """One scheme file, checked for what can be told without its formulas. Raises `InputError`."""
    document = read_document(path)
    edition = validate(Edition, document)
    refuse_if_any(check_edition(edition, document))
    return edition, document


def _read_editions(folder: Path, problems: list[Diagnostic]) -> list[tuple[Edition, Document]]:
    if not folder.is_dir():
        problems.append(Diagnostic("unreadable", msg("{folder} is not a folder", folder=folder)))
        return []
    if not any(folder.glob("*/**/*.yaml")) and not (folder / PRODUCTS).exists():
        laid_out = msg("its files are laid out as {path}", path="CITY/SCHEME/EDITION.yaml")
        problems.append(Diagnostic("empty", msg("{folder} holds no scheme", folder=folder), remedy=laid_out))
    found = []
    for path in edition_files(folder):
        try:
            found.append(read_edition(path))
        except InputError as error:
            problems += error.diagnostics
    return found


def _read_overlay(path: Path, problems: list[Diagnostic]) -> tuple[Overlay, Document] | None:
    try:
        document = read_document(path)
        return read_overlay(document), document
    except InputError as error:
        problems += error.diagnostics
        return None


def _same_twice(read: Iterable[tuple[Edition, Document]]) -> Iterator[Diagnostic]:
    first: dict[tuple[str, str], str] = {}
    for edition, document in read:
        key = (edition.scheme, edition.edition)
        if key in first:
            message = msg("{file} holds this edition already", file=first[key])
            yield Diagnostic("duplicate-edition", message, document.place(("edition",)), "edition")
        first[key] = document.name


def _common_vocabulary(read: Collection[tuple[Edition, Document]], problems: list[Diagnostic]) -> Vocabulary:
    """Every scheme's facts together: the same path must mean the same in all of them."""
    alike = {path: fact for edition, _ in read for path, fact in edition.facts.items()}
    if all(alike[path] == fact for edition, _ in read for path, fact in edition.facts.items()):
        with suppress(InputError):  # whose fact it is, is said below
            return VOCABULARY.extended(alike)
    vocabulary = VOCABULARY
    for edition, document in read:
        try:
            vocabulary = _extended(vocabulary, edition, document)
        except InputError as error:
            problems += error.diagnostics
    return vocabulary


def _extended(vocabulary: Vocabulary, edition: Edition, document: Document) -> Vocabulary:
    return vocabulary.extended(edition.facts, lambda path: document.place(("facts", path)))


def load_edition(
    edition: Edition,
    document: Document,
    tables: Mapping[str, RateTable],
    overlays: Iterable[tuple[Overlay, Document]] = (),
) -> LoadedEdition:
    """An edition with the overlays that concern it, ready to be compiled.

    Raises `InputError` for an overlay that does not fit, and a governing fact that is no date.
    """
    hashes: list[str] = []
    for overlay, source in overlays:
        if overlay.concerns(edition):
            edition = overlaid(edition, overlay, source)
            hashes.append(source.sha256)
    by = edition.governs.by
    dates = [path for path, fact in VOCABULARY.items() if fact.kind is DATE]
    dates += [path for path, fact in edition.facts.items() if fact.type == DATE.name]
    if by not in dates:
        keys: Keys = ("governs", "by")
        message = msg("{found} is not a date fact", found=by)
        refuse_if_any([Diagnostic("governs", message, document.place(keys), dotted(keys), did_you_mean(by, dates))])
    return LoadedEdition(edition, document, tables, tuple(hashes))


def _loaded(
    edition: Edition,
    document: Document,
    tables: Mapping[str, RateTable],
    overlays: Collection[tuple[Overlay, Document]],
    problems: list[Diagnostic],
) -> LoadedEdition | None:
    try:
        return load_edition(edition, document, tables, overlays)
    except InputError as error:
        problems += error.diagnostics
        return None


def _no_such_scheme(overlay: Overlay, document: Document) -> Diagnostic:
    message = msg("no scheme or edition is concerned by this overlay: {found}", found=overlay.overlay)
    return Diagnostic("unknown-name", message, document.place(("overlay",)), "overlay")

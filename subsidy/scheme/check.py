"""What an author should know of a scheme before anyone uses it: errors, and findings that are no errors.

Every edition is compiled under its readings, so that no choice is met unprepared; then one looks for what nothing
uses, rules that decide nothing, choices that change nothing, days that no edition governs and names that are missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations, product
from math import prod
from pathlib import Path
from typing import Final

from pydantic import BaseModel

from subsidy.diagnostics import Diagnostic, InputError, Place, kept_in
from subsidy.documents import Document, Keys, dotted, read_document, validate
from subsidy.messages import Message, msg
from subsidy.rates import RateTable, load_rate_tables
from subsidy.scheme.cases import case_paths, read_examples
from subsidy.scheme.citations import check_edition
from subsidy.scheme.decided import decided
from subsidy.scheme.definition import Edition, Reading, Titled
from subsidy.scheme.folders import RATES, shipped_schemes
from subsidy.scheme.library import LoadedEdition, Scheme, Schemes, load_edition
from subsidy.scheme.program import Program
from subsidy.scheme.unused import unused

MOST_COMBINATIONS: Final = 200
_A_DAY: Final = timedelta(1)


def check_schemes(schemes: Schemes) -> list[Diagnostic]:
    """Errors and warnings of every edition, and of the case files beside them, in the order of the files."""
    return _sorted(d for scheme in schemes.values() for d in (*_editions(scheme), *_cases(scheme)))


def check_file(path: Path, tables: Mapping[str, RateTable] | None = None) -> list[Diagnostic]:
    """Errors and warnings of one scheme file, wherever it lies. `tables` are the reference rates; None: the shipped."""
    found: list[Diagnostic] = []
    with kept_in(found):
        document = read_document(path)
        edition = validate(Edition, document)
        found += check_edition(edition, document)
        rates = load_rate_tables(shipped_schemes() / RATES) if tables is None else tables
        programs, errors = _compiled(load_edition(edition, document, rates))
        found += errors
        found += [] if found else _findings(programs, document)
    return _sorted(found)


def combinations_of(readings: Mapping[str, Reading]) -> list[dict[str, str]]:
    """Every way to choose the readings; where these are too many, the defaults and each single alternative."""
    if prod(len(r.choices) for r in readings.values()) <= MOST_COMBINATIONS:
        return [dict(zip(readings, chosen, strict=True)) for chosen in product(*(r.choices for r in readings.values()))]
    defaults = {name: reading.default for name, reading in readings.items()}
    single = [
        {**defaults, name: c} for name, reading in readings.items() for c in reading.choices if c != reading.default
    ]
    return [defaults, *single]


def _sorted(found: Iterator[Diagnostic] | Sequence[Diagnostic]) -> list[Diagnostic]:
    return sorted(found, key=lambda d: (d.place or Place("", 0, 0), d.field))


def _editions(scheme: Scheme) -> Iterator[Diagnostic]:
    for edition in scheme.editions.values():
        programs, errors = _compiled(edition)
        yield from errors or _findings(programs, edition.document)
    yield from _spans(list(scheme.editions.values()))


def _cases(scheme: Scheme) -> Iterator[Diagnostic]:
    for path in case_paths(edition.document for edition in scheme.editions.values()):
        try:
            read_examples(path, scheme.definitions)
        except InputError as error:
            yield from error.diagnostics


def _compiled(edition: LoadedEdition) -> tuple[list[Program], list[Diagnostic]]:
    """The programs of an edition under its readings, and what is wrong with any of them."""
    try:
        edition.program()
    except InputError as error:
        return [], list(error.diagnostics)
    programs: list[Program] = []
    errors: dict[tuple[object, ...], Diagnostic] = {}
    for readings in combinations_of(edition.definition.readings):
        try:
            programs.append(edition.program(readings))
        except InputError as error:
            for d in error.diagnostics:
                errors.setdefault((d.code, d.place, str(d.message)), _under(d, readings, edition.definition))
    return programs, list(errors.values())


def _under(diagnostic: Diagnostic, readings: Mapping[str, str], edition: Edition) -> Diagnostic:
    """A diagnostic that only other readings than the defaults bring up, with these."""
    others = [f"{name}: {choice}" for name, choice in readings.items() if choice != edition.readings[name].default]
    message = msg("{problem} (read with {readings})", problem=diagnostic.message, readings=others)
    return Diagnostic(diagnostic.code, message, diagnostic.place, diagnostic.field, diagnostic.remedy)


def _finding(code: str, document: Document, keys: Keys, message: Message, remedy: Message) -> Diagnostic:
    return Diagnostic(code, message, document.key_place(keys), dotted(keys), remedy, "warning")


# Findings: one function each, of an edition's programs under its readings.


def _unused(programs: Sequence[Program], document: Document) -> Iterator[Diagnostic]:
    for keys in unused(programs):
        yield _finding("unused", document, keys, msg("nothing uses {name}", name=keys[-1]), msg("use it, or delete it"))


def _indifferent(programs: Sequence[Program], document: Document) -> Iterator[Diagnostic]:
    """Choices of a reading that come to the same, whatever the others are."""
    made = {tuple(p.readings.values()): (p.values, p.rules, p.limits) for p in programs}
    for position, (name, reading) in enumerate(programs[0].edition.readings.items()):
        if not any(name in p.readings_used for p in programs):
            continue
        for first, second in combinations(reading.choices, 2):
            pairs = [(c, (*c[:position], second, *c[position + 1 :])) for c in made if c[position] == first]
            if all(made[one] == made[other] for one, other in pairs if other in made):
                message = msg("{second} comes to the same as {first}", second=second, first=first)
                keys: Keys = ("readings", name, "choices", second)
                yield _finding("same-choice", document, keys, message, msg("let a formula ask for it, or delete it"))


def _decided_rules(programs: Sequence[Program], document: Document) -> Iterator[Diagnostic]:
    """Rules whose answer is fixed, whatever the facts and the readings."""
    answers: dict[Keys, set[bool | None]] = {}
    for program in programs:
        for rule in program.rules[1:]:
            keys: Keys = ("benefits", rule.benefit) if rule.benefit else ()
            answers.setdefault((*keys, "eligibility", rule.name), set()).add(decided(rule.node))
    for keys, found in answers.items():
        if found == {True}:
            yield _finding("decided", document, keys, msg("this rule can never fail"), msg("mend it, or delete it"))
        elif found == {False}:
            yield _finding("decided", document, keys, msg("this rule can never hold"), msg("mend it, or delete it"))


def _untitled(programs: Sequence[Program], document: Document) -> Iterator[Diagnostic]:
    for keys in _without_english(programs[0].edition, ()):
        yield _finding("untitled", document, keys, msg("there is no English name"), msg("write en beside zh"))


def _without_english(item: object, keys: Keys) -> Iterator[Keys]:
    if isinstance(item, Titled) and item.en is None:
        yield keys
    if isinstance(item, Reading):
        yield from ((*keys, "choices", choice) for choice, title in item.choices.items() if isinstance(title, str))
    if isinstance(item, BaseModel):
        for name, field in type(item).model_fields.items():
            yield from _without_english(getattr(item, name), (*keys, field.alias or name))
    elif isinstance(item, Mapping):
        for key, value in item.items():
            yield from _without_english(value, (*keys, key))
    elif isinstance(item, tuple):
        for i, value in enumerate(item):
            yield from _without_english(value, (*keys, i))


_FINDINGS: Final[tuple[Callable[[Sequence[Program], Document], Iterator[Diagnostic]], ...]] = (
    _unused,
    _indifferent,
    _decided_rules,
    _untitled,
)


def _findings(programs: Sequence[Program], document: Document) -> list[Diagnostic]:
    return [diagnostic for find in _FINDINGS for diagnostic in find(programs, document)]


def _spans(editions: Sequence[LoadedEdition]) -> Iterator[Diagnostic]:
    """Days that two editions govern by the same fact, or that lie between two and none governs."""
    for fact in dict.fromkeys(edition.definition.governs.by for edition in editions):
        same = [edition for edition in editions if edition.definition.governs.by == fact]
        furthest, *others = sorted(same, key=lambda edition: edition.definition.governs.from_)
        for edition in others:
            reached, first = _last_day(furthest), edition.definition.governs.from_
            if reached >= first:
                yield _overlap(furthest, edition)
            elif first - reached > _A_DAY:
                message = msg("no edition governs {first} to {last}", first=reached + _A_DAY, last=first - _A_DAY)
                remedy = msg("add the edition between, if there was one")
                yield _finding("gap", edition.document, ("governs", "from"), message, remedy)
            furthest = max(furthest, edition, key=_last_day)


def _overlap(earlier: LoadedEdition, edition: LoadedEdition) -> Diagnostic:
    first, last = edition.definition.governs.from_, min(_last_day(earlier), _last_day(edition))
    if last == date.max:
        message = msg("the edition {name} governs from {first} on too", name=earlier.name, first=first)
    else:
        message = msg("the edition {name} governs {first} to {last} too", name=earlier.name, first=first, last=last)
    return _finding("overlap", edition.document, ("governs", "from"), message, msg("let one of them end before"))


def _last_day(edition: LoadedEdition) -> date:
    return edition.definition.governs.to or date.max

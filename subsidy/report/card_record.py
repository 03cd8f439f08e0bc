"""A scheme's edition as plain data for other programs: what its card says, said in one language.

Formulas are words; figures stand as they are written in the scheme, and are null where nobody published them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from subsidy.explain import in_words
from subsidy.facts import Vocabulary
from subsidy.messages import Language
from subsidy.report.figures import limit_in_words
from subsidy.scheme.definition import Cited, Edition, Effect, Payee, Reading, Source, Standing
from subsidy.scheme.program import Condition, Program, Value


@dataclass(frozen=True, slots=True)
class GovernsRecord:
    fact: str
    label: str
    first_day: date
    last_day: date | None
    cite: str


@dataclass(frozen=True, slots=True)
class RequirementRecord:
    name: str
    label: str
    formula: str
    otherwise: Effect
    presumed: bool
    cite: str


@dataclass(frozen=True, slots=True)
class FormulaRecord:
    name: str
    label: str
    formula: str
    cite: str


@dataclass(frozen=True, slots=True)
class GivenRecord:
    label: str
    payee: Payee
    conditions: tuple[RequirementRecord, ...]
    steps: tuple[FormulaRecord, ...]


@dataclass(frozen=True, slots=True)
class FigureRecord:
    label: str
    value: str | tuple[str, ...] | None
    cite: str


@dataclass(frozen=True, slots=True)
class OpenRecord:
    label: str
    default: str
    choices: Mapping[str, str]
    cite: str


@dataclass(frozen=True, slots=True)
class PointRecord:
    label: str
    cite: str


@dataclass(frozen=True, slots=True)
class AskedRecord:
    path: str
    label: str
    fields: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class PublishedRecord:
    title: str
    issuer: str | None
    number: str | None
    issued: str | None
    standing: Standing
    url: str | None


@dataclass(frozen=True, slots=True)
class CardRecord:
    scheme: str
    edition: str
    title: str
    authority: str
    governs: GovernsRecord
    conditions: tuple[RequirementRecord, ...]
    benefits: Mapping[str, GivenRecord]
    definitions: tuple[FormulaRecord, ...]
    limits: Mapping[str, FormulaRecord]
    facts: tuple[AskedRecord, ...]
    parameters: Mapping[str, FigureRecord]
    readings: Mapping[str, OpenRecord]
    materials: tuple[PointRecord, ...]
    notes: tuple[PointRecord, ...]
    sources: Mapping[str, PublishedRecord]
    sha256: str


def card_record(program: Program, language: Language) -> CardRecord:
    """What `card` says of the edition with its default readings, as data."""
    edition = program.edition
    return CardRecord(
        scheme=edition.scheme,
        edition=edition.edition,
        title=edition.title.label.say(language),
        authority=edition.authority.label.say(language),
        governs=governs_record(edition, program.vocabulary, language),
        conditions=_requirements(program, "", language),
        benefits=_benefits(program, language),
        definitions=_formulas(program, "", language),
        limits=_limits(program, language),
        facts=_facts(program, language),
        parameters=_parameters(edition, language),
        readings={name: _reading(reading, language) for name, reading in edition.readings.items()},
        materials=tuple(_point(cited, language) for cited in edition.materials),
        notes=tuple(_point(cited, language) for cited in edition.notes),
        sources={name: _source(source) for name, source in program.sources.items()},
        sha256=program.sha256,
    )


def governs_record(edition: Edition, vocabulary: Vocabulary, language: Language) -> GovernsRecord:
    """By which fact an edition governs, and on which days."""
    governs = edition.governs
    label = vocabulary[governs.by].label.say(language)
    return GovernsRecord(governs.by, label, governs.from_, governs.to, governs.cite)


def _benefits(program: Program, language: Language) -> Mapping[str, GivenRecord]:
    return {
        benefit.name: GivenRecord(
            benefit.label.say(language),
            benefit.payee,
            _requirements(program, benefit.name, language),
            _formulas(program, benefit.name, language),
        )
        for benefit in program.benefits
    }


def _limits(program: Program, language: Language) -> Mapping[str, FormulaRecord]:
    found = {}
    for limit in program.limits:
        words, rule = limit_in_words(limit, program).say(language), limit.rule
        found[limit.name] = FormulaRecord(limit.name, rule.label.say(language), words, rule.cite)
    return found


def _parameters(edition: Edition, language: Language) -> Mapping[str, FigureRecord]:
    return {
        name: FigureRecord(p.label.say(language), None if p.unpublished else p.is_, p.cite)
        for name, p in edition.parameters.items()
    }


def _reading(reading: Reading, language: Language) -> OpenRecord:
    choices = {choice: label.say(language) for choice, label in reading.choice_labels.items()}
    return OpenRecord(reading.label.say(language), reading.default, choices, reading.cite)


def _source(source: Source) -> PublishedRecord:
    return PublishedRecord(source.title, source.issuer, source.number, source.issued, source.standing, source.url)


def _requirements(program: Program, benefit: str, language: Language) -> tuple[RequirementRecord, ...]:
    """The conditions of a benefit, or of the whole; that the edition governs is said by its days."""
    return tuple(_requirement(rule, program, language) for rule in program.rules[1:] if rule.benefit == benefit)


def _requirement(rule: Condition, program: Program, language: Language) -> RequirementRecord:
    formula = in_words(rule.node, program).say(language)
    return RequirementRecord(rule.name, rule.label.say(language), formula, rule.otherwise, rule.presumed, rule.cite)


def _formulas(program: Program, benefit: str, language: Language) -> tuple[FormulaRecord, ...]:
    return tuple(_formula(value, program, language) for value in program.values if value.benefit == benefit)


def _formula(value: Value, program: Program, language: Language) -> FormulaRecord:
    return FormulaRecord(value.name, value.label.say(language), in_words(value.node, program).say(language), value.cite)


def _facts(program: Program, language: Language) -> tuple[AskedRecord, ...]:
    facts = ((used, program.vocabulary[used.path]) for used in program.inputs)
    return tuple(
        AskedRecord(
            fact.path,
            fact.label.say(language),
            None if used.fields is None else tuple(field.removesuffix("_") for field in used.fields),
        )
        for used, fact in facts
    )


def _point(cited: Cited, language: Language) -> PointRecord:
    return PointRecord(cited.label.say(language), cited.cite)

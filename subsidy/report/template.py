"""An application file: the facts that a scheme asks for to fill in, or those that were told, each with its label.

What stays empty is unknown, so the file can be decided at any time.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from subsidy.diagnostics import InputError
from subsidy.documents import parse_document
from subsidy.facts import FactType, Vocabulary
from subsidy.kinds import TEXT
from subsidy.limits.granted import counts_grants
from subsidy.messages import Label, Language, Sayable, msg
from subsidy.report.missing import fields_to_give
from subsidy.report.phrases import edition_name
from subsidy.report.width import padded, width, wrapped
from subsidy.scheme.definition import Edition
from subsidy.scheme.library import LoadedEdition
from subsidy.scheme.limits import BoundLimit

ALWAYS: Final = ("application.id", "borrower.name", "borrower.uscc", "loan.contract")
"""The facts by which people tell applications apart."""

_STEP: Final = "  "
_COLUMNS: Final = 78
_WIDEST_VALUES: Final = 48
_KEY: Final = "value"


class _Line(NamedTuple):
    """A line of YAML and what is said of it."""

    yaml: str
    comment: str


class _Told(NamedTuple):
    """What a file holds: facts by the keys of a document, and the places that were asked for and are not known."""

    given: Mapping[str, Any]
    wanted: Collection[str]

    def at(self, path: str) -> Any:
        """What is given at a place; None where nothing is."""
        found: Any = self.given
        for key in path.split("."):
            found = _under(found, key) if isinstance(found, Mapping) else None
        return found


def template(edition: LoadedEdition, language: Language, then: str) -> str:
    """The file as YAML with comments in a language; `then` is the command that decides it."""
    lines = _lines(asked_facts(edition), edition.vocabulary, _Told({}, ()), language, grant_of(edition.definition))
    return _text(edition_name(edition.definition), lines, language, then)


def filled(
    title: Sayable,
    vocabulary: Vocabulary,
    given: Mapping[str, Any],
    wanted: Collection[str],
    language: Language,
    then: str,
) -> str:
    """The facts that are given, as texts, and empty lines for those that are `wanted` and for names and numbers."""
    told = _Told(given, wanted)
    named = {*ALWAYS, *(place.partition("[")[0] for place in wanted)}
    values = (path for path, fact in vocabulary.items() if fact.scalar or fact.fields is not None)
    asked: dict[str, Collection[str]] = {p: () for p in values if p in named or told.at(p) is not None}
    return _text(title, _lines(asked, vocabulary, told, language), language, then)


def _text(title: Sayable, lines: Iterable[_Line], language: Language, then: str) -> str:
    lines = list(lines)
    column = min(max(width(line.yaml) for line in lines if line.comment), _WIDEST_VALUES) + 2
    body = [f"{padded(f'{line.yaml}  ', column)}# {line.comment}" if line.comment else line.yaml for line in lines]
    return "\n".join([*_introduction(title, language, then), *body]) + "\n"


def asked_facts(edition: LoadedEdition) -> Mapping[str, Collection[str]]:
    """The facts of every choice of every reading, by path; of a list, the fields of its records."""
    readings = edition.definition.readings
    choices = [None, *({name: choice} for name, reading in readings.items() for choice in reading.choices)]
    asked: dict[str, dict[str, None]] = {path: {} for path in ALWAYS}
    for choice in choices:
        for used in edition.program(choice).inputs:
            fields = asked.setdefault(edition.vocabulary[used.path].path, {})
            fields.update(dict.fromkeys(field.removesuffix("_") for field in used.fields or ()))
    for path, field in _asked_by_limits(edition.program().limits):
        asked.setdefault(edition.vocabulary[path].path, {}).update(dict.fromkeys(field))
    return {path: asked[path] for path in edition.vocabulary if path in asked}


def _asked_by_limits(limits: Iterable[BoundLimit]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The facts by which limits group and order applications, and what they count of earlier grants."""
    for limit in limits:
        lends = any(key.word == "lender" for key in limit.per)
        if lends:
            yield "loan.lender", ()
        yield from ((key.path, ()) for key in limit.per if key.path)
        if limit.rule.by is not None:
            yield limit.rule.by, ()
        if counts_grants(limit):
            yield "granted", (*(["lender"] if lends else []), *(["benefit"] if limit.rule.of else []))


def _introduction(title: Sayable, language: Language, then: str) -> Iterator[str]:
    texts = (
        title,
        msg("Write each value after its colon. What stays empty is unknown; write [] for a list that has nothing."),
    )
    for text in texts:
        for line in wrapped(text.say(language), _COLUMNS):
            yield f"# {line}"
    command = msg("Then: {command}", command=then)
    yield f"# {command.say(language)}"


def grant_of(edition: Edition) -> Mapping[str, str]:
    """How a grant of this edition is named: an example of any other would not count."""
    return {
        "granted.scheme": edition.scheme,
        "granted.edition": edition.edition,
        "granted.benefit": next(iter(edition.benefits)),
    }


def _lines(
    asked: Mapping[str, Collection[str]],
    vocabulary: Vocabulary,
    told: _Told,
    language: Language,
    examples: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[_Line]:
    open_records: tuple[str, ...] = ()
    for path, fields in asked.items():
        *records, key = path.split(".")
        for depth in range(len(records)):
            if open_records[: depth + 1] != tuple(records[: depth + 1]):
                if depth == 0:
                    yield _Line("", "")
                label = vocabulary[".".join(records[: depth + 1])].label
                yield _Line(f"{_STEP * depth}{records[depth]}:", label.say(language))
        if not records:
            yield _Line("", "")
        open_records = tuple(records)
        indent = _STEP * len(records)
        fact, value = vocabulary[path], told.at(path)
        if value is None:
            yield _Line(f"{indent}{key}:", _comment(fact, language))
            yield from _record_to_fill_in(fact, fields, indent, language, examples)
        elif isinstance(value, list) and value:
            yield _Line(f"{indent}{key}:", fact.label.say(language))
            yield from _records(fact, value, indent + _STEP, told.wanted, language)
        else:
            yield _Line(f"{indent}{key}: {_written(value)}", fact.label.say(language))


def _record_to_fill_in(
    fact: FactType, fields: Collection[str], indent: str, language: Language, examples: Mapping[str, str]
) -> Iterator[_Line]:
    """One record of a list, commented out: without the number signs it is the list's first."""
    for number, field in enumerate(fields_to_give(fact, fields)):
        key, start = field.path.rpartition(".")[2], "  " if number else "- "
        comment = "".join(part.say(language) for part in _what_it_is(field))
        yield _Line(f"{indent}# {start}{key}: {examples.get(field.path, field.example)}", comment)


def _records(
    fact: FactType, records: Iterable[Any], indent: str, wanted: Collection[str], language: Language
) -> Iterator[_Line]:
    for number, record in enumerate(records):
        start = "- "
        for key, field in (fact.fields or {}).items():
            value = _under(record, key)
            if value is not None:
                yield _Line(f"{indent}{start}{key}: {_written(value)}", field.label.say(language))
            elif f"{fact.path}[{number}].{key}" in wanted:
                yield _Line(f"{indent}{start}{key}:", _comment(field, language))
            else:
                continue
            start = "  "
        if start == "- ":
            yield _Line(f"{indent}- {{}}", "")


def _under(record: Mapping[str, Any], key: str) -> Any:
    """A key may be written as Python needs it: `from_`."""
    return record.get(key, record.get(f"{key}_"))


def _written(value: Any) -> str:
    """A value as YAML reads it back: as it stands where that is so, else in quotes."""
    try:
        read = parse_document(f"{_KEY}: {value}", _KEY).data
    except InputError:
        read = None
    return str(value) if read == {_KEY: value} else json.dumps(value, ensure_ascii=False)


def _comment(fact: FactType, language: Language) -> str:
    return "".join(part.say(language) for part in (*_what_it_is(fact), *_how_to_write(fact)))


def _what_it_is(fact: FactType) -> Iterator[Sayable]:
    yield fact.label
    if fact.choices:
        yield msg(" [{choices}]", choices=list(fact.choices.values()))
    elif fact.kind is not TEXT and fact.kind_label is not None and not _says(fact.label, fact.kind_label):
        yield msg(" [{kind}]", kind=fact.kind_label)
    if fact.help is not None:
        yield msg("; {help}", help=fact.help)


def _says(label: Label, kind: Label) -> bool:
    """Whether a fact's name says already of what kind it is, in either language."""
    return any(word in name for name, word in zip(label, kind, strict=True))


def _how_to_write(fact: FactType) -> Iterator[Sayable]:
    if fact.fields is not None:
        yield msg("; one record below for each, or []")
    elif fact.example:
        yield msg("; for example {example}", example=fact.example)

"""An application file to fill in: only the facts that a scheme asks for, each with its label, kind and an example.

Nothing is filled in, and what stays empty is unknown, so the file can be decided at any time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from subsidy.facts import FactType, Vocabulary
from subsidy.kinds import TEXT
from subsidy.limits.granted import counts_grants
from subsidy.messages import Language, Sayable, msg
from subsidy.report.missing import fields_to_give
from subsidy.report.phrases import edition_name
from subsidy.report.width import padded, width, wrapped
from subsidy.scheme.library import LoadedEdition
from subsidy.scheme.limits import BoundLimit

ALWAYS: Final = ("application.id", "borrower.name", "borrower.uscc", "loan.contract")
"""The facts by which people tell applications apart."""

_STEP: Final = "  "
_COLUMNS: Final = 78


class _Line(NamedTuple):
    """A line of YAML and what is said of it."""

    yaml: str
    comment: str


def template(edition: LoadedEdition, language: Language, then: str) -> str:
    """The file as YAML with comments in a language; `then` is the command that decides it."""
    lines = list(_lines(asked_facts(edition), edition.vocabulary, language))
    column = max(width(line.yaml) for line in lines) + 2
    body = [f"{padded(line.yaml, column)}# {line.comment}" if line.comment else line.yaml for line in lines]
    return "\n".join([*_introduction(edition, language, then), *body]) + "\n"


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


def _introduction(edition: LoadedEdition, language: Language, then: str) -> Iterator[str]:
    texts = (
        edition_name(edition.definition),
        msg("Write each value after its colon. What stays empty is unknown; write [] for a list that has nothing."),
    )
    for text in texts:
        for line in wrapped(text.say(language), _COLUMNS):
            yield f"# {line}"
    command = msg("Then: {command}", command=then)
    yield f"# {command.say(language)}"


def _lines(asked: Mapping[str, Collection[str]], vocabulary: Vocabulary, language: Language) -> Iterator[_Line]:
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
        yield _Line(f"{indent}{key}:", _comment(vocabulary[path], language))
        yield from _record(vocabulary[path], fields, indent, language)


def _record(fact: FactType, fields: Collection[str], indent: str, language: Language) -> Iterator[_Line]:
    """One record of a list, commented out: without the number signs it is the list's first."""
    for number, field in enumerate(fields_to_give(fact, fields)):
        key, start = field.path.rpartition(".")[2], "  " if number else "- "
        comment = "".join(part.say(language) for part in _what_it_is(field))
        yield _Line(f"{indent}# {start}{key}: {field.example}", comment)


def _comment(fact: FactType, language: Language) -> str:
    return "".join(part.say(language) for part in (*_what_it_is(fact), *_how_to_write(fact)))


def _what_it_is(fact: FactType) -> Iterator[Sayable]:
    yield fact.label
    if fact.choices:
        yield msg(" [{choices}]", choices=list(fact.choices.values()))
    elif fact.kind is not None and fact.kind is not TEXT:
        yield msg(" [{kind}]", kind=fact.kind.label)
    if fact.help is not None:
        yield msg("; {help}", help=fact.help)


def _how_to_write(fact: FactType) -> Iterator[Sayable]:
    if fact.fields is not None:
        yield msg("; one record below for each, or []")
    elif fact.example:
        yield msg("; for example {example}", example=fact.example)

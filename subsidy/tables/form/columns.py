"""What a form asks for: its sheets and columns, what may be written under each heading, and an example.

Lists of payments and the like, whose records have a day and an amount, are long, so they have a sheet each; of other
lists a row has room for two records, and more can be added.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from subsidy.explain.values import FLAGS, verbatim
from subsidy.facts import FactType, Vocabulary
from subsidy.kinds import DATE, DAYS, FLAG, MONEY, MONTHS, RATE, SHARE, Kind
from subsidy.messages import Label, Language, msg
from subsidy.report.missing import fields_to_give
from subsidy.report.template import asked_facts
from subsidy.scheme.library import LoadedEdition, Scheme
from subsidy.tables.form.example import MARK, Example, example_of, options_of
from subsidy.tables.known import Heading, KnownHeadings

Long: TypeAlias = Literal["sheets", "columns"]

ROOM: Final = 2
"""For records of a short list in a row."""

KEY: Final = "application.id"
"""By which the records of a long list find their loan."""

NONE: Final = Label("无", "none")
BASIS_POINTS: Final = verbatim("bp")
PERCENT: Final = verbatim("%")
_UNITS: Final[Mapping[Kind | None, Label]] = {
    MONEY: Label("元", "yuan"),
    RATE: PERCENT,
    SHARE: PERCENT,
    DAYS: Label("天", "days"),
    MONTHS: Label("个月", "months"),
}
_SAID_WITH_HOLDER: Final = ("borrower.name", "lender_year.lender", "lender_year.year")
_TIMES: Final = {PERCENT.en: 100, BASIS_POINTS.en: 10_000}
_IN_BRACKETS: Final[Mapping[Language, str]] = {"zh": "（{}）", "en": " ({})"}


class Column(NamedTuple):
    """A column of a form. `path` has the position of a record; `of` is the record or list that it belongs to.

    `options` are what one may choose from; nothing else may be written where the column `is_strict`. `example` is the
    number in the unit of the heading, a day, a text; None where there is none.
    """

    heading: str
    path: str
    fact: FactType
    of: Label
    unit: Label | None = None
    options: tuple[str, ...] = ()
    is_strict: bool = False
    example: Decimal | int | date | str | None = None


class Form(NamedTuple):
    """`columns` are those of a loan's row; `sheets` those of the long lists' records, by path."""

    edition: LoadedEdition
    language: Language
    columns: tuple[Column, ...]
    sheets: Mapping[str, tuple[Column, ...]]


def form_of(scheme: Scheme, edition: LoadedEdition, language: Language, long_lists: Long) -> Form:
    """The form of an edition, said in a language."""
    asked = asked_facts(edition)
    example = example_of(scheme, edition, asked)
    example[KEY] = f"{MARK.say(language)}-{example[KEY]}"
    making = _Making(edition.vocabulary, language, options_of(edition), example)
    long = {path for path in asked if long_lists == "sheets" and _is_long(edition.vocabulary[path])}
    columns = [column for path, fields in asked.items() for column in making.of_row(path, fields, path in long)]
    sheets = {path: tuple(making.of_record(path, fields)) for path, fields in asked.items() if path in long}
    return Form(edition, language, tuple(columns), sheets)


def _is_long(fact: FactType) -> bool:
    kinds = [field.kind for field in (fact.fields or {}).values()]
    return DATE in kinds and MONEY in kinds


@dataclass(frozen=True, slots=True)
class _Making:
    """What all columns of a form are made from."""

    vocabulary: Vocabulary
    language: Language
    texts: Mapping[str, tuple[str, ...]]
    example: Example

    def of_row(self, path: str, fields: Collection[str], is_long: bool) -> Iterator[Column]:
        """The columns of a fact in a loan's row; of a list, whether it has none, and those of its first records."""
        fact = self.vocabulary[path]
        known = KnownHeadings(self.vocabulary)
        if fact.fields is None:
            holder = self.vocabulary[path.rpartition(".")[0]]
            yield self._value(path, fact, holder.label, known, self.example.get(path))
            return
        heading = msg("{list} ({none} if there are none)", list=fact.label, none=NONE).say(self.language)
        records = self.example.get(path)
        said = None if records else NONE.say(self.language)
        yield Column(heading, path, fact, fact.label, None, (NONE.say(self.language),), True, said)
        for number in range(1, 1 if is_long else ROOM + 1):
            record = records[number - 1] if isinstance(records, list) and len(records) >= number else {}
            for field in fields_to_give(fact, fields):
                key = field.path.rpartition(".")[2]
                label = Label(*(f"{of} {number}" if of.isascii() else f"{of}{number}" for of in fact.label))
                yield self._value(f"{path}.{number}.{key}", field, label, known, record.get(key))

    def of_record(self, path: str, fields: Collection[str]) -> Iterator[Column]:
        """The columns of a list's records in a sheet of their own."""
        fact = self.vocabulary[path]
        known = KnownHeadings(self.vocabulary, records=path)
        records = self.example.get(path)
        key, label = self.vocabulary[KEY], self.vocabulary[KEY.rpartition(".")[0]].label
        yield self._value(KEY, key, label, known, self.example[KEY] if records else None)
        for field in fields_to_give(fact, fields):
            name = field.path.rpartition(".")[2]
            given = records[0].get(name) if isinstance(records, list) and records else None
            yield self._value(name, field, fact.label, known, given)

    def _value(self, path: str, fact: FactType, of: Label, known: KnownHeadings, given: object) -> Column:
        assert fact.scalar is not None
        unit = BASIS_POINTS if fact.example.endswith(BASIS_POINTS.en) else _UNITS.get(fact.kind)
        value = None if given is None else self._example(fact, fact.scalar.read(given), unit)
        heading = self._heading(path, fact, of, unit, known)
        return Column(heading, path, fact, of, unit, *self._options(fact), value)

    def _heading(self, path: str, fact: FactType, of: Label, unit: Label | None, known: KnownHeadings) -> str:
        """The shortest of the fact's names that is understood, with its unit."""
        label, holder = fact.label.say(self.language), of.say(self.language)
        joint = "." if holder[-1].isdigit() else " " if holder.isascii() else ""
        alone = () if path in _SAID_WITH_HOLDER or holder[-1].isdigit() else (label,)
        brackets = _IN_BRACKETS[self.language].format(unit.say(self.language)) if unit else ""
        names = [f"{name}{brackets}" for name in (*alone, f"{holder}{joint}{label}", path)]
        return next(name for name in names if isinstance(found := known.find(name), Heading) and found.path == path)

    def _options(self, fact: FactType) -> tuple[tuple[str, ...], bool]:
        if fact.kind is FLAG:
            return tuple(word.say(self.language) for word in FLAGS.values()), True
        if fact.choices:
            return tuple(label.say(self.language) for label in fact.choices.values()), True
        return self.texts.get(fact.path, ()), False

    def _example(self, fact: FactType, value: Any, unit: Label | None) -> Decimal | int | date | str:
        """A value as it stands in a cell: a number in the heading's unit, a label, a word."""
        if isinstance(value, bool):
            return FLAGS[value].say(self.language)
        if fact.choices:
            return fact.choices[value].say(self.language)
        times = _TIMES.get(unit.en, 1) if unit else 1
        return value * times if times != 1 else value  # type: ignore[no-any-return]

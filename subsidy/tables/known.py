"""Which headings are known: fact paths, labels in both languages, generic words of lending forms, and the user's map.

Records of a list in a flat row are numbered: `borrower.qualifications.1.kind`, `资质1.资质名称`; fields that speak for
themselves also as `资质名称1`, and without a number they are those of the first record. In a table of one list's
records the fields stand for themselves, beside the facts by which a record finds its loan.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from subsidy.facts import FactType, Vocabulary
from subsidy.messages import Message, msg
from subsidy.slips import is_slip
from subsidy.tables.spelling import key_of, without_brackets
from subsidy.tables.synonyms import SPEAK_FOR_THEMSELVES, SYNONYMS, UNCERTAIN
from subsidy.tables.units import IN_HEADINGS, unit_of

KEYS: Final = ("application.id", "loan.contract", "borrower.uscc", "borrower.name")
"""The facts by which a record in a table of its own may find the loans that it belongs to."""

_NUMBER: Final = "#"
_UNCERTAIN: Final = {key_of(word): meaning for word, meaning in UNCERTAIN.items()}
_NUMBERED: Final = re.compile(r"(.+)\.[0-9]+\.([^.]+)")
_DIGITS: Final = re.compile("[1-9][0-9]{0,2}")


class Heading(NamedTuple):
    """What a column is. `path` has the positions of records (`borrower.qualifications.1.kind`), from 1.

    `unit` is put behind a bare number (`万元`, `%`, or nothing). `list` is the fact that a numbered column is part of,
    `fields` are those of the records in a column that holds lists.
    """

    column: str
    path: str
    fact: FactType
    unit: str = ""
    list: FactType | None = None
    fields: tuple[Heading, ...] = ()

    @property
    def key(self) -> str:
        """The last part of the path: the field of a numbered column."""
        return self.path.rpartition(".")[2]

    @property
    def number(self) -> int:
        """Of a numbered column's record."""
        return int(self.path.split(".")[-2])


class UnknownHeading(NamedTuple):
    """Why a heading means nothing, where there is more to say than that."""

    message: Message
    remedy: Message | None = None


class KnownHeadings:
    """The headings that a vocabulary gives a meaning; `mapping` are the user's own, as `read_mapping` reads them.

    `records` is the list whose records a table holds; empty for a table of loans. `own` are the headings that files
    written here have beside those of the facts, a set for each kind of file.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        mapping: Mapping[str, str] | None = None,
        records: str = "",
        own: Collection[Collection[str]] = (),
    ) -> None:
        self.vocabulary: Final = vocabulary
        self.records: Final = records
        self._paths: Final = _ambiguous_and_known(_in_records(vocabulary, records) if records else _in_row(vocabulary))
        self._own: Final = own
        self._facts: Final = dict(_facts_by_path(vocabulary, records))
        self._mapping: Final = {key_of(heading): (heading, meaning) for heading, meaning in (mapping or {}).items()}

    def find(self, heading: str) -> Heading | UnknownHeading | None:
        """What a heading means; None where it means nothing, or nothing is meant by the user's map."""
        if mapped := self._mapping.get(key_of(heading)):
            found = self.meaning(mapped[1]) if mapped[1] else None
        else:
            found = self._read(heading)
        return found._replace(column=heading) if isinstance(found, Heading) else found

    def tells(self, heading: str) -> bool:
        """Whether a row with this heading may be that of the headings: a key says so of no table of records."""
        found = self.find(heading)
        return found is not None and not (self.records and isinstance(found, Heading) and found.path in KEYS)

    def is_left_out(self, heading: str) -> bool:
        """Whether the user's map says that a heading means nothing."""
        mapped = self._mapping.get(key_of(heading))
        return mapped is not None and not mapped[1]

    def own_among(self, columns: Collection[str]) -> frozenset[str]:
        """Those of these columns that a file written here has besides: all of its kind are there, or all but one."""
        kinds = [kind for kind in map(frozenset, self._own) if len(kind.difference(columns)) <= 1]
        return frozenset[str]().union(*kinds)

    def not_among(self, columns: Iterable[str]) -> list[str]:
        """The headings of the user's map that mean something here and are none of these."""
        there = set(map(key_of, columns))
        missing = (entry for key, entry in self._mapping.items() if key not in there)
        return [heading for heading, words in missing if words and isinstance(self.meaning(words), Heading)]

    def meaning(self, words: str) -> Heading | UnknownHeading | None:
        """What the map means by `loan.principal 万元`: a heading that is known without it, and perhaps a unit."""
        found = self._read(words)
        head, _, unit = words.strip().rpartition(" ")
        return found if isinstance(found, Heading) or not head else self._read(f"{head}({unit})")

    def near(self, heading: str) -> Message | None:
        """What this heading may be meant for, if anything: a word that is no certain name of a fact, or a slip."""
        spelled: dict[str, str] = {}
        for word in self._words():
            spelled.setdefault(key_of(word), word)
        for key in map(key_of, self._bases(heading)):
            if meaning := _UNCERTAIN.get(key):
                example = f"{' '.join(heading.split())}: {meaning}"
                return msg(
                    "it need not be {path}; if it is, say so with a map: {example}", path=meaning, example=example
                )
            if near := next((word for known, word in spelled.items() if is_slip(key, known)), None):
                return msg("did you mean {word}?", word=near)
        return None

    def _bases(self, heading: str) -> Iterator[str]:
        """The heading, and without the notes and units at its end."""
        for base, _ in without_brackets(heading):
            yield base
            yield from (base.removesuffix(unit) for unit in IN_HEADINGS if base.endswith(unit))

    def _words(self) -> Iterator[str]:
        for path, fact in self._facts.items():
            if _NUMBER not in path:
                yield from (path, *fact.label, *SYNONYMS.get(path, ()), *_with_holder(path, fact, self.vocabulary))
        if not self.records:
            yield from (word for _, words in _speaking(self.vocabulary) for word in words)

    def _read(self, heading: str) -> Heading | UnknownHeading | None:
        for base, notes in without_brackets(heading):
            if found := self._path(key_of(base)):
                return self._with_unit(found, notes) if isinstance(found, str) else found
        key = key_of(heading)
        for unit in IN_HEADINGS:
            if key.endswith(unit) and isinstance(path := self._path(key.removesuffix(unit)), str):
                return self._with_unit(path, (unit,))
        return None

    def _path(self, key: str) -> str | UnknownHeading | None:
        found, number = self._paths.get(key), ""
        if found is None and (digits := _DIGITS.search(key)):
            found, number = self._paths.get(key[: digits.start()] + _NUMBER + key[digits.end() :]), digits[0]
        if not found:
            return None
        if len(found) > 1:
            return UnknownHeading(
                msg("it may mean {paths}", paths=[path.replace(_NUMBER, number) for path in found]),
                msg("say with a map which it is"),
            )
        return found[0].replace(_NUMBER, number)

    def _with_unit(self, path: str, notes: Sequence[str]) -> Heading | UnknownHeading:
        numbered = _NUMBERED.fullmatch(path)
        fact = self._facts[f"{numbered[1]}.{_NUMBER}.{numbered[2]}" if numbered else path]
        if fact.scalar is None:
            return Heading("", path, fact)
        units = {note: unit_of(note, fact) for note in notes}
        wrong = [note for note, unit in units.items() if unit is None]
        if wrong:
            assert fact.kind is not None
            return UnknownHeading(
                msg("{found} is no unit of {kind}", found=wrong[0], kind=fact.kind.label),
                msg("say with a map which fact and unit it is, or that it is none"),
            )
        list_ = self.vocabulary[numbered[1]] if numbered else None
        return Heading("", path, fact, "".join(unit for unit in units.values() if unit), list_)


def _facts_by_path(vocabulary: Vocabulary, records: str) -> Iterator[tuple[str, FactType]]:
    """The facts that a heading may mean; those of records with a sign where their number stands."""
    for path, fact in vocabulary.items():
        if records and path == records:
            yield from (fact.fields or {}).items()
        elif not records or path in KEYS:
            if fact.scalar or fact.fields is not None:
                yield path, fact
            yield from ((f"{path}.{_NUMBER}.{key}", field) for key, field in (fact.fields or {}).items())


def _in_row(vocabulary: Vocabulary) -> Iterator[Mapping[str, Iterable[str]]]:
    """The headings of a table of loans by what they mean, the surest first."""
    values = {path: fact for path, fact in vocabulary.items() if fact.scalar or fact.fields is not None}
    lists = {path: fact for path, fact in values.items() if fact.fields is not None}
    yield {path: (path,) for path in values}
    yield {path: fact.label for path, fact in values.items()}
    yield {path: _with_holder(path, fact, vocabulary) for path, fact in values.items()}
    yield {path: SYNONYMS.get(path, ()) for path in values}
    yield {f"{path}.{_NUMBER}.{key}": _numbered(fact, key) for path, fact in lists.items() for key in fact.fields or {}}
    named = dict(_speaking(vocabulary))
    yield {_at(path, _NUMBER): [f"{name}{_NUMBER}" for name in names] for path, names in named.items()}
    yield {_at(path, "1"): names for path, names in named.items()}


def _speaking(vocabulary: Vocabulary) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What the fields are called that need no number: 证书编号, 资质证书编号."""
    for path in SPEAK_FOR_THEMSELVES:
        fact = vocabulary[path]
        for key, field in (fact.fields or {}).items():
            with_list = (f"{of}{label}" for of, label in zip(fact.label, field.label, strict=True))
            yield f"{path}.{key}", (*field.label, *with_list, *SYNONYMS.get(f"{path}.{key}", ()))


def _in_records(vocabulary: Vocabulary, records: str) -> Iterator[Mapping[str, Iterable[str]]]:
    """The headings of a table of a list's records, the surest first."""
    fields = vocabulary[records].fields or {}
    keys = {path: vocabulary[path] for path in KEYS}
    yield {**{key: (key, f"{records}.{key}") for key in fields}, **{path: (path,) for path in keys}}
    yield {key: (*field.label, *SYNONYMS.get(f"{records}.{key}", ())) for key, field in fields.items()}
    yield {path: fact.label for path, fact in keys.items()}
    yield {path: _with_holder(path, fact, vocabulary) for path, fact in keys.items()}
    yield {path: SYNONYMS.get(path, ()) for path in keys}


def _at(path: str, number: str) -> str:
    holder, _, key = path.rpartition(".")
    return f"{holder}.{number}.{key}"


def _with_holder(path: str, fact: FactType, vocabulary: Vocabulary) -> list[str]:
    """`借款人名称`: the label behind that of the record that holds the fact."""
    holder = vocabulary.get(path.rpartition(".")[0])
    return [f"{of}{label}" for of, label in zip(holder.label, fact.label, strict=True)] if holder else []


def _numbered(fact: FactType, key: str) -> list[str]:
    """`borrower.qualifications.#.kind`, `资质#资质名称`, `资质#名称`."""
    field = (fact.fields or {})[key]
    words = [f"{fact.path}.{_NUMBER}.{key}"]
    for of, label in zip(fact.label, field.label, strict=True):
        words += [f"{of}{_NUMBER}{label}", f"{of}{_NUMBER}{label.removeprefix(of)}"]
    return words


def _ambiguous_and_known(levels: Iterable[Mapping[str, Iterable[str]]]) -> dict[str, tuple[str, ...]]:
    """The paths that each spelling may mean, all of one level; a level that is surer hides those after it."""
    known: dict[str, tuple[str, ...]] = {}
    for level in levels:
        here: dict[str, dict[str, None]] = {}
        for path, words in level.items():
            for word in words:
                here.setdefault(_spelled(word), {})[path] = None
        known = {**{key: tuple(paths) for key, paths in here.items()}, **known}
    return known


def _spelled(word: str) -> str:
    return _NUMBER.join(map(key_of, word.split(_NUMBER)))

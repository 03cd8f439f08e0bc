"""Which decisions belong together: by borrower, lender, loan, year, or what else a limit names.

Names are compared without spaces and without the difference between full and half width. A key that is not known puts
a decision in a group of its own.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from subsidy.explain.values import FLAGS, verbatim
from subsidy.facts import Application, accessor
from subsidy.limits.entries import Entry, lender_of
from subsidy.messages import Label, Sayable
from subsidy.scheme.limits import Key, KeyWord


class KeyValue(NamedTuple):
    """What a group has in common under one key: the value to compare (None: not known), and how it is shown."""

    value: Hashable
    shown: Sayable


class Group(NamedTuple):
    """Decisions with the same values of the keys."""

    values: tuple[KeyValue, ...]
    members: tuple[Entry, ...]


_UNKNOWN: Final = KeyValue(None, verbatim("?"))


class Borrowers:
    """Who is who in a set: by credit code; a name without one means the only enterprise so called that has one."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.codes: dict[str, set[str]] = {}
        for entry in entries:
            code, name = _borrower(entry.decision.application)
            if code and name:
                self.codes.setdefault(plain_name(name), set()).add(code)

    def of(self, entry: Entry) -> KeyValue:
        code, name = _borrower(entry.decision.application)
        if code is not None:
            return KeyValue(code, verbatim(name or code))
        if name is None:
            return _UNKNOWN
        codes = self.codes.get(plain_name(name), set())
        identity = next(iter(codes)) if len(codes) == 1 else None if codes else plain_name(name)
        return KeyValue(identity, verbatim(name))

    @staticmethod
    def by_name(entry: Entry) -> bool:
        return _borrower(entry.decision.application)[0] is None


def grouped(members: Sequence[Entry], keys: Sequence[Key], borrowers: Borrowers) -> list[Group]:
    """The groups in the order of their first members' ids, whatever the order of the set."""
    groups: dict[Hashable, tuple[tuple[KeyValue, ...], list[Entry]]] = {}
    for entry in sorted(members, key=lambda e: e.order):
        values = tuple(value_of(entry, key, borrowers) for key in keys)
        plain = tuple(v.value for v in values)
        alone = (plain, entry.number) if None in plain else plain
        groups.setdefault(alone, (values, []))[1].append(entry)
    return [Group(values, tuple(entries)) for values, entries in groups.values()]


def value_of(entry: Entry, key: Key, borrowers: Borrowers) -> KeyValue:
    return borrowers.of(entry) if key.word == "borrower" else _VALUES[key.word](entry, key.path)


def may_belong(values: Sequence[KeyValue], group: Group) -> bool:
    """Whether what is known of the keys does not keep a decision out of a group."""
    return all(
        a.value is None or b.value is None or a.value == b.value for a, b in zip(values, group.values, strict=True)
    )


def fact_of(entry: Entry, path: str) -> object:
    """A fact of an application; None where it is not given, or not one of its scheme's facts."""
    try:
        return accessor(path)(entry.decision.application)
    except AttributeError:
        return None


def plain_name(name: str) -> str:
    """A name as it is compared."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def _borrower(application: Application) -> tuple[str | None, str | None]:
    borrower = application.borrower
    return (borrower.uscc, borrower.name) if borrower else (None, None)


def _lender(entry: Entry, _: str) -> KeyValue:
    lender = lender_of(entry.decision.application)
    return KeyValue(plain_name(lender), verbatim(lender)) if lender else _UNKNOWN


def _loan(entry: Entry, _: str) -> KeyValue:
    application = entry.decision.application
    contract = application.loan.contract if application.loan else None
    if contract is None:
        return _application(entry, "")
    return KeyValue((plain_name(lender_of(application) or ""), plain_name(contract)), verbatim(contract))


def _application(entry: Entry, _: str) -> KeyValue:
    return KeyValue(entry.identity, entry.name)


def _edition(entry: Entry, _: str) -> KeyValue:
    return KeyValue((entry.scheme, entry.decision.edition), verbatim(entry.decision.edition))


def _scheme(entry: Entry, _: str) -> KeyValue:
    return KeyValue(entry.scheme, entry.decision.program.edition.title.label)


def _fact(entry: Entry, path: str) -> KeyValue:
    value = fact_of(entry, path)
    if not isinstance(value, str | int):
        return _UNKNOWN
    if isinstance(value, bool):
        return KeyValue(value, FLAGS[value])
    fact = entry.decision.program.vocabulary.get(path)
    label: Label | None = fact.choices.get(str(value)) if fact else None
    return KeyValue(value, label or verbatim(str(value)))


def _year(entry: Entry, path: str) -> KeyValue:
    value = fact_of(entry, path)
    year = value.year if isinstance(value, date) else value
    return KeyValue(year, verbatim(str(year))) if isinstance(year, int) else _UNKNOWN


_VALUES: Final[Mapping[KeyWord, Callable[[Entry, str], KeyValue]]] = {
    "lender": _lender,
    "loan": _loan,
    "application": _application,
    "edition": _edition,
    "scheme": _scheme,
    "fact": _fact,
    "year": _year,
}

"""What the columns of a table are: each heading told, those that mean nothing carried along."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from subsidy.diagnostics import Diagnostic, Place, did_you_mean, refuse_if_any
from subsidy.messages import Message, msg
from subsidy.tables.known import Heading, KnownHeadings, UnknownHeading

_SHOWN: Final = 12


class Headings(NamedTuple):
    """`carried` are the columns that mean nothing, in order; `notices` (warnings) say so to people."""

    read: tuple[Heading, ...]
    carried: tuple[str, ...]
    notices: tuple[Diagnostic, ...]


def headings_of(
    columns: Sequence[str], known: KnownHeadings, place: Place, fields: Mapping[str, Sequence[str]] | None = None
) -> Headings:
    """What each column is, under the name that `unique` gives it.

    `place` is that of the first heading; `fields` are those of the records in columns that hold lists. Raises
    `InputError` where two columns are one fact, and where no heading is known.
    """
    names = unique(columns)
    found = dict(zip(names, map(known.find, columns), strict=True))
    places = {name: place._replace(column=number) for number, name in enumerate(names, place.column)}
    notices: list[Diagnostic] = []
    read: list[Heading] = []
    for name, heading in found.items():
        if isinstance(heading, Heading):
            inside = _fields(heading, (fields or {}).get(name, ()), known, places[name], notices)
            read.append(heading._replace(column=name, fields=tuple(inside)))
    refuse_if_any(_given_twice(read, places))
    if not read:
        refuse_if_any([_nothing_known(columns, place)])
    carried = [name for name, heading in found.items() if not isinstance(heading, Heading)]
    notices += [
        _warning(msg("the map names this heading, and no column has it"), place, heading, did_you_mean(heading, names))
        for heading in known.not_among(columns)
    ]
    notices += _unknown({name: found[name] for name in carried}, known, places)
    return Headings(tuple(read), tuple(carried), tuple(notices))


def unique(columns: Iterable[str]) -> tuple[str, ...]:
    """Names by which the columns can be told apart; one without a heading is called by its place."""
    names: dict[str, None] = {}
    for position, column in enumerate(columns, 1):
        name = wanted = " ".join(column.split()) or f"#{position}"
        again = 1
        while name in names or name == "#row":
            again += 1
            name = f"{wanted} ({again})"
        names[name] = None
    return tuple(names)


def _fields(
    heading: Heading, keys: Sequence[str], known: KnownHeadings, place: Place, notices: list[Diagnostic]
) -> Iterator[Heading]:
    """The fields of the records in a column of lists."""
    if not keys or heading.fact.fields is None:
        return
    inside = KnownHeadings(known.vocabulary, records=heading.path)
    for key in keys:
        field = inside.find(key)
        if isinstance(field, Heading) and field.path in heading.fact.fields:
            yield field
        else:
            what = msg("{path} has no {key}; it is not read", path=heading.path, key=key)
            notices.append(_warning(what, place, key))


def _given_twice(read: Sequence[Heading], places: Mapping[str, Place]) -> Iterator[Diagnostic]:
    first: dict[str, str] = {}
    for heading in read:
        other = first.setdefault(heading.path, heading.column)
        if other != heading.column:
            message = msg(
                "the columns {one} and {other} are both {path}", one=other, other=heading.column, path=heading.path
            )
            remedy = msg("rename one of them, or say with a map that it is to be left out")
            yield Diagnostic("given-twice", message, places[heading.column], heading.column, remedy)
    whole = {heading.path for heading in read if heading.fields}
    for heading in read:
        if heading.list and heading.list.path in whole:
            message = msg("{path} is given as a list already", path=heading.list.path)
            yield Diagnostic("given-twice", message, places[heading.column], heading.column)


def _nothing_known(columns: Sequence[str], place: Place) -> Diagnostic:
    shown = [column for column in columns if column.strip()][:_SHOWN]
    message = msg("no heading of a fact is among {columns}", columns=shown) if shown else msg("there are no headings")
    remedy = msg(
        "headings are paths such as {path} or labels such as {label}; others can be mapped",
        path="loan.principal",
        label="贷款金额（万元）",
    )
    return Diagnostic("no-headings", message, place, remedy=remedy)


def _unknown(
    carried: Mapping[str, UnknownHeading | Heading | None], known: KnownHeadings, places: Mapping[str, Place]
) -> Iterator[Diagnostic]:
    """A warning for each column that may be meant to be read, and one for all the others."""
    others, own = [], known.own_among(carried)
    for name, why in carried.items():
        if isinstance(why, UnknownHeading):
            yield _warning(why.message, places[name], name, why.remedy)
        elif known.is_left_out(name) or name in own or name.startswith("#"):
            continue
        elif near := known.near(name):
            yield _warning(msg("this heading is not known, and the column is not read"), places[name], name, near)
        else:
            others.append(name)
    if others:
        yield _warning(msg("not read: {columns}", columns=others), places[others[0]]._replace(column=1), "")


def _warning(message: Message, place: Place, field: str, remedy: Message | None = None) -> Diagnostic:
    return Diagnostic("unknown-heading", message, place, field, remedy, "warning")

"""A column of single values as people have them, in units: whole numbers, texts or flags.

What is plain is converted a column at a time; every other value is read as a document's would be, once for each that
is different, so the same things are understood and the same things refused, in the same words.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

import polars as pl

from subsidy.columns.plain import PLACES, form_of, plain
from subsidy.diagnostics import SubsidyError
from subsidy.facts.scalars import Scalar, in_units
from subsidy.kinds import Kind
from subsidy.messages import Message

_LONG: Final = 10_000
_OFTEN: Final = 10


class Refused(NamedTuple):
    """What a fact cannot be: in which row of the column, and where in a list (`[2].amount`; empty for a value)."""

    row: int
    path: str
    found: str
    message: Message
    remedy: Message | None = None


class Units(NamedTuple):
    """The column in units: null where nothing is given, and where something of the value is refused."""

    values: pl.Series
    refused: list[Refused]


def values(column: pl.Series, scalar: Scalar) -> Units:
    if column.dtype == pl.Null:
        return Units(column.cast(form_of(scalar)), [])
    given = column.cast(pl.String) if column.dtype in (pl.Categorical, pl.Enum) else column
    return _by_value(given, scalar) if repeats(given) else _converted(given, scalar)


def repeats(given: pl.Series) -> bool:
    """Whether a long column of texts holds so few that are different that it pays to look for them."""
    if given.dtype != pl.String or len(given) < _LONG:
        return False
    different: int = given.to_frame().select(pl.all().approx_n_unique()).item()
    return _OFTEN * different < len(given)


def _by_value(given: pl.Series, scalar: Scalar) -> Units:
    """Each text that is different converted once: days, rates, products."""
    different = given.drop_nulls().unique()
    read = _converted(different, scalar)
    if read.values.dtype == given.dtype and read.values.equals(different):
        return Units(given, [])
    places = given.cast(pl.Enum(different)).to_physical()
    values = read.values.gather(places).alias(given.name)
    if not read.refused:
        return Units(values, [])
    why = {refused.row: refused for refused in read.refused}
    rows = places.is_in(list(why)).fill_null(value=False).arg_true()
    return Units(values, [why[place]._replace(row=row) for row, place in zip(rows, places.gather(rows), strict=True)])


def _converted(given: pl.Series, scalar: Scalar) -> Units:
    done = plain(given, scalar)
    left = given.is_not_null() & done.is_null()
    if not left.any():
        return Units(done.alias(given.name), [])
    odd, places = given.filter(left), left.arg_true()
    different = odd.unique()
    known: list[Any] = []
    wrong: dict[Any, SubsidyError] = {}
    for value in different:
        try:
            known.append(_read(scalar, value))
        except SubsidyError as error:
            known.append(None)
            wrong[value] = error
    read = odd.replace_strict(different, pl.Series(known, dtype=done.dtype), default=None, return_dtype=done.dtype)
    unread = read.is_null()
    refused = [
        Refused(row, "", str(value), wrong[value].message, getattr(wrong[value], "remedy", None))
        for row, value in zip(places.filter(unread), odd.filter(unread), strict=True)
    ]
    return Units(done.scatter(places, read).alias(given.name), refused)


def _read(scalar: Scalar, value: Any) -> Any:
    """A value as a document would have it; a whole number in a column is one of the unit."""
    is_units = type(value) is int and scalar.kind.name in PLACES
    return in_units(scalar.kind, scalar.read(exact(scalar.kind, value) if is_units else value))


def exact(kind: Kind, number: Any) -> Any:
    """A value as Python has it, from its column in units: yuan and shares as decimals, dates."""
    if kind.name == "date":
        return date.fromordinal(number)
    return Decimal(number).scaleb(-PLACES[kind.name]) if PLACES.get(kind.name) else number

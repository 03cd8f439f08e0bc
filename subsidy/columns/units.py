"""A column of single values as whole numbers of its fact's unit, texts or flags.

What is plain is converted a column at a time; every other value is read as a document's would be, once for each that
is different, so the same things are understood and the same things refused, in the same words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final, NamedTuple

import polars as pl

from subsidy.columns.days import ordinals
from subsidy.diagnostics import Diagnostic, SubsidyError
from subsidy.facts.scalars import Scalar, in_units
from subsidy.messages import Message, msg


class Fault(NamedTuple):
    """A value that its fact cannot be; `row` counts from 0, `path` is that of the fact or of a record's field."""

    row: int
    path: str
    found: str
    message: Message
    remedy: Message | None


class Place(NamedTuple):
    """Which fact a column holds, and of which row each of its values is."""

    path: str
    rows: pl.Series


def units(
    column: pl.Series, scalar: Scalar, place: Place, faults: list[Fault], problems: list[Diagnostic]
) -> pl.Series:
    """The column in units. What is at fault becomes null and is noted; a column of a wrong type is a problem."""
    if column.dtype == pl.Null:
        return column
    if column.dtype.is_float():
        message = msg("a float does not hold an amount or a rate exactly")
        problems.append(Diagnostic("column", message, field=place.path, remedy=msg("give decimals, or texts")))
        return column
    given = column.cast(pl.String) if column.dtype in (pl.Categorical, pl.Enum) else column
    done = _plain(given, scalar)
    left = given.is_not_null() & done.is_null()
    return _read_one_by_one(given, done, left, scalar, place, faults) if left.any() else done.alias(column.name)


def _read_one_by_one(
    given: pl.Series, done: pl.Series, left: pl.Series, scalar: Scalar, place: Place, faults: list[Fault]
) -> pl.Series:
    """Each value that is left, read once."""
    known: dict[Any, object] = {}
    wrong: dict[Any, SubsidyError] = {}
    values = given.filter(left).to_list()
    for value in dict.fromkeys(values):
        try:
            known[value] = _in_units(scalar, value)
        except SubsidyError as error:
            wrong[value] = error
    for row, value in zip(place.rows.filter(left), values, strict=True):
        if value in wrong:
            why = wrong[value]
            faults.append(Fault(row, place.path, str(value), why.message, getattr(why, "remedy", None)))
    read = pl.Series([known.get(value) for value in values], dtype=done.dtype)
    return done.scatter(left.arg_true(), read).alias(given.name)


def _in_units(scalar: Scalar, value: object) -> object:
    """A value as a document would have it; a whole number in a column is one of the unit."""
    if type(value) is int and scalar.kind.name in _PLACES:
        value = Decimal(value).scaleb(-_PLACES[scalar.kind.name])
    read = scalar.read(value)
    return read if scalar.kind.name in _FORMS else in_units(scalar.kind, read)


def _plain(given: pl.Series, scalar: Scalar) -> pl.Series:
    """The values that a column's arithmetic reads alone and that are within bounds; null for all others."""
    kind = scalar.kind.name
    form = _FORMS.get(kind, pl.Int64)
    nothing = pl.lit(None, dtype=form)
    value = pl.col("given")
    if form == pl.Int64:
        found = next((of(value, kind, given.dtype) for takes, of in _READERS if takes(given.dtype)), nothing)
        expr = pl.when(found.is_between(scalar.low, scalar.high)).then(found).cast(pl.Int64)
    else:
        expr = value if kind == "flag" and given.dtype == pl.Boolean else nothing
    return pl.DataFrame({"given": given}).with_columns(done=expr).get_column("done")


def _of_decimal(value: pl.Expr, kind: str, type_: pl.DataType) -> pl.Expr:
    """The whole number that a decimal is inside, brought to the fact's decimals; null where some would be lost."""
    places, scale = _PLACES.get(kind), getattr(type_, "scale", 0)
    if places is None:
        return pl.lit(None, dtype=pl.Int128)
    inside = value.reinterpret(dtype=pl.Int128)
    if scale <= places:
        fits = inside.is_between(-(10**30), 10**30)
        return pl.when(fits).then(inside) * pl.lit(10 ** (places - scale), dtype=pl.Int128)
    step = pl.lit(10 ** (scale - places), dtype=pl.Int128)
    return pl.when(inside % step == 0).then(inside // step)


def _of_text(value: pl.Expr, kind: str, _: pl.DataType) -> pl.Expr:
    """Numerals and days as machines write them."""
    if kind not in _TEXTS:
        return pl.lit(None, dtype=pl.Int64)
    pattern, read = _TEXTS[kind]
    return read(pl.when(value.str.contains(pattern)).then(value))


_FORMS: Final[Mapping[str, Any]] = {"text": pl.String, "flag": pl.Boolean}
_PLACES: Final = {"money": 2, "rate": 8, "share": 8, "count": 0, "days": 0, "months": 0}
_TEXTS: Final[Mapping[str, tuple[str, Callable[[pl.Expr], pl.Expr]]]] = {
    "money": (r"^[0-9]{1,15}(\.[0-9]{1,2})?$", lambda text: _inside(text, 2)),
    "rate": (r"^[0-9]{1,3}(\.[0-9]{1,6})?%$", lambda text: _inside(text.str.strip_chars_end("%"), 6)),
    "date": (r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", lambda text: ordinals(text.str.to_date("%Y-%m-%d", strict=False))),
}
_READERS: Final[tuple[tuple[Callable[[pl.DataType], bool], Callable[[pl.Expr, str, pl.DataType], pl.Expr]], ...]] = (
    (lambda type_: type_.is_integer(), lambda value, _, __: value.cast(pl.Int128)),
    (lambda type_: type_.is_decimal(), _of_decimal),
    (lambda type_: type_ == pl.String, _of_text),
    (
        lambda type_: type_ == pl.Date,
        lambda value, kind, _: ordinals(value) if kind == "date" else pl.lit(None, dtype=pl.Int64),
    ),
)


def _inside(numeral: pl.Expr, places: int) -> pl.Expr:
    """A numeral with at most so many decimals, without its point."""
    return numeral.str.to_decimal(scale=places).cast(pl.Decimal(38, places)).reinterpret(dtype=pl.Int128)

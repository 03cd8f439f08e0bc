"""A column of facts as people have them, in units: values, or lists of records of values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import polars as pl

from subsidy.columns.plain import form_of
from subsidy.columns.values import Refused, Units, values
from subsidy.diagnostics import Diagnostic, did_you_mean
from subsidy.facts import FactType
from subsidy.kinds import MOST_RECORDS
from subsidy.messages import Message, msg


def units(column: pl.Series, fact: FactType) -> Units:
    """The column in units. Its type is one that `unfit` finds nothing wrong with."""
    return values(column, fact.scalar) if fact.scalar else _records(column, fact)


def unfit(path: str, type_: Any, fact: FactType) -> Iterator[Diagnostic]:
    """What is wrong with a column as a whole: a type that cannot hold the fact."""
    if type_ == pl.Null:
        return
    if fact.scalar is None:
        inner = type_.inner if isinstance(type_, pl.List) else None
        if inner is None or not (isinstance(inner, pl.Struct) or inner == pl.Null):
            yield _unfit(path, type_, msg("a list of records is wanted here"))
        for field in inner.fields if isinstance(inner, pl.Struct) else ():
            yield from _unfit_field(path, field.name, field.dtype, fact)
    elif type_.is_float():
        yield _unfit(path, type_, msg("a float does not hold an amount or a rate exactly; give decimals or texts"))
    elif type_.is_nested() or type_ == pl.Object:
        yield _unfit(path, type_, msg("decimals, dates, texts, flags or whole numbers are wanted here"))


def _unfit_field(path: str, key: str, type_: Any, fact: FactType) -> Iterator[Diagnostic]:
    known = _field(fact, key)
    if not _is_record(known):
        yield from unfit(f"{path}.{key}", type_, known) if known else ()
    elif isinstance(type_, pl.Struct):
        for field in type_.fields:
            yield from _unfit_field(path, f"{key}.{field.name}", field.dtype, fact)
    elif type_ != pl.Null:
        yield _unfit(f"{path}.{key}", type_, msg("a record is wanted here"))


def _unfit(path: str, type_: Any, remedy: Message) -> Diagnostic:
    return Diagnostic("column", msg("the column is of type {found}", found=str(type_)), field=path, remedy=remedy)


def type_in_units(fact: FactType) -> Any:
    """The type of a fact's column in units."""
    if fact.scalar is not None:
        return form_of(fact.scalar)
    return pl.List(pl.Struct({key: type_in_units(field) for key, field in _values(fact).items()}))


def _records(column: pl.Series, fact: FactType) -> Units:
    """Lists of records: all fields that the fact knows, null where the records have none."""
    assert fact.fields is not None
    if column.dtype == pl.Null:
        return Units(column.cast(type_in_units(fact)), [])
    lists = column.fill_null([]).rechunk()  # nulls may hide records
    lengths = lists.list.len()
    records = lists.explode(empty_as_null=False, keep_nulls=False)
    fields, refused = _fields(records, fact)
    made = pl.DataFrame(fields).to_struct("")
    listed = lists.list.eval(pl.element().map_batches(lambda _: made, return_dtype=made.dtype, is_elementwise=True))
    refused = _placed(refused, lengths) + [
        Refused(row, "", "", _TOO_LONG, msg("a length of at most {bound} is allowed", bound=MOST_RECORDS))
        for row in (lengths > MOST_RECORDS).arg_true()
    ]
    known = column.is_not_null().scatter(list({r.row for r in refused}), False)
    given = listed.to_frame("listed").select(pl.when(known).then("listed").alias(column.name))
    return Units(given.to_series(), refused)


def _fields(records: pl.Series, fact: FactType) -> tuple[list[pl.Series], list[Refused]]:
    """The columns of the fields, and what is refused of each record, by its place among the records."""
    assert fact.fields is not None
    structs = _flat(records.struct.unnest(), fact) if isinstance(records.dtype, pl.Struct) else pl.DataFrame()
    given = {known: structs.get_column(key) for key in structs.columns if (known := _key(fact, key))}
    nothing = pl.Series([None], dtype=pl.Null).new_from_index(0, len(records))
    empty = records.is_null()
    refused = [Refused(at, "", "", _NO_RECORD) for at in empty.arg_true()]
    fields = []
    for key, field in _values(fact).items():
        column = given.get(key, nothing).alias(key)
        read = units(column, field)
        fields.append(read.values)
        refused += [r._replace(path=f".{key}{r.path}") for r in read.refused]
        if field.required:
            missing = (column.is_null() & ~empty).arg_true()
            refused += [Refused(at, f".{key}", "", msg("{key} is missing", key=field.label)) for at in missing]
    for key in structs.columns:
        if _key(fact, key) is None:
            within, _, last = key.rpartition(".")
            allowed = [other.removeprefix(f"{within}.") for other in fact.fields if other.rpartition(".")[0] == within]
            unknown, remedy = msg("{key} is not known here", key=last), did_you_mean(last, allowed)
            there = structs.get_column(key).is_not_null().arg_true()
            refused += [Refused(at, f".{key}", "", unknown, remedy) for at in there]
    return fields, refused


def _flat(structs: pl.DataFrame, fact: FactType) -> pl.DataFrame:
    """The fields of a record within a record stand beside those of the record itself: `sub.amount`."""
    columns: list[pl.Series] = []
    for column in structs:
        if _is_record(_field(fact, column.name)) and isinstance(column.dtype, pl.Struct):
            inner = column.struct.unnest()
            columns += _flat(inner.rename({key: f"{column.name}.{key}" for key in inner.columns}), fact).get_columns()
        else:
            columns.append(column)
    return pl.DataFrame(columns)


def _placed(refused: list[Refused], lengths: pl.Series) -> list[Refused]:
    """By the row of the list, instead of the place among all records."""
    if not refused:
        return []
    ends = lengths.cum_sum()
    rows = ends.search_sorted(pl.Series([r.row for r in refused], dtype=ends.dtype), side="right")
    starts = (ends - lengths).gather(rows)
    return [
        r._replace(row=row, path=f"[{r.row - start}]{r.path}")
        for r, row, start in zip(refused, rows, starts, strict=True)
    ]


def _key(fact: FactType, name: str) -> str | None:
    """The key of a field, which may be written as Python does: `from_`."""
    assert fact.fields is not None
    return next((key for key in (name, name.removesuffix("_")) if key in fact.fields), None)


def _values(fact: FactType) -> dict[str, FactType]:
    """The fields of a list's records that hold something themselves."""
    return {key: field for key, field in (fact.fields or {}).items() if not _is_record(field)}


def _is_record(field: FactType | None) -> bool:
    return field is not None and field.scalar is None and field.fields is None


def _field(fact: FactType, name: str) -> FactType | None:
    key = _key(fact, name)
    return fact.fields[key] if fact.fields and key else None


_NO_RECORD: Final = msg("expected {wanted}, found {found}", wanted=[msg("keys with values")], found=msg("nothing"))
_TOO_LONG: Final = msg("{found} is not allowed here", found=msg("a list"))

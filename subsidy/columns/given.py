"""What a frame gives of what a program reads, brought to one form: Int64, String, Boolean; null for unknown.

The bounds that prove a program free of overflow are those of its facts, so every column is held to them first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

import polars as pl

from subsidy.columns.cells import Cell, Width, constant
from subsidy.columns.days import ordinals
from subsidy.columns.folds import RECORD
from subsidy.diagnostics import Diagnostic, refuse_if_any
from subsidy.kinds import MOST_RECORDS
from subsidy.language import nodes
from subsidy.language.nodes import Fact, Item, Node
from subsidy.language.walk import walk
from subsidy.messages import Message, msg

_HEIGHT: Final = "#height"  # so that a frame of which nothing is read still has its rows
_RECORD_ITSELF: Final = "#"  # so that a record of which no field is read is still there


class Wanted(NamedTuple):
    """What trees read: facts by path, and of each list the fields; None where a kernel alone reads the field."""

    facts: Mapping[str, Fact]
    lists: Mapping[str, Mapping[str, Item | None]]


def wanted_by(trees: Iterable[Node]) -> Wanted:
    facts: dict[str, Fact] = {}
    lists: dict[str, dict[str, Item | None]] = {}
    for node in (n for tree in trees for n in walk(tree)):
        if isinstance(node, nodes.Fact):
            facts[node.path] = node
        elif isinstance(node, nodes.Gather):
            lists.setdefault(node.path, {})
        elif isinstance(node, nodes.Records):
            fields = lists.setdefault(node.path, {})
            fields |= {field: None for field in node.fields if field not in fields}
        elif isinstance(node, nodes.Item):
            lists.setdefault(node.path.rpartition(".")[0], {})[node.field] = node
    return Wanted(facts, lists)


class Seen(NamedTuple):
    """The least and the greatest number of a column (0 and 0 of texts and flags), and whether it has nulls."""

    low: int
    high: int
    has_nulls: bool


@dataclass(frozen=True, slots=True)
class Given:
    """What was seen of each fact and field (`loan.flows.amount`) of which there are values.

    The least and the greatest prove narrower columns than the bounds of the facts would.
    """

    seen: Mapping[str, Seen]

    def value(self, node: Fact | Item, name: str) -> Cell:
        """The column of a fact or, where the records are rows, of a field."""
        seen = self.seen.get(node.path)
        if seen is None:
            return constant(node, None)
        return Cell(pl.col(name), _width(node), seen.low, seen.high, seen.has_nulls, 0, True)

    def list_of(self, path: str) -> Cell:
        return Cell(pl.col(path), pl.List, 0, 0, True, 0, True)


def field_of_record(path: str) -> pl.Expr:
    """A field, where the records are rows."""
    return pl.col(RECORD).struct.field(path.rpartition(".")[2])


def given(frame: pl.DataFrame, wanted: Wanted) -> tuple[pl.LazyFrame, Given]:
    """The columns that are wanted in their one form, and what is known of them.

    Raises `InputError` with every column that is of a wrong type or holds what its fact cannot be.
    """
    problems: list[Diagnostic] = []
    types = {path: frame.schema.get(path, pl.Null()) for path in (*wanted.facts, *wanted.lists)}
    present = {path: fact for path, fact in wanted.facts.items() if types[path] != pl.Null()}
    columns = [_formed(pl.col(path), path, types[path], _width(fact), problems) for path, fact in present.items()]
    lists = [_list(path, types[path], fields, problems) for path, fields in wanted.lists.items()]
    refuse_if_any(problems)
    listed = frame.with_columns(lists) if lists else frame
    looked_at: list[tuple[Fact | Item, pl.Series]] = [(fact, frame.get_column(path)) for path, fact in present.items()]
    for path, fields in wanted.lists.items():
        records = _exploded(listed.get_column(path), path, problems)
        looked_at += [(item, records.struct.field(field)) for field, item in fields.items() if item is not None]
    seen = {node.path: found for node, column in looked_at if (found := _seen(node, column, problems)) is not None}
    refuse_if_any(problems)
    height = pl.lit(None).alias(_HEIGHT)
    return listed.lazy().with_columns(*columns, height).select(_HEIGHT, *present, *wanted.lists), Given(seen)


def _seen(node: Fact | Item, column: pl.Series, problems: list[Diagnostic]) -> Seen | None:
    nulls = column.null_count()
    if nulls == len(column):
        return None
    if not column.dtype.is_integer() and column.dtype != pl.Date:
        return Seen(0, 0, nulls > 0)
    low, high = _ordinal(column.min()), _ordinal(column.max())
    for found, bound in ((low, max(low, node.low)), (high, min(high, node.high))):
        if found != bound:
            message = msg(
                "{found} is out of bounds; the last allowed is {bound}",
                found=_said(node, found),
                bound=_said(node, bound),
            )
            problems.append(Diagnostic("bounds", message, field=node.path.removesuffix("_")))
    return Seen(low, high, nulls > 0)


def _ordinal(value: Any) -> int:
    return value.toordinal() if isinstance(value, date) else int(value)


def _width(node: Node) -> Width:
    return constant(node, None).width


def _list(path: str, type_: pl.DataType, fields: Mapping[str, Item | None], problems: list[Diagnostic]) -> pl.Expr:
    """A list of records with the fields that are wanted, each in its form."""
    if type_ == pl.Null():
        return pl.lit(None, dtype=pl.List(pl.Struct(dict.fromkeys((*fields, _RECORD_ITSELF), pl.Null)))).alias(path)
    inner = type_.inner if isinstance(type_, pl.List) else None
    if inner is None or inner not in (pl.Null, pl.Struct):
        problems.append(_wrong(path, type_, msg("a list of records is wanted here")))
        return pl.col(path)
    known = {f.name: f.dtype for f in inner.fields} if isinstance(inner, pl.Struct) else {}
    parts = [pl.element().is_null().alias(_RECORD_ITSELF)]
    for field, item in fields.items():
        key = field if field in known else field.removesuffix("_")
        width = pl.Null() if item is None else _width(item)
        found = known.get(key, pl.Null())
        expr = pl.lit(None) if found == pl.Null() else pl.element().struct.field(key)
        parts.append(_formed(expr, f"{path}.{field}", found, width, problems).alias(field))
    return pl.col(path).list.eval(pl.struct(parts))


def _formed(column: pl.Expr, path: str, found: Any, width: Width, problems: list[Diagnostic]) -> pl.Expr:
    """A column in the form of its fact. `width` Null takes any of the forms."""
    if found == pl.Null():
        return column.cast(width)
    if found == pl.Date():
        return _expected(ordinals(column), pl.Int64(), path, found, width, problems)
    if found.is_integer():
        return _expected(column.cast(pl.Int64), pl.Int64(), path, found, width, problems)
    if found in (pl.String, pl.Categorical, pl.Enum):
        return _expected(column.cast(pl.String), pl.String(), path, found, width, problems)
    if found == pl.Boolean():
        return _expected(column, pl.Boolean(), path, found, width, problems)
    reason = _FLOAT if found.is_float() else msg("whole numbers of the unit, dates, texts or flags are wanted here")
    problems.append(_wrong(path, found, reason))
    return column


def _expected(
    expr: pl.Expr, form: pl.DataType, path: str, found: Any, width: Width, problems: list[Diagnostic]
) -> pl.Expr:
    if width not in (form, pl.Null):
        wanted = _FORMS[width.base_type()]
        problems.append(_wrong(path, found, wanted))
    return expr


_FLOAT: Final = msg("a float does not hold an amount or a rate exactly; give decimals or texts through checked_frame")
_FORMS: Final = {
    pl.Int64: msg("whole numbers of the unit, or dates, are wanted here"),
    pl.String: msg("texts are wanted here"),
    pl.Boolean: msg("flags are wanted here"),
}


def _wrong(path: str, found: pl.DataType, reason: Message) -> Diagnostic:
    return Diagnostic(
        "column", msg("the column is of type {found}", found=str(found)), field=path.removesuffix("_"), remedy=reason
    )


def _exploded(lists: pl.Series, path: str, problems: list[Diagnostic]) -> pl.Series:
    longest = lists.list.len().max()
    if isinstance(longest, int) and longest > MOST_RECORDS:
        message = msg("a list of {found} records; at most {most}", found=longest, most=MOST_RECORDS)
        problems.append(Diagnostic("column", message, field=path))
    return lists.explode(empty_as_null=False, keep_nulls=False)


def _said(node: Node, value: int) -> str:
    in_calendar = node.type.base == "date" and 1 <= value <= date.max.toordinal()
    return str(date.fromordinal(value)) if in_calendar else str(value)

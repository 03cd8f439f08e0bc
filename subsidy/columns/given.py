"""What a frame gives of what a program reads, in one form: Int64, Int32 for days, String, Boolean; null for unknown.

The bounds that prove a program free of overflow are those of its facts, so every column is held to them first.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import polars as pl

from subsidy.columns.cells import Cell, constant
from subsidy.columns.days import ordinals
from subsidy.columns.folds import RECORD
from subsidy.columns.seen import Seen, seen_in, seen_lengths
from subsidy.diagnostics import Diagnostic, refuse_if_any
from subsidy.facts import VOCABULARY
from subsidy.kinds import MOST_RECORDS
from subsidy.language import nodes
from subsidy.language.nodes import Fact, Item, Node
from subsidy.language.walk import walk
from subsidy.messages import Message, msg
from subsidy.scheme.inputs import bounded

_HEIGHT: Final = "#height"  # so that a frame of which nothing is read still has its rows
_NO_FACT: Final = pl.lit(None).alias(_HEIGHT)
_NOTHING: Final = Seen(0, 0, True)
_RECORD_ITSELF: Final = "#"  # so that a record of which no field is read is still there


class Wanted(NamedTuple):
    """What trees read: facts by path, and of each list the fields."""

    facts: Mapping[str, Fact]
    lists: Mapping[str, Mapping[str, Item]]


def wanted_by(trees: Iterable[Node]) -> Wanted:
    facts: dict[str, Fact] = {}
    lists: dict[str, dict[str, Item]] = {}
    for node in (n for tree in trees for n in walk(tree)):
        if isinstance(node, nodes.Fact):
            facts[node.path] = node
        elif isinstance(node, nodes.Gather):
            lists.setdefault(node.path, {})
        elif isinstance(node, nodes.Records):
            lists.setdefault(node.path, {}).update({field: _item(node.path, field) for field in node.fields})
        elif isinstance(node, nodes.Item):
            lists.setdefault(node.path.rpartition(".")[0], {})[node.field] = node
    return Wanted(facts, lists)


def _item(path: str, field: str) -> Item:
    """A field that a kernel reads, which is one that every application knows."""
    fact = VOCABULARY.find(f"{path}.{field}")
    assert fact is not None
    spec = bounded(fact)
    return Item(spec.type, spec.unit, spec.low, spec.high, 0, field, f"{path}.{field}")


@dataclass(frozen=True, slots=True)
class Given:
    """What was seen of each fact, field (`loan.flows.amount`) and list of which there are values; of a list, lengths.

    The least and the greatest prove narrower columns than the bounds of the facts would.
    """

    seen: Mapping[str, Seen]

    def value(self, node: Fact | Item, name: str) -> Cell:
        """The column of a fact or, where the records are rows, of a field."""
        seen = self.seen.get(node.path)
        if seen is None:
            return constant(node, None)
        return Cell(pl.col(name), _form(node), seen.low, seen.high, seen.has_nulls, 0, True)

    def list_of(self, path: str) -> Cell:
        seen = self.seen.get(path, _NOTHING)
        return Cell(pl.col(path), pl.List, seen.low, seen.high, True, 0, True)


def widest(wanted: Wanted) -> dict[str, Seen]:
    """What a frame could hold at most."""
    read: list[Fact | Item] = [
        *wanted.facts.values(),
        *(item for fields in wanted.lists.values() for item in fields.values()),
    ]
    lists = dict.fromkeys(wanted.lists, Seen(0, MOST_RECORDS, True))
    return {node.path: Seen(node.low, node.high, True) for node in read} | lists


def field_of_record(path: str) -> pl.Expr:
    """A field, where the records are rows."""
    return pl.col(RECORD).struct.field(path.rpartition(".")[2])


def given(frame: pl.DataFrame, wanted: Wanted) -> tuple[pl.LazyFrame, dict[str, Seen]]:
    """The columns that are wanted in their one form, and what is seen of each fact and field that has values.

    Raises `InputError` with every column that is of a wrong type or holds what its fact cannot be.
    """
    problems: list[Diagnostic] = []
    types = {path: frame.schema.get(path, pl.Null()) for path in (*wanted.facts, *wanted.lists)}
    present = {path: fact for path, fact in wanted.facts.items() if types[path] != pl.Null()}
    columns = [_formed(pl.col(path), path, types[path], _form(fact), problems) for path, fact in present.items()]
    lists = [_list(path, types[path], fields, problems) for path, fields in wanted.lists.items()]
    refuse_if_any(problems)
    seen = seen_in([(fact, frame.get_column(path)) for path, fact in present.items()], problems)
    for path, fields in wanted.lists.items():
        if isinstance(types[path], pl.List):
            column = frame.get_column(path)
            seen[path] = seen_lengths(column, path, problems)
            seen |= seen_in(_fields(column, fields), problems)
    refuse_if_any(problems)
    formed = frame.with_columns(lists) if lists else frame
    return formed.lazy().with_columns(*columns, _NO_FACT).select(_HEIGHT, *present, *wanted.lists), seen


def _form(node: Node) -> pl.DataType:
    return _FORMS.get(node.type.base, pl.Int64())


def _list(path: str, type_: pl.DataType, fields: Mapping[str, Item], problems: list[Diagnostic]) -> pl.Expr:
    """A list of records with the fields that are wanted, each in its form."""
    if type_ == pl.Null():
        types = {_RECORD_ITSELF: pl.Boolean()} | {field: _form(item) for field, item in fields.items()}
        return pl.lit(None, dtype=pl.List(pl.Struct(types))).alias(path)
    inner = type_.inner if isinstance(type_, pl.List) else None
    if inner is None or inner not in (pl.Null, pl.Struct):
        problems.append(_wrong(path, type_, msg("a list of records is wanted here")))
        return pl.col(path)
    known = {f.name: f.dtype for f in inner.fields} if isinstance(inner, pl.Struct) else {}
    parts = [pl.element().is_null().alias(_RECORD_ITSELF)]
    for field, item in fields.items():
        key = _key(field, known)
        expr = pl.element().struct.field(key) if key in known else pl.lit(None)
        parts.append(_formed(expr, f"{path}.{field}", known.get(key, pl.Null()), _form(item), problems).alias(field))
    return pl.col(path).list.eval(pl.struct(parts))


def _key(field: str, known: Container[str]) -> str:
    """The key of a field, which a program names as Python does: `from_`."""
    return field if field in known else field.removesuffix("_")


def _formed(column: pl.Expr, path: str, found: Any, form: pl.DataType, problems: list[Diagnostic]) -> pl.Expr:
    """A column in the form of its fact."""
    if found == pl.Null():
        return column.cast(form)
    if found == pl.Date() or found.is_integer():
        number = ordinals(column) if found == pl.Date() else column
        forms, formed = _NUMBERS, number.cast(form if form in _NUMBERS else pl.Int64())
    elif found in (pl.String, pl.Categorical, pl.Enum):
        forms, formed = (pl.String(),), column.cast(pl.String)
    elif found == pl.Boolean():
        forms, formed = (pl.Boolean(),), column
    else:
        reason = _FLOAT if found.is_float() else msg("whole numbers of the unit, dates, texts or flags are wanted here")
        problems.append(_wrong(path, found, reason))
        return column
    if form not in forms:
        problems.append(_wrong(path, found, _WANTED[form]))
    return formed


_FORMS: Final[Mapping[str, pl.DataType]] = {"flag": pl.Boolean(), "text": pl.String(), "date": pl.Int32()}
_NUMBERS: Final[tuple[pl.DataType, ...]] = (pl.Int32(), pl.Int64())
_FLOAT: Final = msg("a float does not hold an amount or a rate exactly; give decimals or texts through checked_frame")
_WANTED: Final = {
    **dict.fromkeys(_NUMBERS, msg("whole numbers of the unit, or dates, are wanted here")),
    pl.String(): msg("texts are wanted here"),
    pl.Boolean(): msg("flags are wanted here"),
}


def _wrong(path: str, found: pl.DataType, reason: Message) -> Diagnostic:
    return Diagnostic(
        "column", msg("the column is of type {found}", found=str(found)), field=path.removesuffix("_"), remedy=reason
    )


def _fields(lists: pl.Series, fields: Mapping[str, Item]) -> list[tuple[Item, pl.Series]]:
    """The fields that are read of all records, as they are given."""
    records = lists.explode(empty_as_null=False, keep_nulls=False)
    if not isinstance(records.dtype, pl.Struct):
        return []
    known = {f.name: f.dtype for f in records.dtype.fields}
    keys = [(item, _key(field, known)) for field, item in fields.items()]
    return [(item, records.struct.field(key)) for item, key in keys if known.get(key, pl.Null()) != pl.Null()]

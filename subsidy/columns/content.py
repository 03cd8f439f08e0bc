"""What tells two rows without a number apart: the hash of their facts, as `evaluation.receipt.facts_hash` has it.

It decides who comes first of equals, so a table and the same applications one by one must agree on it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any, Final, TypeAlias

import polars as pl

from subsidy.columns.days import EPOCH
from subsidy.columns.units import exact
from subsidy.facts import FactType, Vocabulary

HIGH: Final = "#content.high"
LOW: Final = "#content.low"

_Tree: TypeAlias = "dict[str, FactType | _Tree]"


def contents(frame: pl.DataFrame, vocabulary: Vocabulary) -> pl.DataFrame:
    """The first 16 bytes of each row's hash, as two whole numbers in whose order the hashes stand.

    The frame holds facts in units, columns called by path; others are passed over.
    """
    facts = frame.with_columns(canonical(frame, vocabulary).alias(HIGH)).get_column(HIGH)
    hashes = pl.Series(HIGH, [sha256(text.encode()).digest() for text in facts], dtype=pl.Binary)
    halves = {HIGH: pl.col(HIGH).bin.slice(0, 8), LOW: pl.col(HIGH).bin.slice(8, 8)}
    return hashes.to_frame().select(
        half.bin.reinterpret(dtype=pl.UInt64, endianness="big").alias(name) for name, half in halves.items()
    )


def canonical(frame: pl.DataFrame, vocabulary: Vocabulary) -> pl.Expr:
    """The facts of a row as canonical JSON: what is unknown left out, keys sorted, no spaces."""
    tree: _Tree = {}
    for path in filter(vocabulary.__contains__, frame.columns):
        fact = vocabulary[path]
        *records, key = path.split(".")
        if fact.scalar or fact.fields is not None:
            holder = tree
            for record in records:
                holder = holder.setdefault(record, {})  # type: ignore[assignment]  # no value is a record's path
            holder[key] = fact
    return _record(tree, "").fill_null("{}")


def _record(tree: _Tree, prefix: str) -> pl.Expr:
    """A record in braces; null where nothing of it is known."""
    known = {key: _node(branch, f"{prefix}{key}") for key, branch in tree.items()}
    return _braced(known)


def _node(branch: FactType | _Tree, path: str) -> pl.Expr:
    return _text(branch, pl.col(path)) if isinstance(branch, FactType) else _record(branch, f"{path}.")


def _braced(known: Mapping[str, pl.Expr]) -> pl.Expr:
    pairs = [pl.lit(f"{json.dumps(key)}:") + known[key] for key in sorted(known)]
    if not pairs:
        return pl.lit(None, dtype=pl.String)
    inside = pl.concat_str(pairs, separator=",", ignore_nulls=True)
    return pl.when(pl.any_horizontal(pair.is_not_null() for pair in pairs)).then(pl.lit("{") + inside + pl.lit("}"))


def _text(fact: FactType, value: pl.Expr) -> pl.Expr:
    if fact.fields is not None:
        record = pl.element().struct
        fields = {key: _text(field, record.field(key)) for key, field in fact.fields.items()}
        return pl.lit("[") + value.list.eval(_braced(fields).fill_null("{}")).list.join(",") + pl.lit("]")
    assert fact.scalar is not None
    kind = fact.scalar.kind
    if kind.unit == 1:
        return _WHOLE.get(kind.name, _number)(value)
    return _money(value) if kind.name == "money" else _one_by_one(fact, value)


def _number(value: pl.Expr) -> pl.Expr:
    return value.cast(pl.String)


def _quoted(value: pl.Expr) -> pl.Expr:
    """Texts hold no control characters, so nothing else needs a backslash."""
    escaped = value.str.replace_all("\\", "\\\\", literal=True).str.replace_all('"', '\\"', literal=True)
    return pl.lit('"') + escaped + pl.lit('"')


def _flag(value: pl.Expr) -> pl.Expr:
    return pl.when(value).then(pl.lit("true")).when(~value).then(pl.lit("false"))


def _day(ordinal: pl.Expr) -> pl.Expr:
    days = (ordinal - EPOCH).cast(pl.Int32).cast(pl.Date)
    return pl.lit('"') + days.cast(pl.String) + pl.lit('"')


def _money(fen: pl.Expr) -> pl.Expr:
    yuan, rest = (fen // 100).cast(pl.String), (fen % 100).cast(pl.String).str.zfill(2)
    return pl.lit('"') + yuan + pl.lit(".") + rest + pl.lit('"')


def _one_by_one(fact: FactType, value: pl.Expr) -> pl.Expr:
    """By the fact's own way of writing, once for each value that is different: rates and shares are few."""
    scalar = fact.scalar
    assert scalar is not None
    kind, write = scalar.kind, scalar.write

    def written(values: pl.Series) -> pl.Series:
        different = values.drop_nulls().unique()
        texts: list[Any] = [json.dumps(write(exact(kind, v)), ensure_ascii=False) for v in different]
        return values.replace_strict(different, pl.Series(texts, dtype=pl.String), default=None)

    return value.map_batches(written, return_dtype=pl.String, is_elementwise=True)


_WHOLE: Final[Mapping[str, Callable[[pl.Expr], pl.Expr]]] = {"text": _quoted, "flag": _flag, "date": _day}

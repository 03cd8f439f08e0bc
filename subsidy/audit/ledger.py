"""Who borrowed what of whom and when, and what was claimed for it: what the rows of a batch are held together by.

Names are compared as the limits compare them; a borrower is told by the credit code, else by the name of the only
enterprise so called.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

import polars as pl

from subsidy.batch.source import ROW
from subsidy.columns import checked_frame
from subsidy.facts import Vocabulary
from subsidy.limits.grouping import plain_name

_TEXTS: Final[Mapping[str, str]] = {
    "name": "borrower.name",
    "code": "borrower.uscc",
    "contract": "loan.contract",
    "lender": "loan.lender",
    "product": "loan.product",
    "id": "application.id",
}
_NUMBERS: Final[Mapping[str, str]] = {
    "principal": "loan.principal",
    "signed_on": "loan.signed_on",
    "disbursed_on": "loan.disbursed_on",
    "matures_on": "loan.matures_on",
    "settled_on": "loan.settled_on",
}
_COMPARED: Final = ("name", "contract", "lender")
_OTHER_AID: Final = "other_aid"


def ledger(facts: pl.DataFrame, vocabulary: Vocabulary, keys: Collection[str] = ()) -> pl.DataFrame:
    """The rows of a facts frame that are without fault: `row` and the columns of the tables above, amounts in fen, days
    as ordinals; `plain_name`, `plain_contract`, `plain_lender` and `borrower` to compare by, null where not known;
    `has_other_aid`; and the facts `keys` under their own paths.
    """
    named = {**_TEXTS, **_NUMBERS, **{path: path for path in keys}}
    read = [path for path in dict.fromkeys((*named.values(), _OTHER_AID)) if path in facts.columns]
    checked = checked_frame(facts.select(ROW, *read), vocabulary).frame
    columns = [
        _column(checked, path, pl.String if name in _TEXTS else pl.Int64).alias(name) for name, path in named.items()
    ]
    aid = pl.col(_OTHER_AID).list.len() > 0 if _OTHER_AID in read else pl.lit(value=False)
    found = checked.select(pl.col(ROW).alias("row"), *columns, aid.fill_null(value=False).alias("has_other_aid"))
    found = found.with_columns(mapped(found.get_column(name), plain_name).alias(f"plain_{name}") for name in _COMPARED)
    return found.with_columns(_borrower(found))


def mapped(texts: pl.Series, change: Callable[[str], str]) -> pl.Series:
    """Each different text changed once."""
    different = texts.drop_nulls().unique()
    if different.is_empty():
        return texts
    return texts.replace_strict(different, pl.Series([change(text) for text in different], dtype=pl.String))


def _column(checked: pl.DataFrame, path: str, unknown: Any) -> pl.Expr:
    """A fact's column; where there is none, or nothing in it, unknown values of a type."""
    is_known = path in checked.columns and checked.schema[path] != pl.Null()
    return pl.col(path) if is_known else pl.lit(None, dtype=unknown)


def _borrower(found: pl.DataFrame) -> pl.Series:
    """The code; of a name without one, the code of the only enterprise so called, or the name if none has a code."""
    codes = found.drop_nulls(["plain_name", "code"]).group_by("plain_name").agg(pl.col("code").unique().alias("codes"))
    joined = found.join(codes, on="plain_name", how="left", maintain_order="left")
    count = pl.col("codes").list.len()
    only = pl.when(count == 1).then(pl.col("codes").list.first())
    by_name = pl.when(pl.col("codes").is_null()).then(pl.col("plain_name")).otherwise(only)
    return joined.select(pl.coalesce("code", by_name).alias("borrower")).to_series()

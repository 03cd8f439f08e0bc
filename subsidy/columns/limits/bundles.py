"""What is kept or cut together, as a limit counts or measures it: what `subsidy.limits.claims` is for one group."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from math import prod
from typing import Final

import polars as pl

from subsidy.columns.cells import INT64
from subsidy.columns.limits.granted import YEAR
from subsidy.columns.limits.grouping import GROUP, year_of
from subsidy.columns.limits.ledger import PLACE
from subsidy.columns.limits.lines import AMOUNT, POSITION, Lines, is_first, summable
from subsidy.scheme.limits import Unit

SIZE: Final = "size"
PART: Final = "part"
RANK: Final = "rank"
ROWS: Final = "rows"
CLAIMED: Final = "claimed"
ALONE: Final = "alone"
_KEY: Final = "key"
NO_YEARS: Final = pl.DataFrame(schema={GROUP: pl.UInt32, YEAR: pl.Int64})

TOGETHER: Final[Mapping[Unit, tuple[str, ...]]] = {
    "yuan": (PLACE,),
    "loan": (PLACE,),
    "benefit": (PLACE, POSITION),
    "scheme": (GROUP,),
    "year": (GROUP, YEAR, ALONE),
}
"""By what claims belong together. Of one scheme every row is a loan of its own, and all rows are of one scheme."""


def with_years(lines: Lines) -> pl.DataFrame:
    """The claims, where years are counted with the year of each; a row of which it is not known has one of its own."""
    claims = lines.claims
    if lines.limit.unit != "year":
        return claims
    year = year_of(lines.rank(claims.get_column(PLACE))).alias(YEAR)
    return claims.with_columns(year, pl.when(year.is_null()).then(PLACE).alias(ALONE))


def claimed(lines: Lines, claims: pl.DataFrame, years: pl.DataFrame = NO_YEARS) -> pl.DataFrame:
    """How much these claims, which are those of whole groups, ask of the limit: `group`, `claimed` in its unit."""
    unit, number = lines.limit.unit, pl.len().cast(pl.Int64)
    if unit == "year" or lines.limit.on is not None:
        return bundled(lines, claims, years).group_by(GROUP).agg(pl.col(SIZE).sum().alias(CLAIMED))
    if unit == "loan":
        return claims.filter(is_first()).group_by(GROUP).agg(number.alias(CLAIMED))
    sizes = {"yuan": pl.col(AMOUNT).sum(), "benefit": number, "scheme": pl.lit(1, dtype=pl.Int64)}
    return claims.group_by(GROUP).agg(sizes[unit].alias(CLAIMED))


def bundled(lines: Lines, claims: pl.DataFrame, years: pl.DataFrame = NO_YEARS) -> pl.DataFrame:
    """The bundles of these claims, which are those of whole groups, in the order of their first claims: `group`, what
    the claims have in common, the first `place`, `amount`, `size` in the unit of the limit, `rank` (null: not known).
    What is of the `years` granted before takes nothing.
    """
    by = TOGETHER[lines.limit.unit]
    ranked = claims.with_columns(lines.rank(claims.get_column(PLACE)).alias(RANK))
    if by != (PLACE,) or not claims.select(is_first().all()).item():
        first = [pl.col(name).first() for name in (GROUP, PLACE) if name not in by]
        ranked = ranked.group_by(by, maintain_order=True).agg(*first, pl.col(AMOUNT).sum(), pl.col(RANK).min())
    return ranked.with_columns(summable(_sizes(lines, ranked, years)).alias(SIZE))


def _sizes(lines: Lines, bundles: pl.DataFrame, years: pl.DataFrame) -> pl.Series:
    if lines.limit.unit == "yuan":
        if lines.limit.on is not None:
            return lines.measured(bundles.get_column(PLACE))
        return bundles.get_column(AMOUNT)
    one = pl.Series([1], dtype=pl.Int64).new_from_index(0, bundles.height)
    if lines.limit.unit != "year":
        return one
    free = years.with_columns(pl.lit(0, dtype=pl.Int64).alias(SIZE))
    return bundles.join(free, on=(GROUP, YEAR), how="left", maintain_order="left").get_column(SIZE).fill_null(1)


def standing_of(lines: Lines) -> tuple[str, ...]:
    """What decides who is first, and is equal where nothing but the application's number does."""
    if lines.limit.rule.keep != "largest":
        return (RANK,)
    return (SIZE if lines.limit.on is not None else AMOUNT, RANK)


def in_order(lines: Lines, bundles: pl.DataFrame) -> pl.DataFrame:
    """Group by group, in the order in which they come; equal ones as they stand."""
    by = (GROUP, *standing_of(lines))
    descending = [name in (SIZE, AMOUNT) for name in by]
    keys = [_key(bundles.get_column(name), falls) for name, falls in zip(by, descending, strict=True)]
    if prod(count for _, count in keys) > INT64:
        return bundles.sort(by, descending=descending, nulls_last=True, maintain_order=True)
    together = reduce(lambda whole, key: whole * key[1] + key[0], keys, pl.lit(0, dtype=pl.Int64))
    return bundles.with_columns(together.alias(_KEY)).sort(_KEY, maintain_order=True).drop(_KEY)


def _key(values: pl.Series, falls: bool) -> tuple[pl.Expr, int]:
    """What stands for the values when sorting: numbers from 0 and how many there may be, null for the last. Several of
    them become one, by which rows are sorted many times faster than by several.
    """
    low, high = values.min(), values.max()
    if not isinstance(low, int) or not isinstance(high, int):
        return pl.lit(0, dtype=pl.Int64), 1
    name = pl.col(values.name).cast(pl.Int128)
    return (high - name if falls else name - low).fill_null(high - low + 1).cast(pl.Int64), high - low + 2

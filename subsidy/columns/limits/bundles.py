"""What is kept or cut together, as a limit counts or measures it: what `subsidy.limits.claims` is for one group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from subsidy.columns.limits.granted import YEAR
from subsidy.columns.limits.grouping import GROUP, year_of
from subsidy.columns.limits.ledger import PLACE
from subsidy.columns.limits.lines import AMOUNT, POSITION, Lines
from subsidy.scheme.limits import Unit

SIZE: Final = "size"
PART: Final = "part"
RANK: Final = "rank"
FIRST: Final = "first"
ALONE: Final = "alone"

TOGETHER: Final[Mapping[Unit, tuple[str, ...]]] = {
    "yuan": (PLACE,),
    "loan": (PLACE,),
    "benefit": (PLACE, POSITION),
    "scheme": (GROUP,),
    "year": (GROUP, YEAR, ALONE),
}
"""By what claims belong together. Of one scheme every row is a loan of its own, and all rows are of one scheme."""


def bundled(lines: Lines, claims: pl.DataFrame, years: pl.DataFrame) -> pl.DataFrame:
    """The bundles of these claims, which are those of whole groups: `group`, what the claims have in common, `amount`,
    `size` in the unit of the limit, `rank` (null: not known), and the `first` place and `position`. What is of the
    `years` granted before takes nothing.
    """
    by = TOGETHER[lines.limit.unit]
    rank = lines.rank.gather(claims.get_column(PLACE)).alias(RANK)
    first = [pl.col(name).first() for name in (GROUP, POSITION) if name not in by]
    sums = pl.col(AMOUNT).sum(), pl.col(RANK).min(), pl.col(PLACE).min().alias(FIRST)
    return _sized(lines, claims.with_columns(rank).group_by(by, maintain_order=True).agg(*first, *sums), years)


def _sized(lines: Lines, made: pl.DataFrame, years: pl.DataFrame) -> pl.DataFrame:
    if lines.limit.unit == "yuan":
        size = pl.lit(lines.measured.gather(made.get_column(PLACE))) if lines.limit.on is not None else pl.col(AMOUNT)
        return made.with_columns(size.cast(made.schema[AMOUNT]).alias(SIZE))
    one = pl.lit(1, dtype=pl.Int64).alias(SIZE)
    if lines.limit.unit != "year":
        return made.with_columns(one)
    free = years.with_columns(pl.lit(0, dtype=pl.Int64).alias(SIZE), pl.lit(None, dtype=pl.UInt32).alias(ALONE))
    sized = made.join(free, on=(GROUP, YEAR, ALONE), how="left", nulls_equal=True, maintain_order="left")
    return sized.with_columns(pl.col(SIZE).fill_null(1))


def with_years(lines: Lines) -> pl.DataFrame:
    """The claims, where years are counted with the year of each; a row of which it is not known has one of its own."""
    claims = lines.claims
    if lines.limit.unit != "year":
        return claims
    year = year_of(lines.rank.gather(claims.get_column(PLACE))).cast(pl.Int64).alias(YEAR)
    return claims.with_columns(year).with_columns(pl.when(pl.col(YEAR).is_null()).then(PLACE).alias(ALONE))


def standing_of(lines: Lines) -> tuple[str, ...]:
    """What decides who is first, and is equal where nothing but the application's number does."""
    if lines.limit.rule.keep != "largest":
        return (RANK,)
    return (SIZE if lines.limit.on is not None else AMOUNT, RANK)


def in_order(lines: Lines, bundles: pl.DataFrame) -> pl.DataFrame:
    """Group by group, in the order in which they come."""
    by = (GROUP, *standing_of(lines), FIRST, POSITION)
    return bundles.sort(by, descending=[name in (SIZE, AMOUNT) for name in by], nulls_last=True)

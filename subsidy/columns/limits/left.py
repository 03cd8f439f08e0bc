"""What is left of the claims that are not kept whole: a part of an amount, a scaled amount, what is paid instead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from subsidy.columns.limits.bundles import PART, SIZE, TOGETHER
from subsidy.columns.limits.doubts import doubt_unknown
from subsidy.columns.limits.ledger import EDITION, PLACE
from subsidy.columns.limits.lines import AMOUNT, BENEFIT, Lines, is_first
from subsidy.columns.limits.sharing import scaled, shared

LEFT: Final = "left"
_ROW: Final = "row"


def left_to(lines: Lines, claims: pl.DataFrame, cut: pl.DataFrame) -> pl.DataFrame:
    """The claims of the bundles that get a `part` of their `size`, and what is `left` of each."""
    losing = cut
    if BENEFIT not in cut.columns:  # else each bundle is one claim
        keys = list(TOGETHER[lines.limit.unit])
        losing = claims.join(cut.select(*keys, PART, SIZE), on=keys, nulls_equal=True, maintain_order="left")
    losing = losing.with_row_index(_ROW)
    if lines.limit.unit != "yuan":
        return _instead(lines, losing)
    if lines.limit.on is None:
        if losing.select(is_first().all()).item():
            return losing.with_columns(pl.col(PART).alias(LEFT))
        return losing.with_columns(shared(losing, PLACE, PART, AMOUNT).alias(LEFT))
    rounding = lines.limit.rounding
    assert rounding is not None
    left = scaled(losing.get_column(AMOUNT), losing.get_column(PART), losing.get_column(SIZE), rounding)
    return losing.with_columns(pl.when(pl.col(PART) > 0).then(left).otherwise(0).alias(LEFT))


def _instead(lines: Lines, losing: pl.DataFrame) -> pl.DataFrame:
    """What a row that is not kept gets in place of nothing, over its claims; one with nothing due by its own edition's
    words gets none.
    """
    ledger = lines.ledger
    offering = [e for e in lines.owners if ledger.limit(e, lines.name).instead is not None]
    if not offering:
        return losing.with_columns(pl.lit(0, dtype=losing.schema[AMOUNT]).alias(LEFT))
    is_payer = pl.col(PLACE).is_in(lines.payers.get_column(PLACE).implode())
    is_offered = losing.select(is_payer & pl.col(EDITION).is_in(offering)).to_series()
    offered = losing.filter(is_offered)
    value = lines.figure("instead", offered.get_column(PLACE))
    unknown = offered.filter(value.is_null())
    doubt_unknown(lines, unknown.get_column(PLACE).unique(maintain_order=True), "instead")
    leave_open(lines, unknown)
    by = _ROW if lines.limit.unit == "benefit" else PLACE
    whole = pl.min_horizontal(pl.col(AMOUNT).sum().over(by), value.fill_null(0).clip(lower_bound=0))
    given = offered.with_columns(whole.alias(PART))
    none = pl.Series([0], dtype=losing.schema[AMOUNT]).new_from_index(0, losing.height)
    return losing.with_columns(none.scatter(is_offered.arg_true(), shared(given, by, PART, AMOUNT)).alias(LEFT))


def left_of_ratio(lines: Lines) -> pl.DataFrame:
    """Every claim at the published ratio of its own edition, rounded as the limit says; without a ratio it is left
    whole, and open.
    """
    claims, rounding = lines.claims, lines.limit.rounding
    assert rounding is not None
    ratios = lines.figure("ratio", claims.get_column(PLACE))
    unknown = claims.filter(ratios.is_null())
    doubt_unknown(lines, unknown.get_column(PLACE).unique(maintain_order=True), "ratio")
    leave_open(lines, unknown)
    left = claims.get_column(AMOUNT).clone()
    for edition in lines.owners:
        node = lines.ledger.limit(edition, lines.name).ratio
        places = ((claims.get_column(EDITION) == edition) & ratios.is_not_null()).arg_true()
        if node is not None and len(places):
            numerators = ratios.gather(places) * node.unit.numerator
            denominators = pl.Series([node.unit.denominator]).new_from_index(0, len(places))
            amounts = claims.get_column(AMOUNT).gather(places)
            left = left.scatter(places, scaled(amounts, numerators, denominators, rounding))
    return claims.with_columns(left.alias(LEFT))


def leave_open(lines: Lines, claims: pl.DataFrame) -> None:
    """The payables of these claims cannot be told."""
    for benefit, its in by_benefit(lines, claims):
        lines.ledger.leave_open(benefit, its.get_column(PLACE))


def by_benefit(lines: Lines, claims: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    for (number,), its in claims.group_by(BENEFIT):
        yield lines.ledger.benefits[int(str(number))], its

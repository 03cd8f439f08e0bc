"""One limit in all of its groups at once: what it leaves to whom, and what it took. See `subsidy.limits.binding`."""

from __future__ import annotations

from typing import Final, NamedTuple

import polars as pl

from subsidy.columns.limits.bundles import CLAIMED, PART, ROWS, SIZE, bundled, claimed, in_order, with_years
from subsidy.columns.limits.doubts import doubt_groups, doubt_order
from subsidy.columns.limits.granted import USED
from subsidy.columns.limits.grouping import GROUP
from subsidy.columns.limits.ledger import PLACE
from subsidy.columns.limits.left import LEFT, by_benefit, leave_open, left_of_ratio, left_to
from subsidy.columns.limits.lines import AMOUNT, Lines, is_first, narrow
from subsidy.columns.limits.rooms import AVAILABLE, CEILING, rooms_of
from subsidy.columns.limits.sharing import in_turns, shared, whole_in_turns
from subsidy.columns.limits.waiting import PAID, doubt_outcome

TAKEN: Final = "taken_fen"


def bind(lines: Lines) -> pl.DataFrame:
    """Applies a limit to what is due of its members. What it did in each group: `group`, `ceiling`, `used`, `claimed`,
    `paid`, `taken_fen`, `rows`.
    """
    doubt_groups(lines)
    counted = lines.claims.filter(is_first()).group_by(GROUP).agg(pl.len().alias(ROWS))
    done = _by_ceiling(lines, counted) if lines.limit.ratio is None else _by_ratio(lines)
    taken = _taken(lines, done.left).group_by(GROUP).agg((pl.col(AMOUNT) - pl.col(LEFT)).sum().alias(TAKEN))
    found = done.groups.join(counted, on=GROUP).join(taken, on=GROUP, how="left")
    numbers = found.select(CEILING, pl.col(USED, CLAIMED, PAID, TAKEN, ROWS).fill_null(0))
    return pl.DataFrame([found.get_column(GROUP), *map(narrow, numbers)])


class _Done(NamedTuple):
    """What came of the groups, and what is left of the claims that may have lost something."""

    groups: pl.DataFrame
    left: pl.DataFrame


def _by_ceiling(lines: Lines, every: pl.DataFrame) -> _Done:
    rooms, claims = rooms_of(lines, every.get_column(GROUP)), with_years(lines)
    told, untold = _told(claims, rooms.unknown)
    leave_open(lines, untold)
    groups = rooms.known.join(claimed(lines, told, rooms.years), on=GROUP)
    tight = groups.filter(pl.col(CLAIMED) > pl.col(AVAILABLE)).select(GROUP, AVAILABLE)
    is_tight = lines.groups.beside(told.get_column(GROUP), tight, AVAILABLE).is_not_null()
    contested = in_order(lines, bundled(lines, told.filter(is_tight), rooms.years))
    contested = contested.with_columns(lines.groups.beside(contested.get_column(GROUP), tight, AVAILABLE))
    contested = contested.with_columns(_parts(lines, contested).alias(PART))
    doubt_order(lines, contested)
    paid = contested.group_by(GROUP).agg(pl.col(PART).sum().alias(PAID))
    groups = groups.join(paid, on=GROUP, how="left").with_columns(pl.coalesce(PAID, CLAIMED).alias(PAID))
    doubt_outcome(lines, groups)
    shaken = _shaken(lines, told)
    left = left_to(lines, told, contested.filter(pl.col(PART) < pl.col(SIZE)))
    _leave_shaken_open(lines, told, left, shaken)
    if lines.limit.rule.on is not None:
        lines.ledger.count(lines.limit.rule.on, contested.get_column(PLACE), contested.get_column(PART))
    return _Done(pl.concat([groups, _not_judged(lines, untold)], how="diagonal_relaxed"), left)


def _told(claims: pl.DataFrame, unknown: pl.Series) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The claims in groups of which the room is known, and the others."""
    if unknown.is_empty():
        return claims, claims.clear()
    is_unknown = pl.col(GROUP).is_in(unknown.implode())
    return claims.filter(~is_unknown), claims.filter(is_unknown)


def _parts(lines: Lines, contested: pl.DataFrame) -> pl.Series:
    """What each bundle gets where there is not enough for all."""
    rule = lines.limit.rule
    if rule.keep not in ("largest", "first", "listed"):
        return shared(contested, GROUP, AVAILABLE, SIZE)
    return (in_turns if rule.partial else whole_in_turns)(contested, GROUP, AVAILABLE, SIZE)


def _by_ratio(lines: Lines) -> _Done:
    left = left_of_ratio(lines)
    sums = left.group_by(GROUP).agg(pl.col(AMOUNT).sum().alias(CLAIMED), pl.col(LEFT).sum().alias(PAID))
    return _Done(sums.with_columns(_NO_CEILING, _NOTHING_USED), left)


def _not_judged(lines: Lines, untold: pl.DataFrame) -> pl.DataFrame:
    """Nothing is taken where the room is not known, nor measured; what is counted is counted."""
    amounts = untold.group_by(GROUP).agg(pl.col(AMOUNT).sum().alias(CLAIMED))
    asked = amounts if lines.limit.unit == "yuan" else claimed(lines, untold)
    return asked.with_columns(pl.col(CLAIMED).alias(PAID), _NO_CEILING, _NOTHING_USED)


_NO_CEILING: Final = pl.lit(None, dtype=pl.Int64).alias(CEILING)
_NOTHING_USED: Final = pl.lit(0, dtype=pl.Int64).alias(USED)


def _shaken(lines: Lines, claims: pl.DataFrame) -> pl.DataFrame:
    """The groups that share with amounts that are still open."""
    is_open = lines.ledger.is_open
    opened = (its.filter(is_open(b, its.get_column(PLACE))) for b, its in by_benefit(lines, claims))
    every = [its.select(GROUP) for its in opened] if lines.ledger.open else []
    return pl.concat([claims.clear().select(GROUP), *every]).unique()


def _leave_shaken_open(lines: Lines, claims: pl.DataFrame, left: pl.DataFrame, shaken: pl.DataFrame) -> None:
    """Where something is taken from them."""
    cut = left.filter(pl.col(LEFT) < pl.col(AMOUNT)).join(shaken, on=GROUP, how="semi").select(GROUP).unique()
    lines.remarks.add("shaken", lines.label, lines.whose(cut.get_column(GROUP)))
    leave_open(lines, claims.join(cut, on=GROUP, how="semi"))


def _taken(lines: Lines, left: pl.DataFrame) -> pl.DataFrame:
    """Takes it from the ledger: what is left is less."""
    taken = left.filter(pl.col(LEFT) < pl.col(AMOUNT))
    for benefit, its in by_benefit(lines, taken):
        lines.ledger.take(lines.common, benefit, its.get_column(PLACE), its.get_column(LEFT).cast(pl.Int64))
    return taken

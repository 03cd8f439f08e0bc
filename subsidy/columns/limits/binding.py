"""One limit in all of its groups at once: what it leaves to whom, and what it took. See `subsidy.limits.binding`."""

from __future__ import annotations

from typing import Final, NamedTuple

import polars as pl

from subsidy.columns.limits.bundles import PART, SIZE, bundled, in_order, with_years
from subsidy.columns.limits.doubts import doubt_groups, doubt_order
from subsidy.columns.limits.granted import USED
from subsidy.columns.limits.grouping import GROUP
from subsidy.columns.limits.ledger import PLACE
from subsidy.columns.limits.left import LEFT, leave_open, left_of_ratio, left_to
from subsidy.columns.limits.lines import AMOUNT, BENEFIT, Lines
from subsidy.columns.limits.rooms import AVAILABLE, CEILING, rooms_of
from subsidy.columns.limits.sharing import in_turns, shared, whole_in_turns
from subsidy.columns.limits.waiting import PAID, doubt_outcome

CLAIMED: Final = "claimed"
TAKEN: Final = "taken_fen"
ROWS: Final = "rows"


def bind(lines: Lines) -> pl.DataFrame:
    """Applies a limit to what is due of its members. What it did in each group: `group`, `ceiling`, `used`, `claimed`,
    `paid`, `taken_fen`, `rows`.
    """
    doubt_groups(lines)
    done = _by_ceiling(lines) if lines.limit.ratio is None else _by_ratio(lines)
    counted = lines.claims.group_by(GROUP).agg(pl.col(PLACE).n_unique().alias(ROWS))
    taken = _taken(lines, done.left).group_by(GROUP).agg((pl.col(AMOUNT) - pl.col(LEFT)).sum().alias(TAKEN))
    found = done.groups.join(counted, on=GROUP).join(taken, on=GROUP, how="left").sort(GROUP)
    numbers = pl.col(CEILING), pl.col(USED, CLAIMED, PAID, TAKEN, ROWS).fill_null(0)
    return found.select(pl.col(GROUP), *(number.cast(pl.Int64) for number in numbers))


class _Done(NamedTuple):
    """What came of the groups, and what is left of the claims that may have lost something."""

    groups: pl.DataFrame
    left: pl.DataFrame


def _by_ceiling(lines: Lines) -> _Done:
    rooms, claims = rooms_of(lines), with_years(lines)
    is_unknown = pl.col(GROUP).is_in(rooms.unknown.implode())
    told, untold = claims.filter(~is_unknown), claims.filter(is_unknown)
    leave_open(lines, untold)
    bundles = bundled(lines, told, rooms.years)
    groups = rooms.known.join(bundles.group_by(GROUP).agg(pl.col(SIZE).sum().alias(CLAIMED)), on=GROUP)
    tight = groups.filter(pl.col(CLAIMED) > pl.col(AVAILABLE)).select(GROUP, AVAILABLE)
    contested = in_order(lines, bundles.join(tight, on=GROUP))
    contested = contested.with_columns(_parts(lines, contested).alias(PART))
    doubt_order(lines, contested)
    paid = contested.group_by(GROUP).agg(pl.col(PART).sum().alias(PAID))
    groups = groups.join(paid, on=GROUP, how="left").with_columns(pl.coalesce(PAID, CLAIMED).alias(PAID))
    doubt_outcome(lines, groups)
    shaken = _shaken(lines, told)
    left = left_to(lines, told, contested.filter(pl.col(PART) < pl.col(SIZE)))
    _leave_shaken_open(lines, told, left, shaken)
    if lines.limit.rule.on is not None:
        measured = pl.concat([bundles.select(PLACE, SIZE), contested.select(PLACE, pl.col(PART).alias(SIZE))])
        lines.ledger.count(lines.limit.rule.on, *measured)
    return _Done(pl.concat([groups, _not_judged(lines, untold)], how="diagonal_relaxed"), left)


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
    """Nothing is taken where the room is not known."""
    if lines.limit.unit == "yuan":
        claimed = untold.group_by(GROUP).agg(pl.col(AMOUNT).sum().alias(CLAIMED))
    else:
        no_years = pl.DataFrame(schema={GROUP: pl.UInt32, "year": pl.Int64})
        claimed = bundled(lines, untold, no_years).group_by(GROUP).agg(pl.col(SIZE).sum().alias(CLAIMED))
    return claimed.with_columns(pl.col(CLAIMED).alias(PAID), _NO_CEILING, _NOTHING_USED)


_NO_CEILING: Final = pl.lit(None, dtype=pl.Int64).alias(CEILING)
_NOTHING_USED: Final = pl.lit(0, dtype=pl.Int64).alias(USED)


def _shaken(lines: Lines, claims: pl.DataFrame) -> pl.Series:
    """The groups that share with amounts that are still open."""
    ledger = lines.ledger
    groups = [
        its.filter(ledger.open[ledger.benefits[int(str(benefit))]].gather(its.get_column(PLACE))).get_column(GROUP)
        for (benefit,), its in claims.group_by(BENEFIT)
    ]
    return pl.concat([pl.Series(GROUP, [], dtype=pl.UInt32), *groups]).unique()


def _leave_shaken_open(lines: Lines, claims: pl.DataFrame, left: pl.DataFrame, shaken: pl.Series) -> None:
    cut = left.filter((pl.col(LEFT) < pl.col(AMOUNT)) & pl.col(GROUP).is_in(shaken.implode()))
    groups = cut.get_column(GROUP).unique().sort()
    lines.remarks.add("shaken", lines.label, lines.whose(groups))
    leave_open(lines, claims.filter(pl.col(GROUP).is_in(groups.implode())))


def _taken(lines: Lines, left: pl.DataFrame) -> pl.DataFrame:
    """Takes it from the ledger: what is left is less."""
    taken = left.filter(pl.col(LEFT) < pl.col(AMOUNT))
    for (benefit,), its in taken.group_by(BENEFIT):
        name = lines.ledger.benefits[int(str(benefit))]
        lines.ledger.take(lines.place, name, its.get_column(PLACE), its.get_column(LEFT).cast(pl.Int64))
    return taken

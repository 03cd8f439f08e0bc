"""What a limit has for those in line, in all groups at once: its ceiling, and what was used of it before."""

from __future__ import annotations

from typing import Final, NamedTuple

import polars as pl

from subsidy.columns.cells import INT64
from subsidy.columns.limits.bundles import NO_YEARS
from subsidy.columns.limits.doubts import doubt_unknown
from subsidy.columns.limits.granted import USED, granted_before
from subsidy.columns.limits.grouping import GROUP
from subsidy.columns.limits.ledger import EDITION, PLACE
from subsidy.columns.limits.lines import Lines
from subsidy.limits.granted import counts_grants
from subsidy.scheme.limits import Part

CEILING: Final = "ceiling"
AVAILABLE: Final = "available"
_LEAST: Final = "least"
_MOST: Final = "most"


class Rooms(NamedTuple):
    """`known` is one row for each group: `group`, `ceiling`, `used`, `available`; `unknown` are the groups of which it
    cannot be told. `years` are those that were granted before (`group`, `year`).
    """

    known: pl.DataFrame
    unknown: pl.Series
    years: pl.DataFrame


def rooms_of(lines: Lines, groups: pl.Series) -> Rooms:
    """The rooms of these groups, which are all; what is not known of them is remarked."""
    every = groups.to_frame(GROUP)
    measured = every if lines.limit.on is None else every.join(_unmeasured(lines), on=GROUP, how="anti")
    ceilings = _figures(lines, measured, "at_most").select(GROUP, pl.col(_LEAST).alias(CEILING))
    used, years = _used(lines, ceilings.select(GROUP))
    room = pl.max_horizontal(pl.col(CEILING) - pl.col(USED), pl.lit(0, dtype=pl.Int64))
    known = ceilings.join(used, on=GROUP).with_columns(room.alias(AVAILABLE))
    return Rooms(known, every.join(known, on=GROUP, how="anti").get_column(GROUP), years)


def _unmeasured(lines: Lines) -> pl.DataFrame:
    """The groups in which something cannot be measured; the first of each that cannot be is remarked."""
    unknown = lines.claims.select(GROUP, PLACE).filter(lines.measured(lines.claims.get_column(PLACE)).is_null())
    first = unknown.unique(GROUP, keep="first", maintain_order=True)
    doubt_unknown(lines, first.get_column(PLACE), "on")
    return first.select(GROUP)


def _figures(lines: Lines, groups: pl.DataFrame, part: Part) -> pl.DataFrame:
    """What a formula comes to in the groups in which it is known, the least and the most among the payers, 0 or above.
    Editions that count in another unit have no say.
    """
    ledger = lines.ledger
    own = {edition: ledger.limit(edition, lines.name) for edition in lines.owners}
    asked = [e for e, limit in own.items() if limit.unit == lines.limit.unit and limit.formula(part) is not None]
    same = ledger.figure(asked, lines.name, part) if len(asked) == len(own) else None
    if isinstance(same, int):
        return groups.with_columns(pl.lit(max(0, same), dtype=pl.Int64).alias(end) for end in (_LEAST, _MOST))
    payers = lines.payers.filter(pl.col(EDITION).is_in(asked)).join(groups, on=GROUP, maintain_order="left")
    values = lines.figure(part, payers.get_column(PLACE)).alias(part)
    ends = pl.col(part).min().alias(_LEAST), pl.col(part).max().alias(_MOST)
    by_group = groups.join(payers.with_columns(values).group_by(GROUP).agg(ends), on=GROUP, how="left")
    differing = by_group.filter(pl.col(_LEAST) != pl.col(_MOST)).get_column(GROUP)
    lines.remarks.add("differ", lines.label, lines.whose(differing))
    unknown = by_group.filter(pl.col(_LEAST).is_null())
    doubt_unknown(lines, payers.join(unknown, on=GROUP, how="semi", maintain_order="left").get_column(PLACE), part)
    known = by_group.filter(pl.col(_LEAST).is_not_null())
    return known.with_columns(pl.col(_LEAST, _MOST).clip(lower_bound=0))


def _used(lines: Lines, groups: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What was used before in the groups in which that is known, and the years that were granted."""
    if lines.limit.used is not None:
        return _figures(lines, groups, "used").select(GROUP, pl.col(_MOST).alias(USED)), NO_YEARS
    if not counts_grants(lines.limit):
        return groups.with_columns(pl.lit(0, dtype=pl.Int64).alias(USED)), NO_YEARS
    before = granted_before(lines)
    untold = groups.join(before.told.to_frame(GROUP), on=GROUP, how="anti").get_column(GROUP)
    vague = groups.join(before.vague.to_frame(GROUP), on=GROUP, how="semi").get_column(GROUP)
    lines.remarks.add("granted", lines.label, lines.whose(untold))
    lines.remarks.add("vague", lines.label, lines.whose(vague))
    used = groups.join(before.used, on=GROUP, how="left")
    return used.with_columns(pl.col(USED).fill_null(0).clip(upper_bound=INT64).cast(pl.Int64)), before.years

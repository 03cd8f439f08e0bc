"""Incomplete rows that may take of a limit what others have now, as `subsidy.limits.doubts` finds them in one group.

Of which groups a row may be depends on the keys that it knows, so rows and groups are brought together by what is known
of both, and what the rows want is summed before that: no row ever stands beside every group.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import product
from operator import add
from typing import Final, NamedTuple

import polars as pl

from subsidy.columns.limits.carried import computed_column
from subsidy.columns.limits.grouping import GROUP
from subsidy.columns.limits.ledger import PLACE
from subsidy.columns.limits.lines import Lines
from subsidy.columns.limits.rooms import AVAILABLE

PAID: Final = "paid"
_WANTED: Final = "wanted"
_UNTOLD: Final = "untold"
_RANK: Final = "rank"
_LAST: Final = "last"
_ALL: Final = "all"
_BEFORE_ALL, _AFTER_ALL = -(2**62), 2**62


def doubt_outcome(lines: Lines, groups: pl.DataFrame) -> None:
    """Remarks the rows that may want more than is there: `groups` have what is `paid` and `available`."""
    rivals = _rivals(lines)
    if rivals.is_empty() or groups.is_empty():
        return
    contested = groups.hstack(_keys(lines, lines.groups.first.gather(groups.get_column(GROUP))))
    contested = contested.join(_lasts(lines), on=GROUP)
    wanted = [pair.wanted() for pair in _pairs(rivals, contested, len(lines.limit.per))]
    nothing = pl.DataFrame(schema={GROUP: pl.UInt32, _WANTED: pl.Int128, _UNTOLD: pl.Boolean})
    sums = pl.concat([nothing, *wanted]).group_by(GROUP).agg(pl.col(_WANTED).sum(), pl.col(_UNTOLD).any())
    short = pl.col(_UNTOLD) | (pl.col(PAID) + pl.col(_WANTED) > pl.col(AVAILABLE))
    doubted = contested.join(sums, on=GROUP).filter(short)
    concerned = [pair.concerned() for pair in _pairs(rivals, doubted, len(lines.limit.per))]
    places = pl.concat([pl.Series(PLACE, [], dtype=pl.UInt32), *concerned]).unique().sort()
    lines.remarks.add("incomplete", lines.label, lines.rows(places))


def _keys(lines: Lines, places: pl.Series) -> list[pl.Series]:
    keys = [lines.keys.value(key).gather(places).alias(str(i)) for i, key in enumerate(lines.limit.per)]
    return [pl.Series(_ALL, [0], dtype=pl.Int64).new_from_index(0, len(places)), *keys]


def _rivals(lines: Lines) -> pl.DataFrame:
    """The incomplete rows that may want something of the limit: `place`, the keys, the most that they want (0 where it
    is `untold`), and the rank at the earliest.
    """
    ledger, limit = lines.ledger, lines.limit
    waiting = (ledger.incomplete & ledger.edition.is_in(list(lines.owners))).arg_true()
    if waiting.is_empty():
        return pl.DataFrame()
    bound = [(i, b) for i, b in enumerate(ledger.benefits) if not limit.rule.of or b in limit.rule.of]
    editions = ledger.edition.gather(waiting)
    known = {b: ledger.at(f"entitlement_fen.{b}", waiting) for _, b in bound}
    is_open = {b: known[b].ne_missing(0) & ledger.positions(i).gather(editions).is_not_null() for i, b in bound}
    count = pl.sum_horizontal(is_open.values()).cast(pl.Int64)
    if limit.on is not None:
        most = pl.when(count > 0).then(lines.figure("on", waiting).clip(lower_bound=0)).otherwise(0)
    elif limit.unit == "yuan":
        amounts = {b: ledger.at(computed_column(b), waiting) for b in is_open}
        most = reduce(add, (pl.when(o).then(amounts[b]).otherwise(0) for b, o in is_open.items()))
    else:
        most = count if limit.unit == "benefit" else count.clip(upper_bound=1)
    rank = lines.rank(waiting) if limit.rule.keep == "first" else pl.lit(None, dtype=pl.Int64)
    wanting = pl.DataFrame([waiting.alias(PLACE), *_keys(lines, waiting)]).with_columns(
        most.fill_null(0).cast(pl.Int128).alias(_WANTED),
        most.is_null().alias(_UNTOLD),
        pl.coalesce(rank, pl.lit(_BEFORE_ALL)).alias(_RANK),
    )
    return wanting.filter(pl.col(_UNTOLD) | (pl.col(_WANTED) != 0))


def _lasts(lines: Lines) -> pl.DataFrame:
    """The rank of the last in line in each group: who comes before him may take something from somebody."""
    ranks = lines.rank(lines.claims.get_column(PLACE)).alias(_LAST)
    is_ranked = pl.col(_LAST).is_not_null().all() & pl.lit(lines.limit.rule.keep == "first")
    last = pl.when(is_ranked).then(pl.col(_LAST).max()).otherwise(pl.lit(_AFTER_ALL))
    return lines.claims.select(GROUP, ranks).group_by(GROUP).agg(last.alias(_LAST))


class _Pair(NamedTuple):
    """Rows and groups that know these keys of both, and so can be told to belong together or not."""

    rivals: pl.DataFrame
    groups: pl.DataFrame
    common: list[str]

    def wanted(self) -> pl.DataFrame:
        """What the rows that may come before the last in line want together: `group`, `wanted`, `untold`."""
        by = self.common
        sums = pl.col(_WANTED).sum(), pl.col(_UNTOLD).sum().cast(pl.Int64)
        ranked = self.rivals.group_by(*by, _RANK).agg(sums).sort(_RANK)
        so_far = ranked.with_columns(pl.col(_WANTED, _UNTOLD).cum_sum().over(by))
        groups = self.groups.select(GROUP, _LAST, *by).sort(_LAST)
        met = groups.join_asof(so_far, left_on=_LAST, right_on=_RANK, by=by, check_sortedness=False)
        return met.filter(pl.col(_WANTED).is_not_null()).select(GROUP, _WANTED, pl.col(_UNTOLD) > 0)

    def concerned(self) -> pl.Series:
        """The places of the rows that may come before the last in line of one of the groups."""
        latest = self.groups.group_by(self.common).agg(pl.col(_LAST).max())
        met = self.rivals.join(latest, on=self.common)
        return met.filter(pl.col(_RANK) <= pl.col(_LAST)).get_column(PLACE)


def _pairs(rivals: pl.DataFrame, groups: pl.DataFrame, keys: int) -> Iterator[_Pair]:
    """By which keys each knows. A row that knows them all is of the group that has the same, and of no other."""
    names = [str(i) for i in range(keys)]
    for (knowing, rows), (known, its) in product(_by_known(rivals, names), _by_known(groups, names)):
        if not all(knowing) or all(known):
            common = [name for name, a, b in zip(names, knowing, known, strict=True) if a and b]
            yield _Pair(rows, its, [_ALL, *common])


def _by_known(frame: pl.DataFrame, names: Sequence[str]) -> list[tuple[tuple[bool, ...], pl.DataFrame]]:
    flags = [pl.col(name).is_not_null().alias(f"#{name}") for name in names]
    parts = frame.with_columns(flags).group_by([f"#{name}" for name in names], maintain_order=True)
    return [(tuple(map(bool, key)), part) for key, part in parts]

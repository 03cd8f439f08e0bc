"""Where the outcome of a limit rests on something that is not said: what `subsidy.limits.doubts` says of one group."""

from __future__ import annotations

import re
from functools import reduce

import polars as pl

from subsidy.columns.limits.bundles import FIRST, PART, SIZE, standing_of
from subsidy.columns.limits.carried import CODE, WAITS
from subsidy.columns.limits.grouping import GROUP
from subsidy.columns.limits.ledger import EDITION, PLACE
from subsidy.columns.limits.lines import Lines
from subsidy.columns.results import limit_column
from subsidy.evaluation.missing import missing
from subsidy.limits.line import waited_for


def doubt_groups(lines: Lines) -> None:
    """Keys that are not known, and borrowers that are told by their names."""
    firsts = lines.claims.unique(GROUP, keep="first", maintain_order=True).sort(GROUP)
    members = lines.groups.first.gather(firsts.get_column(GROUP))
    for key in lines.limit.per:
        unknown = lines.keys.value(key).gather(members).is_null()
        if lines.are_several and unknown.any():
            lines.remarks.add("alone", lines.label, lines.rows(firsts.filter(unknown).get_column(PLACE)), key.label)
    if lines.is_of_one_borrower:
        nameless = lines.ledger.rows.get_column(CODE).is_null().gather(lines.claims.get_column(PLACE))
        named = lines.claims.with_columns(nameless.alias("named")).group_by(GROUP)
        found = named.agg(pl.col("named").any(), pl.col(PLACE).n_unique().alias("rows")).sort(GROUP)
        groups = found.filter(pl.col("named") & (pl.col("rows") > 1)).get_column(GROUP)
        lines.remarks.add("named", lines.label, lines.whose(groups))


def doubt_unknown(lines: Lines, places: pl.Series, part: str) -> None:
    """What a formula of the limit waits for in these rows."""
    ledger = lines.ledger
    if places.is_empty():
        return
    rows = ledger.rows.select(EDITION, WAITS)[places].with_columns(places.alias(PLACE))
    pattern = rf"(?:^|;){re.escape(limit_column(lines.name, part))}=([^;]*)"
    told = rows.with_columns(pl.col(WAITS).str.extract(pattern))
    for (edition, text), group in told.group_by(EDITION, WAITS, maintain_order=True):
        program = ledger.program(int(str(edition)))
        node = getattr(ledger.limit(int(str(edition)), lines.name), part)
        if node is None:  # this edition does not say it, so nothing is waited for
            continue
        paths = missing(node, ledger.bare(int(str(edition)))) if text is None else str(text).split("\n")
        lines.remarks.add("unknown", lines.label, lines.rows(group.get_column(PLACE)), waited_for(paths, program))


def doubt_order(lines: Lines, contested: pl.DataFrame) -> None:
    """Who is first decided something in the groups of these bundles, and it is not said who is."""
    rule = lines.limit.rule
    if rule.keep not in ("largest", "first", "listed") or contested.is_empty():
        return
    if rule.by is not None:
        fact = lines.ledger.vocabulary[rule.by]
        claims = lines.claims.filter(pl.col(GROUP).is_in(contested.get_column(GROUP).implode()))
        places = claims.unique(PLACE, maintain_order=True).sort(GROUP, PLACE).get_column(PLACE)
        late = places.filter(lines.rank.gather(places).is_null())
        lines.remarks.add("late", lines.label, lines.rows(late), fact.label)
    if not lines.is_of_one_borrower:
        lines.remarks.add("tied", lines.label, lines.rows(_tied(lines, contested)))


def _tied(lines: Lines, contested: pl.DataFrame) -> pl.Series:
    """The first rows of the bundles that nothing tells apart, where one next to another got another share."""
    standing = standing_of(lines)
    same = reduce(lambda a, b: a & b, (pl.col(n).eq_missing(pl.col(n).shift()) for n in (GROUP, *standing)))
    part, size = (pl.col(name).cast(pl.Int128) for name in (PART, SIZE))
    unequal = same & (part.shift() * size != part * size.shift())
    standings = contested.filter(unequal).select(GROUP, *standing).unique()
    tied = contested.join(standings, on=(GROUP, *standing), how="semi", nulls_equal=True, maintain_order="left")
    return tied.get_column(FIRST if FIRST in tied.columns else PLACE)

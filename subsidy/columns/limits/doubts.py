"""Where the outcome of a limit rests on something that is not said: what `subsidy.limits.doubts` says of one group."""

from __future__ import annotations

import re
from functools import reduce

import polars as pl

from subsidy.columns.limits.bundles import PART, SIZE, standing_of
from subsidy.columns.limits.carried import CODE, WAITS
from subsidy.columns.limits.grouping import GROUP
from subsidy.columns.limits.ledger import EDITION, PLACE
from subsidy.columns.limits.lines import Lines, is_first
from subsidy.columns.results import limit_column
from subsidy.evaluation.missing import missing
from subsidy.limits.line import waited_for
from subsidy.scheme.limits import Part


def doubt_groups(lines: Lines) -> None:
    """Keys that are not known, and borrowers that are told by their names."""
    for key in lines.limit.per:
        value = lines.keys.value(key)
        if lines.are_several and value.has_nulls():
            first = lines.claims.filter(is_first() & value.is_null().gather(lines.claims.get_column(PLACE)))
            lines.remarks.add("alone", lines.label, lines.rows(first.get_column(PLACE)), key.told_by)
    if lines.is_of_one_borrower:
        codes = lines.ledger.column(CODE)
        if codes.has_nulls():
            rows = lines.claims.filter(is_first())
            named = rows.with_columns(codes.is_null().gather(rows.get_column(PLACE)).alias("named")).group_by(GROUP)
            found = named.agg(pl.col("named").any(), pl.len().alias("rows"))
            groups = found.filter(pl.col("named") & (pl.col("rows") > 1)).get_column(GROUP)
            lines.remarks.add("named", lines.label, lines.whose(groups))


def doubt_unknown(lines: Lines, places: pl.Series, part: Part) -> None:
    """What a formula of the limit waits for in these rows."""
    ledger = lines.ledger
    if places.is_empty():
        return
    pattern = rf"(?:^|;){re.escape(limit_column(lines.name, part))}=([^;]*)"
    waits = (
        ledger.at(WAITS, places)
        if WAITS in ledger.columns
        else pl.repeat(None, len(places), dtype=pl.String, eager=True)
    )
    rows = pl.DataFrame({PLACE: places, EDITION: ledger.edition.gather(places), WAITS: waits})
    told = rows.with_columns(pl.col(WAITS).str.extract(pattern))
    for (edition, text), group in told.group_by(EDITION, WAITS, maintain_order=True):
        node = ledger.limit(int(str(edition)), lines.name).formula(part)
        if node is None:  # this edition does not say it, so nothing is waited for
            continue
        paths = missing(node, ledger.bare(int(str(edition)))) if text is None else str(text).split("\n")
        facts = waited_for(paths, ledger.program(int(str(edition))))
        lines.remarks.add("unknown", lines.label, lines.rows(group.get_column(PLACE)), facts)


def doubt_order(lines: Lines, contested: pl.DataFrame) -> None:
    """Who is first decided something in the groups of these bundles, and it is not said who is."""
    rule = lines.limit.rule
    if rule.keep not in ("largest", "first", "listed") or contested.is_empty():
        return
    if rule.by is not None:
        fact = lines.ledger.vocabulary[rule.by]
        rows = lines.claims.filter(is_first()).join(contested.select(GROUP).unique(), on=GROUP, how="semi")
        places = rows.get_column(PLACE)
        late = places.filter(lines.rank(places).is_null()).sort()
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
    return tied.get_column(PLACE)

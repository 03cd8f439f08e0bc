"""What was granted before, in all groups at once: what `subsidy.limits.granted` is for one group."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from functools import reduce
from typing import Final, NamedTuple

import polars as pl

from subsidy.columns.limits.carried import GRANTED
from subsidy.columns.limits.grouping import GROUP, plain_names
from subsidy.columns.limits.lines import Lines
from subsidy.scheme.limits import Key, KeyWord

YEAR: Final = "year"
USED: Final = "used"
_ROW: Final = "row"
_TIMES: Final = "times"
_COUNTS: Final = "counts"
_FIELDS: Final = ("scheme", YEAR, "amount", "edition", "lender", "benefit")


class Before(NamedTuple):
    """`used` is what the grants take of the limit (`group`, `used`), `years` those of which they are (`group`, `year`);
    `told` are the groups of which at least one application says what was granted, `vague` those with a grant that does
    not say enough.
    """

    used: pl.DataFrame
    years: pl.DataFrame
    told: pl.Series
    vague: pl.Series


def granted_before(lines: Lines) -> Before:
    """The grants that a limit counts. Each application of a borrower may repeat the same ones."""
    rows = pl.DataFrame([lines.ledger.back(lines.groups.of), lines.ledger.given(GRANTED)]).with_row_index(_ROW)
    given = rows.filter(pl.col(GROUP).is_not_null() & (pl.col(GRANTED).list.len() > 0))
    every = given.explode(GRANTED, empty_as_null=False).unnest(GRANTED)
    ours = every.filter(pl.col("scheme").is_in(_schemes(lines, every.get_column("scheme"))))
    repeated = ours.group_by(_ROW, GROUP, *_FIELDS).agg(pl.len().cast(pl.Int64).alias(_TIMES))
    grants = repeated.group_by(GROUP, *_FIELDS).agg(pl.col(_TIMES).max())
    judged = grants.with_columns(reduce(lambda a, b: a & b, _verdicts(lines, grants)).alias(_COUNTS))
    counted = judged.filter(pl.col(_COUNTS))
    return Before(
        counted.group_by(GROUP).agg(_TAKEN.get(lines.limit.unit, pl.col(_TIMES).sum()).alias(USED)),
        counted.select(GROUP, YEAR).unique(),
        rows.filter(pl.col(GRANTED).is_not_null()).get_column(GROUP).drop_nulls().unique(),
        judged.filter(pl.col(_COUNTS).is_null()).get_column(GROUP).unique(),
    )


def _schemes(lines: Lines, found: pl.Series) -> list[str]:
    patterns = (lines.ledger.scheme, *lines.limit.rule.across)
    return [name for name in found.unique() if any(fnmatchcase(name, pattern) for pattern in patterns)]


def _verdicts(lines: Lines, grants: pl.DataFrame) -> list[pl.Expr]:
    """Whether each grant belongs to its group, by each key; null where it does not say enough."""
    judged = [_SAME[key.word](lines, key, grants) for key in lines.limit.per]
    if lines.limit.rule.of:
        judged.append(pl.col("benefit").is_in(list(lines.limit.rule.of)))
    if lines.limit.on is not None:
        judged.append(_NEVER_SAID)
    return judged


def _same_year(lines: Lines, key: Key, grants: pl.DataFrame) -> pl.Expr:
    return pl.col(YEAR) == pl.lit(lines.keys.value(key).gather(_firsts(lines, grants)))


def _same_edition(lines: Lines, key: Key, grants: pl.DataFrame) -> pl.Expr:
    """By its edition; without one, an edition that is named by a year is the one of that year."""
    edition = pl.lit(lines.keys.shown(key, _firsts(lines, grants)))
    by_year = pl.when(edition.str.contains("^[0-9]+$")).then(pl.col(YEAR).cast(pl.String) == edition)
    return pl.when(pl.col("edition").is_not_null()).then(pl.col("edition") == edition).otherwise(by_year)


def _same_lender(lines: Lines, key: Key, grants: pl.DataFrame) -> pl.Expr:
    firsts = _firsts(lines, grants)
    known = lines.keys.value(key).gather(firsts).is_not_null()
    lender = plain_names(lines.keys.shown(key, firsts))
    return pl.lit(plain_names(grants.get_column("lender"))) == pl.when(pl.lit(known)).then(pl.lit(lender))


def _firsts(lines: Lines, grants: pl.DataFrame) -> pl.Series:
    """Beside each grant the first member of its group, whose keys are the group's."""
    return lines.groups.first.gather(grants.get_column(GROUP))


_NEVER_SAID: Final = pl.lit(None, dtype=pl.Boolean)
_Same = Callable[[Lines, Key, pl.DataFrame], pl.Expr]
_SAME: Final[Mapping[KeyWord, _Same]] = {
    "borrower": lambda _, __, ___: pl.lit(True),
    "scheme": lambda _, __, ___: pl.lit(True),
    "year": _same_year,
    "edition": _same_edition,
    "lender": _same_lender,
    "fact": lambda _, __, ___: _NEVER_SAID,
}
_TAKEN: Final[Mapping[str, pl.Expr]] = {
    "yuan": (pl.col("amount").cast(pl.Int128) * pl.col(_TIMES)).sum(),
    "year": pl.col(YEAR).n_unique().cast(pl.Int64),
}

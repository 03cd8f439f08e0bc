"""Which edition governs each row of a frame: the rules of `evaluation.governing`, said in columns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

import polars as pl

from subsidy.columns.checked import Fault
from subsidy.evaluation.governing import SeveralEditionsError
from subsidy.scheme.library import LoadedEdition, Scheme

_NEAREST: Final = "nearest"
_GOVERNING: Final = "governing"
_UNKNOWN: Final = "unknown"


class Turn(NamedTuple):
    """Rows, by their places in a frame, and the editions under which they are decided: the first of these under which
    a row is not ineligible, else the first.
    """

    editions: tuple[LoadedEdition, ...]
    rows: pl.Series


class Governed(NamedTuple):
    """Every row stands in one turn, or has a fault: several editions govern it."""

    turns: tuple[Turn, ...]
    faults: tuple[Fault, ...]


def governed(frame: pl.DataFrame, numbers: pl.Series, scheme: Scheme) -> Governed:
    """Splits a checked frame, whose rows have these numbers, by edition."""
    editions = tuple(scheme.editions.values())
    names = [str(i) for i in range(len(editions))]
    distances = frame.select(_distance(e, frame).alias(name) for e, name in zip(editions, names, strict=True))
    judged = distances.with_columns(
        pl.sum_horizontal(pl.col(name) == 0 for name in names).alias(_GOVERNING),
        pl.sum_horizontal(pl.col(name).is_null() for name in names).alias(_UNKNOWN),
        pl.coalesce(
            pl.when(pl.col(name) == pl.min_horizontal(names)).then(pl.lit(i, dtype=pl.Int32))
            for i, name in enumerate(names)
        ).alias(_NEAREST),
    )
    settled = (pl.col(_GOVERNING) == 1) | ((pl.col(_GOVERNING) == 0) & (pl.col(_UNKNOWN) == 0))
    turns = [Turn((e,), _places(judged, settled & (pl.col(_NEAREST) == i))) for i, e in enumerate(editions)]
    undetermined = (pl.col(_GOVERNING) == 0) & (pl.col(_UNKNOWN) > 0)
    turns += [
        Turn(tuple(reversed(_picked(editions, without_day))), rows)
        for without_day, rows in _patterns(judged, undetermined, [pl.col(name).is_null() for name in names])
    ]
    several = _patterns(judged, pl.col(_GOVERNING) > 1, [(pl.col(name) == 0).fill_null(value=False) for name in names])
    faults = [
        fault for flags, rows in several for fault in _several(_picked(editions, flags), rows, frame, numbers, scheme)
    ]
    return Governed(tuple(turn for turn in turns if len(turn.rows)), tuple(faults))


def _distance(edition: LoadedEdition, frame: pl.DataFrame) -> pl.Expr:
    """As `evaluation.governing.distance`; null where the day is not known."""
    governs = edition.definition.governs
    if governs.by not in frame.columns:
        return pl.repeat(None, frame.height, dtype=pl.Int64)
    day = pl.col(governs.by)
    before = pl.lit(governs.from_.toordinal()) - day
    after = [] if governs.to is None else [day - pl.lit(governs.to.toordinal())]
    return pl.max_horizontal(before, *after).clip(lower_bound=0)


def _places(judged: pl.DataFrame, condition: pl.Expr) -> pl.Series:
    return judged.select(condition).to_series().arg_true()


def _patterns(
    judged: pl.DataFrame, condition: pl.Expr, flags: Sequence[pl.Expr]
) -> list[tuple[tuple[bool, ...], pl.Series]]:
    """The rows that meet a condition, by their flags; these are few, so are the ways in which they differ."""
    rows = judged.select(flag.alias(str(i)) for i, flag in enumerate(flags)).with_row_index("#place")
    groups = rows.filter(judged.select(condition).to_series()).group_by(
        map(str, range(len(flags))), maintain_order=True
    )
    return [(tuple(map(bool, key)), group.get_column("#place")) for key, group in groups]


def _picked(editions: Sequence[LoadedEdition], flags: Sequence[bool]) -> list[LoadedEdition]:
    return [e for e, flag in zip(editions, flags, strict=True) if flag]


def _several(
    editions: Sequence[LoadedEdition], rows: pl.Series, frame: pl.DataFrame, numbers: pl.Series, scheme: Scheme
) -> list[Fault]:
    error = SeveralEditionsError(scheme, tuple(e.name for e in editions))
    path = editions[0].definition.governs.by
    days = frame.get_column(path).gather(rows)
    return [
        Fault(number, path, date.fromordinal(day).isoformat(), error.message, None)
        for number, day in zip(numbers.gather(rows), days, strict=True)
    ]

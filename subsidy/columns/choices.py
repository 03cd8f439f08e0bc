"""Choices among columns where something may be unknown: what Polars would decide otherwise than the language does.

Polars takes an unknown condition for False and leaves nulls out of its extremes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeAlias

import polars as pl

from subsidy.columns.cells import Cell, alike, computed, flag, stage_of

Bind: TypeAlias = Callable[[Cell], Cell]
_MANY: Final = 6  # options from which a hashed look-up is faster than so many comparisons


def chosen(condition: Cell, then: Cell, otherwise: Cell, bind: Bind) -> Cell:
    """One of two branches; where the condition is unknown, what both agree on."""
    unknown = condition.may_be_unknown or then.may_be_unknown or otherwise.may_be_unknown
    if condition.may_be_unknown:
        condition, then, otherwise = map(bind, (condition, then, otherwise))
    width, (a, b) = alike(then, otherwise)
    expr = pl.when(condition.expr).then(a).otherwise(b)
    if condition.may_be_unknown:
        agreed = pl.when(a == b).then(a)
        expr = pl.when(condition.expr).then(a).when(~condition.expr).then(b).otherwise(agreed)
    low, high = min(then.low, otherwise.low), max(then.high, otherwise.high)
    return Cell(expr, width, low, high, unknown, stage_of(condition, then, otherwise))


def smallest(items: Sequence[Cell], bind: Bind) -> Cell:
    return _extreme(items, min, pl.min_horizontal, bind)


def largest(items: Sequence[Cell], bind: Bind) -> Cell:
    return _extreme(items, max, pl.max_horizontal, bind)


def _extreme(
    items: Sequence[Cell], of_bounds: Callable[[Iterable[int]], int], of: Callable[..., pl.Expr], bind: Bind
) -> Cell:
    """One unknown makes the whole unknown."""
    if any(item.may_be_unknown for item in items):
        items = [bind(item) for item in items]
    known = [item.expr.is_not_null() for item in items if item.may_be_unknown]

    def extreme(*parts: pl.Expr) -> pl.Expr:
        return pl.when(pl.all_horizontal(*known)).then(of(*parts)) if known else of(*parts)

    return computed(extreme, tuple(items), of_bounds(c.low for c in items), of_bounds(c.high for c in items))


def one_of(subject: Cell, options: Sequence[str], bind: Bind) -> Cell:
    """Whether a text is among the options."""
    if not options:
        return flag(pl.when(subject.expr.is_not_null()).then(pl.lit(False)), subject)
    if len(options) >= _MANY:
        return flag(subject.expr.is_in(list(options)), subject)
    subject = bind(subject)
    first, *others = (subject.expr == pl.lit(option) for option in options)
    for other in others:
        first = first | other
    return flag(first, subject)

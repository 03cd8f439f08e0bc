"""What the numbers of a column lie between: from it the width of all that is made of them is proved.

A column whose numbers are out of the bounds of its fact is a problem of the whole frame: `checked_frame` sets such rows
aside beforehand.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, NamedTuple

import polars as pl

from subsidy.columns.blocks import collected
from subsidy.diagnostics import Diagnostic
from subsidy.kinds import MOST_RECORDS
from subsidy.language.nodes import Fact, Item, Node
from subsidy.messages import msg

_MONTH: Final = 32


class Seen(NamedTuple):
    """What the numbers of a column lie between (0 and 0 of texts and flags), and whether it has nulls.

    The bounds are round, so that what is compiled for one part of a table is oftener good for the next.
    """

    low: int
    high: int
    has_nulls: bool


def seen_in(read: Sequence[tuple[Fact | Item, pl.Series]], problems: list[Diagnostic]) -> dict[str, Seen]:
    """What is seen of columns of one height, by path; of a column without values, nothing."""
    known = [(node, column) for node, column in read if column.null_count() < len(column)]
    numbers = {str(i): c for i, (_, c) in enumerate(known) if c.dtype.is_integer() or c.dtype == pl.Date}
    extremes = _extremes(numbers)
    seen = {}
    for i, (node, column) in enumerate(known):
        low, high = extremes.get(str(i), (0, 0))
        problems += _out_of_bounds(node, low, high) if str(i) in extremes else ()
        step = _MONTH if node.type.base == "date" else 0
        low, high = max(node.low, _down(low, step)), min(node.high, -_down(-high, step))
        seen[node.path] = Seen(low, high, column.null_count() > 0)
    return seen


def seen_lengths(lists: pl.Series, path: str, problems: list[Diagnostic]) -> Seen:
    longest = lists.list.len().max()
    most = longest if isinstance(longest, int) else 0
    if most > MOST_RECORDS:
        message = msg("a list of {found} records; at most {most}", found=most, most=MOST_RECORDS)
        problems.append(Diagnostic("column", message, field=path))
    return Seen(0, -_down(-most, 0), lists.null_count() > 0)


def _extremes(numbers: dict[str, pl.Series]) -> dict[str, tuple[int, int]]:
    """All at once, so that every core looks at some."""
    if not numbers:
        return {}
    least = [pl.col(name).min().alias(f"least {name}") for name in numbers]
    most = [pl.col(name).max().alias(f"most {name}") for name in numbers]
    found = collected(pl.DataFrame(numbers).lazy().select(*least, *most)).row(0)
    return {
        name: (_ordinal(low), _ordinal(high))
        for name, low, high in zip(numbers, found[: len(numbers)], found[len(numbers) :], strict=True)
    }


def _down(value: int, step: int) -> int:
    """A number at or below the value: a multiple of the step, or else of three binary digits."""
    step = step or 1 << max(0, value.bit_length() - 3)
    return value // step * step


def _out_of_bounds(node: Fact | Item, low: int, high: int) -> list[Diagnostic]:
    pairs = ((low, max(low, node.low)), (high, min(high, node.high)))
    return [
        Diagnostic(
            "bounds",
            msg(
                "{found} is out of bounds; the last allowed is {bound}",
                found=_said(node, found),
                bound=_said(node, bound),
            ),
            field=node.path.removesuffix("_"),
        )
        for found, bound in pairs
        if found != bound
    ]


def _ordinal(value: Any) -> int:
    return value.toordinal() if isinstance(value, date) else int(value)


def _said(node: Node, value: int) -> str:
    in_calendar = node.type.base == "date" and 1 <= value <= date.max.toordinal()
    return str(date.fromordinal(value)) if in_calendar else str(value)

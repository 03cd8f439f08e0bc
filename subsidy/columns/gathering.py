"""What a fold needs of each record: the flag that it asks for, or the number and whether it is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

import polars as pl

from subsidy.columns.blocks import Block
from subsidy.columns.cells import Cell, both_of, either_of, flag, judged, stage_of, width_of
from subsidy.columns.folds import KNOWN, VALUE
from subsidy.language.nodes import Gather, Gathering

Judged: TypeAlias = Callable[[Block, Gather, Cell | None, Cell], None]
"""Names the columns of the records' block, by whether a record is chosen (None: every one is) and its value."""


def _flag(records: Block, _: Gather, chosen: Cell | None, value: Cell) -> None:
    """The record is chosen and its value holds."""
    records.named(VALUE, both_of([value] if chosen is None else [chosen, value]))


def _obedience(records: Block, _: Gather, chosen: Cell | None, value: Cell) -> None:
    """The record is not chosen, or its value holds."""
    excused = [] if chosen is None else [judged(lambda of: ~of, chosen)]
    records.named(VALUE, either_of((*excused, value)))


def _number(records: Block, node: Gather, chosen: Cell | None, value: Cell) -> None:
    """The value where the record is chosen; known where it is passed over, or chosen with a value."""
    found = records.bind(value)
    chosen = _ALWAYS if chosen is None else records.bind(chosen)
    width = width_of((found,), node.low, node.high)
    number = pl.when(chosen.expr).then(found.within(width))
    known = chosen.expr.is_not_null() & (~chosen.expr | found.expr.is_not_null())
    records.named(VALUE, Cell(number, width, node.low, node.high, True, stage_of(chosen, found)))
    records.named(KNOWN, flag(known, chosen, found))


_ALWAYS: Final = flag(pl.lit(True))
JUDGED: Final[Mapping[Gathering, Judged]] = {
    "any": _flag,
    "all": _obedience,
    "count": _flag,
    "sum": _number,
    "min": _number,
    "max": _number,
}

"""What a fold needs of each record: the flag that it asks for, or the number and whether it is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

import polars as pl

from subsidy.columns.cells import Cell, both_of, either_of, flag, judged, stage_of, width_for
from subsidy.columns.folds import KNOWN, VALUE
from subsidy.language.nodes import Gather, Gathering

if TYPE_CHECKING:
    from subsidy.columns.compile import Compiler


def _flag(records: Compiler, node: Gather) -> None:
    """The record is chosen and its value holds."""
    asked = [node.value] if node.where is None else [node.where, node.value]
    records.block.named(VALUE, both_of(records.each(asked)))


def _obedience(records: Compiler, node: Gather) -> None:
    """The record is not chosen, or its value holds."""
    excused = [] if node.where is None else [judged(lambda of: ~of, records.of(node.where))]
    records.block.named(VALUE, either_of((*excused, records.of(node.value))))


def _number(records: Compiler, node: Gather) -> None:
    """The value where the record is chosen; known where it is passed over, or chosen with a value."""
    found = records.plain(node.value)
    chosen = _ALWAYS if node.where is None else records.plain(node.where)
    width = width_for(node.low, node.high, found.low, found.high)
    value = pl.when(chosen.expr).then(found.within(width))
    known = chosen.expr.is_not_null() & (~chosen.expr | found.expr.is_not_null())
    records.block.named(VALUE, Cell(value, width, node.low, node.high, True, stage_of(chosen, found)))
    records.block.named(KNOWN, flag(known, chosen, found))


_ALWAYS: Final = flag(pl.lit(True))
JUDGED: Final[Mapping[Gathering, Callable[[Compiler, Gather], None]]] = {
    "any": _flag,
    "all": _obedience,
    "count": _flag,
    "sum": _number,
    "min": _number,
    "max": _number,
}

"""Columns in stages: what reads a named column stands in a later stage than the one that makes it.

A value that is read twice is named, so that the expressions never grow beyond the tree they come from. A fold over
lists and a kernel that works row by row need the rows themselves; they are steps of their own between the stages.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TypeAlias

import polars as pl

from subsidy.columns.cells import Cell, Width, stage_of

Step: TypeAlias = Callable[[pl.DataFrame], pl.Series]
"""What makes a column from the rows that are there."""


@dataclass(slots=True)
class Stage:
    expressions: dict[str, pl.Expr] = field(default_factory=dict)
    steps: dict[str, Step] = field(default_factory=dict)


class Block:
    """The stages of one kind of row: loans, or the records of a list. Names are shared by all blocks of a plan."""

    def __init__(self, names: count[int]) -> None:
        self.stages: list[Stage] = []
        self.names = names

    def bind(self, cell: Cell) -> Cell:
        """The cell as a column, unless it is one already."""
        return cell if cell.plain else self.named(f"#{next(self.names)}", cell)

    def named(self, name: str, cell: Cell) -> Cell:
        self._stage(cell.stage).expressions[name] = cell.expr
        return replace(cell, expr=pl.col(name), stage=cell.stage + 1, plain=True)

    def step(self, step: Step, width: Width, bounds: tuple[int, int], *of: Cell) -> Cell:
        """The column that a step makes of these columns; it may be unknown."""
        name, stage = f"#{next(self.names)}", stage_of(*of)
        self._stage(stage).steps[name] = step
        return Cell(pl.col(name), width, *bounds, True, stage + 1, True)

    def run(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """The rows with every column of the block beside them."""
        for stage in self.stages:
            if stage.steps:
                rows = collected(frame)
                made = [step(rows).alias(name) for name, step in stage.steps.items()]
                frame = rows.with_columns(made).lazy()
            if stage.expressions:
                frame = frame.with_columns(**stage.expressions)
        return frame

    def _stage(self, number: int) -> Stage:
        while len(self.stages) <= number:
            self.stages.append(Stage())
        return self.stages[number]


def collected(frame: pl.LazyFrame) -> pl.DataFrame:
    """Rows in their order, worked through in portions that stay in the processor's cache."""
    return frame.collect(engine="streaming")

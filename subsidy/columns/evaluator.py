"""Many applications under one edition, as columns: the same tree as for one, and the same answers to the fen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any, Final

import polars as pl

from subsidy.columns.blocks import Block, collected
from subsidy.columns.cells import NUMBERS, Cell, Width
from subsidy.columns.compile import Compiler
from subsidy.columns.given import Given, given, wanted_by, widest
from subsidy.columns.results import Conclusion, results
from subsidy.columns.seen import Seen
from subsidy.diagnostics import did_you_mean
from subsidy.evaluation.conclusion import plans
from subsidy.evaluation.layout import Layout, layout_of
from subsidy.language.nodes import Node
from subsidy.messages import msg
from subsidy.scheme.library import LoadedEdition
from subsidy.scheme.unknown import UnknownNameError

_ON_DEMAND: Final = ("value.", "limit.")


class ColumnEvaluator:
    """One edition with its readings chosen, ready to work out frames of applications, one row each.

    The columns that come out, `columns` in this order, all of them by default but `value.` and `limit.`:

    - `outcome`: an `Outcome`; `total` in yuan (Decimal(38, 2)) and `total_fen`, null while a benefit is open
    - `reasons`: the names of the rules that fail and refuse or suspend something, with commas between
    - `status.BENEFIT`, `entitlement.BENEFIT` in yuan, `entitlement_fen.BENEFIT`
    - `rule.RULE`: whether it holds; null where that is unknown (for a presumed rule: it is presumed to hold)
    - `value.NAME`: a named value as a whole number of its unit, an ordinal, a text or a flag
    - `limit.NAME.PART`: a formula of a limit (`at_most`, `used`, `on`, `instead`) in whole fen, or in what it counts,
      rounded down; its `ratio` as a whole number of its unit

    It holds nothing of the rows it saw, so each partition of a larger table can be given to it on its own.
    """

    def __init__(self, edition: LoadedEdition, readings: Mapping[str, str] | None = None) -> None:
        self.edition = edition
        self.program = edition.program(readings)
        self._plans = plans(self.program)
        self._results = results(self.program, self._plans)
        self._layout = layout_of(self.program)
        self._asked: dict[tuple[str, ...], Columns] = {}

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of all columns that can be asked for."""
        return tuple(self._results)

    def evaluate(self, frame: Any, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """The results of a prepared frame, row by row in its order.

        `frame` is a Polars frame (lazy or not) or anything with Arrow's stream interface. Its columns are called by
        fact path and hold whole numbers of the fact's unit (fen; rates and shares in 1/10^8), dates (or proleptic
        ordinals), texts (a choice by its code), flags; lists of records are lists of structs. Null, or no such column,
        is unknown; an empty list says that there are none. Other columns are ignored. `checked_frame` makes one.

        What is not named in `columns` is not computed. Raises `InputError` with every column that is a float, of
        another wrong type or out of the bounds of its fact, `UnknownNameError` for a result that does not exist.
        """
        usual = [name for name in self._results if not name.startswith(_ON_DEMAND)]
        names = tuple(usual if columns is None else columns)
        for name in names:
            if name not in self._results:
                remedy = did_you_mean(name, self._results)
                raise UnknownNameError(msg("there is no {name}; {remedy}", name=name, remedy=remedy))

        if names not in self._asked:
            self._asked[names] = self._columns(names)
        return self._asked[names].over(frame)

    def _columns(self, names: Sequence[str]) -> Columns:
        def cells(compiler: Compiler) -> dict[str, Cell]:
            conclusion = Conclusion(compiler, self._plans)
            return {name: self._results[name].make(conclusion) for name in names}

        trees = [tree for name in names for tree in self._results[name].trees]
        return Columns(self._layout, names, trees, cells)


class Columns:
    """Columns of some names, which read some trees, as `cells` makes them.

    They are compiled for the values of each frame, which say how wide they must be; once for those that are alike. What
    comes out is of the width that any frame could need, so the parts of a table have columns of one type.
    """

    def __init__(
        self,
        layout: Layout,
        names: Sequence[str],
        trees: Sequence[Node],
        cells: Callable[[Compiler], Mapping[str, Cell]],
    ) -> None:
        needed = {i for tree in trees for i in layout.needed(tree)}
        named = (layout.program.values[i].node for i in needed)
        self.layout = layout
        self.names = tuple(names)
        self.cells = cells
        self.wanted = wanted_by(chain(trees, named))
        self._block = lru_cache(maxsize=64)(self._compiled)

    def over(self, frame: Any) -> pl.DataFrame:
        """Row by row in the order of the frame."""
        formed, seen = given(_frame(frame), self.wanted)
        return collected(self._block(tuple(seen.items())).run(formed).select(self.names))

    @cached_property
    def _widths(self) -> Mapping[str, Width]:
        """Of the columns of numbers: Int64, or Int128 where the facts could be so large."""
        cells = self.cells(Compiler(self.layout, Given(widest(self.wanted))))
        return {n: pl.Int128() if c.width == pl.Int128 else pl.Int64() for n, c in cells.items() if c.width in NUMBERS}

    def _compiled(self, seen: tuple[tuple[str, Seen], ...]) -> Block:
        compiler = Compiler(self.layout, Given(dict(seen)))
        for name, cell in self.cells(compiler).items():
            compiler.block.named(name, replace(cell, expr=cell.within(self._widths.get(name, cell.width))))
        return compiler.block


def _frame(frame: Any) -> pl.DataFrame:
    if isinstance(frame, pl.LazyFrame):
        return frame.collect()
    return frame if isinstance(frame, pl.DataFrame) else pl.DataFrame(frame)

"""Rows that wait for the same facts, told without asking for each: by all that the reasons of `evaluation.missing` can
depend on.

Those follow an unknown formula down to what is unknown below it. So they depend on which parts of it are known and on
the flags among them, which choose branches; where a part looks at more than that (records, bands, days of quotes), on
the facts below it as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

import polars as pl

from subsidy.columns.cells import Cell, number
from subsidy.columns.compile import Compiler
from subsidy.columns.evaluator import Columns
from subsidy.evaluation.layout import Layout
from subsidy.language import nodes
from subsidy.language.nodes import Node
from subsidy.language.walk import children, walk

_KIND: Final = "#kind"
_PLACE: Final = "#place"
_ALL: Final = "#all"  # so that rows of which nothing is looked at still have a kind

# Of these it matters alone what they come to, or that they come to nothing.
_PLAIN: Final = (
    nodes.Fact,
    nodes.Named,
    nodes.Rescaled,
    nodes.Add,
    nodes.Subtract,
    nodes.Multiply,
    nodes.DivideByConstant,
    nodes.Round,
    nodes.Compare,
    nodes.OneOf,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.If,
    nodes.Smallest,
    nodes.Largest,
    nodes.MonthsBetween,
    nodes.AddMonths,
    nodes.YearOf,
)


class Alike:
    """Sorts rows by what some formulas of a program can wait for."""

    def __init__(self, layout: Layout, trees: Sequence[Node]) -> None:
        needed = {i for tree in trees for i in layout.needed(tree)}
        every = [*trees, *(layout.program.values[i].node for i in sorted(needed))]
        parts = {_once(part): part for tree in every for part in _parts(tree)}
        self._parts = [(part, {} if _is_plain(part) else _facts_below(part, layout)) for part in parts.values()]
        names = [_ALL, *(str(i) for i in range(len(self._parts)))]
        names += [f"{i}.{path}" for i, (_, below) in enumerate(self._parts) for path in below]
        self._columns = Columns(layout, names, trees, self._cells)

    def kinds(self, frame: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
        """The place of one row of each kind, and of each row the number of its kind."""
        told = self._columns.over(frame)
        kinds = told.with_row_index(_PLACE).group_by(told.columns, maintain_order=True).agg(_PLACE)
        places = kinds.select(_PLACE).with_row_index(_KIND).explode(_PLACE)
        return kinds.get_column(_PLACE).list.first(), places.sort(_PLACE).get_column(_KIND)

    def _cells(self, compiler: Compiler) -> dict[str, Cell]:
        cells = {_ALL: number(0)}
        for i, (part, below) in enumerate(self._parts):
            cell = compiler.plain(part)
            is_flag = part.type.base == "flag"
            cells[str(i)] = cell if is_flag else replace(cell, expr=cell.expr.is_null(), width=pl.Boolean())
            for path, fact in below.items():
                given = compiler.list_of(path) if fact is None else compiler.of(fact)
                hidden = pl.when(cell.expr.is_null()).then(given.expr)
                cells[f"{i}.{path}"] = replace(given, expr=hidden, stage=max(given.stage, cell.stage))
        return cells


def _once(part: Node) -> object:
    """Equal for parts that are the same: facts and named values are named again and again."""
    return part.path if isinstance(part, nodes.Fact) else part.name if isinstance(part, nodes.Named) else id(part)


def _is_plain(node: Node) -> bool:
    return isinstance(node, _PLAIN) and not (isinstance(node, nodes.Round) and isinstance(node.of, nodes.Ratio))


def _parts(tree: Node) -> Iterator[Node]:
    """A formula and what is below it, as far as that is plain."""
    if not isinstance(tree, nodes.Constant | nodes.Unpublished | nodes.Texts):
        yield tree
        for child in children(tree) if _is_plain(tree) else ():
            yield from _parts(child)


def _facts_below(tree: Node, layout: Layout) -> dict[str, nodes.Fact | None]:
    """All that a formula reads; of a list None."""
    named = [layout.program.values[i].node for i in layout.needed(tree)]
    found: dict[str, nodes.Fact | None] = {}
    for node in _all((tree, *named)):
        if isinstance(node, nodes.Fact):
            found[node.path] = node
        elif isinstance(node, nodes.Gather | nodes.Records):
            found[node.path] = None
    return found


def _all(trees: Iterable[Node]) -> Iterator[Node]:
    return (node for tree in trees for node in walk(tree))

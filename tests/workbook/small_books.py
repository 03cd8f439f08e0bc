"""Workbooks of random programs over the small world: its facts, lists and rates, each value and rule a cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from subsidy.evaluation.run import Run
from subsidy.facts import FactType
from subsidy.facts.scalars import SCALARS
from subsidy.kinds import TEXT, Kind
from subsidy.language.nodes import Named
from subsidy.language.walk import walk
from subsidy.messages import Label
from subsidy.scheme.program import Program
from subsidy.workbook.answers import write_workings
from subsidy.workbook.constants import write_rates
from subsidy.workbook.inputs import write_balance, write_facts, write_records
from subsidy.workbook.model import Model, Placed, model_of
from subsidy.workbook.names import Titles
from subsidy.workbook.sheet import Sheet
from subsidy.workbook.shown import exact_format
from tests.evaluation.small import BOUNDS, COLOURS, FACTS, LISTS, TITLES
from tests.workbook.recalculation import Book

xlsxwriter = pytest.importorskip("xlsxwriter")

VALUES = "Values"


class _Labels(defaultdict[str, Label]):
    """Everything is called by its name."""

    def __missing__(self, name: str) -> Label:
        return Label(name, name)


def named(program: Program) -> Program:
    """A program of the small world, whose parts have no labels, with labels."""
    return replace(program, labels=_Labels())


class Written(NamedTuple):
    path: Path
    run: Run
    model: Model
    is_typed: bool

    @property
    def parts(self) -> tuple[Placed, ...]:
        return (*self.model.values, *self.model.rules)


def written(path: Path, run: Run, typed: Run | None = None) -> Written:
    """The workbook of a run; `typed` is a run of the same program, whose facts are typed into it."""
    titles = Titles("en")
    model = model_of(run, titles, _Labels(), {})
    given = model.given
    typed = typed or run
    given.typed = {used.path: fact for used, fact in zip(run.program.inputs, typed.facts, strict=True)}
    with xlsxwriter.Workbook(str(path), {"in_memory": True}) as book:
        write_facts(Sheet(book, "Facts", "en"), given, {name: fact_type(name, kind) for name, kind in FACTS.items()})
        for name, rows in given.lists.items():
            write_records(Sheet(book, rows.sheet, "en"), given, rows, list_type(name, LISTS[name]))
        if given.balance is not None:
            write_balance(Sheet(book, given.balance.rows.sheet, "en"), given.balance.rows)
        for name, table in run.program.tables.items():
            write_rates(Sheet(book, name, "en"), given, name, table, ())
        write_workings(Sheet(book, model.workings.sheet, "en"), model.workings)
        sheet = Sheet(book, VALUES, "en")
        for row, placed in enumerate((*model.values, *model.rules)):
            (known,) = placed.cell.known
            form = exact_format(placed.part.node.type, known)
            if placed.beyond is not None and known is not None:
                sheet.given(row, 0, known, "exact", form)
            else:
                sheet.formula(row, 0, placed.cell.text, known, "exact", form)
            sheet.formula(row, 1, f'IF(ISNA(A{row + 1}),"unknown","known")', "unknown" if known is None else "known")
            sheet.name(placed.name, row, 0)
    return Written(path, typed, model, typed is not run)


def differences(made: Written, book: Book) -> Iterator[tuple[str, Any, Any]]:
    """Formula, what the sheet has, what the engine has: of each value and rule that is not the same.

    Where other facts are typed, what holds the engine's own value does not follow them, nor does what follows from it.
    """
    held: set[str] = set()
    for row, (placed, wanted) in enumerate(zip(made.parts, (*made.run.values, *made.run.rules), strict=True)):
        needs = {node.name for node in walk(placed.part.node) if isinstance(node, Named)}
        if made.is_typed and (placed.beyond is not None or needs & held):
            held.add(placed.part.name)
            continue
        text, said = book.at(VALUES, row, 0), book.at(VALUES, row, 1)
        if text is None:
            found = None if said == "unknown" else "an error that is not #N/A"
        else:
            found = book.exact(placed.cell, text, placed.part.node.type.base)
        if found != wanted:
            yield placed.part.formula, found, wanted


def fact_type(path: str, kind: Kind) -> FactType:
    """A fact of the small world as the vocabulary has facts."""
    scalar = SCALARS[kind.name][1]
    low, high = BOUNDS.get(path, (kind.low, kind.high))
    choices: Mapping[str, Label] = {}
    if kind is TEXT:
        choices = TITLES if path.startswith("borrower") else COLOURS
    name = path.rpartition(".")[2]
    return FactType(path, Label(name, name), "", None, False, replace(scalar, low=low, high=high, choices=choices))


def list_type(path: str, fields: Mapping[str, Kind]) -> FactType:
    types = {field.removesuffix("_"): fact_type(f"{path}.{field}", kind) for field, kind in fields.items()}
    return FactType(path, Label(path, path), "", None, False, None, types)

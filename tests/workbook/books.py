"""Workbooks of decisions, their facts changed before they are recalculated, and what they come to then."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest

from subsidy import Decision
from subsidy.evaluation.conclusion import plans
from subsidy.evaluation.decision import VERDICTS
from subsidy.evaluation.run import Run
from subsidy.explain.values import UNKNOWN
from subsidy.facts import FactType
from subsidy.messages import Language, msg
from subsidy.scheme.inputs import bounded
from subsidy.scheme.program import Input
from subsidy.workbook import model
from subsidy.workbook.answers import EXACT_COLUMN
from subsidy.workbook.book import modelled, write_sheets
from subsidy.workbook.given import allowed
from subsidy.workbook.model import Model, Placed
from subsidy.workbook.names import Titles
from subsidy.workbook.places import FIRST_ROW
from tests.workbook.recalculation import Book

xlsxwriter = pytest.importorskip("xlsxwriter")

FIRST: Final = FIRST_ROW - 1


class Written(NamedTuple):
    """A workbook on the disk: made of `decision`, with the facts of `run` typed into it."""

    path: Path
    decision: Decision
    run: Run
    model: Model
    titles: Titles


def written(path: Path, decision: Decision, language: Language = "en", typed: Decision | None = None) -> Written:
    """The workbook of a decision; `typed` are other facts that somebody types into its yellow cells."""
    titles = Titles(language)
    made = modelled(decision, titles)
    run = (typed or decision).run
    made.given.typed = {used.path: fact for used, fact in zip(run.program.inputs, run.facts, strict=True)}
    with xlsxwriter.Workbook(str(path), {"in_memory": True}) as book:
        write_sheets(book, made, titles, decision)
    return Written(path, decision, run, made, titles)


def fits(decision: Decision, typed: Decision) -> bool:
    """Whether the workbook of a decision has room for other facts: no more records, no larger amounts."""
    pairs = zip(decision.program.inputs, decision.run.facts, typed.run.facts, strict=True)
    return all(_fits(decision.program.vocabulary[used.path], used, ours, theirs) for used, ours, theirs in pairs)


def _fits(fact: FactType, used: Input, ours: Any, theirs: Any) -> bool:
    if theirs is None:
        return True
    if used.fields is None:
        return _is_allowed(fact, [ours], theirs)
    types = [(fact.fields or {})[field.removesuffix("_")] for field in used.fields]
    columns = [[record[i] for record in ours or ()] for i in range(len(types))]
    return len(theirs) <= len(ours or ()) + model.SPARE and all(
        _is_allowed(type_, column, value)
        for record in theirs
        for type_, column, value in zip(types, columns, record, strict=True)
    )


def _is_allowed(fact: FactType, ours: list[Any], theirs: Any) -> bool:
    known = bounded(fact)
    low, high = allowed(known.type, known.low, known.high, ours)
    return not isinstance(theirs, int) or isinstance(theirs, bool) or low <= theirs <= high


def differences(made: Written, book: Book) -> Iterator[tuple[str, Any, Any]]:
    """Name, what the sheet has, what the engine has: of each value, rule, status and amount that is not the same."""
    steps, rules, result = (made.titles.fixed(title) for title in (msg("Steps"), msg("Rules"), msg("Result")))
    unknown = UNKNOWN.say(made.titles.language)
    verdicts = {VERDICTS[word].say(made.titles.language) for word in ("unknown", "presumed")}
    run = made.run
    found = [*_found(made.model.values, steps, book, {unknown}), *_found(made.model.rules, rules, book, verdicts)]
    names = [placed.name for placed in (*made.model.values, *made.model.rules)]
    yield from _unequal(names, found, [*run.values, *run.rules])
    for row, plan in enumerate(plans(run.program), FIRST):
        status, fen = plan.result(run.rules, run.values[plan.amount])
        exact = book.at(result, row, 7)
        sheets = book.at(result, row, 6), None if exact is None else int(float(exact))
        yield from _unequal([plan.benefit.name], [sheets], [(status, None if status == "open" else fen)])


def _found(placed: tuple[Placed, ...], sheet: str, book: Book, unknown: set[str]) -> Iterator[Any]:
    """The values of a sheet of steps or rules; #N/A is told from other errors by the words beside it."""
    for row, one in enumerate(placed, FIRST):
        text, shown = book.at(sheet, row, EXACT_COLUMN), book.at(sheet, row, 1)
        if text is None:
            yield None if shown in unknown else f"an error, shown as {shown}"
        else:
            yield book.exact(one.cell, text, one.part.node.type.base)


def _unequal(names: list[str], found: list[Any], wanted: list[Any]) -> Iterator[tuple[str, Any, Any]]:
    return (row for row in zip(names, found, wanted, strict=True) if row[1] != row[2])

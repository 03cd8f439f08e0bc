"""A report in a folder: its page, and a sheet for each of the loans that it shows one by one.

Needs the extra `papers`; it is imported where a report is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import polars as pl

from subsidy.batch.applications import Applications
from subsidy.batch.breakdown import Breakdown
from subsidy.batch.making import Making
from subsidy.batch.question import BatchQuestion
from subsidy.batch.report import Findings, Loans, batch_report
from subsidy.batch.result import BatchResult
from subsidy.batch.sinks import Limits, Writer
from subsidy.batch.source import ROW
from subsidy.evaluation import Decision, evaluate
from subsidy.limits import apply_limits
from subsidy.messages import Label
from subsidy.papers.blocks import Linked
from subsidy.papers.html import as_html
from subsidy.papers.sheet import sheet
from subsidy.papers.sheet_html import sheet_as_html

INDEX: Final = "index.html"


class Shown:
    """The first rows of a batch, as many as are wanted, with their facts."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._facts: list[pl.DataFrame] = []
        self._rows: list[pl.DataFrame] = []
        self._taken = self._written = 0

    def take(self, facts: pl.DataFrame, decided: pl.Series) -> None:
        """The facts of rows that were decided."""
        if self._taken < self._most:
            kept = facts.filter(pl.col(ROW).is_in(decided.implode())).head(self._most - self._taken)
            self._facts.append(kept)
            self._taken += kept.height

    def write(self, named: pl.DataFrame, decisions: pl.DataFrame, payables: pl.DataFrame) -> None:
        """Rows as `Output.write` takes them."""
        if self._written < self._most:
            rows = pl.concat(
                [named, decisions.select("outcome", "edition", "total_fen"), payables.select("payable_fen")],
                how="horizontal",
            ).head(self._most - self._written)
            self._rows.append(rows)
            self._written += rows.height

    @property
    def facts(self) -> pl.DataFrame:
        return pl.concat(self._facts, how="diagonal_relaxed") if self._facts else pl.DataFrame({ROW: []})

    @property
    def rows(self) -> pl.DataFrame:
        return pl.concat(self._rows) if self._rows else pl.DataFrame()


class Report:
    """What a report is made of while the rows pass, and in the end the report."""

    def __init__(self, folder: Path, question: BatchQuestion, making: Making) -> None:
        self._folder = folder
        self._question = question
        self._making = making
        self._made_in = making.beside(folder) / "report"
        self._breakdown = Breakdown()
        self.shown = Shown(question.sheets)
        self.writers: tuple[Writer, ...] = (self._breakdown, self.shown)

    def make(self, result: BatchResult, limits: Limits) -> None:
        """Writes the page and the sheets where they are not to be seen yet.

        Where every loan is shown, the sheets say what the limits leave; a part of the loans cannot be settled.
        """
        language, languages = self._question.language, (self._question.language,)
        loans = Loans(self.shown.rows, result.decided, lambda number, name: Linked(name, _sheet(number)))
        findings = Findings(self._breakdown, limits.groups, self._labels, loans)
        page = batch_report(result, findings, self._question.schemes.vocabulary)
        self._write(INDEX, as_html(page, language))
        decisions = list(_decisions(self._question, self.shown))
        settlement = apply_limits(decisions) if len(decisions) == result.decided else None
        for number, decision in enumerate(decisions):
            self._write(_sheet(number), sheet_as_html(sheet(decision, settlement), *languages))

    @property
    def _labels(self) -> dict[str, Label]:
        scheme = self._question.schemes[self._question.scheme]
        limits = (limit for e in scheme.editions.values() for limit in e.definition.limits.items())
        return {name: limit.label for name, limit in limits}

    def _write(self, name: str, text: str) -> None:
        path = self._made_in / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        self._making.add(path, self._folder / name)


def _sheet(number: int) -> str:
    """What leads to the sheet of a loan, which are counted from 0."""
    return f"sheets/{number + 1}.html"


def _decisions(question: BatchQuestion, shown: Shown) -> Iterator[Decision]:
    scheme = question.schemes[question.scheme]
    facts = shown.facts
    applications = Applications(facts, question.schemes.vocabulary)
    for row in facts.get_column(ROW):
        yield evaluate(scheme, applications[row], edition=question.edition, readings=question.readings)

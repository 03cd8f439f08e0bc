"""An audit as a workbook: summary, what does not agree with its causes, what was found, all rows.

A text is a text cell whatever it begins with, so Excel runs none of them; an amount is a number where Excel's 15 digits
hold it exactly, else a text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache, partial
from itertools import chain
from math import ceil
from pathlib import Path
from types import NoneType
from typing import Any, Final, TypeAlias

import polars as pl
import xlsxwriter

from subsidy.audit.auditing import Audit, Audited
from subsidy.audit.lines import DIFFERENT, VERDICTS
from subsidy.audit.page import STAGES, causes_in_words, title
from subsidy.audit.proof import Proof
from subsidy.audit.proof_page import first_cause
from subsidy.audit.summed import OPEN, by_cause, kind_of, leading_cause, together
from subsidy.batch.receipt import engine
from subsidy.evaluation.decision import OUTCOMES
from subsidy.messages import Label, Language, Sayable, msg
from subsidy.quantities.fen import yuan_of
from subsidy.report.width import width
from subsidy.tables.sheet import LONGEST_TEXT, MOST_ROWS, TooLargeError

_Said: TypeAlias = str | int | Decimal | None
Cell: TypeAlias = _Said | Sayable
_PLAIN: Final = (str, int, Decimal, NoneType)
_DIGITS: Final = 15
_WIDEST: Final = 60
_SUMMARY_WIDTHS: Final = (44, *([18] * 8))
_LINE: Final = 17.0
_HIGHEST: Final = 405.0
_A4: Final = 9
_UNCHANGING: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - so that the same audit gives the same bytes

_LOAN: Final = (msg("file"), msg("row"), msg("loan"), msg("borrower"), msg("lender"))
_AMOUNTS: Final = (msg("claimed amount, yuan"), msg("recomputed, yuan"), msg("difference, yuan"))
_VERDICT: Final = msg("verdict of the audit")
_DIFFERENCES: Final = (
    *(*_LOAN, msg("benefit"), _VERDICT, *_AMOUNTS),
    *(msg("likely cause"), msg("in words"), msg("conditions, facts, limits")),
)
_FINDINGS: Final = (msg("what"), msg("rows concerned"), msg("in words"))
_ROWS: Final = (*_LOAN, msg("benefit"), msg("edition"), msg("outcome"), _VERDICT, *_AMOUNTS)


def write_workbook(audit: Audit, path: Path, language: Language, proof: Proof = ()) -> None:
    """Writes the workbook. Raises `TooLargeError` for more rows than a sheet holds."""
    with _opened(path) as book:
        book.set_properties({"created": _UNCHANGING})
        writer = _Writer(book, language, path.name)
        writer.summary(Label("汇总", "Summary"), _summary(audit, proof))
        writer.table(Label("差异", "Differences"), _DIFFERENCES, partial(_differences, audit))
        writer.table(Label("发现", "Findings"), _FINDINGS, partial(_findings, audit))
        writer.table(Label("全部", "All rows"), _ROWS, partial(_rows, audit))


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """A workbook, finished only where nothing went wrong: that takes as long as all the rest of a large one."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True, "tmpdir": str(path.parent)})
    try:
        yield book
        book.close()
    finally:
        for sheet in book.worksheets():
            sheet.row_data_fh.close()


class _Writer:
    def __init__(self, book: Any, language: Language, name: str) -> None:
        self._book = book
        self._language = language
        self._name = name
        self._head = book.add_format({"bold": True, "bottom": 1})
        self._money = book.add_format({"num_format": "#,##0.00", "valign": "top"})
        self._top = book.add_format({"valign": "top"})
        self._wrapped = book.add_format({"text_wrap": True, "valign": "top"})

    def summary(self, title: Label, rows: Iterable[Sequence[Cell]]) -> None:
        """Parts one below the other; the first row of each is its heading."""
        sheet = self._sheet(title)
        for column, cells in enumerate(_SUMMARY_WIDTHS):
            sheet.set_column(column, column, cells)
        begins = True
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                self._write(sheet, (number, column), self._said(cell), self._head if begins else None)
            begins = not row

    def table(self, title: Label, header: Sequence[Sayable], rows: Callable[[], Iterable[Sequence[Cell]]]) -> None:
        """The rows are gone through twice, so that they need not be held: for the widths, and to be written."""
        sheet, head, count = self._sheet(title), [name.say(self._language) for name in header], 0
        widths = [_width(name) for name in head]
        for row in rows():
            count += 1
            widths = [max(cells, _width(self._said(cell))) for cells, cell in zip(widths, row, strict=True)]
        if count > MOST_ROWS:
            problem = msg("{file}: a sheet holds at most {most} rows; write .json", file=self._name, most=MOST_ROWS)
            raise TooLargeError(problem)
        widths = [min(cells, _WIDEST) for cells in widths]
        for column, cells in enumerate(widths):
            sheet.set_column(column, column, cells + 2)
        sheet.set_default_row(_LINE)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.autofilter(0, 0, max(1, count), len(header) - 1)
        for number, row in enumerate(chain([head], rows())):
            said = [self._said(cell) for cell in row]
            lines = max(_lines(cell, cells) for cell, cells in zip(said, widths, strict=True))
            if lines > 1:
                sheet.set_row(number, min(_LINE * lines, _HIGHEST))
            for column, cell in enumerate(said):
                self._write(sheet, (number, column), cell, self._wrapped if number else self._head)

    def _sheet(self, title: Label) -> Any:
        sheet = self._book.add_worksheet(title.say(self._language))
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        return sheet

    def _write(self, sheet: Any, at: tuple[int, int], cell: _Said, form: Any) -> None:
        """`form` is that of texts."""
        if isinstance(cell, Decimal) and len(cell.as_tuple().digits) <= _DIGITS:
            sheet.write_number(*at, cell, self._money)
        elif isinstance(cell, int):
            sheet.write_number(*at, cell, self._top)
        elif cell is not None:
            text = f"{cell:f}" if isinstance(cell, Decimal) else cell
            sheet.write_string(*at, text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…", form)

    def _said(self, cell: Cell) -> _Said:
        return cell if isinstance(cell, _PLAIN) else cell.say(self._language)


def _width(cell: _Said) -> int:
    """Of the widest line, in the width of a digit."""
    if isinstance(cell, str):
        return max(map(_width_of, cell.split("\n")))
    return 0 if cell is None else len(f"{cell:,}")


def _lines(cell: _Said, cells: int) -> int:
    """Into which a text is wrapped, since not every program works that out by itself."""
    if not isinstance(cell, str):
        return 1
    return sum(max(1, ceil(_width_of(line) / max(1, cells))) for line in cell.split("\n"))


_width_of: Final = lru_cache(100_000)(width)


def _summary(audit: Audit, proof: Proof) -> Iterator[Sequence[Cell]]:
    yield (title(audit).text,)
    if audit.differs and (cause := first_cause(proof)):
        yield (cause,)
    yield (msg("compared"), STAGES[audit.terms.stage])
    yield (msg("engine"), engine())
    for audited in audit.schemes:
        yield from _sums(audited)
        yield from _made_with(audited)
    if audit.findings:
        yield ()
        yield (msg("Found within the batch"), msg("number"), msg("criterion"))
        yield from ((check.label, len(rows), check.criterion) for check, rows in audit.findings)
    if proof:
        yield ()
        yield (msg("The receipt"), None, msg("recorded"), msg("now"))
        for part in proof:
            yield (part.label, msg("the same") if part.is_same else msg("changed"), part.recorded, part.found)
    notes = [note for audited in audit.schemes for note in audited.notes]
    if notes:
        yield ()
        yield (msg("Please note"),)
        yield from ((note,) for note in notes)


def _sums(audited: Audited) -> Iterator[Sequence[Cell]]:
    yield ()
    yield (audited.scheme.title, msg("number"), *_AMOUNTS)
    for verdict, found in audited.sums.items():
        yield (VERDICTS[verdict], found.lines, *_three(found.claimed, None if verdict == OPEN else found.right))
    whole, different = together(audited.sums), [e for e in audited.explained if e.verdict in DIFFERENT]
    yield (msg("together, of what can be recomputed"), whole.lines, *_three(whole.claimed, whole.right))
    if different:
        yield ()
        if lead := leading_cause(different):
            yield (lead,)
            yield ()
        yield (msg("likely cause"), msg("number"), msg("too much, yuan"), msg("too little, yuan"))
        yield from ((one.label, one.lines, yuan_of(one.over), yuan_of(one.under)) for one in by_cause(different))


def _made_with(audited: Audited) -> Iterator[Sequence[Cell]]:
    for name, program in audited.programs.items():
        yield ()
        yield (msg("edition {edition}", edition=name), program.sha256)
        yield from ((msg("overlay"), sha256) for sha256 in program.overlays)
        for reading, choice in program.readings.items():
            chosen = program.edition.readings[reading]
            yield (chosen.label, chosen.choice_labels[choice])
        for table, rates in program.tables.items():
            yield (msg("rate table {table}", table=table), rates.sha256)


def _differences(audit: Audit) -> Iterator[Sequence[Cell]]:
    for audited in audit.schemes:
        lines = pl.DataFrame({"row": [explained.row for explained in audited.explained]}, schema={"row": pl.Int64})
        loans = _with_loans(lines, audited).select("row", "name", "lender").iter_rows()
        for explained, loan in zip(audited.explained, loans, strict=True):
            yield (
                *_loan(loan, audit),
                audited.benefits.get(explained.benefit),
                VERDICTS[explained.verdict],
                *_three(explained.claimed, explained.right),
                kind_of(explained) if explained.verdict in DIFFERENT else None,
                _Lines(causes_in_words(explained)),
                _Lines(explained.why),
            )


def _findings(audit: Audit) -> Iterator[Sequence[Cell]]:
    for check, found in audit.findings:
        for finding in found:
            yield (check.label, _Lines([audit.terms.names(row) for row in finding.rows]), finding.words)


def _rows(audit: Audit) -> Iterator[Sequence[Cell]]:
    for audited in audit.schemes:
        known = _with_loans(audited.lines, audited).select(*_LINE_OF, "row", "name", "lender")
        for benefit, edition, outcome, verdict, claimed, right, *loan in known.iter_rows():
            yield (
                *_loan(loan, audit),
                audited.benefits.get(benefit),
                edition,
                None if outcome is None else OUTCOMES[outcome],
                VERDICTS[verdict],
                *_three(claimed, right),
            )


_LINE_OF: Final = ("benefit", "edition", "outcome", "verdict", "claimed_fen", "right_fen")


def _with_loans(lines: pl.DataFrame, audited: Audited) -> pl.DataFrame:
    """What rows say of their loans, and how they were decided; null of rows that cannot be read."""
    known = audited.ledger.select("row", "name", "lender", "edition", "outcome")
    return lines.join(known, on="row", how="left", maintain_order="left")


def _loan(loan: Sequence[Any], audit: Audit) -> tuple[Cell, ...]:
    row, name, lender = loan
    place = audit.terms.names.place(row)
    return (place.file, place.row, audit.terms.names.loan(row), name, lender)


@dataclass(frozen=True, slots=True)
class _Lines:
    """Several sayables, one under the other."""

    items: Sequence[Sayable]

    def say(self, language: Language) -> str:
        return "\n".join(item.say(language) for item in self.items)


def _three(claimed: int | None, right: int | None) -> tuple[Cell, Cell, Cell]:
    """Claimed, recomputed, and the difference, in yuan."""
    apart = None if right is None else yuan_of((claimed or 0) - right)
    return (None if claimed is None else yuan_of(claimed), None if right is None else yuan_of(right), apart)

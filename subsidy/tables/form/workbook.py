"""A form as a workbook: the loans, a sheet for each long list, and how to fill them in.

The example's row is grey as long as its number bears the mark of an example, so what is written over it is not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from subsidy.messages import Label, msg
from subsidy.report.phrases import edition_name
from subsidy.report.width import width, wrapped
from subsidy.tables.form.cells import look, validation
from subsidy.tables.form.columns import PERCENT, Column, Form
from subsidy.tables.form.example import MARK
from subsidy.tables.form.guide import write_guide
from subsidy.tables.form.told import note

LOANS: Final = Label("填报表", "loans")
HEADING_ROW: Final = 4

_UNCHANGING: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - so that the same form gives the same bytes
_LAST_ROW: Final = 1_048_575
_NARROWEST, _WIDEST = 11, 26
_HEADING_HEIGHT: Final = 48
_NOTE_WIDTH, _NOTE_CELLS, _LINE = 260, 36, 16
_A4: Final = 9
_BANDS: Final = ("#DCE6F1", "#E4DFEC", "#EBF1DE", "#FDE9D9", "#DAEEF3", "#F2F2F2")
_GREY: Final = "#808080"


def write_workbook(form: Form, path: Path, command: str) -> None:
    """The form as an XLSX file; `command` decides it when it is filled in."""
    book = xlsxwriter.Workbook(path)
    title = edition_name(form.edition.definition).say(form.language)
    book.set_properties({"created": _UNCHANGING, "title": title})
    _Table(book, form, title, LOANS, form.columns).write()
    for records in form.sheets.values():
        _Table(book, form, title, records[-1].of, records).write()
    write_guide(book, form, title, command, HEADING_ROW)
    book.close()


class _Table:
    """A sheet to fill in: a title, the records that facts belong to, the headings, the example."""

    def __init__(self, book: Any, form: Form, title: str, name: Label, columns: Sequence[Column]) -> None:
        self._book = book
        self._language = form.language
        self._sheet = book.add_worksheet(name.say(form.language))
        self._title = f"{title} · {name.say(form.language)}"
        self._columns = columns

    def write(self) -> None:
        sheet, book = self._sheet, self._book
        sheet.write_string(0, 0, self._title, book.add_format({"bold": True, "font_size": 14}))
        hint = msg("The grey row is an example; the last sheet says how to fill in the form.").say(self._language)
        sheet.write_string(1, 0, hint, book.add_format({"font_color": _GREY, "italic": True}))
        sheet.set_row(HEADING_ROW - 1, _HEADING_HEIGHT)
        first = 0
        for number, (of, group) in enumerate(groupby(self._columns, lambda column: column.of)):
            band = {"bg_color": _BANDS[number % len(_BANDS)], "border": 1, "border_color": "#BFBFBF", "bold": True}
            first = self._band(of, list(group), first, band)
        mark = MARK.say(self._language)
        grey = book.add_format({"font_color": _GREY, "italic": True, "bg_color": "#F7F7F7"})
        is_example = {"type": "formula", "criteria": f'=LEFT($A{HEADING_ROW + 1},{len(mark)})="{mark}"', "format": grey}
        sheet.conditional_format(HEADING_ROW, 0, _LAST_ROW, len(self._columns) - 1, is_example)
        sheet.freeze_panes(HEADING_ROW, 1)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.repeat_rows(HEADING_ROW - 2, HEADING_ROW - 1)
        sheet.repeat_columns(0)

    def _band(self, of: Label, columns: Sequence[Column], first: int, style: Mapping[str, Any]) -> int:
        """The columns of one record, with its name above; gives the place of the next column."""
        head = self._book.add_format({**style, "align": "center"})
        heading = self._book.add_format({**style, "align": "center", "valign": "vcenter", "text_wrap": True})
        last = first + len(columns) - 1
        if last > first:
            self._sheet.merge_range(HEADING_ROW - 2, first, HEADING_ROW - 2, last, of.say(self._language), head)
        else:
            self._sheet.write_string(HEADING_ROW - 2, first, of.say(self._language), head)
        for at, column in enumerate(columns, first):
            self._column(at, column, heading)
        return last + 1

    def _column(self, at: int, column: Column, heading: Any) -> None:
        said = note(column, self._language)
        size = {"width": _NOTE_WIDTH, "height": _LINE * (len(wrapped(said, _NOTE_CELLS)) + 1), "font_size": 9}
        self._sheet.write_string(HEADING_ROW - 1, at, column.heading, heading)
        self._sheet.write_comment(HEADING_ROW - 1, at, said, size)
        cells = self._book.add_format(look(column))
        wide = max(map(width, (*column.heading.split(), str(column.example or ""))))
        self._sheet.set_column(at, at, min(max(wide + 2, _NARROWEST), _WIDEST), cells)
        self._example(at, column, cells)
        if rule := validation(column, self._language):
            self._sheet.data_validation(HEADING_ROW, at, _LAST_ROW, at, rule)

    def _example(self, at: int, column: Column, cells: Any) -> None:
        value = column.example
        if isinstance(value, str):
            self._sheet.write_string(HEADING_ROW, at, value, cells)
        elif isinstance(value, date):
            self._sheet.write_datetime(HEADING_ROW, at, value, cells)
        elif value is not None:
            self._sheet.write_number(HEADING_ROW, at, value / 100 if column.unit == PERCENT else value, cells)

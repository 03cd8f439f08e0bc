"""The last sheet of a form: what it stands on, how it is filled in, what every column means."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from subsidy.messages import Label, msg
from subsidy.report.width import wrapped
from subsidy.tables.form.columns import Column, Form
from subsidy.tables.form.told import allowed, example_text, instructions, meaning, standing

GUIDE: Final = Label("填表说明", "how to fill in")
_WIDTHS: Final = (30, 38, 44, 24, 34)
_LINE: Final = 16
_A4: Final = 9
_BORDER: Final = {"border": 1, "border_color": "#BFBFBF", "valign": "top", "text_wrap": True}


def write_guide(book: Any, form: Form, title: str, command: str, heading_row: int) -> None:
    """Adds the sheet; `command` decides the form when it is filled in."""
    _Guide(book, form).write(title, command, heading_row)


class _Guide:
    def __init__(self, book: Any, form: Form) -> None:
        self._form = form
        self._language = form.language
        self._sheet = book.add_worksheet(GUIDE.say(form.language))
        self._row = 0
        self._text = book.add_format({"valign": "top", "text_wrap": True})
        self._title = book.add_format({"bold": True, "font_size": 14})
        self._label = book.add_format({"valign": "top", "font_color": "#595959"})
        self._section = book.add_format({"bold": True, "font_size": 12, "bottom": 1})
        self._command = book.add_format(
            {"font_name": "Consolas", "bg_color": "#F2F2F2", "valign": "top", "text_wrap": True}
        )
        self._head = book.add_format({**_BORDER, "bold": True, "bg_color": "#DCE6F1"})
        self._cell = book.add_format(_BORDER)

    def write(self, title: str, command: str, heading_row: int) -> None:
        for at, cells in enumerate(_WIDTHS):
            self._sheet.set_column(at, at, cells)
        self._sheet.write_string(0, 0, f"{title} · {GUIDE.say(self._language)}", self._title)
        self._row = 2
        for label, said in standing(self._form):
            self._sheet.write_string(self._row, 0, label.say(self._language), self._label)
            self._across(said.say(self._language), self._text, first=1)
        self._heading(msg("How to fill in"))
        for number, said in enumerate(instructions(self._form, heading_row), 1):
            self._across(f"{number}. {said.say(self._language)}", self._text)
        self._heading(msg("What then"))
        self._across(command, self._command)
        self._columns()
        self._sheet.set_landscape()
        self._sheet.set_paper(_A4)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.hide_gridlines(2)

    def _heading(self, said: Any) -> None:
        self._row += 1
        for at in range(len(_WIDTHS)):
            self._sheet.write_blank(self._row, at, None, self._section)
        self._sheet.write_string(self._row, 0, said.say(self._language), self._section)
        self._row += 1

    def _across(self, text: str, look: Any, first: int = 0) -> None:
        """A text over all columns from the first."""
        lines = len(wrapped(text, sum(_WIDTHS[first:]) - 2))
        self._sheet.set_row(self._row, _LINE * lines)
        self._sheet.merge_range(self._row, first, self._row, len(_WIDTHS) - 1, text, look)
        self._row += 1

    def _columns(self) -> None:
        self._heading(msg("Columns"))
        heads = (msg("column"), msg("meaning"), msg("how it is written"), msg("example"), msg("path"))
        for at, head in enumerate(heads):
            self._sheet.write_string(self._row, at, head.say(self._language), self._head)
        for column in _each_once(self._form):
            self._row += 1
            what = meaning(column)
            said = (
                column.heading,
                what.say(self._language) if what else "",
                allowed(column).say(self._language),
                example_text(column),
                column.path,
            )
            lines = max(len(wrapped(text, cells - 2)) for text, cells in zip(said, _WIDTHS, strict=True))
            self._sheet.set_row(self._row, _LINE * lines)
            for at, text in enumerate(said):
                self._sheet.write_string(self._row, at, text, self._cell)


def _each_once(form: Form) -> Iterator[Column]:
    """Every column, of numbered records those of the first."""
    yield from (column for column in form.columns if column.path.split(".")[-2:-1] != ["2"])
    for records in form.sheets.values():
        yield from records[1:]

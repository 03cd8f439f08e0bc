"""One sheet of the file: titles, headings, texts, formulas with what the engine has for them; and how it is printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from subsidy.messages import Language, Sayable
from subsidy.report.width import width
from subsidy.workbook.places import FIRST_ROW, column_name

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

FONTS: Final[Mapping[Language, str]] = {"zh": "Microsoft YaHei", "en": "Arial"}
"""Fonts that Excel has on Windows and macOS; LibreOffice takes its own for the same signs where they are missing."""
Look = str
_FRAME: Final = {"border": 1, "border_color": "#BFBFBF"}
_LOOKS: Final[Mapping[Look, Mapping[str, Any]]] = {
    "title": {"bold": True, "font_size": 14, "text_wrap": True, "valign": "top"},
    "note": {"font_color": "#595959", "text_wrap": True, "valign": "top"},
    "head": {"bold": True, "bg_color": "#1F3864", "font_color": "#FFFFFF", **_FRAME, "text_wrap": True},
    "group": {"bold": True, "bg_color": "#D9E2F3", "border": 1},
    "text": {**_FRAME, "text_wrap": True, "valign": "top"},
    "faint": {**_FRAME, "text_wrap": True, "valign": "top", "font_color": "#7F7F7F"},
    "exact": {**_FRAME, "valign": "top", "font_color": "#7F7F7F"},
    "input": {**_FRAME, "valign": "top", "bg_color": "#FFF2CC", "locked": False},
    "result": {**_FRAME, "text_wrap": True, "valign": "top", "bold": True},
    "strong": {**_FRAME, "text_wrap": True, "valign": "top", "bold": True, "font_size": 13, "bg_color": "#E2EFDA"},
    "same": {**_FRAME, "valign": "top", "align": "center"},
}
_WARNING: Final = {"bg_color": "#F8CBAD", "bold": True}
_A4: Final = 9
_MARGIN: Final = 1.15
_USUAL_WIDTH: Final = 8.43
_USUAL_SIZE: Final = 11
_LINE: Final = Fraction(3, 2)
"""Times the size of its letters."""
_MOST_LINES: Final[Mapping[Look, int]] = {"head": 2}
_HEADER: Final = FIRST_ROW - 2
DIFFERENT: Final = "≠"
SAME: Final = "✓"


class Heading(NamedTuple):
    """The head of a column and how wide it is."""

    text: Sayable
    width: float


class Sheet:
    """Writes in one language. Rows and columns count from 0."""

    def __init__(self, book: Workbook, title: str, language: Language) -> None:
        self.book = book
        self.language = language
        self.sheet = book.add_worksheet(title)
        self.title = title
        self._formats: dict[tuple[Look, str], Format] = {}
        self._widths: dict[int, float] = {}
        self._merged: dict[tuple[int, int], float] = {}
        self._heights: dict[int, int] = {}
        self._printed = 0
        self.sheet.set_default_row(int(_LINE * _USUAL_SIZE))
        self.sheet.set_landscape()
        self.sheet.set_paper(_A4)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        self.sheet.hide_gridlines(2)
        self.sheet.set_footer("&L&A&R&P / &N")
        self.sheet.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})

    def head(self, title: Sayable, note: Sayable, headings: Sequence[Heading], printed: int) -> None:
        """The title, what the sheet is, and the heads of its columns, which stay in sight.

        The first so many columns are printed: what people read. Title and note have their width.
        """
        self._printed = printed
        for column, heading in enumerate(headings):
            self.sheet.set_column(column, column, heading.width)
            self._widths[column] = heading.width
            self.text(_HEADER, column, heading.text, "head")
        for row, (text, look) in enumerate(((title, "title"), (note, "note"))):
            self.merge(row, 0, printed - 1, look)
            self.text(row, 0, text, look)
        self.sheet.freeze_panes(FIRST_ROW - 1, 1)
        self.sheet.repeat_rows(0, _HEADER)

    def print_rows(self, last: int, first: int = 0) -> None:
        """Prints the rows between these, beneath the head; without this all are printed."""
        self.sheet.print_area(first, 0, last, self._printed - 1)

    def merge(self, row: int, first: int, last: int, look: Look) -> None:
        """Makes one cell of several, to be written as the first of them."""
        if last > first:
            self.sheet.merge_range(row, first, row, last, "", self.format(look))
        self._merged[row, first] = sum(self._widths.get(column, _USUAL_WIDTH) for column in range(first, last + 1))

    def text(self, row: int, column: int, text: Sayable | str, look: Look = "text") -> None:
        """A text, never a formula."""
        said = text if isinstance(text, str) else text.say(self.language)
        self.sheet.write_string(row, column, said, self.format(look))
        self._make_room(row, column, said, look)

    def _make_room(self, row: int, column: int, said: str, look: Look) -> None:
        """Rows are as high as their texts: not every spreadsheet sees to that itself."""
        if "text_wrap" not in _LOOKS[look]:
            return
        size = _LOOKS[look].get("font_size", _USUAL_SIZE)
        wide = self._merged.get((row, column)) or self._widths.get(column, _USUAL_WIDTH)
        lines = max(1, ceil(_MARGIN * width(said) * size / _USUAL_SIZE / wide))
        height = ceil(_LINE * size * min(lines, _MOST_LINES.get(look, lines)))
        if height > self._heights.get(row, _LINE * _USUAL_SIZE):
            self._heights[row] = height
            self.sheet.set_row(row, height)

    def given(self, row: int, column: int, value: Any, look: Look, number_format: str = "") -> None:
        """A constant; None leaves the cell empty."""
        form = self.format(look, number_format)
        if value is None:
            self.sheet.write_blank(row, column, None, form)
        elif isinstance(value, str):
            self.sheet.write_string(row, column, value, form)
        elif isinstance(value, bool):
            self.sheet.write_boolean(row, column, value, form)
        elif isinstance(value, date):
            self.sheet.write_datetime(row, column, value, form)
        else:
            self.sheet.write_number(row, column, value, form)

    def formula(
        self,
        row: int,
        column: int,
        text: str,
        known: Any,
        look: Look = "text",
        number_format: str = "",
        *,
        is_array: bool = False,
    ) -> None:
        """A formula, and what the engine has for it; None is unknown."""
        own = "=" + text.replace(f"'{self.title}'!", "")
        value = "#N/A" if known is None else known
        if isinstance(known, str):
            self._make_room(row, column, known, look)
        if is_array:
            self.sheet.write_array_formula(row, column, row, column, own, self.format(look, number_format), value)
        else:
            self.sheet.write_formula(row, column, own, self.format(look, number_format), value)

    def name(
        self, name: str, row: int, column: int, last_row: int | None = None, last_column: int | None = None
    ) -> None:
        """What formulas call a cell, or a range of cells."""
        ends = [(row, column)]
        if last_row is not None or last_column is not None:
            ends.append((row if last_row is None else last_row, column if last_column is None else last_column))
        cells = ":".join(f"${column_name(c)}${r + 1}" for r, c in ends)
        assert self.book.define_name(name, f"='{self.title}'!{cells}") != -1, name

    def choose(self, row: int, column: int, options: Sequence[str]) -> None:
        """Only one of these may be typed."""
        self.sheet.data_validation(row, column, row, column, {"validate": "list", "source": list(options)})

    def between(self, row: int, column: int, low: Any, high: Any, message: Sayable) -> None:
        """Only a number or a day between these may be typed; the message says so."""
        options = {
            "validate": "date" if isinstance(low, date) else "decimal",
            "criteria": "between",
            "minimum": low,
            "maximum": high,
            "error_message": message.say(self.language),
        }
        self.sheet.data_validation(row, column, row, column, options)

    def note(self, row: int, column: int, text: Sayable) -> None:
        """A note at a cell."""
        said = text.say(self.language)
        self.sheet.write_comment(row, column, said, {"x_scale": 2, "y_scale": 1 + len(said) / 120})

    def same(self, row: int, column: int, condition: str) -> None:
        """Whether the sheet has what the engine has: it does as long as no fact is changed."""
        text = f'IF(IFERROR({condition},FALSE),"{SAME}","{DIFFERENT}")'
        self.formula(row, column, text, SAME, "same")

    def warn_of_differences(self, column: int, last_row: int) -> None:
        form = self.book.add_format(_WARNING)
        rule = {"type": "cell", "criteria": "==", "value": f'"{DIFFERENT}"', "format": form}
        self.sheet.conditional_format(FIRST_ROW - 1, column, max(last_row, FIRST_ROW - 1), column, rule)

    def fade(self, row: int, column: int, last_row: int, last_column: int, condition: str) -> None:
        """Pales the cells for which a condition holds, written for the first of them."""
        rule = {
            "type": "formula",
            "criteria": f"={condition}",
            "format": self.book.add_format({"font_color": "#D9D9D9"}),
        }
        self.sheet.conditional_format(row, column, last_row, last_column, rule)

    def format(self, look: Look, number_format: str = "") -> Format:
        key = (look, number_format)
        if key not in self._formats:
            shown = {"num_format": number_format} if number_format else {}
            self._formats[key] = self.book.add_format({"font_name": FONTS[self.language], **_LOOKS[look], **shown})
        return self._formats[key]

"""A table as the sheet of an Excel workbook, written row by row so that memory stays bounded.

A text is a text cell whatever it begins with, so Excel runs none of them. An amount is a number where Excel's 15 digits
hold it exactly, else a text.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import polars as pl
import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from subsidy.diagnostics import SubsidyError
from subsidy.hashing import sha256_of
from subsidy.messages import msg
from subsidy.report.width import width
from subsidy.tables.writing import as_json

MOST_ROWS: Final = 1_048_575
"""Of a sheet, below its heading."""
LONGEST_TEXT: Final = 32_767
_DIGITS: Final = 15
_A4: Final = 9
_WIDEST: Final = 40
_LOOKED_AT: Final = 200
_UNCHANGING: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - so that the same table gives the same bytes


class TooLargeError(SubsidyError, ValueError):
    """What a sheet cannot hold."""


class Sheet:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._book = xlsxwriter.Workbook(path, {"constant_memory": True, "tmpdir": str(path.parent)})
        self._book.set_properties({"created": _UNCHANGING})
        self._sheet = self._book.add_worksheet()
        self._formats: dict[str, Any] = {}
        self._rows = 0

    def write(self, frame: pl.DataFrame) -> None:
        if not self._formats:
            self._begin(frame)
        if self._rows + len(frame) > MOST_ROWS:
            raise TooLargeError(
                msg(
                    "{file}: a sheet holds at most {most} rows; write .csv, .parquet or .ndjson",
                    file=self._path.name,
                    most=MOST_ROWS,
                )
            )
        nested = [name for name, type_ in frame.schema.items() if type_.is_nested()]
        cells = [self._writer(type_) for type_ in frame.schema.values()]
        for row in frame.with_columns(as_json(pl.col(name)) for name in nested).iter_rows():
            self._rows += 1
            for column, (value, cell) in enumerate(zip(row, cells, strict=True)):
                if value is not None:
                    cell(self._rows, column, value)

    def finish(self) -> str:
        try:
            self._book.close()
        except FileCreateError as error:  # what the system said stands in it
            raise error.args[0] from None
        return sha256_of(self._path)

    def close(self) -> None:
        self._sheet.row_data_fh.close()

    def _begin(self, frame: pl.DataFrame) -> None:
        self._formats = {
            "head": self._book.add_format({"bold": True, "bottom": 1}),
            "date": self._book.add_format({"num_format": "yyyy-mm-dd"}),
            "time": self._book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        }
        self._sheet.freeze_panes(1, 0)
        self._sheet.repeat_rows(0)
        self._sheet.set_landscape()
        self._sheet.set_paper(_A4)
        self._sheet.fit_to_pages(1, 0)
        for column, name in enumerate(frame.columns):
            seen = frame.get_column(name).head(_LOOKED_AT).drop_nulls().to_list()
            widest = max(map(width, map(str, (name, *seen))))
            self._sheet.set_column(column, column, min(widest, _WIDEST) + 2)
            self._text(0, column, name, self._formats["head"])

    def _writer(self, type_: pl.DataType) -> Callable[[int, int, Any], None]:
        """How a column's values are written to a row and column of the sheet."""
        if isinstance(type_, pl.Decimal):
            places = "." + "0" * type_.scale if type_.scale else ""
            return self._decimals(f"#,##0{places}")
        if type_.is_float():
            return lambda row, column, value: self._sheet.write_number(row, column, value)
        if type_.is_integer():
            return self._decimals("0")
        if type_ == pl.Boolean:
            return lambda row, column, value: self._sheet.write_boolean(row, column, value)
        if type_ in (pl.Date, pl.Datetime):
            form = self._formats["date" if type_ == pl.Date else "time"]
            return lambda row, column, value: self._sheet.write_datetime(row, column, value, form)
        return lambda row, column, value: self._text(row, column, str(value))

    def _decimals(self, shown: str) -> Callable[[int, int, Decimal | int], None]:
        form = self._formats.setdefault(shown, self._book.add_format({"num_format": shown}))

        def write(row: int, column: int, value: Decimal | int) -> None:
            if len(Decimal(value).as_tuple().digits) <= _DIGITS:
                self._sheet.write_number(row, column, value, form)
            else:
                self._text(row, column, f"{value:f}" if isinstance(value, Decimal) else str(value))

        return write

    def _text(self, row: int, column: int, text: str, form: Any = None) -> None:
        if len(text) > LONGEST_TEXT:
            raise TooLargeError(
                msg(
                    "{file}: a cell holds at most {most} characters, found {found}; write .csv, .parquet or .ndjson",
                    file=self._path.name,
                    most=LONGEST_TEXT,
                    found=len(text),
                )
            )
        self._sheet.write_string(row, column, text, form)

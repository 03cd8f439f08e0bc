"""LibreOffice as the judge: workbooks are opened without a screen, every formula is worked out anew, values are read.

What a formula came to before does not matter then: the profile says to recalculate on load, always.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

from subsidy.workbook.cells import BASE, Cell
from subsidy.workbook.days import SHIFT

_PROFILE: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""
_AT_ONCE: Final = 40
_REFERENCE: Final = re.compile(r"'(?P<sheet>.+)'!\$(?P<column>[A-Z]+)\$(?P<row>\d+)")


@dataclass(frozen=True, slots=True)
class Book:
    """The texts of every sheet's cells, by row and column from 0; an error or an empty cell is None."""

    sheets: dict[str, list[tuple[str | None, ...]]]

    def at(self, sheet: str, row: int, column: int) -> str | None:
        return self.sheets[sheet][row][column]

    def reference(self, text: str) -> int:
        """The whole number in the cell that a formula refers to, or that it is."""
        found = _REFERENCE.fullmatch(text)
        if not found:
            return int(text.strip("()"))
        column = 0
        for letter in found["column"]:
            column = 26 * column + ord(letter) - 64
        return _whole(self.at(found["sheet"], int(found["row"]) - 1, column - 1) or "")

    def exact(self, cell: Cell, text: str | None, base: str) -> Any:
        """A value as the engine has it: of a long number, all of its digits."""
        if text is None or base == "text":
            return text
        if cell.digits:
            return sum(self.reference(digit) * BASE**i for i, digit in enumerate(cell.digits))
        if base == "flag":
            return text in ("true", "1")
        if base == "date":
            return date.fromisoformat(text[:10]).toordinal() if "-" in text else _whole(text) + SHIFT
        return _whole(text)


def read(path: Path) -> Book:
    """A workbook as it stands, nothing worked out."""
    fastexcel = pytest.importorskip("fastexcel")
    book = fastexcel.read_excel(path)
    sheets = {n: book.load_sheet(n, header_row=None, dtypes="string") for n in book.sheet_names}
    return Book({name: sheet.to_polars().rows() for name, sheet in sheets.items()})


def recalculated(paths: Sequence[Path], folder: Path) -> list[Book]:
    """The workbooks with every formula worked out by LibreOffice; skips the test where it is not installed."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice Calc (soffice) is not installed: nothing recalculates the workbooks")
    profile, out = folder / "profile", folder / "recalculated"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE)
    for start in range(0, len(paths), _AT_ONCE):
        some = paths[start : start + _AT_ONCE]
        command = [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx"]
        subprocess.run([*command, "--outdir", str(out), *map(str, some)], check=True, capture_output=True, timeout=300)
    return [read(out / path.name) for path in paths]


def _whole(text: str) -> int:
    """A cell's number, which is whole."""
    number = float(text)
    assert number == int(number), text
    return int(number)

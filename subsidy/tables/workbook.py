"""The parts of an XLSX workbook that its sheets need: names, shared texts, and what the formats of cells mean.

Written on the standard library, since the readers of workbooks that are about give a percentage, a day or an error as a
bare number or as nothing: what a person sees in a cell is told by its format (ECMA-376, SpreadsheetML).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from posixpath import join, normpath
from typing import IO, Final
from xml.etree import ElementTree as ET
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, ZipFile

from subsidy.diagnostics import Diagnostic, InputError, did_you_mean
from subsidy.messages import msg
from subsidy.tables.numbers import Meaning, meanings

_OLD_OR_LOCKED: Final = b"\xd0\xcf\x11\xe0"
_BROKEN: Final = (
    BadZipFile,
    zlib.error,
    EOFError,
    ExpatError,
    ET.ParseError,
    NotImplementedError,
    RuntimeError,
)
_ESCAPE: Final = re.compile("_x((?![dD][89a-fA-F])[0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Workbook:
    """`sheets` are the parts of the visible sheets by name; `formats` says what the numbers of each style mean."""

    file: ZipFile
    sheets: Mapping[str, str]
    strings: Sequence[str]
    formats: Sequence[Meaning]

    def part(self, sheet: str) -> IO[bytes]:
        """A sheet's XML. Raises `InputError` where there is no sheet of this name."""
        if sheet not in self.sheets:
            problem = msg("{file} has no sheet {sheet}", file=self.file.filename, sheet=sheet)
            raise InputError([Diagnostic("unknown-name", problem, remedy=did_you_mean(sheet, self.sheets))])
        return _opened(self.file, self.sheets[sheet])


@contextmanager
def workbook(path: Path) -> Iterator[Workbook]:
    """The workbook while its file is open. Raises `InputError` for what is none, or is damaged."""
    with path.open("rb") as file:
        old_or_locked = file.read(len(_OLD_OR_LOCKED)) == _OLD_OR_LOCKED
    try:
        with ZipFile(path) as archive:
            yield _readable(archive)
    except _BROKEN:
        problem = msg("{file} is no XLSX workbook, or is damaged", file=path)
        remedy = msg("if it is an .xls file or has a password, save it as .xlsx without one") if old_or_locked else None
        raise InputError([Diagnostic("not-a-table", problem, remedy=remedy)]) from None


def _readable(archive: ZipFile) -> Workbook:
    try:
        return _read(archive)
    except LookupError:  # an encoding that nobody knows
        raise BadZipFile(archive.filename) from None


def _read(archive: ZipFile) -> Workbook:
    main = next((target for kind, _, target in _relations(archive, "") if kind == "officeDocument"), "xl/workbook.xml")
    book = _tree(archive, main)
    related = list(_relations(archive, main))
    targets = {name: target for _, name, target in related}
    parts = {kind: target for kind, _, target in related}
    sheets = {
        sheet.attrib["name"]: targets[name]
        for sheet in _all(book, "sheet")
        if sheet.get("state", "visible") == "visible" and (name := _attribute(sheet, "id")) in targets
    }
    starts_1904 = any(_attribute(found, "date1904") in ("1", "true") for found in _all(book, "workbookPr"))
    strings = list(_strings(archive, parts["sharedStrings"])) if "sharedStrings" in parts else []
    formats = meanings(_styles(archive, parts["styles"]), starts_1904=starts_1904) if "styles" in parts else []
    return Workbook(archive, sheets, strings, formats)


def unescaped(text: str) -> str:
    """Characters that XML cannot hold are written by their number: `_x000D_`."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _relations(archive: ZipFile, part: str) -> Iterator[tuple[str, str, str]]:
    """Kind, name and part of what a part refers to."""
    folder, _, name = part.rpartition("/")
    for relation in _all(_tree(archive, join(folder, "_rels", f"{name}.rels")), "Relationship"):
        target = relation.get("Target", "")
        path = target[1:] if target.startswith("/") else normpath(join(folder, target))
        yield relation.get("Type", "").rpartition("/")[2], relation.get("Id", ""), path


def _styles(archive: ZipFile, part: str) -> list[str]:
    """The number format of each style of cells: a code, or the number of a built-in one."""
    styles = _tree(archive, part)
    codes = {found.get("numFmtId", ""): found.get("formatCode", "") for found in _all(styles, "numFmt")}
    cells = next(_all(styles, "cellXfs"), ())
    numbers = [found.get("numFmtId", "0") for found in cells]
    return [codes.get(number, number) for number in numbers]


def _strings(archive: ZipFile, part: str) -> Iterator[str]:
    """The shared texts, runs of formatted text joined, without what says how a text is pronounced."""
    with _opened(archive, part) as file:
        for _, found in ET.iterparse(file):
            if _name(found) == "si":
                runs = (text for run in found if _name(run) in ("t", "r") for text in (run, *run) if _name(text) == "t")
                yield unescaped("".join(text.text or "" for text in runs))
                found.clear()


def _tree(archive: ZipFile, part: str) -> ET.Element:
    with _opened(archive, part) as file:
        return ET.parse(file).getroot()


def _opened(archive: ZipFile, part: str) -> IO[bytes]:
    if part not in archive.namelist():
        raise BadZipFile(part)
    return archive.open(part)


def _all(tree: ET.Element, name: str) -> Iterator[ET.Element]:
    return (found for found in tree.iter() if _name(found) == name)


def _name(element: ET.Element) -> str:
    """Without its namespace, of which there are two (ECMA-376 transitional and strict)."""
    return element.tag.rpartition("}")[2]


def _attribute(element: ET.Element, name: str) -> str:
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), "")

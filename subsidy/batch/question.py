"""What a batch is asked: which tables to read and how, under which scheme to decide, what to write where."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from subsidy.messages import Language
from subsidy.scheme.library import Schemes
from subsidy.tables.writing import USUAL_ENCODING, Encoding

Headings: TypeAlias = Literal["codes", "labels"]
"""How an output calls its columns, and what it says of outcomes, reasons and missing facts: by code or in words."""

Progress: TypeAlias = Callable[[int, int], None]
"""Told now and then how much is done, and of how much."""


def quietly(done: int, of: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The tables of applications: files, or folders of such, read one after the other, and how they are read.

    `mapping` is a file that says what headings mean, `sheet` the sheet of workbooks, `flows` a table of the loans' cash
    flows; `none` are the lists of which there are none wherever a row does not speak of them, by path or label.
    """

    inputs: tuple[Path, ...]
    mapping: Path | None = None
    sheet: str | None = None
    flows: Path | None = None
    none: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BatchQuestion:
    """`out` None: only the summary is wanted. `rejects` None: beside `out`, by its name and the form of the input.

    `readings` may be those of any edition of the scheme. `language` is that of headings in words and of what is said
    of rejects. `report` is a folder for a report on the whole, with a sheet for each of the first `sheets` loans.
    """

    reading: Reading
    schemes: Schemes
    scheme: str
    edition: str | None = None
    readings: Mapping[str, str] = field(default_factory=dict)
    out: Path | None = None
    rejects: Path | None = None
    encoding: Encoding = USUAL_ENCODING
    headings: Headings = "codes"
    language: Language = "zh"
    report: Path | None = None
    sheets: int = 1_000

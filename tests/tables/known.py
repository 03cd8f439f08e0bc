"""The headings of every shipped scheme's facts, and a table read in one go."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from subsidy import load_schemes
from subsidy.columns import Fault
from subsidy.tables import KnownHeadings, TableReader

VOCABULARY = load_schemes().vocabulary
KNOWN = KnownHeadings(VOCABULARY)


def rows_and_faults(path: Path, rows: int = 250_000, **how: Any) -> tuple[dict[int, tuple[Any, ...]], dict[int, Fault]]:
    """The cells of each row by its number, and what is wrong with some; every number is given once."""
    reader = TableReader(path, how.pop("known", KNOWN), **how)
    portions = list(reader.portions(rows))
    cells = [row for portion in portions for row in portion.frame.rows()]
    numbers = [row[0] for row in cells]
    assert numbers == sorted(set(numbers))
    assert all(portion.frame.columns == ["#row", *reader.columns] for portion in portions)
    assert all(portion.frame.schema["#row"] == pl.Int64 for portion in portions)
    faults = {fault.row: fault for portion in portions for fault in portion.faults}
    assert faults.keys() <= set(numbers)
    return {row[0]: row[1:] for row in cells}, faults

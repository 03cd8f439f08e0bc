"""About how many rows a file holds, told before it is read: enough for a progress bar."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import polars as pl

_LOOKED_AT: Final = 1 << 16
_OF_LINES: Final = (".csv", ".tsv", ".txt", ".ndjson", ".jsonl")
_USUAL_BYTES: Final = 60  # of a row in a workbook, which is compressed


def expected_rows(path: Path) -> int:
    """At least 1."""
    form = path.suffix.lower()
    if form == ".parquet":
        return max(1, int(pl.scan_parquet(path).select(pl.len()).collect().item()))
    size = path.stat().st_size
    return max(1, size // (_bytes_of_a_line(path) if form in _OF_LINES else _USUAL_BYTES))


def _bytes_of_a_line(path: Path) -> int:
    with path.open("rb") as file:
        head = file.read(_LOOKED_AT)
    return max(1, len(head) // max(1, head.count(b"\n")))

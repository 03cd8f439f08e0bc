"""About how large the rows of a file are and how many it holds, told before it is read: for a progress bar, and for
portions that take about as much memory whatever the table.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import polars as pl

_LOOKED_AT: Final = 1 << 16
_OF_LINES: Final = (".csv", ".tsv", ".txt", ".ndjson", ".jsonl")
_USUAL_BYTES: Final = 200
_COMPRESSED: Final = 4
_PORTION: Final = 1 << 24
_LEAST_ROWS, _MOST_ROWS = 10_000, 250_000


def expected_rows(path: Path) -> int:
    """At least 1."""
    if path.suffix.lower() == ".parquet":
        return max(1, int(pl.scan_parquet(path).select(pl.len()).collect().item()))
    size = path.stat().st_size
    return max(1, size // _bytes_of_a_line(path) if _is_of_lines(path) else _COMPRESSED * size // _USUAL_BYTES)


def rows_of_a_portion(path: Path) -> int:
    """So many rows of such a file as take some tens of megabytes while they are worked on."""
    row = _bytes_of_a_line(path) if _is_of_lines(path) else _USUAL_BYTES
    return min(max(_PORTION // row, _LEAST_ROWS), _MOST_ROWS)


def _is_of_lines(path: Path) -> bool:
    return path.suffix.lower() in _OF_LINES


def _bytes_of_a_line(path: Path) -> int:
    with path.open("rb") as file:
        head = file.read(_LOOKED_AT)
    return max(1, len(head) // max(1, head.count(b"\n")))

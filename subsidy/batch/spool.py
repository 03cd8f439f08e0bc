"""Portions that wait on the disk until all have come, so that memory stays bounded."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

import polars as pl


class Spool:
    """Frames in a folder, given back in the order in which they came."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = name
        self._portions: list[Path] = []

    def add(self, frame: pl.DataFrame) -> None:
        portion = self._folder / f"{self._name}-{len(self._portions)}.arrow"
        frame.write_ipc(portion, compression="lz4")
        self._portions.append(portion)

    def schemas(self) -> Iterator[pl.Schema]:
        for portion in self._portions:
            yield pl.Schema(pl.read_ipc_schema(portion))

    def portions(self) -> Iterator[pl.DataFrame]:
        for portion in self._portions:
            yield pl.read_ipc(portion)

    def whole(self, but: Collection[str]) -> pl.LazyFrame:
        """All of them together, without some of their columns, read as they are asked for. There is at least one."""
        return pl.scan_ipc(self._portions).select(pl.exclude(*but))

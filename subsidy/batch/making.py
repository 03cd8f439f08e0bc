"""The files of a batch while they are made: hidden, and in their places all together once everything is done."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from subsidy.batch.beside import Beside
from subsidy.batch.places import Places
from subsidy.tables.writing import Encoding, TableFile, opened
from subsidy.workshop import Made, publish, workshop


class Nowhere:
    """The output of a batch of which only the summary is wanted."""

    def write(self, frame: pl.DataFrame) -> None:
        """Nobody wants it."""

    def finish(self) -> str:
        return ""

    def close(self) -> None:
        """Nothing was begun."""


class Making:
    """`folder` is for what is needed only meanwhile; all of it goes when the `stack` is closed."""

    def __init__(self, where: Places, encoding: Encoding, stack: ExitStack) -> None:
        self._stack = stack
        self._encoding = encoding
        self._folders: dict[Path, Path] = {}
        self._made: dict[Path, Path] = {}
        self._stale: list[Path] = []
        for place in filter(None, (where.out, where.rejects)):
            self.beside(place)  # so that a folder that cannot be written to is found before the work
        self.folder = self.beside(where.out) if where.out else Path(stack.enter_context(TemporaryDirectory()))

    def table(self, place: Path | None) -> TableFile:
        """A table for this place, to be finished before it is published; it goes nowhere where there is none."""
        if place is None:
            return Nowhere()
        file = Beside(opened(self.path_for(place), self._encoding))
        self._stack.callback(file.close)
        return file

    def path_for(self, place: Path) -> Path:
        """Where what is for this place is made."""
        return self._made.setdefault(place, self.beside(place) / place.name)

    def add(self, path: Path, place: Path) -> None:
        """What was made at this path is for this place."""
        self._made[place] = path

    def remove(self, place: Path) -> None:
        """Removes what was true of an earlier run, once this one is published."""
        self._stale.append(place)

    def publish(self) -> None:
        """The first that was begun comes last, so that what belongs to it is there when it shows."""
        for place in self._stale:
            place.unlink()
        for place in self._made:
            place.parent.mkdir(exist_ok=True)
        publish([Made(path, place) for place, path in reversed(self._made.items())])

    def beside(self, place: Path) -> Path:
        """A folder on the file system of this place."""
        parent = place.absolute().parent
        if parent not in self._folders:
            self._folders[parent] = self._stack.enter_context(workshop(place))
        return self._folders[parent]

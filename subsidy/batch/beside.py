"""A table that is written beside the work: the next portion is decided while the last goes to the disk."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor

import polars as pl

from subsidy.tables.writing import TableFile


class Beside:
    """A file in the making, in a thread of its own; at most one portion waits. What goes wrong is raised by the next
    call.
    """

    def __init__(self, file: TableFile) -> None:
        self._file = file
        self._thread = ThreadPoolExecutor(1)
        self._writing: Future[None] | None = None

    def write(self, frame: pl.DataFrame) -> None:
        self._wait()
        self._writing = self._thread.submit(self._file.write, frame)

    def finish(self) -> str:
        self._wait()
        return self._file.finish()

    def close(self) -> None:
        self._thread.shutdown()
        self._file.close()

    def _wait(self) -> None:
        if self._writing:
            self._writing.result()

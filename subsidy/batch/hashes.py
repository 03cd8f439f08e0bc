"""The hashes of the files that a batch reads, worked out beside the reading itself."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

from subsidy.diagnostics import Diagnostic, InputError
from subsidy.hashing import sha256_of
from subsidy.messages import msg


class Hashes:
    """Of files that must not change meanwhile."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._thread = ThreadPoolExecutor(1)
        self._seen = {path: _state(path) for path in paths}
        self._hashes = {path: self._thread.submit(sha256_of, path) for path in self._seen}

    def of(self, path: Path) -> str:
        """SHA-256 of the file's bytes. Raises `InputError` where they are not those that were there at first."""
        found = self._hashes[path].result()
        if _state(path) != self._seen[path]:
            raise InputError([Diagnostic("changed", msg("{file} was changed while it was read", file=path))])
        return found

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._thread.shutdown(cancel_futures=True)


def _state(path: Path) -> tuple[int, int]:
    found = path.stat()
    return (found.st_size, found.st_mtime_ns)

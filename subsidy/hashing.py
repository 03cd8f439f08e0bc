"""The SHA-256 of files: of those that are there, and of those that are being written, without reading them again."""

from __future__ import annotations

from hashlib import file_digest, sha256
from pathlib import Path


def sha256_of(path: Path) -> str:
    """The hash of a file's bytes."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


class HashedFile:
    """A new file that is written from its first byte to its last; `sha256` is that of what was written so far."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self._hash = sha256()

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def write(self, content: bytes) -> int:
        self._hash.update(content)
        return self._file.write(content)

    def flush(self) -> None:
        self._file.flush()

    def close(self) -> None:
        self._file.close()

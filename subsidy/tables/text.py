"""The text of a file in whatever encoding offices use, as blocks of whole lines in UTF-8.

UTF-8 and UTF-16 are told by their mark; without one, the first lines that are not plain ASCII tell UTF-8 from GB18030.
Bytes that are wrong stay wrong, so that only their rows are lost: an encoded block may hold bytes that are no UTF-8.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from subsidy.diagnostics import Diagnostic, InputError
from subsidy.messages import msg

LONGEST_LINE: Final = 10_000_000
_BLOCK: Final = 1 << 20
_LOOKED_AT: Final = 1_000
_UTF8_MARK: Final = b"\xef\xbb\xbf"
_UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_NAMES: Final = {"utf-8": "UTF-8", "gb18030": "GB18030", "utf-16": "UTF-16"}


class TextFile:
    """A file of lines. `encoding` is UTF-8 until a block was read that says otherwise."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            mark = file.read(3)
        self._path = path
        self._skipped = len(_UTF8_MARK) if mark == _UTF8_MARK else 0
        self._known: str | None = "utf-16" if mark.startswith(_UTF16_MARKS) else "utf-8" if self._skipped else None

    @property
    def encoding(self) -> str:
        """As people call it."""
        return _NAMES[self._known or "utf-8"]

    def blocks(self, size: int = _BLOCK) -> Iterator[bytes]:
        """Whole lines, about so many bytes at a time. Raises `InputError` for an endless line."""
        rest = b""
        for block in self._decoded(size):
            end = block.rfind(b"\n") + 1
            if end == len(block) and not rest:
                yield block
            elif end:
                yield rest + block[:end]
                rest = block[end:]
            else:
                rest += block
            if len(rest) > LONGEST_LINE:
                raise InputError([Diagnostic("not-a-table", msg("{file} has no lines", file=self._path))])
        if rest:
            yield rest

    def _decoded(self, size: int) -> Iterator[bytes]:
        decoder = codecs.getincrementaldecoder("utf-16")("surrogatepass")
        returns_alone: bool | None = None
        with self._path.open("rb") as file:
            file.seek(self._skipped)
            for chunk in _whole_lines(file, size) if self._known != "utf-16" else iter(lambda: file.read(size), b""):
                block = self._utf8(chunk, decoder)
                if returns_alone is None:
                    returns_alone = b"\r" in block and b"\n" not in block
                yield block.replace(b"\r", b"\n") if returns_alone else block

    def _utf8(self, chunk: bytes, decoder: codecs.IncrementalDecoder) -> bytes:
        if self._known is None and not chunk.isascii():
            self._known = _told_by(chunk)
        if self._known == "utf-16":
            return decoder.decode(chunk).encode("utf-8", "surrogatepass")
        if self._known == "gb18030":
            return chunk.decode("gb18030", "surrogateescape").encode("utf-8", "surrogateescape")
        return chunk


def text_of(path: Path) -> str:
    """The whole text of a small file; what cannot be decoded is replaced."""
    return b"".join(TextFile(path).blocks()).decode("utf-8", "replace")


def _whole_lines(file: IO[bytes], size: int) -> Iterator[bytes]:
    """No character of UTF-8 or GB18030 has a line feed within, so chunks may end there. Where they end is looked for
    first, since it takes longer to put two pieces together than to read both.
    """
    start = file.tell()
    while True:
        file.seek(start + size)
        length = size + len(file.readline(LONGEST_LINE))
        file.seek(start)
        if not (chunk := file.read(length)):
            return
        yield chunk
        start += len(chunk)


def _told_by(chunk: bytes) -> str:
    lines = [line for line in chunk.split(b"\n") if not line.isascii()][:_LOOKED_AT]
    return "utf-8" if 2 * sum(map(_is_utf8, lines)) >= len(lines) else "gb18030"


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True

"""The bytes of a file or of the standard input: their size, encoding and hash, before anything is parsed."""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path
from typing import Final, Literal

from subsidy.diagnostics import Diagnostic, InputError, Place
from subsidy.documents.document import Document
from subsidy.documents.parsing import parse
from subsidy.messages import Message, msg

LARGEST_FILE: Final = 5_000_000
STANDARD_INPUT: Final = "<stdin>"

_UNREADABLE: Final[tuple[tuple[type[Exception], Message], ...]] = (
    (FileNotFoundError, msg("there is no such file")),
    (IsADirectoryError, msg("this is a folder, not a file")),
    (NotADirectoryError, msg("a part of this path is a file, not a folder")),
    (PermissionError, msg("there is no permission to read this file")),
    (OSError, msg("this file cannot be read")),
    (ValueError, msg("this is not a path")),
)


def read_document(source: Path | Literal["-"]) -> Document:
    """The document in a YAML or JSON file (at most 5 MB of UTF-8); `-` is the standard input.

    Raises `InputError` with everything that is wrong with it.
    """
    name = STANDARD_INPUT if source == "-" else str(source)
    try:
        content = sys.stdin.buffer.read(LARGEST_FILE + 1) if source == "-" else _content(Path(source))
    except (OSError, ValueError) as error:
        reason = next(message for kind, message in _UNREADABLE if isinstance(error, kind))
        raise InputError([Diagnostic("unreadable", msg("{file}: {reason}", file=name, reason=reason))]) from None
    return _document(content, name)


def parse_document(text: str, name: str) -> Document:
    """The document in a YAML or JSON text; `name` stands for the file in diagnostics. Raises `InputError`."""
    return _document(text.encode("utf-8", "surrogatepass"), name)


_NO_TEXTS: Final = {
    b"%PDF": msg("a PDF"),
    b"PK\x03\x04": msg("a workbook, a Word document or another packed file"),
    b"\xd0\xcf\x11\xe0": msg("an old Excel or Word file"),
    b"\x89PNG": msg("a picture"),
    b"\xff\xd8\xff": msg("a picture"),
}
"""What people hand in beside texts, by the bytes with which it begins."""


def _document(content: bytes, name: str) -> Document:
    if len(content) > LARGEST_FILE:
        raise InputError([_too_large(name)])
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError([_not_utf8(content, error.start, name)]) from None
    return Document(*parse(text, name), name, sha256(content).hexdigest())


def _content(path: Path) -> bytes:
    """At most one byte more than is allowed: a device or a growing file ends too."""
    with path.open("rb") as file:
        return file.read(LARGEST_FILE + 1)


def _too_large(name: str) -> Diagnostic:
    return Diagnostic("too-large", msg("{file} is larger than {count} bytes", file=name, count=LARGEST_FILE))


def _not_utf8(content: bytes, at: int, name: str) -> Diagnostic:
    known = next((kind for start, kind in _NO_TEXTS.items() if content.startswith(start)), None)
    if known is not None:
        remedy = msg("give a YAML or JSON file")
        return Diagnostic("not-text", msg("this is {kind}, no text", kind=known), Place(name, 1, 1), remedy=remedy)
    line_start = content.rfind(b"\n", 0, at) + 1
    column = len(content[line_start:at].decode("utf-8")) + 1
    encoding = "UTF-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "GB18030"
    return Diagnostic(
        "not-utf8",
        msg("byte {number} ({byte}) is not UTF-8", number=at + 1, byte=f"0x{content[at]:02X}"),
        Place(name, content.count(b"\n", 0, at) + 1, column),
        remedy=msg(
            "save it as UTF-8; if it was saved as {encoding}: iconv -f {encoding} -t UTF-8 {file}",
            encoding=encoding,
            file=name,
        ),
    )

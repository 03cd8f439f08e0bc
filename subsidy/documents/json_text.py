"""JSON is almost YAML. What differs is mended here, without moving anything to another line or column.

JSON indents with tabs too, writes letters outside the basic plane as two escapes, and lets a line end before a colon.
"""

from __future__ import annotations

import re
from typing import Final

# A string begins where a value or key can, so that the quotes inside YAML's plain `it's` or `5"` are left alone.
_PIECE: Final = re.compile(
    r"""(?P<string>(?<![^\s,:\[{])"(?:[^"\\]|\\.)*")(?P<colon>\s+:)?|(?<![^\s,:\[{])'[^']*'|\t""", re.DOTALL
)
_SURROGATES: Final = re.compile(r"(?<!\\)((?:\\\\)*)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")


def as_yaml(text: str) -> str:
    """The same text for a YAML parser; changed only if it begins like a JSON object or array."""
    return _PIECE.sub(_mended, text) if text.lstrip()[:1] in ("{", "[") else text


def _mended(piece: re.Match[str]) -> str:
    if piece[0] == "\t":
        return " "
    string = piece["string"]
    if string is None:
        return piece[0]
    joined = _SURROGATES.sub(_joined, string)
    colon = (piece["colon"] or "")[::-1]
    return joined + colon + " " * (len(string) - len(joined))


def _joined(pair: re.Match[str]) -> str:
    high, low = int(pair[2], 16), int(pair[3], 16)
    return f"{pair[1]}\\U{0x10000 + (high - 0xD800) * 0x400 + (low - 0xDC00):08x}"

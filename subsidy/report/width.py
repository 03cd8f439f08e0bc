"""Text on a grid of cells, where a Chinese character takes two: how wide it is, where a line of it may end.

Chinese has no spaces, so lines may end after almost every character; what may not is punctuation that belongs to what
stands before or after it, and a number's unit.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

_FIGURE: Final = re.compile(r"[-−+]?[¥￥]?[\d,]+(\.\d+)?( ?(yuan|元|%|pp|个?月|天|months?|days?))?")
_CLINGS_TO_THE_LEFT: Final = frozenset("、，。；：！？）】》〉」』”’…%‰,.;:!?)]}·")
_CLINGS_TO_THE_RIGHT: Final = frozenset("（【《〈「『“‘([{¥")


def width(text: str) -> int:
    """The cells that a text takes."""
    return sum(map(_cells, text))


def padded(text: str, cells: int) -> str:
    """The text with spaces after it, so that it takes at least so many cells."""
    return text + " " * (cells - width(text))


def is_figure(text: str) -> bool:
    """A number with its unit: figures of a column stand at its right, and none is broken."""
    return _FIGURE.fullmatch(text) is not None


def wrapped(text: str, cells: int) -> list[str]:
    """The lines of a text, each of at most so many cells; the text's own line ends are kept."""
    return [line for part in text.split("\n") for line in _lines(part, max(cells, 2))]


def _cells(character: str) -> int:
    if character.isascii():
        return 1
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _lines(text: str, cells: int) -> list[str]:
    lines, line = [], ""
    for piece in _pieces(text, cells):
        if line and width(line) + width(piece.rstrip()) > cells:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip() or piece
    return [*lines, line.rstrip()]


def _pieces(text: str, cells: int) -> Iterator[str]:
    """The parts between which a line may end; a part that fits on no line is cut where the line is full."""
    piece = ""
    for i, character in enumerate(text):
        if piece and (_may_part(text[i - 1], character) or width(piece) + _cells(character) > cells):
            yield piece
            piece = ""
        piece += character
    yield piece


def _may_part(before: str, after: str) -> bool:
    if " " in (before, after):
        return after != " "
    if after in _CLINGS_TO_THE_LEFT or before in _CLINGS_TO_THE_RIGHT:
        return False
    if before.isascii() and before.isalnum():
        return _cells(after) == 2 and before.isalpha()
    return _cells(before) == 2 or _cells(after) == 2

"""What cannot be read as a formula, in words: where Python's grammar refuses it, or the language leaves it out."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from subsidy.language.errors import FormulaError
from subsidy.messages import Message, msg

LANGUAGE: Final = msg("formulas hold names, + - * /, comparisons, and, or, not, in, if-else and function calls")
DEEPEST_FORMULA: Final = 100

_HALF_WIDTH: Final[Mapping[str, str]] = {
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys("“”„", '"'),
    **dict.fromkeys("‘’", "'"),
    "、": ",",
    "。": ".",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "×": "*",
    "÷": "/",
    "−": "-",
    "\u3000": " ",
}
_FIGURE: Final = re.compile(r"[0-9][0-9,.]* *(%|‰|[千万百亿元年月日天个倍]+|bp|pp)")
_RESERVED: Final = re.compile(r"[a-z]\w*\.(from|class)\b")
_LONGEST_QUOTE: Final = 30
_SIGNS: Final[Mapping[type[ast.AST], str]] = {
    ast.Pow: "**",
    ast.Mod: "%",
    ast.FloorDiv: "//",
    ast.MatMult: "@",
    ast.BitOr: "|",
    ast.BitAnd: "&",
    ast.BitXor: "^",
    ast.LShift: "<<",
    ast.RShift: ">>",
    ast.Invert: "~",
    ast.UAdd: "+",
    ast.Is: "is",
    ast.IsNot: "is not",
}


class Unreadable(NamedTuple):
    """Why Python's grammar refuses a text, and from which character on (from 0)."""

    at: int
    message: Message
    remedy: Message


def unreadable(error: SyntaxError, source: str) -> Unreadable:
    if "nested" in error.msg:
        return Unreadable(0, *too_deep())
    at, message = max((error.offset or 1) - 1, 0), msg("the formula cannot be read here")
    figure = next((f for f in _FIGURE.finditer(source) if f.start() <= at <= f.end()), None)
    if figure is not None:
        return Unreadable(figure.start(), message, msg("make {found} a parameter with a citation", found=figure[0]))
    reserved = next((w for w in _RESERVED.finditer(source) if w.start() <= at <= w.end()), None)
    if reserved is not None:
        wanted = msg("write {wanted} instead of {found}", wanted=f"{reserved[0]}_", found=reserved[0])
        return Unreadable(reserved.start(), message, wanted)
    return Unreadable(at, message, _remedy(source[at : at + 1]))


def too_deep() -> tuple[Message, Message]:
    message = msg("nested deeper than {count} levels", count=DEEPEST_FORMULA)
    return message, msg("give a part of it a name of its own, under definitions")


def excluded(tree: ast.AST, source: str) -> FormulaError:
    """A construct of Python that the language does not have."""
    written = _SIGNS.get(type(tree)) or ast.get_source_segment(source, tree) or type(tree).__name__
    shown = written if len(written) <= _LONGEST_QUOTE else f"{written[:_LONGEST_QUOTE]}…"
    return FormulaError("syntax", msg("{construct} is not part of the language", construct=shown), LANGUAGE)


def _remedy(found: str) -> Message:
    if found in _HALF_WIDTH:
        return msg("write {wanted} instead of {found}", wanted=_HALF_WIDTH[found], found=found)
    if found == "=":
        return msg("write == to compare")
    return LANGUAGE

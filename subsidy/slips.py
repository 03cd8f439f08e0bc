"""What a text that nobody knows was meant for: a slip of the pen, an abbreviation, a word within another."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches
from typing import Final

_ALIKE: Final = 0.8
_LONG: Final = 4
_SHORTEST: Final = 2
_NEGATIONS: Final = ("非", "不", "无", "未")


def is_slip(found: str, word: str) -> bool:
    """Whether one text is the other with a slip of the pen.

    In Chinese every character says something: 月利率 is not 利率, so there a slip is one character in the place of
    another, two that changed places, or one left out of many.
    """
    if found == word or found.isascii() or word.isascii():
        return SequenceMatcher(None, word, found).ratio() >= _ALIKE
    if len(found) == len(word) >= _LONG:
        differing = [n for n, (one, other) in enumerate(zip(found, word, strict=True)) if one != other]
        first, last = differing[0], differing[-1]
        return first == last or (last == first + 1 and found[first : last + 1] == word[last] + word[first])
    return len(found) + 1 == len(word) > _LONG and any(word[:n] + word[n + 1 :] == found for n in range(len(word)))


def meant(found: str, options: Iterable[str]) -> str | None:
    """The option that a text nearly is, abbreviates (``高企``: its characters, in their order, from the first on) or
    holds (``湖北省武汉市``). It is for a question to people, and never read in the place of what was found.

    A text that says that something is not so (``非…``) means none of them.
    """
    others = [option for option in options if option != found]
    if len(found) < _SHORTEST or found.startswith(_NEGATIONS):
        return None
    near = get_close_matches(found, others, n=1, cutoff=_ALIKE)
    short = [option for option in others if _abbreviates(found, option)]
    held = [option for option in sorted(others, key=len, reverse=True) if len(option) >= _SHORTEST and option in found]
    return next(iter((*near, *short, *held)), None)


def _abbreviates(short: str, whole: str) -> bool:
    rest = iter(whole)
    return short[0] == whole[:1] and all(character in rest for character in short)

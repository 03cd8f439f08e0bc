"""Slips of the pen, and words for what is called otherwise: what a text that nobody knows was meant for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import SequenceMatcher
from typing import Final

_ALIKE: Final = 0.8
_LONG: Final = 4


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


def meant(found: str, known: Iterable[str]) -> str | None:
    """The known text that may be meant: within the one found (湖北省武汉市), shortened by it (高企), or a slip away.

    It is for whoever reads a question, and never read in the place of what was found.
    """
    words = sorted(known, key=len, reverse=True)
    tests: tuple[Callable[[str], bool], ...] = (
        lambda w: w in found,
        lambda w: is_slip(found, w),
        lambda w: _shortens(found, w),
        lambda w: _shortens(w, found),
    )
    return next((word for test in tests for word in words if test(word)), None)


def _shortens(short: str, whole: str) -> bool:
    """Whether a word is left of another where characters are left out, but not the first: 高企 of 高新技术企业."""
    rest = iter(whole)
    return len(short) > 1 and short[0] == whole[0] and all(character in rest for character in short)

"""Texts in one language or in two: the first in full size, the second beneath it where it differs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Literal

from markupsafe import Markup

from subsidy.messages import Language, Sayable, msg
from subsidy.papers.blocks import Linked, Stacked
from subsidy.report.width import is_figure, width

ColumnKind = Literal["figure", "short", "text"]
Languages = tuple[Language, ...]
"""One language, or the first and the second."""

LANGUAGE_TAGS: Final[Mapping[Language, str]] = {"zh": "zh-CN", "en": "en"}
# Private characters stand in a message for what only the style sheet can count.
_NUMBER: Final = "\ue000"
_COUNT: Final = "\ue001"
_COUNTERS: Final = {_NUMBER: Markup("counter(page)"), _COUNT: Markup("counter(pages)")}
_COUNTER: Final = re.compile(f"([{_NUMBER}{_COUNT}])")
_SHORT: Final = 14
_BESIDE: Final = " / "
_DAY: Final = re.compile(r"(\b\d{4}-\d{2}-\d{2}\b)", re.ASCII)


def texts(text: Sayable, languages: Languages) -> list[tuple[Language, str]]:
    """What is said in each language; once where all say the same."""
    said = [(language, text.say(language)) for language in languages]
    return said[:1] if len({words for _, words in said}) == 1 else said


def on_one_line(text: Sayable, languages: Languages) -> str:
    """For titles and attributes."""
    return _BESIDE.join(words.replace("\n", " ") for _, words in texts(text, languages))


def in_markup(text: Sayable, languages: Languages) -> Markup:
    """Escaped; each text of two in an element that names its language."""
    if isinstance(text, Stacked):
        others = (Markup('<div class="below">{}</div>').format(in_markup(line, languages)) for line in text.others)
        return Markup("<strong>{}</strong>{}").format(in_markup(text.first, languages), Markup("").join(others))
    if isinstance(text, Linked):
        return Markup('<a href="{}">{}</a>').format(text.to, in_markup(text.text, languages))
    said = texts(text, languages)
    if len(said) == 1:
        return _lines(said[0][1])
    return Markup("").join(
        Markup('<span class="{}" lang="{}">{}</span>').format(
            "second" if number else "first", LANGUAGE_TAGS[language], _lines(words)
        )
        for number, (language, words) in enumerate(said)
    )


def column_of(text: Sayable, languages: Languages) -> ColumnKind:
    """What a cell with this text is: a number with its unit stands at the right, a word or two on one line."""
    said = [words for _, words in texts(text, languages)]
    if is_figure(said[0]):
        return "figure"
    return "short" if max(map(width, said)) <= _SHORT else "text"


def in_css(text: str) -> Markup:
    """A text between the quotes of a style sheet: whatever is not a letter or digit is written by its code point."""
    return Markup("").join(Markup(c) if c.isalnum() else Markup(f"\\{ord(c):x} ") for c in text)


def page_number(languages: Languages) -> Markup:
    """What a style sheet writes for ``page 2 of 5``."""
    text = on_one_line(msg("page {number} of {count}", number=_NUMBER, count=_COUNT), languages)
    pieces = (_COUNTERS.get(piece) or Markup('"{}"').format(in_css(piece)) for piece in _COUNTER.split(text) if piece)
    return Markup(" ").join(pieces)


def _lines(text: str) -> Markup:
    return Markup("<br>").join(_with_whole_days(line) for line in text.split("\n"))


def _with_whole_days(line: str) -> Markup:
    """A day's hyphens end no line."""
    pieces = _DAY.split(line)
    return Markup("").join(
        Markup('<span class="day">{}</span>' if number % 2 else "{}").format(piece)
        for number, piece in enumerate(pieces)
    )

"""Texts for people, kept apart from the language they are said in.

A `Message` carries an English text with named fields and the values for them; it is translated only
when `say` is called, so the library holds no current language and two threads may speak two.
The Chinese texts are in `subsidy/locale/zh_CN/LC_MESSAGES/subsidy.po`.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple, Protocol, runtime_checkable

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
LOCALES = Path(__file__).parent / "locale"
_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\n"}


@runtime_checkable
class Sayable(Protocol):
    """Whatever can be said in a language: messages, labels."""

    def say(self, language: Language) -> str: ...


class Label(NamedTuple):
    """A name in both languages, written by the author of a scheme or of a fact."""

    zh: str
    en: str

    def say(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Message:
    """An English text such as ``"{found} is not a date"`` and the values of its fields."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def say(self, language: Language) -> str:
        return translate(self.text, language).format_map({k: said(v, language) for k, v in self.values.items()})

    def __str__(self) -> str:
        return self.say("en")


def msg(text: str, /, **values: object) -> Message:
    """A message. `text` must be a literal: it is how the catalogue finds its texts."""
    return Message(text, values)


def translate(text: str, language: Language) -> str:
    return text if language == "en" else _catalogue(language).gettext(text)


def said(value: object, language: Language) -> str:
    """A field's value in a language: sayables are said, sequences are joined, the rest is `str`."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, Sayable):
        return value.say(language)
    if isinstance(value, list | tuple | frozenset | set):
        joint = "、" if language == "zh" else ", "
        return joint.join(said(v, language) for v in (value if isinstance(value, list | tuple) else sorted(value)))
    return visible(str(value))


def visible(text: str) -> str:
    """With control characters as `\\x1b`: what stands in somebody's file does not drive the terminal that shows it."""
    return text if text.isprintable() else text.translate(_CONTROLS)


@cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    locale = {"zh": "zh_CN", "en": "en"}[language]
    return gettext.translation("subsidy", LOCALES, [locale], fallback=True)

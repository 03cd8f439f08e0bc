"""The language of a command: what `--lang` says, else the locale, else Chinese.

A process that runs a command speaks one language, ours and click's alike. Click says its own texts through the standard
`gettext`, so its catalogue (`locale/zh_CN/LC_MESSAGES/click.po`) is bound there while a command runs.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, get_args

from subsidy.messages import LOCALES, Language

OPTION: Final = "--lang"
_DOMAIN: Final = "click"
_USUAL: Final[Language] = "zh"
_spoken: ContextVar[Language] = ContextVar("spoken", default=_USUAL)


def spoken() -> Language:
    """The language of the command that runs."""
    return _spoken.get()


def language_asked(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """The last `--lang` among a command's arguments, wherever it stands, else the locale's language.

    The arguments are looked at before they are parsed, so that what is wrong with them is said in that language too.
    """
    values: list[str] = []
    for i, argument in enumerate(arguments):
        if argument == OPTION:
            values += arguments[i + 1 : i + 2]
        elif argument.startswith(f"{OPTION}="):
            values.append(argument.removeprefix(f"{OPTION}="))
    asked: list[Language] = [language for language in get_args(Language) if language in values[-1:]]
    return asked[0] if asked else _of_locale(environment)


def _of_locale(environment: Mapping[str, str]) -> Language:
    """By POSIX the first of these that is set and not empty; C and POSIX name no language."""
    locale = next(filter(None, map(environment.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    language = locale.partition(".")[0].partition("_")[0]
    return _USUAL if language in ("", "C", "POSIX", "zh") else "en"


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """A time in which commands, and click, say everything in a language."""
    before, domain = os.environ.get("LANGUAGE"), gettext.textdomain()
    token = _spoken.set(language)
    os.environ["LANGUAGE"] = {"zh": "zh_CN", "en": "en"}[language]
    gettext.bindtextdomain(_DOMAIN, LOCALES)
    gettext.textdomain(_DOMAIN)
    try:
        yield
    finally:
        gettext.textdomain(domain)
        if before is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = before
        _spoken.reset(token)

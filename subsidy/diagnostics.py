"""What is wrong with an input, as data: where, what was found, what is allowed, what to do.

Functions that read collect diagnostics and go on; the caller raises once, with all of them.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple, TypeVar

from subsidy.messages import Language, Message, msg

Entry = TypeVar("Entry")


class Place(NamedTuple):
    """A place in a text: line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing that is wrong. `code` is stable (`unknown-name`); `field` is a dotted path or empty.

    `place` is where in a file, None where the input was none; `remedy` is what to do, where that can be said.
    """

    code: str
    message: Message
    place: Place | None = None
    field: str = ""
    remedy: Message | None = None
    severity: Literal["error", "warning"] = "error"

    def say(self, language: Language) -> str:
        """One line: `file:line:column: field: what is wrong; what to do [code]`."""
        where = f"{self.place}: " if self.place else ""
        what = f"{self.field}: " if self.field else ""
        message = self.message.say(language)
        asks = message.endswith(("?", "？"))
        joint = {"zh": "" if asks else "；", "en": " " if asks else "; "}[language]
        remedy = joint + self.remedy.say(language) if self.remedy else ""
        return f"{where}{what}{message}{remedy} [{self.code}]"

    def __str__(self) -> str:
        return self.say("en")


class SubsidyError(Exception):
    """The parent of every error that this package raises on purpose; `str` says it in English."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message

    def say(self, language: Language) -> str:
        """What is wrong, in a language."""
        return self.message.say(language)

    def __str__(self) -> str:
        return self.say("en")


class InputError(SubsidyError, ValueError):
    """An input that cannot be used; `diagnostics` holds every reason, in the order of the text."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(sorted(diagnostics, key=lambda d: (d.place or Place("", 0, 0), d.field)))
        super().__init__(self.diagnostics[0].message)

    def say(self, language: Language) -> str:
        """Every reason, one a line."""
        return "\n".join(d.say(language) for d in self.diagnostics)


def refuse_if_any(diagnostics: Iterable[Diagnostic]) -> None:
    """Raises `InputError` when there is an error among the diagnostics; warnings alone pass."""
    found = tuple(diagnostics)
    if any(d.severity == "error" for d in found):
        raise InputError(found)


@contextmanager
def kept_in(problems: list[Diagnostic]) -> Iterator[None]:
    """An `InputError` inside ends what is inside alone; its diagnostics go to `problems`."""
    try:
        yield
    except InputError as error:
        problems += error.diagnostics


def given_twice(files: Sequence[Path]) -> Iterator[Diagnostic]:
    """A diagnostic for each file that is one of those before it: what it holds would be paid twice."""
    known = [file.resolve() for file in files]
    for i, file in enumerate(files):
        if known[i] in known[:i]:
            yield Diagnostic("given-twice", msg("{file} is given twice", file=file))


def did_you_mean(found: str, allowed: Iterable[str]) -> Message:
    """The remedy for an unknown word: the nearest allowed one, else the allowed ones."""
    choices = list(dict.fromkeys(allowed))
    near = difflib.get_close_matches(found, choices, n=1, cutoff=0.6)
    if near:
        return msg("did you mean {word}?", word=near[0])
    if len(choices) > 12:
        return msg("known are {words} and {count} more", words=choices[:12], count=len(choices) - 12)
    return msg("allowed are {words}", words=choices) if choices else msg("nothing is allowed here")


def entry(table: Mapping[str, Entry], name: str, what: Message) -> Entry:
    """The entry of a table of named choices. Raises `InputError` for a name that is not in it."""
    if name not in table:
        problem = msg("{found} is not a known {what}", found=name, what=what)
        raise InputError([Diagnostic("unknown-name", problem, remedy=did_you_mean(name, table))])
    return table[name]

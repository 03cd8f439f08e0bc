"""How a command presents itself: with columns, marks and colours, or plainly, for screen readers and logs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

OPTION: Final = "--plain"
VARIABLE: Final = "SUBSIDY_PLAIN"
_NO: Final = ("", "0")
_plain: ContextVar[bool] = ContextVar("plain", default=False)


def plain() -> bool:
    """Whether the command that runs writes neither colours, marks, columns nor progress bars."""
    return _plain.get()


def plainness_asked(arguments: Sequence[str], environment: Mapping[str, str]) -> bool:
    """Whether `--plain` is among a command's arguments, wherever it stands, or the environment asks for it."""
    return OPTION in arguments or environment.get(VARIABLE, "") not in _NO


def colour(environment: Mapping[str, str]) -> bool | None:
    """What click is told of colours: False for none, None to look whether it writes to a terminal."""
    without = plain() or environment.get("NO_COLOR") or environment.get("TERM") == "dumb"
    return False if without else None


@contextmanager
def presenting(plainly: bool) -> Iterator[None]:
    """A time in which commands present themselves plainly, or not."""
    token = _plain.set(plainly)
    try:
        yield
    finally:
        _plain.reset(token)

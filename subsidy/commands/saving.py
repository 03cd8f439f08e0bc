"""Saving a file from a conversation: where to, whether to overwrite, and what if that fails."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path

from subsidy.commands.dialogue import confirmed, line
from subsidy.commands.failure import complain
from subsidy.commands.output import show_page, write_whole
from subsidy.messages import msg
from subsidy.report.page import Title


def saved(text: Callable[[Path], str], wanted: Path | None) -> Path | None:
    """The file that holds the text now, which may name it; None where the user wants none. Raises `EOFError`.

    A file that is there is overwritten only when the user says so; where the input ended, a new one is made beside it.
    Where one cannot be written, another is asked for.
    """
    while True:
        path = wanted or _named()
        if path is None:
            return None
        wanted = None
        if path.exists():
            try:
                if not confirmed(msg("{file} exists already; overwrite it?", file=path)):
                    continue
            except EOFError:
                path = _beside(path)
        try:
            write_whole(path, text(path))
        except OSError as error:
            complain(error)
        else:
            return path


def _beside(path: Path) -> Path:
    """Where nobody is there to ask: the first free name after the file's own, so that no answer is lost."""
    return next(new for n in count(2) if not (new := path.with_stem(f"{path.stem}-{n}")).exists())


def _named() -> Path | None:
    show_page((Title(msg("Save to which file? (Enter: do not save)")),), after=True)
    name = line().strip()
    return Path(name) if name else None

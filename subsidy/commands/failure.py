"""How a command ends: its exit codes, and what is wrong in one line each, never a traceback."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

import click

from subsidy.commands.language import spoken
from subsidy.commands.next_steps import command_line, suggest
from subsidy.diagnostics import Diagnostic, InputError, SubsidyError
from subsidy.messages import Label, Message, Sayable, msg
from subsidy.system_errors import number_of

BAD_INPUT: Final = 2

_REASONS: Final[Mapping[int, Message]] = {
    errno.ENOENT: msg("there is no such file or folder"),
    errno.EEXIST: msg("it exists already"),
    errno.EISDIR: msg("this is a folder, not a file"),
    errno.ENOTDIR: msg("a part of this path is a file, not a folder"),
    errno.EACCES: msg("there is no permission for this"),
    errno.EPERM: msg("there is no permission for this"),
    errno.EROFS: msg("this disk can only be read"),
    errno.ENOSPC: msg("the disk is full"),
    errno.EDQUOT: msg("no more room on the disk is allowed"),
    errno.EFBIG: msg("no file as large as this is allowed"),
    errno.EIO: msg("the disk cannot be read or written"),
    errno.ENAMETOOLONG: msg("the name is too long"),
    errno.EMFILE: msg("too many files are open"),
}

# Which extra brings a module that only some commands need.
_EXTRAS: Final = {
    **dict.fromkeys(("polars", "xlsxwriter"), "batch"),
    **dict.fromkeys(("jinja2", "segno", "weasyprint"), "papers"),
}


def complain(error: SubsidyError | OSError) -> None:
    """Says on the standard error what is wrong, each diagnostic on a line of its own, and where to look things up."""
    click.echo(_said(error), err=True)
    suggest(_look_up(error))


def _look_up(error: SubsidyError | OSError) -> Iterator[Message]:
    """Where the names are that exist."""
    if isinstance(error, OSError):
        return
    from subsidy.scheme.unknown import UnknownNameError  # which is loaded where one was raised

    if isinstance(error, UnknownNameError) and error.scheme is not None:
        yield msg("its editions and readings: {command}", command=command_line("schemes", "show", error.scheme))
    elif isinstance(error, UnknownNameError):
        yield msg("all schemes: {command}", command=command_line("schemes", "list"))


def _said(error: SubsidyError | OSError) -> str:
    if isinstance(error, InputError):
        return "\n".join(map(_line, error.diagnostics))
    reason = error.message if isinstance(error, SubsidyError) else _reason(error)
    return msg("Error: {reason}", reason=reason).say(spoken())


def _line(diagnostic: Diagnostic) -> str:
    """A place in a file says by itself that something is wrong there."""
    said = diagnostic.say(spoken())
    return said if diagnostic.place else msg("Error: {reason}", reason=said).say(spoken())


def _reason(error: OSError) -> Sayable:
    """Why the system refused: in our words for what people meet, else in its own."""
    own = error.strerror or str(error)
    reason: Sayable = _REASONS.get(number_of(error), Label(own, own))
    return msg("{file}: {reason}", file=error.filename, reason=reason) if error.filename else reason


def _not_installed(module: str) -> SubsidyError:
    return SubsidyError(
        msg(
            "this needs {module}, which is not installed; pip install 'subsidy[{extra}]' brings it",
            module=module,
            extra=_EXTRAS[module],
        )
    )


@contextmanager
def failing_plainly() -> Iterator[None]:
    """A time in which what is wrong with an input or the system, or is not installed, ends the command with a message
    and code 2.
    """
    try:
        yield
    except (SubsidyError, OSError) as error:
        complain(error)
    except ModuleNotFoundError as error:
        if error.name not in _EXTRAS:
            raise
        complain(_not_installed(error.name))
    else:
        return
    sys.exit(BAD_INPUT)

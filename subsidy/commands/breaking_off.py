"""Ctrl-C during a long command: it ends, and nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import click

from subsidy.commands.language import spoken
from subsidy.messages import msg

BROKEN_OFF: Final = 130


@contextmanager
def breaking_off() -> Iterator[None]:
    """A time in which the user may break off: the command ends with code 130."""
    try:
        yield
    except KeyboardInterrupt:
        click.echo(msg("Broken off; nothing was written.").say(spoken()), err=True)
        click.get_current_context().exit(BROKEN_OFF)

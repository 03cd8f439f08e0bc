"""A progress bar on a terminal, and nothing anywhere else."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from subsidy.commands.language import spoken
from subsidy.commands.manner import colour, plain
from subsidy.messages import Message


@contextmanager
def progress_bar(label: Message) -> Iterator[Callable[[int, int], None]]:
    """Gives a function that is told how much is done, and of how much."""
    if plain() or not sys.stderr.isatty():
        yield lambda done, of: None
        return
    with click.progressbar(length=1, label=label.say(spoken()), file=sys.stderr, color=colour(os.environ)) as bar:

        def show(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        yield show

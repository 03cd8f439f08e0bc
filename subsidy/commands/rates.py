"""`subsidy rates`: reference rates by day."""

from __future__ import annotations

from typing import Final

import click

from subsidy.commands.options import lang
from subsidy.commands.spoken import Entry, Group
from subsidy.messages import msg

_COMMANDS: Final = {"show": Entry("subsidy.commands.rates_show", msg("the quotes in force on a day, or the last ones"))}


@click.command(
    "rates", cls=Group, entries=_COMMANDS, help=msg("Looks up reference rates."), examples=("subsidy rates show",)
)
@lang
def command() -> None:
    """Everything is in the commands."""

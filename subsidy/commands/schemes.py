"""`subsidy schemes`: what is known of the schemes, and whether it holds."""

from __future__ import annotations

from typing import Final

import click

from subsidy.commands.options import lang
from subsidy.commands.spoken import Entry, Group
from subsidy.messages import msg

_COMMANDS: Final = {
    "list": Entry("subsidy.commands.schemes_list", msg("the schemes, their editions and the days they govern")),
    "show": Entry("subsidy.commands.schemes_show", msg("a scheme as a reader's card")),
    "diff": Entry("subsidy.commands.schemes_diff", msg("what changed from one edition to another")),
    "check": Entry("subsidy.commands.schemes_check", msg("check scheme files: names, units, citations, overflow")),
    "test": Entry("subsidy.commands.schemes_test", msg("run the worked examples beside the schemes")),
}


@click.command(
    "schemes",
    cls=Group,
    entries=_COMMANDS,
    help=msg("Lists, shows, checks and tests the schemes: those that come with the program, and your own."),
    examples=("subsidy schemes show city/scheme", "subsidy schemes test --schemes my-schemes"),
)
@lang
def command() -> None:
    """Everything is in the commands."""

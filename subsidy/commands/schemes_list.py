"""`subsidy schemes list`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from subsidy.commands import options
from subsidy.commands.output import show_page
from subsidy.commands.spoken import Command
from subsidy.messages import msg


@click.command(
    "list",
    cls=Command,
    help=msg(
        "Lists the schemes, their editions, and the days that each edition governs: all of them, or those whose name "
        "holds WORD."
    ),
    examples=("subsidy schemes list", "subsidy schemes list wuhan", "subsidy schemes list --schemes my-schemes"),
)
@click.argument("word", metavar="[WORD]", default="")
@options.schemes
@options.lang
def command(word: str, folders: Sequence[Path]) -> None:
    from subsidy.report.listing import scheme_list
    from subsidy.scheme.library import load_schemes

    show_page(scheme_list(load_schemes(*folders), word))

"""`subsidy schemes list`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from subsidy.commands import options
from subsidy.commands.language import spoken
from subsidy.commands.spoken import Command
from subsidy.messages import msg

if TYPE_CHECKING:
    from subsidy.commands.deciding import Form


@click.command(
    "list",
    cls=Command,
    help=msg(
        "Lists the schemes, their editions, and the days that each edition governs: all of them, or those whose name "
        "holds WORD."
    ),
    examples=(
        "subsidy schemes list",
        "subsidy schemes list wuhan",
        "subsidy schemes list --schemes my-schemes --format json",
    ),
)
@click.argument("word", metavar="[WORD]", default="")
@options.schemes
@options.output
@options.lang
def command(word: str, folders: Sequence[Path], form: Form) -> None:
    from dataclasses import asdict

    from subsidy.commands.output import show_json, show_page
    from subsidy.report.listing import list_record, scheme_list
    from subsidy.scheme.library import load_schemes

    schemes = load_schemes(*folders)
    if form == "json":
        show_json([asdict(scheme) for scheme in list_record(schemes, word, spoken())])
    else:
        show_page(scheme_list(schemes, word), form)

"""`subsidy schemes show`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from subsidy.commands import options
from subsidy.commands.names import scheme_names
from subsidy.commands.output import PageForm, show_page
from subsidy.commands.spoken import Command, Option
from subsidy.messages import msg


@click.command(
    "show",
    cls=Command,
    help=msg(
        "Shows an edition of the scheme NAME on a card: whom it is for, what it gives and how it is computed, until "
        "when, what the text leaves open, what nobody published, the papers to hand in, the sources."
    ),
    examples=("subsidy schemes show city/scheme", "subsidy schemes show city/scheme --edition 2022"),
)
@click.argument("name", metavar="NAME", shell_complete=scheme_names)
@options.last_edition
@click.option(
    "--format",
    "form",
    cls=Option,
    type=click.Choice(("text", "markdown")),
    default="text",
    show_default=True,
    help=msg("How the answer is written."),
)
@options.overlay
@options.schemes
@options.lang
def command(name: str, edition: str | None, form: PageForm, overlays: Sequence[Path], folders: Sequence[Path]) -> None:
    from subsidy.report.card import card
    from subsidy.scheme.library import load_schemes

    scheme = load_schemes(*folders, overlays=overlays)[name]
    chosen = scheme.edition(edition) if edition else list(scheme.editions.values())[-1]
    show_page(card(chosen.program()), form)

"""`subsidy schemes show`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from subsidy.commands import options
from subsidy.commands.language import spoken
from subsidy.commands.names import scheme_names
from subsidy.commands.options import CardForm
from subsidy.commands.output import put
from subsidy.commands.spoken import Command
from subsidy.messages import msg


@click.command(
    "show",
    cls=Command,
    help=msg(
        "Shows an edition of the scheme NAME on a card: whom it is for, what it gives and how it is computed, until "
        "when, what an application says, what the text leaves open, what nobody published, the papers to hand in, the "
        "sources."
    ),
    examples=(
        "subsidy schemes show city/scheme",
        "subsidy schemes show city/scheme --edition 2022 --format html --out card.html",
    ),
)
@click.argument("name", metavar="NAME", shell_complete=scheme_names)
@options.last_edition
@options.card_format
@options.out
@options.overlay
@options.schemes
@options.lang
def command(
    name: str,
    edition: str | None,
    form: CardForm,
    out: Path | None,
    overlays: Sequence[Path],
    folders: Sequence[Path],
) -> None:
    from dataclasses import asdict

    from subsidy.commands.overlays import tell_unused
    from subsidy.report.card import card
    from subsidy.report.card_record import card_record
    from subsidy.scheme.library import load_schemes

    scheme = load_schemes(*folders, overlays=overlays)[name]
    tell_unused(overlays, [scheme], edition)
    chosen = scheme.edition(edition) if edition else list(scheme.editions.values())[-1]
    program = chosen.program()
    put(card(program), lambda: asdict(card_record(program, spoken())), form, out)

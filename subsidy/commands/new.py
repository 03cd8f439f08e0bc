"""`subsidy new`: an application file to fill in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from subsidy.commands import options
from subsidy.commands.language import spoken
from subsidy.commands.names import scheme_names
from subsidy.commands.next_steps import asked_again, command_line
from subsidy.commands.spoken import Command, Option
from subsidy.messages import msg


@click.command(
    "new",
    cls=Command,
    help=msg(
        "Writes an application file for SCHEME, with the facts that it asks for and nothing else, each with its label "
        "and an example. What is left empty is unknown."
    ),
    examples=("subsidy new city/scheme --out application.yaml", "subsidy new city/scheme --edition 2024"),
)
@click.argument("scheme", metavar="SCHEME", shell_complete=scheme_names)
@options.last_edition
@click.option(
    "--out",
    cls=Option,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=msg("Write to this new file; otherwise to the standard output."),
)
@options.schemes
@options.lang
def command(scheme: str, edition: str | None, out: Path | None, folders: Sequence[Path]) -> None:
    from subsidy.report.template import template
    from subsidy.scheme.library import load_schemes

    known = load_schemes(*folders)[scheme]
    chosen = known.edition(edition) if edition else list(known.editions.values())[-1]
    then = command_line("calc", str(out or "FILE"), *asked_again(scheme, edition, {}, (), folders))
    text = template(chosen, spoken(), then)
    if out is None:
        click.echo(text, nl=False)
        return
    try:
        with out.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        exists = msg("{file} exists already; name another file", file=out)
        raise click.BadParameter(exists.say(spoken()), param_hint="--out") from None

"""`subsidy new`: an application file to fill in."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

import click

from subsidy.commands import options
from subsidy.commands.language import spoken
from subsidy.commands.spoken import Command, Option
from subsidy.messages import msg
from subsidy.report.template import template
from subsidy.scheme.library import load_schemes


@click.command(
    "new",
    cls=Command,
    help=msg(
        "Writes an application file for SCHEME, with the facts that it asks for and nothing else, each with its label "
        "and an example. What is left empty is unknown."
    ),
    examples=("subsidy new city/scheme --out application.yaml", "subsidy new city/scheme --edition 2024"),
)
@click.argument("scheme", metavar="SCHEME")
@click.option(
    "--edition", cls=Option, metavar="NAME", help=msg("For this edition; otherwise the one that governs last.")
)
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
    known = load_schemes(*folders)[scheme]
    chosen = known.edition(edition) if edition else list(known.editions.values())[-1]
    text = template(chosen, spoken(), _then(scheme, edition, out, folders))
    if out is None:
        click.echo(text, nl=False)
        return
    try:
        with out.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        exists = msg("{file} exists already; name another file", file=out)
        raise click.BadParameter(exists.say(spoken()), param_hint="--out") from None


def _then(scheme: str, edition: str | None, out: Path | None, folders: Sequence[Path]) -> str:
    """The command that decides the file, under the same scheme."""
    under = ["--scheme", scheme, *(["--edition", edition] if edition else [])]
    return shlex.join(
        ["subsidy", "calc", str(out or "FILE"), *under, *(w for f in folders for w in ("--schemes", str(f)))]
    )

"""`subsidy template`: a form for many loans, to fill in and give to `subsidy batch`."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

import click

from subsidy.commands import options
from subsidy.commands.language import spoken
from subsidy.commands.names import scheme_names
from subsidy.commands.spoken import Command, Option
from subsidy.messages import msg


@click.command(
    "template",
    cls=Command,
    help=msg(
        "Writes a form for many loans under SCHEME: a workbook (.xlsx) with choices, notes, an example and how to fill "
        "it in, or the headings and the example alone (.csv). `subsidy batch` reads it when it is filled in."
    ),
    examples=(
        "subsidy template city/scheme --out form.xlsx",
        "subsidy template city/scheme --edition 2024 --out form.csv",
    ),
)
@click.argument("scheme", metavar="SCHEME", shell_complete=scheme_names)
@options.last_edition
@click.option(
    "--out",
    cls=Option,
    metavar="FILE",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help=msg("Write to this new file, .xlsx or .csv."),
)
@options.schemes
@options.lang
def command(scheme: str, edition: str | None, out: Path, folders: Sequence[Path]) -> None:
    from subsidy.scheme.library import load_schemes
    from subsidy.tables.form import form_of, write_csv, write_workbook
    from subsidy.workshop import Made, publish, workshop

    form = out.suffix.lower()
    if form not in (".xlsx", ".csv"):
        wanted = msg("{file} ends in neither .xlsx nor .csv", file=out)
        raise click.BadParameter(wanted.say(spoken()), param_hint="--out")
    known = load_schemes(*folders)[scheme]
    chosen = known.edition(edition) if edition else list(known.editions.values())[-1]
    if out.exists():
        exists = msg("{file} exists already; name another file", file=out)
        raise click.BadParameter(exists.say(spoken()), param_hint="--out")
    with workshop(out) as folder:
        made = Made(folder / out.name, out)
        if form == ".csv":
            write_csv(form_of(known, chosen, spoken(), "columns"), made.path)
        else:
            write_workbook(form_of(known, chosen, spoken(), "sheets"), made.path, _then(scheme, edition, out, folders))
        publish([made])


def _then(scheme: str, edition: str | None, out: Path, folders: Sequence[Path]) -> str:
    """The command that decides the form, under the same scheme."""
    under = ["--scheme", scheme, *(["--edition", edition] if edition else [])]
    to = ["--out", f"{out.stem}-decided.xlsx"]
    own = [word for folder in folders for word in ("--schemes", str(folder))]
    return shlex.join(["subsidy", "batch", str(out), *under, *to, *own])

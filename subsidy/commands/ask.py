"""`subsidy ask`: one question at a time, the verdict as soon as it is settled, and an application file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from subsidy.commands import options
from subsidy.commands.names import scheme_names
from subsidy.commands.spoken import Command, Option
from subsidy.messages import msg


@click.command(
    "ask",
    cls=Command,
    help=msg(
        "Asks for the facts of one application under SCHEME, one at a time: only those that can still change the "
        "answer, the most decisive first. Each is checked as it is typed. As soon as the answer is settled it is "
        "shown, and the facts are saved as an application file.\n\n"
        "Enter: not known; ?: explain; back: correct the last answer; stop: end here. What was answered until then is "
        "saved too. The exit codes are those of calc; 1 when the input ends before that, 130 when it is broken off."
    ),
    examples=(
        "subsidy ask city/scheme --out application.yaml",
        "subsidy ask city/scheme --from application.yaml",
    ),
)
@click.argument("scheme", metavar="SCHEME", shell_complete=scheme_names)
@click.option(
    "--from",
    "given",
    cls=Option,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=msg("Begin with what this application file says, and ask for what is missing."),
)
@click.option(
    "--out",
    cls=Option,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=msg("Save the application here; otherwise where --from is, or where you say at the end."),
)
@options.edition_of_it
@options.reading
@options.overlay
@options.schemes
@options.lang
def command(**asked: Any) -> None:
    from subsidy.commands.conversation import hold

    hold(**asked)

"""`subsidy schema`: what an application may say, and what a decision says, for other programs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from subsidy.commands import options
from subsidy.commands.language import spoken
from subsidy.commands.output import show_json
from subsidy.commands.spoken import Command, Option
from subsidy.messages import msg


@click.command(
    "schema",
    cls=Command,
    help=msg("Prints the JSON schema of an application, with the facts of every scheme, or that of a decision."),
    examples=("subsidy schema > application.schema.json", "subsidy schema --decision > decision.schema.json"),
)
@click.option(
    "--decision",
    "of_decision",
    cls=Option,
    is_flag=True,
    help=msg("The schema of a decision, as calc --format json prints it."),
)
@options.schemes
@options.lang
def command(*, of_decision: bool, folders: Sequence[Path]) -> None:
    from subsidy.facts import json_schema
    from subsidy.report.record_schema import decision_schema
    from subsidy.scheme.library import load_schemes

    show_json(decision_schema() if of_decision else json_schema(spoken(), load_schemes(*folders).vocabulary))

"""`subsidy schemes test`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from subsidy.commands import options
from subsidy.commands.names import scheme_names
from subsidy.commands.output import show_page
from subsidy.commands.spoken import Command
from subsidy.messages import msg

FAILED: Final = 1


@click.command(
    "test",
    cls=Command,
    help=msg(
        "Runs the worked examples beside the schemes so named, or beside all of them, and compares every amount "
        "exactly. The exit code is 1 when one comes out otherwise."
    ),
    examples=("subsidy schemes test", "subsidy schemes test city/scheme"),
)
@click.argument("names", nargs=-1, metavar="[NAME]...", shell_complete=scheme_names)
@options.schemes
@options.lang
def command(names: Sequence[str], folders: Sequence[Path]) -> None:
    from subsidy.evaluation.cases import run_cases
    from subsidy.report.listing import case_list
    from subsidy.scheme.library import load_schemes

    results = run_cases(load_schemes(*folders), names)
    show_page(case_list(results))
    if not all(result.passed for result in results):
        click.get_current_context().exit(FAILED)

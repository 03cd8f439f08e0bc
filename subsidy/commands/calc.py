"""`subsidy calc`: what applications give, or why not, on a page each."""

from __future__ import annotations

from typing import Any

import click

from subsidy.commands.options import deciding
from subsidy.commands.spoken import Command
from subsidy.messages import msg


@click.command(
    "calc",
    cls=Command,
    help=msg(
        "Decides the applications in FILE... (YAML or JSON; - is the standard input): eligible or not and why, how "
        "much, what is still to be known.\n\n"
        "The exit code is 0 when something is due, 3 when nothing is, 4 when facts are missing, 5 when payment is "
        "suspended, 2 when an input cannot be used; of several files, the most serious one."
    ),
    examples=(
        "subsidy calc application.yaml",
        "subsidy calc *.yaml --scheme city/scheme --format json",
        "subsidy calc application.yaml --reading loan_months=started",
    ),
)
@deciding
def command(**asked: Any) -> None:
    from subsidy.commands.deciding import answer
    from subsidy.commands.reports import NOTE

    answer(NOTE, **asked)

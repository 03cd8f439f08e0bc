"""`subsidy explain`: the whole derivation of a decision."""

from __future__ import annotations

from typing import Any

import click

from subsidy.commands.options import deciding
from subsidy.commands.spoken import Command
from subsidy.messages import msg


@click.command(
    "explain",
    cls=Command,
    help=msg(
        "Derives the decisions on the applications in FILE... from their facts: every condition and every step with "
        "its formula in words, its numbers and its clause, every reading with its choices, the sources, the receipt."
        "\n\n"
        "Options and exit codes are those of calc."
    ),
    examples=(
        "subsidy explain application.yaml --scheme city/scheme",
        "subsidy explain application.yaml --format markdown",
    ),
)
@deciding
def command(**asked: Any) -> None:
    from subsidy.commands.deciding import answer
    from subsidy.commands.reports import DERIVATION

    answer(DERIVATION, **asked)

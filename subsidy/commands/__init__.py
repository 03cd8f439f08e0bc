"""The command `subsidy`: reads files, asks the library, prints reports.

Each command is imported when it is run, so that `subsidy --version` imports no more than click.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any, Final

import click

from subsidy import __version__
from subsidy.commands.failure import failing_plainly
from subsidy.commands.language import language_asked, speaking
from subsidy.commands.manner import plainness_asked, presenting
from subsidy.commands.names import VARIABLE
from subsidy.commands.options import lang
from subsidy.commands.spoken import Entry, Group, Option
from subsidy.commands.streams import use_utf8
from subsidy.messages import msg

_COMMANDS: Final = {
    "calc": Entry("subsidy.commands.calc", msg("decide applications: what each gives, or why not")),
    "explain": Entry("subsidy.commands.explain", msg("the whole derivation of a decision, clause by clause")),
    "report": Entry("subsidy.commands.report", msg("write the calculation sheet, to print and sign, or as a workbook")),
    "ask": Entry("subsidy.commands.ask", msg("ask for the facts of an application, one at a time")),
    "batch": Entry("subsidy.commands.batch", msg("decide whole tables of applications")),
    "simulate": Entry("subsidy.commands.simulate", msg("what a change of a scheme would cost, and who gains or loses")),
    "audit": Entry("subsidy.commands.audit", msg("recompute claimed amounts, and say why they differ")),
    "template": Entry("subsidy.commands.template", msg("write a form for many loans to fill in")),
    "new": Entry("subsidy.commands.new", msg("write an application file to fill in")),
    "schemes": Entry("subsidy.commands.schemes", msg("list, show, check and test the schemes")),
    "rates": Entry("subsidy.commands.rates", msg("look up reference rates")),
    "completion": Entry("subsidy.commands.completion", msg("complete commands and names in bash, zsh or fish")),
    "schema": Entry("subsidy.commands.schema", msg("the JSON schema of applications and of decisions")),
}


class Main(Group):
    """The outermost command: it settles the language and the manner before anything is parsed."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **named: Any) -> Any:
        use_utf8()
        if VARIABLE in os.environ:
            import subsidy.commands.shells  # noqa: F401 - its import says how bash completes
        arguments = sys.argv[1:] if args is None else args
        language, plainly = language_asked(arguments, os.environ), plainness_asked(arguments, os.environ)
        with speaking(language), presenting(plainly), failing_plainly():
            return super().main(args, *rest, **{"prog_name": self.name, **named})


@click.command(
    "subsidy",
    cls=Main,
    entries=_COMMANDS,
    help=msg("Chinese technology-loan subsidies: exact to the fen, explained clause by clause."),
    examples=("subsidy calc application.yaml", "subsidy schemes list"),
)
@lang
@click.version_option(__version__, cls=Option, message="%(prog)s %(version)s", help=msg("Show the version and stop."))
def main() -> None:
    """Everything is in the commands."""

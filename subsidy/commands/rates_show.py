"""`subsidy rates show`: the quotes in force on a day, or the last ones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from subsidy.commands import options
from subsidy.commands.language import spoken
from subsidy.commands.names import table_names
from subsidy.commands.output import show_page
from subsidy.commands.spoken import Command, Option
from subsidy.messages import msg
from subsidy.quantities import QuantityError, day


def _day(_: click.Context, parameter: click.Parameter, given: str | None) -> date | None:
    try:
        return None if given is None else day(given)
    except QuantityError as error:
        raise click.BadParameter(error.say(spoken()), param=parameter) from None


@click.command(
    "show",
    cls=Command,
    help=msg(
        "Shows the quotes in force on a day, when each was published, and how well that is known; without --on, the "
        "last quotes of each table."
    ),
    examples=("subsidy rates show --on 2023-08-01 --tenor 1Y", "subsidy rates show --table lpr"),
)
@click.option(
    "--table",
    cls=Option,
    metavar="NAME",
    shell_complete=table_names,
    help=msg("Of this table alone, such as lpr."),
)
@click.option("--on", "on", cls=Option, metavar="DATE", callback=_day, help=msg("The day, such as 2023-08-01."))
@click.option("--tenor", cls=Option, metavar="NAME", help=msg("Of this tenor alone, such as 1Y."))
@options.schemes
@options.lang
def command(table: str | None, on: date | None, tenor: str | None, folders: Sequence[Path]) -> None:
    from subsidy.diagnostics import SubsidyError, did_you_mean
    from subsidy.report.quotes import last_quotes, quotes_on
    from subsidy.scheme.library import load_schemes

    tables = load_schemes(*folders).tables
    if table is not None and table not in tables:
        raise SubsidyError(msg("there is no table {name}; {remedy}", name=table, remedy=did_you_mean(table, tables)))
    for known in [tables[table]] if table else tables.values():
        show_page(last_quotes(known, tenor) if on is None else quotes_on(known, on, tenor))

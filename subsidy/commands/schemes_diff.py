"""`subsidy schemes diff`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from subsidy.commands import options
from subsidy.commands.language import spoken
from subsidy.commands.names import edition_names, scheme_names
from subsidy.commands.options import CardForm
from subsidy.commands.output import put
from subsidy.commands.spoken import Command
from subsidy.messages import msg


@click.command(
    "diff",
    cls=Command,
    help=msg(
        "Shows what changed in the scheme NAME from the edition BEFORE to the edition AFTER: days, conditions, "
        "formulas in words, figures, readings, limits, papers, sources; and what every worked case of the two gives "
        "under each, as if it governed it."
    ),
    examples=(
        "subsidy schemes diff city/scheme 2022 2024",
        "subsidy schemes diff city/scheme 2022 2024 --format html --out changes.html",
    ),
)
@click.argument("name", metavar="NAME", shell_complete=scheme_names)
@click.argument("before", metavar="BEFORE", shell_complete=edition_names)
@click.argument("after", metavar="AFTER", shell_complete=edition_names)
@options.card_format
@options.out
@options.overlay
@options.schemes
@options.lang
def command(
    name: str,
    before: str,
    after: str,
    form: CardForm,
    out: Path | None,
    overlays: Sequence[Path],
    folders: Sequence[Path],
) -> None:
    from subsidy.report.comparison import compare, comparison_page, comparison_record
    from subsidy.scheme.library import load_schemes

    found = compare(load_schemes(*folders, overlays=overlays), name, before, after)
    put(comparison_page(found), lambda: comparison_record(found, spoken()), form, out)

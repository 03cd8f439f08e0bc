"""`subsidy audit`: claimed amounts recomputed, what differs with its likely cause, what else is odd."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from subsidy.commands import options
from subsidy.commands.breaking_off import breaking_off
from subsidy.commands.names import scheme_names
from subsidy.commands.reading_options import reading_tables_called
from subsidy.commands.spoken import Command, Option
from subsidy.messages import msg

if TYPE_CHECKING:
    from subsidy.audit import Stage
    from subsidy.batch import Reading
    from subsidy.commands.deciding import Form

STAGES: Final[tuple[Stage, ...]] = ("entitlement", "payable")
"""What the audit knows, said here too so that a shell need not load it."""


@click.command(
    "audit",
    cls=Command,
    help=msg(
        "Recomputes the amounts claimed in the tables CLAIMED..., one application a row, and compares them to the "
        "fen. The claimed amount is the column payable or entitlement, or one that is called as forms call it in "
        "Chinese; --claimed names another. CLAIMED may be an output of batch, with --facts the "
        "tables it came from.\n\n"
        "For each difference it tries what would give the claimed amount exactly: another reading or edition, another "
        "rounding, days counted otherwise, no limit, a wrong unit, another row; and it looks for what is odd within "
        "the batch: contracts and enterprises twice, loans beyond a limit, split or overlapping ones. Of several "
        "schemes, give one --scheme for each CLAIMED.\n\n"
        "With --receipt it proves that a decision (JSON of calc) or a batch (OUT.receipt.json) was made with the "
        "engine, scheme files, rate tables, readings and facts of now, or says what has changed and what that "
        "changes.\n\n"
        "The exit code is 0 when everything agrees and nothing is found, 7 when an amount differs, 4 when one cannot "
        "be checked, 8 when amounts agree but something else is found or has changed, 2 when an input cannot be "
        "used."
    ),
    examples=(
        "subsidy audit claims.xlsx --scheme city/scheme --out report.xlsx",
        "subsidy audit decisions.csv --facts loans.csv --scheme city/scheme",
        "subsidy audit a.csv b.csv --scheme city/one --scheme city/two",
        "subsidy audit --receipt decisions.csv.receipt.json",
    ),
)
@reading_tables_called("[CLAIMED]...", is_required=False)
@click.option(
    "--scheme",
    "scheme",
    cls=Option,
    metavar="NAME",
    multiple=True,
    shell_complete=scheme_names,
    help=msg("Recompute under this scheme; one for all CLAIMED, or one for each."),
)
@click.option(
    "--claimed", "heading", cls=Option, metavar="HEADING", help=msg("The column that holds the claimed amounts.")
)
@click.option(
    "--amounts",
    "stage",
    cls=Option,
    type=click.Choice(STAGES),
    help=msg("Whether they are amounts after the limits or before; otherwise as the heading says."),
)
@click.option(
    "--facts",
    cls=Option,
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help=msg("The applications, where CLAIMED holds only amounts; may be repeated."),
)
@click.option(
    "--receipt",
    cls=Option,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=msg("Prove what a decision or a batch was made with, from this file."),
)
@click.option(
    "--out",
    cls=Option,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=msg("Write the whole report to this file: .xlsx, .json, .txt or .md."),
)
@options.edition_of_it
@options.reading
@options.overlay
@options.schemes
@options.output
@options.lang
def command(
    reading: Reading,
    scheme: Sequence[str],
    heading: str | None,
    stage: Stage | None,
    facts: Sequence[Path],
    receipt: Path | None,
    out: Path | None,
    edition: str | None,
    readings: Mapping[str, str],
    overlays: Sequence[Path],
    folders: Sequence[Path],
    form: Form,
) -> None:
    from subsidy.audit.run import AuditQuestion
    from subsidy.commands.auditing import answer
    from subsidy.scheme.library import load_schemes

    schemes = load_schemes(*folders, overlays=overlays)
    question = AuditQuestion(schemes, tuple(scheme), reading, tuple(facts), heading, stage, edition, readings)
    with breaking_off():
        answer(question, receipt, out, form)

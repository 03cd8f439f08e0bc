"""`subsidy batch`: whole tables of applications, decided at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from subsidy.commands import options
from subsidy.commands.breaking_off import breaking_off
from subsidy.commands.language import spoken
from subsidy.commands.reading_options import reading_tables
from subsidy.commands.spoken import Command, Option
from subsidy.messages import msg

if TYPE_CHECKING:
    from subsidy.batch import Reading
    from subsidy.batch.question import Headings
    from subsidy.commands.deciding import Form
    from subsidy.tables.writing import Encoding

HEADINGS: Final[tuple[Headings, ...]] = ("codes", "labels")
ENCODINGS: Final[tuple[Encoding, ...]] = ("utf-8-sig", "utf-8", "gb18030")
"""What the batch knows, said here too so that a shell need not load it; the first of each is the usual one."""
REJECTED: Final = 6


@click.command(
    "batch",
    cls=Command,
    help=msg(
        "Decides the applications in the tables IN..., one a row: files or folders of CSV (UTF-8 or GB18030), XLSX, "
        "Parquet or NDJSON. Columns are called by fact path or by label, with the unit in brackets. Writes the "
        "decisions to OUT in any of these forms, with what they were made to OUT.receipt.json, and rows that cannot be "
        "decided to OUT-rejects, as they came and with what is wrong; prints what it all comes to. Without --out, "
        "--rejects and --report it only prints.\n\n"
        "The exit code is 0 when every row is decided, 6 when some were rejected, 2 when the tables cannot be used, "
        "130 when it is broken off; in the last two cases nothing is written.\n\n"
        "In CSV, a text that a spreadsheet would run as a formula has an apostrophe before it; reading takes it away."
    ),
    examples=(
        "subsidy batch loans.csv --scheme city/scheme --out decisions.xlsx",
        "subsidy batch 2024/ --scheme city/scheme --out decisions.csv --headings labels",
        "subsidy batch loans.xlsx --scheme city/scheme --none other_aid --format json",
        "subsidy batch loans.csv --scheme city/scheme --report report-2024/",
    ),
)
@reading_tables
@options.scheme_of_tables
@options.edition_of_it
@options.reading
@options.overlay
@options.schemes
@click.option(
    "--out",
    cls=Option,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=msg("Write the decisions to this file, which is replaced when all is done."),
)
@click.option(
    "--rejects",
    cls=Option,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=msg("Write rejected rows to this file; otherwise beside OUT, in the form of the input."),
)
@click.option(
    "--headings",
    cls=Option,
    type=click.Choice(HEADINGS),
    default=HEADINGS[0],
    show_default=True,
    help=msg("Headings, outcomes and reasons in the files: as codes for programs, or as labels for people."),
)
@click.option(
    "--encoding",
    cls=Option,
    type=click.Choice(ENCODINGS),
    default=ENCODINGS[0],
    show_default=True,
    help=msg("Of CSV that is written. Excel shows Chinese in utf-8-sig and gb18030."),
)
@click.option(
    "--report",
    cls=Option,
    metavar="DIR",
    type=click.Path(path_type=Path),
    help=msg(
        "Write a report into this folder, which must be new or empty: index.html, and a calculation sheet for each of "
        "the first loans."
    ),
)
@click.option(
    "--sheets",
    cls=Option,
    metavar="NUMBER",
    type=click.IntRange(0),
    default=1_000,
    show_default=True,
    help=msg("How many loans the report shows one by one, each with its sheet."),
)
@options.output
@options.lang
def command(
    reading: Reading,
    scheme: str,
    edition: str | None,
    readings: Mapping[str, str],
    overlays: Sequence[Path],
    folders: Sequence[Path],
    out: Path | None,
    rejects: Path | None,
    headings: Headings,
    encoding: Encoding,
    report: Path | None,
    sheets: int,
    form: Form,
) -> None:
    from dataclasses import asdict

    from subsidy.batch import BatchQuestion, run_batch
    from subsidy.batch.record import summary_record
    from subsidy.batch.summary import summary
    from subsidy.commands.output import show_json, show_page
    from subsidy.commands.overlays import tell_unused
    from subsidy.commands.progress import progress_bar
    from subsidy.scheme.library import load_schemes

    schemes = load_schemes(*folders, overlays=overlays)
    tell_unused(overlays, [schemes[scheme]], edition)
    question = BatchQuestion(
        reading,
        schemes,
        scheme,
        edition=edition,
        readings=readings,
        out=out,
        rejects=rejects,
        encoding=encoding,
        headings=headings,
        language=spoken(),
        report=report,
        sheets=sheets,
    )
    with breaking_off(), progress_bar(msg("deciding")) as progress:
        result = run_batch(question, progress)
    if form == "json":
        show_json(asdict(summary_record(result, spoken())))
    else:
        show_page(summary(result), form)
    click.get_current_context().exit(REJECTED if result.rejected else 0)

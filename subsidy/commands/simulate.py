"""`subsidy simulate`: what a change of a policy would cost, on the loans of whole tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from subsidy.commands import options
from subsidy.commands.breaking_off import breaking_off
from subsidy.commands.language import spoken
from subsidy.commands.reading_options import reading_tables
from subsidy.commands.spoken import Command, Option
from subsidy.messages import msg

if TYPE_CHECKING:
    from subsidy.batch import Reading
    from subsidy.commands.deciding import Form


@click.command(
    "simulate",
    cls=Command,
    help=msg(
        "Decides the applications in the tables IN... twice: as the scheme is, and with what is supposed; says what "
        "the change costs, who gains and who loses, by principal, product, district and lender. The tables are those "
        "that batch reads.\n\n"
        "A supposition is no decision: what was published stays as it is in every other command."
    ),
    examples=(
        "subsidy simulate loans.csv --scheme city/scheme --set share=3%",
        "subsidy simulate loans.xlsx --scheme city/scheme --reading months=started",
        "subsidy simulate loans.csv --scheme city/scheme --edition 2024",
    ),
)
@reading_tables
@options.scheme_of_tables
@click.option(
    "--set",
    "parameters",
    cls=Option,
    metavar="PARAMETER=VALUE",
    multiple=True,
    callback=options.pairs,
    help=msg("Suppose another value of a parameter; may be repeated. schemes show lists the parameters."),
)
@options.edition_of_it
@options.reading
@options.overlay
@options.schemes
@options.output
@options.lang
def command(
    reading: Reading,
    scheme: str,
    parameters: Mapping[str, str],
    edition: str | None,
    readings: Mapping[str, str],
    overlays: Sequence[Path],
    folders: Sequence[Path],
    form: Form,
) -> None:
    from subsidy.commands.output import show_json, show_page
    from subsidy.commands.overlays import tell_unused
    from subsidy.commands.progress import progress_bar
    from subsidy.scheme.library import load_schemes
    from subsidy.simulation.page import simulation_page
    from subsidy.simulation.question import Case, Question, simulate
    from subsidy.simulation.record import simulation_record

    schemes = load_schemes(*folders, overlays=overlays)
    tell_unused(overlays, [schemes[scheme]], edition)
    question = Question(reading, schemes, scheme, Case(edition, readings, parameters))
    with breaking_off(), progress_bar(msg("deciding")) as progress:
        simulation = simulate(question, progress)
    if form == "json":
        show_json(simulation_record(simulation, spoken()))
    else:
        show_page(simulation_page(simulation), form)

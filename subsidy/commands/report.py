"""`subsidy report`: the calculation sheet of each decision, as HTML, PDF or a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from subsidy.commands.language import OPTION, spoken
from subsidy.commands.options import asking
from subsidy.commands.spoken import Command, Option
from subsidy.messages import LANGUAGES, Language, msg

if TYPE_CHECKING:
    from subsidy.commands.reporting import Form

_FORMS: Final[tuple[Form, ...]] = ("html", "pdf", "xlsx")
_BOTH: Final = "both"


def _languages(_: click.Context, __: click.Parameter, given: str | None) -> tuple[Language, ...]:
    asked = tuple(language for language in LANGUAGES if given in (language, _BOTH))
    return asked or (spoken(),)


_form = click.option(
    "--format",
    "form",
    cls=Option,
    type=click.Choice(_FORMS),
    help=msg("What to write; otherwise as the suffix of --out says, else html."),
)
_out = click.option(
    "--out",
    cls=Option,
    metavar="PATH",
    help=msg("Where to write: a file, or a folder, which is made; otherwise into the current folder."),
)
_replace = click.option(
    "--replace", is_flag=True, cls=Option, help=msg("Write over files that are there; otherwise they are kept.")
)
_lang = click.option(
    OPTION,
    "languages",
    cls=Option,
    type=click.Choice((*LANGUAGES, _BOTH)),
    callback=_languages,
    help=msg("In Chinese, in English, or Chinese with English beneath; otherwise as the locale says."),
)


@click.command(
    "report",
    cls=Command,
    help=msg(
        "Writes the calculation sheet of the applications in FILE... for the file and for signing: facts, conditions "
        "and steps with their clauses, limits, readings, sources, the amount in figures and in capitals, the receipt "
        "with a QR code of its hash, pictures. As a workbook (xlsx) every step is a formula.\n\n"
        "One document for each FILE, or for each scheme that gives something; several FILEs are settled together, and "
        "where one of them cannot be used, nothing is written. The names of what was written are printed; the exit "
        "code is 0, or 2 when an input cannot be used."
    ),
    examples=(
        "subsidy report application.yaml --format pdf",
        "subsidy report *.yaml --out sheets/ --format pdf --lang both",
        "subsidy report application.yaml --out sheet.xlsx",
    ),
)
@asking(_form, _out, _replace, _lang)
def command(**asked: Any) -> None:
    from subsidy.commands.reporting import report

    report(**asked)

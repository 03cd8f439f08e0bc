"""`subsidy ask`: one question at a time, the verdict as soon as it is settled, and an application file."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NoReturn

import click

from subsidy.asking import Questionnaire
from subsidy.commands import options
from subsidy.commands.deciding import EXIT_CODES
from subsidy.commands.dialogue import converse
from subsidy.commands.language import spoken
from subsidy.commands.output import show_page
from subsidy.commands.saving import saved
from subsidy.commands.spoken import Command, Option
from subsidy.documents import read_document
from subsidy.messages import Message, msg
from subsidy.report.asked import introduction
from subsidy.report.note import note
from subsidy.report.page import Paragraph
from subsidy.report.phrases import edition_name
from subsidy.report.survey import best_outcome, survey
from subsidy.report.template import filled
from subsidy.scheme.library import Schemes, load_schemes

ENDED: Final = 1
BROKEN_OFF: Final = 130


@click.command(
    "ask",
    cls=Command,
    help=msg(
        "Asks for the facts of one application under SCHEME, one at a time: only those that can still change the "
        "answer, the most decisive first. Each is checked as it is typed. As soon as the answer is settled it is "
        "shown, and the facts are saved as an application file.\n\n"
        "Enter: not known; ?: explain; back: correct the last answer; stop: end here. The exit codes are those of "
        "calc; 1 when the input ends before that, 130 when it is broken off: then nothing is saved."
    ),
    examples=(
        "subsidy ask city/scheme --out application.yaml",
        "subsidy ask city/scheme --from application.yaml",
    ),
)
@click.argument("scheme", metavar="SCHEME")
@click.option(
    "--from",
    "given",
    cls=Option,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=msg("Begin with what this application file says, and ask for what is missing."),
)
@click.option(
    "--out",
    cls=Option,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=msg("Save the application here; otherwise where --from is, or where you say at the end."),
)
@options.edition_of_it
@options.reading
@options.overlay
@options.schemes
@options.lang
def command(
    scheme: str,
    given: Path | None,
    out: Path | None,
    edition: str | None,
    readings: Mapping[str, str],
    overlays: Sequence[Path],
    folders: Sequence[Path],
) -> None:
    schemes = load_schemes(*folders, overlays=overlays)
    document = None if given is None else read_document(given)
    questionnaire = Questionnaire(schemes, scheme, document, edition=edition, readings=readings)
    before = questionnaire.data
    show_page(introduction(schemes[scheme].title))
    try:
        converse(questionnaire)
        show_page(survey(questionnaire.decisions, note), after=True)
        if questionnaire.data != before or out is not None:
            under = [("--scheme", scheme), *([("--edition", edition)] if edition else [])]
            under += [("--reading", f"{name}={choice}") for name, choice in readings.items()]
            under += [("--overlay", str(overlay)) for overlay in overlays]
            under += [("--schemes", str(folder)) for folder in folders]
            _save(questionnaire, schemes, out or given, [word for words in under for word in words])
    except EOFError:
        _leave(msg("The input ended; nothing is saved."), ENDED)
    except KeyboardInterrupt:
        _leave(msg("Broken off; nothing is saved."), BROKEN_OFF)
    click.get_current_context().exit(EXIT_CODES[best_outcome(questionnaire.decisions)])


def _save(questionnaire: Questionnaire, schemes: Schemes, wanted: Path | None, under: Sequence[str]) -> None:
    title = edition_name(questionnaire.decisions[0].program.edition)
    given, passed_over = questionnaire.data, questionnaire.passed_over

    def text(file: Path) -> str:
        then = shlex.join(["subsidy", "calc", str(file), *under])
        return filled(title, schemes.vocabulary, given, passed_over, spoken(), then)

    path = saved(text, wanted)
    if path is None:
        show_page((Paragraph(msg("Nothing is saved."), "faint"),), after=True)
    else:
        then = shlex.join(["subsidy", "calc", str(path), *under])
        show_page((Paragraph(msg("Saved in {file}. Then: {command}", file=path, command=then), "faint"),), after=True)


def _leave(reason: Message, code: int) -> NoReturn:
    click.echo(f"\n{reason.say(spoken())}", err=True)
    click.get_current_context().exit(code)
